import type { Case, Pin } from '../../../../../shared/investigation/case';
import type { Cell, Table } from '../../../../../shared/text/tableText';
import { factsOf, settingsText, type Made } from './facts';

const own = [
  'Evidence',
  'Verdict',
  'Note',
  'Tags',
  'Analyst',
  'Pinned',
  'Capture',
  'Digest',
  'Model',
  'Exported',
];

/** A row for each flow of the evidence, what was said of it before what it is. A pin without flows has a row of its own. */
export function evidenceTable({ evidence }: Case, { version, time }: Made): Table {
  const columns = [...new Set(evidence.flatMap(({ flows }) => flows?.columns ?? []))];
  return [
    [...own, ...columns],
    ...evidence.flatMap(pin => {
      const said = [...saidOf(pin), `flow2vec ${version}, ${time}`];
      const { flows } = pin;
      if (!flows || flows.rows.length === 0) return [[...said, ...columns.map((): Cell => '')]];
      const places = columns.map(name => flows.columns.indexOf(name));
      return flows.rows.map(row => [...said, ...places.map(at => cellOf(row[at]))]);
    }),
  ];
}

function saidOf(pin: Pin): Cell[] {
  const { title, verdict, note, tags, analyst, time, captures } = pin;
  const files = captures.map(({ name }) => name).join('; ');
  return [
    title,
    verdict,
    note,
    tags.join('; '),
    analyst,
    time,
    files,
    captures.map(({ digest }) => digest).join('; '),
    settingsText(pin) ?? '',
  ];
}

const cellOf = (value: unknown): Cell =>
  typeof value === 'number' ? value : value === undefined || value === null ? '' : String(value as string);

/** The evidence as JSON, each flow an object. */
export function evidenceJson(value: Case, made: Made): string {
  const { title, evidence } = value;
  const pins = evidence.map(({ flows, ...pin }) => ({
    ...pin,
    count: flows?.count ?? 0,
    flows: (flows?.rows ?? []).map(row =>
      Object.fromEntries(flows?.columns.map((name, i) => [name, row[i]]) ?? []),
    ),
  }));
  return `${JSON.stringify({ title, facts: factsOf(value, made).map(each => each.join(': ')), evidence: pins }, null, 2)}\n`;
}
