import * as l10n from '@vscode/l10n';
import { readFile, rm } from 'node:fs/promises';
import { codeOf, messageOf } from '../../base/errors';
import { writeWhole } from '../../base/files/writeDraft';
import { kinds, type Kind } from './evidence';

/** What somebody who knows the network called expected: evidence of these kinds, of one behaviour of one host. */
export interface ExpectedBehaviour {
  address: string;
  /** Protocol and destination port, a space between. */
  service: string;
  outcome: string;
  /** Kinds of evidence that were unexpected when it was said; others are judged as before. */
  kinds: readonly Kind[];
}

const version = 1;

/** Beside the capture, which stays as it is. */
export const expectedPath = (capture: string) => `${capture}.expected.json`;

/** What is expected in a capture; nothing where nobody said so. Throws, naming the file, for what is no such file. */
export async function readExpected(capture: string): Promise<ExpectedBehaviour[]> {
  const path = expectedPath(capture);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch {
    found = undefined;
  }
  const { version: of, expected } = (found ?? {}) as { version?: unknown; expected?: unknown };
  if (of !== version || !Array.isArray(expected) || !expected.every(isExpected))
    throw new Error(
      l10n.t(
        '{0} does not hold what is expected in the capture, as it was written. Mend it, or move it away.',
        path,
      ),
    );
  return expected;
}

function isExpected(value: unknown): value is ExpectedBehaviour {
  if (typeof value !== 'object' || value === null) return false;
  const { address, service, outcome, kinds: of } = value as Record<string, unknown>;
  return (
    [address, service, outcome].every(text => typeof text === 'string') &&
    Array.isArray(of) &&
    of.length > 0 &&
    of.every(kind => kinds.includes(kind as Kind))
  );
}

/** Adds behaviours; what is expected already is not written twice. */
export async function expect(capture: string, more: readonly ExpectedBehaviour[]): Promise<void> {
  const before = await readExpected(capture);
  const known = new Set(before.map(keyOf));
  await write(capture, [...before, ...more.filter(behaviour => !known.has(keyOf(behaviour)))]);
}

/** Takes behaviours back; they are judged again. */
export async function unexpect(capture: string, taken: readonly ExpectedBehaviour[]): Promise<void> {
  const keys = new Set(taken.map(keyOf));
  await write(
    capture,
    (await readExpected(capture)).filter(behaviour => !keys.has(keyOf(behaviour))),
  );
}

const keyOf = ({ address, service, outcome, kinds: of }: ExpectedBehaviour) =>
  JSON.stringify([address, service, outcome, [...of].sort()]);

async function write(capture: string, expected: readonly ExpectedBehaviour[]): Promise<void> {
  const path = expectedPath(capture);
  if (expected.length === 0) return rm(path, { force: true });
  try {
    await writeWhole(path, put => put(`${JSON.stringify({ version, expected }, null, 2)}\n`), {
      mode: 0o644,
    });
  } catch (error) {
    throw new Error(
      l10n.t(
        '{0}: cannot be written ({1}). Copy the capture to a folder of yours and open it there.',
        path,
        codeOf(error) ?? messageOf(error),
      ),
      { cause: error },
    );
  }
}
