import {
  caseVersion,
  cellKinds,
  verdicts,
  type Answer,
  type AnswerPicture,
  type AnswerTable,
  type Case,
  type CaseCell,
  type CaseCellBlock,
  type CaseSource,
  type KeptFlows,
  type Pin,
  type PinnedFlows,
  type Unknown,
} from './case';

/** Larger cases are refused: an editor would not open them either. */
const mostCharacters = 200_000_000;

/**
 * Reads a case. Throws an error that says where it is wrong (a line where it is no JSON, else the place such as
 * `cells[3].text`) and what is expected there. What is not known is kept and written back.
 */
export function readCase(text: string): Case {
  if (text.length > mostCharacters) throw new Error('The investigation is larger than 200 MB.');
  if (text.trim() === '') return { title: '', embedding: {}, cells: [], evidence: [] };
  const { flowcase, title, embedding, cells, evidence, ...more } = object(parsed(text), '');
  if (flowcase === undefined)
    throw new Error('It is no investigation: it has no "flowcase", the version of its form.');
  if (typeof flowcase !== 'number' || flowcase > caseVersion)
    throw new Error(
      `It is of version ${JSON.stringify(flowcase)}, and this flow2vec reads version ${caseVersion}. Update flow2vec.`,
    );
  return {
    title: string(title, 'title'),
    embedding: embedding === undefined ? {} : object(embedding, 'embedding'),
    cells: list(cells, 'cells').map((cell, i) => cellOf(cell, `cells[${i}]`)),
    evidence: unique(list(evidence, 'evidence').map((pin, i) => pinOf(pin, `evidence[${i}]`))),
    ...rest(more),
  };
}

function parsed(text: string): unknown {
  const json = text.replace(/^\ufeff/, '');
  try {
    return JSON.parse(json);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new Error(
      `Line ${wrongLine(json)}: it is no JSON (${message}). Mend it there, or take an older copy.`,
      { cause: error },
    );
  }
}

/** The first line up to which the text is wrong rather than unfinished: engines do not all say where they stopped. */
function wrongLine(json: string): number {
  const lines = json.split('\n');
  const isWrong = (count: number) => {
    const text = lines.slice(0, count).join('\n');
    try {
      JSON.parse(text);
      return false;
    } catch (error) {
      const at = /position (\d+)/.exec(String(error))?.[1];
      const isAtEnd = at !== undefined && Number(at) >= text.trimEnd().length;
      return !isAtEnd && !/end of JSON|Unterminated/i.test(String(error));
    }
  };
  let [good, bad] = [0, lines.length];
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (isWrong(middle)) bad = middle;
    else good = middle;
  }
  return bad;
}

function cellOf(value: unknown, at: string): CaseCellBlock {
  const { kind, text, answer, ...more } = object(value, at);
  return {
    kind: oneOf(kind, cellKinds, `${at}.kind`),
    text: lines(text, `${at}.text`),
    ...(answer === undefined ? {} : { answer: answerOf(answer, `${at}.answer`) }),
    ...rest(more),
  };
}

export function answerOf(value: unknown, at: string): Answer {
  const { error, says, tables, pictures, captures, settings, time, version, ...more } = object(value, at);
  const told = list(tables, `${at}.tables`).map((table, i) => tableOf(table, `${at}.tables[${i}]`));
  return {
    ...(error === undefined ? {} : { error: string(error, `${at}.error`) }),
    says: list(says, `${at}.says`).map((each, i) => string(each, `${at}.says[${i}]`)),
    tables: told,
    pictures: list(pictures, `${at}.pictures`).map((each, i) =>
      pictureOf(each, told, `${at}.pictures[${i}]`),
    ),
    captures: sources(captures, `${at}.captures`),
    ...(settings === undefined ? {} : { settings: object(settings, `${at}.settings`) }),
    time: string(time, `${at}.time`),
    version: string(version, `${at}.version`),
    ...rest(more),
  };
}

function tableOf(value: unknown, at: string): AnswerTable {
  const { title, columns, rows, of, line, file, token, ...others } = object(value, at);
  const names = list(columns, `${at}.columns`).map((each, i) => string(each, `${at}.columns[${i}]`));
  return {
    title: string(title, `${at}.title`),
    columns: names,
    rows: rowsOf(rows, names.length, `${at}.rows`),
    ...(of === undefined ? {} : { of: number(of, `${at}.of`) }),
    ...(line === undefined ? {} : { line: oneOf(line, names, `${at}.line`) }),
    ...(file === undefined ? {} : { file: oneOf(file, names, `${at}.file`) }),
    ...(token === undefined ? {} : { token: oneOf(token, names, `${at}.token`) }),
    ...others,
  };
}

function pictureOf(value: unknown, tables: readonly AnswerTable[], at: string): AnswerPicture {
  const { kind, title, table, x, y, class: group, ...others } = object(value, at);
  const place = number(table, `${at}.table`);
  const columns = tables[place]?.columns;
  if (!columns) throw wrong(`${at}.table`, `the place of one of ${tables.length} tables`, table);
  return {
    kind: oneOf(kind, ['points', 'bars'] as const, `${at}.kind`),
    title: string(title, `${at}.title`),
    table: place,
    x: oneOf(x, columns, `${at}.x`),
    y: oneOf(y, columns, `${at}.y`),
    ...(group === undefined ? {} : { class: oneOf(group, columns, `${at}.class`) }),
    ...others,
  };
}

function pinOf(value: unknown, at: string): Pin {
  const {
    id,
    title,
    question,
    about,
    verdict,
    note,
    tags,
    analyst,
    time,
    captures,
    settings,
    flows,
    ...more
  } = object(value, at);
  return {
    id: string(id, `${at}.id`),
    title: string(title, `${at}.title`),
    question: string(question ?? '', `${at}.question`),
    about: aboutOf(about, `${at}.about`),
    verdict: oneOf(verdict ?? 'unknown', verdicts, `${at}.verdict`),
    note: lines(note ?? [], `${at}.note`),
    tags: list(tags, `${at}.tags`).map((each, i) => string(each, `${at}.tags[${i}]`)),
    analyst: string(analyst ?? '', `${at}.analyst`),
    time: string(time ?? '', `${at}.time`),
    captures: sources(captures, `${at}.captures`),
    ...(settings === undefined ? {} : { settings: object(settings, `${at}.settings`) }),
    ...(flows === undefined ? {} : { flows: flowsOf(flows, `${at}.flows`) }),
    ...rest(more),
  };
}

function aboutOf(value: unknown, at: string): PinnedFlows {
  const about = object(value, at);
  if (typeof about['where'] === 'string') return { ...about, where: about['where'] };
  const texts = (name: string) =>
    list(about[name], `${at}.${name}`).map((each, i) => string(each, `${at}.${name}[${i}]`));
  if (about['tokens'] === undefined)
    throw wrong(at, '"where" with a filter, or "tokens" and "columns"', value);
  return { ...about, tokens: texts('tokens'), columns: texts('columns') };
}

function flowsOf(value: unknown, at: string): KeptFlows {
  const { columns, rows, count, ...others } = object(value, at);
  const names = list(columns, `${at}.columns`).map((each, i) => string(each, `${at}.columns[${i}]`));
  return {
    columns: names,
    rows: rowsOf(rows, names.length, `${at}.rows`),
    count: number(count, `${at}.count`),
    ...others,
  };
}

function rowsOf(value: unknown, width: number, at: string): CaseCell[][] {
  return list(value, at).map((row, i) => {
    const cells = list(row, `${at}[${i}]`);
    if (cells.length !== width) throw wrong(`${at}[${i}]`, `${width} cells`, `${cells.length}`);
    for (const [c, cell] of cells.entries())
      if (typeof cell === 'object' && cell !== null)
        throw wrong(`${at}[${i}][${c}]`, 'a text, a number, true, false or null', cell);
    return cells as CaseCell[];
  });
}

function sources(value: unknown, at: string): CaseSource[] {
  return list(value, at).map((each, i) => {
    const { name, digest, ...others } = object(each, `${at}[${i}]`);
    return {
      name: string(name, `${at}[${i}].name`),
      digest: string(digest, `${at}[${i}].digest`),
      ...others,
    };
  });
}

/** Two pins of one name would be taken for each other. */
function unique(pins: Pin[]): Pin[] {
  const seen = new Map<string, number>();
  for (const [i, { id }] of pins.entries()) {
    const first = seen.get(id);
    if (first !== undefined)
      throw new Error(`evidence[${i}].id: is that of evidence[${first}] too. Give one of them another.`);
    seen.set(id, i);
  }
  return pins;
}

const rest = (more: Unknown) => (Object.keys(more).length > 0 ? { more } : {});

function wrong(at: string, wanted: string, found: unknown): Error {
  const shown = typeof found === 'string' ? found : (JSON.stringify(found) ?? 'nothing');
  return new Error(`${at || 'The file'}: ${wanted} is expected, not ${shown.slice(0, 60)}.`);
}

function object(value: unknown, at: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw wrong(at, 'an object', value);
  return value as Record<string, unknown>;
}

function list(value: unknown, at: string): unknown[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw wrong(at, 'a list', value);
  return value;
}

function string(value: unknown, at: string): string {
  if (value === undefined) return '';
  if (typeof value !== 'string') throw wrong(at, 'a text', value);
  return value;
}

/** A text, or a list of its lines. */
function lines(value: unknown, at: string): string {
  if (!Array.isArray(value)) return string(value, at);
  return value.map((each, i) => string(each, `${at}[${i}]`)).join('\n');
}

function number(value: unknown, at: string): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw wrong(at, 'a number', value);
  return value;
}

function oneOf<T extends string>(value: unknown, choices: readonly T[], at: string): T {
  const found = choices.find(choice => choice === value);
  if (found === undefined) throw wrong(at, `one of ${choices.join(', ')}`, value);
  return found;
}
