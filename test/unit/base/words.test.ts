import assert from 'node:assert/strict';
import { unreadable } from '../../../server/src/base/errors';
import { counted } from '../../../shared/text/counted';
import { percent, voteWords } from '../../../shared/text/voteText';
import { isLabelled } from '../../../shared/palette/classes';
import { scaleOf } from '../../../webviews/src/base/chart/axes';
import { sizeOf } from '../../../webviews/src/map/look';

describe('words and figures of all processes', () => {
  it('count one in the singular', () => {
    assert.deepEqual(
      [0, 1, 2, 1234].map(n => counted(n, 'flow')),
      ['0 flows', '1 flow', '2 flows', '1,234 flows'],
    );
    assert.equal(counted(1, 'incident'), '1 incident');
  });

  it('never tell a share as more than it is', () => {
    assert.deepEqual([0.596, 0.6, 0.29, 0.999, 1, 0].map(percent), [
      '59 %',
      '60 %',
      '29 %',
      '99 %',
      '100 %',
      '0 %',
    ]);
  });

  it('tell a vote that is too weak as unknown, with what it leans to', () => {
    const vote = { confidence: 0.596, votes: { botnet: 0.596, normal: 0.404 }, voters: 7, agreeing: 4 };
    const same = (name: string) => name;
    assert.equal(
      voteWords({ ...vote, label: 'unknown' }, same),
      'Neighbours vote: unknown, for no label is sure enough (most for botnet: 59 % (4 of 7)).',
    );
    assert.equal(voteWords({ ...vote, label: 'botnet' }, same), 'Neighbours vote: botnet 59 % (4 of 7).');
    assert.equal(voteWords({ label: 'unknown', confidence: 0, votes: {} }, same), '');
  });

  it('speak of labels only where there are some', () => {
    assert.equal(isLabelled({ unlabelled: 5 }), false);
    assert.equal(isLabelled({ unlabelled: 5, normal: 0 }), false);
    assert.equal(isLabelled({ unlabelled: 5, normal: 1 }), true);
  });

  it('name a file that was renamed or moved, and not only the code of the system', () => {
    const gone = Object.assign(new Error('ENOENT: no such file'), { code: 'ENOENT' });
    const { message, cause } = unreadable('/captures/day1.binetflow', gone);
    assert.equal(message, '/captures/day1.binetflow: is not there. Was it renamed, moved or deleted?');
    assert.equal(cause, gone);
    const denied = Object.assign(new Error('no'), { code: 'EACCES' });
    assert.equal(unreadable('/a', denied).message, '/a: cannot be read (EACCES).');
  });

  it('count epochs in whole numbers', () => {
    const ticks = (whole: boolean) =>
      scaleOf({ kind: 'number', whole, name: '', from: 1, to: 3 }, [0, 600], 60).ticks.map(t => t.value);
    assert.deepEqual(ticks(true), [1, 2, 3]);
    assert.ok(ticks(false).some(value => !Number.isInteger(value)));
  });

  it('draw points of more flows larger, up to a limit', () => {
    const sizes = [1, 10, 1000, 1e9].map(sizeOf);
    assert.deepEqual(
      [...sizes].sort((a, b) => a - b),
      sizes,
    );
    assert.ok(sizes[0] === 0.8 && sizes[3] === 2.4);
  });
});
