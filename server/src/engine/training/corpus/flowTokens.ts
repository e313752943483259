import type { Capture } from '../../captures/store';
import { refuseEmpty } from '../../captures/within';
import type { Vocabulary } from './corpus';
import { readSentences } from './readSentences';
import type { SentenceScheme } from './sentences';
import { countTokens, labelClassTable, prepareParts, readVocabulary } from './tokenTable';

/** Every flow of a capture as a number of its token, in the order of sentences; no token is left out. */
export interface FlowTokens {
  vocabulary: Vocabulary;
  tokens: Uint32Array;
  sentences: Uint32Array;
  /** One-based line and zero-based file of the flow at each position. */
  lines: Uint32Array;
  files: Uint16Array;
}

/** Reads a capture as a model reads it, rare tokens included, phrases not joined. */
export async function flowTokens(
  capture: Capture,
  { tokenColumns, sentence }: { tokenColumns: readonly string[]; sentence: SentenceScheme },
): Promise<FlowTokens> {
  const { connection } = capture;
  const { parts, vocabulary } = await counted(capture, tokenColumns);
  const { sentences, facts } = await readSentences(capture, sentence, parts, 'with facts');
  await connection.run('DROP TABLE token_ids; DROP TABLE label_classes');
  const { tokens, order, sentences: starts } = sentences;
  return {
    vocabulary,
    tokens,
    sentences: starts,
    lines: Uint32Array.from(order ?? [], flow => facts?.lines[flow] as number),
    files: Uint16Array.from(order ?? [], flow => facts?.files[flow] as number),
  };
}

/** The distinct tokens of a capture with their counts and labels, rare ones included. */
export async function tokenCounts(capture: Capture, tokenColumns: readonly string[]): Promise<Vocabulary> {
  const { vocabulary } = await counted(capture, tokenColumns);
  await capture.connection.run('DROP TABLE token_ids; DROP TABLE label_classes');
  return vocabulary;
}

async function counted(capture: Capture, tokenColumns: readonly string[]) {
  const { connection } = capture;
  await refuseEmpty(capture);
  await labelClassTable(connection);
  const parts = await prepareParts(connection, tokenColumns);
  await countTokens(connection, parts, { minCount: 1, maxVocabulary: 0 });
  return { parts, vocabulary: await readVocabulary(connection, tokenColumns.length) };
}

/** Labels of some flows, as the capture has them; keys are `file/line`. */
export async function labelsAt(
  { connection }: Capture,
  flows: readonly { file: number; line: number }[],
): Promise<Map<string, string>> {
  const labels = new Map<string, string>();
  const batch = 1000;
  for (let from = 0; from < flows.length; from += batch) {
    const places = flows.slice(from, from + batch).map(({ file, line }) => `(${file}, ${line})`);
    const rows = await connection.runAndReadAll(
      `SELECT file, record, label FROM flows WHERE (file, record) IN (${places.join(', ')})`,
    );
    for (const [file, line, label] of rows.getRows())
      labels.set(`${Number(file)}/${Number(line)}`, String(label));
  }
  return labels;
}
