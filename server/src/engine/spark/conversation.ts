import type { Writable } from 'node:stream';
import { readFrames, writeFrame, type Frame } from './frames';
import { Rows, streamOf, type Answer } from './rows';

/**
 * What a process in an executor can be asked: it takes rows as it wants them and answers with rows; what it returns
 * at last is plain data. It throws errors whose words a user can act on; they become the task's.
 */
export type Operation = (
  input: AsyncIterable<Rows>,
  asked: Readonly<Record<string, unknown>>,
) => AsyncGenerator<Readonly<Record<string, Answer>>, Readonly<Record<string, unknown>> | void>;

/**
 * Answers one operation after the other until the input ends. Only one side writes at a time, so that neither waits
 * for the other with full pipes: rows are sent when they are asked for (`more`), an operation ends with `done`.
 */
export async function converse(
  operations: Readonly<Record<string, Operation>>,
  input: AsyncIterable<Buffer>,
  output: Writable,
): Promise<void> {
  const frames = readFrames(input);
  for (let frame = await frames.next(); !frame.done; frame = await frames.next()) {
    const { kind, operation, asked } = frame.value.header;
    // Rows for an operation that failed meanwhile.
    if (kind !== 'begin') continue;
    const rows = rowsOf(frames, output);
    try {
      const run = operations[operation as string];
      if (!run) throw new Error(`The engine has no operation ${String(operation)}.`);
      const answers = run(rows, asked as Record<string, unknown>);
      let answer = await answers.next();
      for (; !answer.done; answer = await answers.next())
        await writeFrame(output, { kind: 'rows' }, streamOf(answer.value));
      await writeFrame(output, { kind: 'done', facts: answer.value ?? {} });
    } catch (error) {
      await writeFrame(output, { kind: 'failed', message: (error as Error).message });
    }
  }
}

/** The rows of one operation. The frames go on afterwards, so a reader that ends early must not close them. */
async function* rowsOf(frames: AsyncGenerator<Frame>, output: Writable): AsyncGenerator<Rows> {
  for (;;) {
    await writeFrame(output, { kind: 'more' });
    const { value, done } = await frames.next();
    if (done || value.header.kind === 'end') return;
    yield new Rows(value.body);
  }
}
