import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { converse, type Operation } from '../../../server/src/engine/spark/conversation';
import { readFrames, writeFrame, type Frame } from '../../../server/src/engine/spark/frames';
import { Rows, streamOf, type Answer } from '../../../server/src/engine/spark/rows';

/** Asks as an executor does: rows go when they are asked for. */
export async function ask(
  operations: Readonly<Record<string, Operation>>,
  operation: string,
  asked: Record<string, unknown>,
  batches: readonly Readonly<Record<string, Answer>>[] = [],
): Promise<{ rows: Rows[]; last: Frame['header'] }> {
  const [input, output] = [new PassThrough(), new PassThrough()];
  const talking = converse(operations, input, output);
  await writeFrame(input, { kind: 'begin', operation, asked });
  const rows: Rows[] = [];
  const left = [...batches];
  for await (const { header, body } of readFrames(output)) {
    if (header.kind === 'rows') rows.push(new Rows(body));
    else if (header.kind === 'more') {
      const next = left.shift();
      if (next) await writeFrame(input, { kind: 'rows' }, streamOf(next));
      else await writeFrame(input, { kind: 'end' });
    } else {
      input.end();
      await talking;
      return { rows, last: header };
    }
  }
  throw new Error('The conversation ended without an answer.');
}

const upper: Operation = async function* (input, asked) {
  let rows = 0;
  for await (const batch of input) {
    const { values, numbers } = batch.texts('word');
    rows += batch.length;
    yield { word: Array.from(numbers, n => values[n]?.toUpperCase()), n: batch.numbers('n') };
  }
  return { rows, with: asked['with'] };
};

describe('The conversation of an executor with the engine', () => {
  it('takes rows as they are asked for and answers with rows and facts', async () => {
    const batch = { word: ['udp', 'tcp', undefined, 'udp'], n: Int32Array.of(3, 1, 2, 9) };
    const { rows, last } = await ask({ upper }, 'upper', { with: 'x' }, [batch, batch]);
    assert.equal(rows.length, 2);
    const { values, numbers } = rows[1]?.texts('word') ?? { values: [], numbers: [] };
    assert.deepEqual(
      Array.from(numbers, n => values[n]),
      ['UDP', 'TCP', undefined, 'UDP'],
    );
    assert.deepEqual([...(rows[0]?.numbers('n') ?? [])], [3, 1, 2, 9]);
    assert.deepEqual(last, { kind: 'done', facts: { rows: 8, with: 'x' } });
  });

  it('says what failed, and that an operation is not there', async () => {
    const fails: Operation = async function* () {
      yield { n: Int32Array.of(1) };
      throw new Error('The flows have no column n9.');
    };
    const failed = await ask({ fails }, 'fails', {});
    assert.deepEqual(failed.last, { kind: 'failed', message: 'The flows have no column n9.' });
    const unknown = await ask({}, 'upper', {});
    assert.deepEqual(unknown.last, { kind: 'failed', message: 'The engine has no operation upper.' });
  });

  it('reads frames however the bytes are cut', async () => {
    const whole = new PassThrough();
    await writeFrame(whole, { kind: 'rows', n: 1 }, Uint8Array.of(1, 2, 3));
    await writeFrame(whole, { kind: 'end' });
    const bytes = whole.read() as Buffer;
    for (const step of [1, 7, bytes.length]) {
      const pieces = async function* () {
        for (let at = 0; at < bytes.length; at += step) yield bytes.subarray(at, at + step);
      };
      const found: Frame[] = [];
      for await (const frame of readFrames(pieces())) found.push(frame);
      assert.deepEqual(found, [
        { header: { kind: 'rows', n: 1 }, body: Uint8Array.of(1, 2, 3) },
        { header: { kind: 'end' }, body: new Uint8Array() },
      ]);
    }
  });
});
