import assert from 'node:assert/strict';
import { askedAnew, headingOf, isOfOneCapture } from '../../../shared/investigation/askedAnew';
import { hostileCase } from '../../support/hostileCase';
import { makeCase } from '../../support/makeCase';

describe('an investigation of another capture', () => {
  it('asks the same, and has nothing that is of the first one', () => {
    const first = hostileCase();
    const next = askedAnew(first, 'Tuesday');
    assert.ok(isOfOneCapture(first));
    assert.ok(!isOfOneCapture(next));
    const asked = ({ cells }: typeof first) => cells.map(({ kind, text }) => ({ kind, text }));
    assert.deepEqual(asked(next), asked(first));
    assert.deepEqual(next.embedding, first.embedding);
    assert.equal(next.title, 'Tuesday');
    assert.equal(next.more, undefined, 'which capture was asked is not told of the other one');
  });

  it('has the heading that it was begun with, and no other one, say whose it is', () => {
    const own = { kind: 'markdown', text: '# Of mon_day, by Ada' } as const;
    const begun = { kind: 'markdown', text: headingOf('Of mon_day') } as const;
    assert.equal(begun.text, '# Of mon\\_day');
    const next = askedAnew({ ...makeCase(), title: 'Of mon_day', cells: [begun, own] }, 'Of tue*day');
    assert.deepEqual(
      next.cells.map(({ text }) => text),
      ['# Of tue\\*day', own.text],
    );
  });
});
