import assert from 'node:assert/strict';
import { appendFileSync, renameSync } from 'node:fs';
import { following } from '../../../server/src/cli/judging/follow';
import { Cancelled } from '../../../server/src/base/threads/cancelled';
import type { Incident } from '../../../server/src/engine/judging/answers';
import { temporaryFolder } from '../../support/temporaryFolder';

const incident = (address: string, flows: number, from: string, to: string): Incident => ({
  id: 1,
  address,
  score: 0.99,
  from,
  to,
  flows,
  lines: [2],
  reasons: [],
  behaviours: [],
});

describe('following a capture', function () {
  this.timeout(60_000);
  const folder = temporaryFolder();

  /** Answers in turn; between two of them the file grows, or goes and comes back. */
  async function follow(answers: readonly (readonly Incident[] | Error)[]): Promise<[string[][], string[]]> {
    const file = folder.file('live.binetflow', 'a\n');
    const [told, complaints]: [string[][], string[]] = [[], []];
    let asked = 0;
    await assert.rejects(
      following(
        [file],
        () => {
          const answer = answers[asked++];
          // The file changes while it is read: that is a change too, and is not waited for.
          if (asked % 2 === 0) appendFileSync(file, 'b\n');
          else setTimeout(() => appendFileSync(file, 'c\n'), 20);
          if (answer instanceof Error) return Promise.reject(answer);
          return Promise.resolve({ incidents: answer ?? [] });
        },
        (_, unheard) => void told.push(unheard.map(({ address, flows }) => `${address} ${flows}`)),
        message => void complaints.push(message),
      ),
      Cancelled,
    );
    assert.equal(asked, answers.length);
    return [told, complaints];
  }

  it('tells what was not told, what grew twofold, and the same host at another time', async () => {
    const at = (minute: string) => `2011-08-16T11:${minute}:00.000Z`;
    const [told, complaints] = await follow([
      [incident('10.0.0.1', 4, at('00'), at('10'))],
      [incident('10.0.0.1', 7, at('00'), at('11')), incident('10.0.0.2', 1, at('05'), at('05'))],
      [incident('10.0.0.1', 8, at('00'), at('12')), incident('10.0.0.2', 1, at('05'), at('05'))],
      [incident('10.0.0.1', 9, at('00'), at('13')), incident('10.0.0.2', 1, at('40'), at('41'))],
      new Cancelled('stopped'),
    ]);
    assert.deepEqual(told, [['10.0.0.1 4'], ['10.0.0.2 1'], ['10.0.0.1 8'], ['10.0.0.2 1']]);
    assert.deepEqual(complaints, []);
  });

  it('goes on where the file cannot be read for a while', async () => {
    const [told, complaints] = await follow([
      new Error('live.binetflow: there is no such file.'),
      [incident('10.0.0.1', 4, 'a', 'b')],
      new Cancelled('stopped'),
    ]);
    assert.deepEqual(told, [['10.0.0.1 4']]);
    assert.deepEqual(complaints, ['live.binetflow: there is no such file.']);
  });

  it('sees a file that was put in the place of another', async () => {
    const [file, other] = [folder.file('a.log', 'one\n'), folder.file('b.log', 'two\n')];
    let asked = 0;
    await assert.rejects(
      following(
        [file],
        () => {
          if (++asked > 1) return Promise.reject(new Cancelled('stopped'));
          setTimeout(() => renameSync(other, file), 20);
          return Promise.resolve({ incidents: [] });
        },
        () => undefined,
        () => undefined,
      ),
      Cancelled,
    );
    assert.equal(asked, 2);
  });
});
