import { caseVersion, type Answer, type Case, type CaseCellBlock, type Pin } from './case';

/**
 * A case as text that compares well line by line: names in one order, a line for each line of text and each row of a
 * table. The same case gives the same text.
 */
export function caseText(value: Case): string {
  const { title, embedding, cells, evidence, more } = value;
  const document = {
    flowcase: caseVersion,
    title,
    ...(Object.keys(embedding).length > 0 ? { embedding } : {}),
    cells: cells.map(cellOf),
    evidence: evidence.map(pinOf),
    ...more,
  };
  return `${written(document, '', 'object')}\n`;
}

const linesOf = (text: string) => (text === '' ? [] : text.split('\n'));

function cellOf({ kind, text, answer, more }: CaseCellBlock): object {
  return { kind, text: linesOf(text), ...(answer ? { answer: answerOf(answer) } : {}), ...more };
}

function answerOf({
  says,
  tables,
  pictures,
  captures,
  settings,
  time,
  version,
  error,
  more,
}: Answer): object {
  return {
    ...(error === undefined ? {} : { error }),
    says,
    tables,
    pictures,
    captures,
    ...(settings ? { settings } : {}),
    time,
    version,
    ...more,
  };
}

function pinOf(pin: Pin): object {
  const { id, title, question, about, verdict, note, tags, analyst, time, captures, settings, flows, more } =
    pin;
  return {
    id,
    title,
    question,
    about,
    verdict,
    note: linesOf(note),
    tags,
    analyst,
    time,
    captures,
    ...(settings ? { settings } : {}),
    ...(flows ? { flows } : {}),
    ...more,
  };
}

/** Lists of texts that are read line by line stand so; rows and other short lists stand on one line. */
const inLines = new Set(['text', 'note', 'says', 'tokens']);

function written(value: unknown, indent: string, name: string): string {
  const deeper = `${indent}  `;
  if (Array.isArray(value)) {
    if (value.length === 0) return '[]';
    const isFlat = value.every(each => typeof each !== 'object' || each === null);
    if (isFlat && !inLines.has(name)) return `[${value.map(each => JSON.stringify(each)).join(', ')}]`;
    return `[\n${value.map(each => deeper + written(each, deeper, '')).join(',\n')}\n${indent}]`;
  }
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  if (entries.length === 0) return '{}';
  const lines = entries.map(
    ([key, each]) => `${deeper}${JSON.stringify(key)}: ${written(each, deeper, key)}`,
  );
  return `{\n${lines.join(',\n')}\n${indent}}`;
}
