import { BlockList, isIPv6 } from 'node:net';
import type { DuckDBConnection } from '@duckdb/node-api';
import { quoted } from '../../../base/database';
import { addressKind, usualAddress } from '../addresses';
import { plainFilterSql } from '../filterSql';
import type { LabelReport } from '../../../../../shared/protocol/reading';
import type { LabelSet, Match } from './rule';

/** Columns of a match that are compared for equality, and how. */
const equal = [
  { key: 'src', sql: 's.term' },
  { key: 'dst', sql: 'd.term' },
  { key: 'sport', sql: 'f.sport' },
  { key: 'dport', sql: 'f.dport' },
  { key: 'proto', sql: 'lower(f.proto)' },
] as const;
type EqualKey = (typeof equal)[number]['key'];

/** Rows of a statement that fills a table. */
const batch = 5000;

/**
 * Labels the flows of a view by rules: makes `TABLE(file, record, label, detailed_label)` with the flows that any rule
 * catches, and says what each did. Rules of hosts, ports and times are joined, whatever their number; others are asked one
 * by one.
 */
export async function applyLabels(
  connection: DuckDBConnection,
  flows: string,
  table: string,
  { rules, notes }: LabelSet,
): Promise<LabelReport> {
  const run = (sql: string) => connection.run(sql);
  await run(`CREATE OR REPLACE TEMP TABLE label_rules (rule INTEGER, label VARCHAR, detail VARCHAR)`);
  await insert(
    connection,
    'label_rules',
    rules.map(({ label, detail }, i) => [i, label, detail]),
  );
  await run('CREATE OR REPLACE TEMP TABLE label_hits (file USMALLINT, record UINTEGER, rule INTEGER)');
  const terms = await addressTerms(
    connection,
    flows,
    rules.flatMap(({ any }) => any),
  );
  const shapes = new Map<string, [rule: number, match: Match][]>();
  for (const [i, { any }] of rules.entries())
    for (const match of any) {
      if (match.lines || match.others) {
        await run(
          `INSERT INTO label_hits SELECT file, record, ${i} FROM (${flows}) AS f WHERE ${singleSql(match, terms)}`,
        );
        continue;
      }
      const shape = equal
        .filter(({ key }) => match[key] !== undefined)
        .map(({ key }) => key)
        .join();
      const alike = shapes.get(shape) ?? [];
      shapes.set(shape, alike);
      alike.push([i, match]);
    }
  for (const [shape, matches] of shapes)
    await joinShape(connection, flows, shape.split(',') as EqualKey[], matches, terms);
  // The last rule stands; a rule that catches a flow in two ways has caught it once.
  await run(`CREATE TABLE ${table} AS SELECT file, record, label, detail AS detailed_label FROM
    (SELECT file, record, max(rule) AS rule FROM label_hits GROUP BY file, record) JOIN label_rules USING (rule)`);
  const report = await reportOf(connection, flows, table, { rules, notes });
  await run('DROP TABLE label_hits; DROP TABLE label_rules; DROP TABLE label_terms');
  return report;
}

/** Numbers of the addresses and networks that rules name; `label_terms(term, address)` says which flows' addresses are of them. */
async function addressTerms(
  connection: DuckDBConnection,
  flows: string,
  matches: readonly Match[],
): Promise<ReadonlyMap<string, number>> {
  const terms = new Map<string, number>();
  for (const { src, dst } of matches)
    for (const text of [src, dst]) if (text !== undefined && !terms.has(text)) terms.set(text, terms.size);
  await connection.run('CREATE OR REPLACE TEMP TABLE label_terms (term INTEGER, address VARCHAR)');
  const networks = [...terms].filter(([text]) => text.includes('/'));
  await insert(
    connection,
    'label_terms',
    [...terms].flatMap(([text, term]) =>
      text.includes('/') ? [] : spellings(text).map(each => [term, each]),
    ),
  );
  if (networks.length === 0) return terms;
  const found = await connection.runAndReadAll(
    `SELECT src_addr FROM (${flows}) UNION SELECT dst_addr FROM (${flows})`,
  );
  const addresses = found.getRows().map(([address]) => String(address).toLowerCase());
  const members: [number, string][] = [];
  for (const [network, term] of networks) {
    const [base = '', bits = ''] = network.split('/');
    const list = new BlockList();
    list.addSubnet(base, Number(bits), isIPv6(base) ? 'ipv6' : 'ipv4');
    for (const address of addresses) {
      const kind = addressKind(address);
      if (kind !== undefined && kind !== 'MAC' && list.check(address, kind === 'IPv6' ? 'ipv6' : 'ipv4'))
        members.push([term, address]);
    }
  }
  await insert(connection, 'label_terms', members);
  return terms;
}

/** As somebody wrote an address, and as captures of most tools have it: `2001:0DB8::0001` is 2001:db8::1. */
const spellings = (address: string) => [
  ...new Set([address, usualAddress(address)].map(each => each.toLowerCase())),
];

async function joinShape(
  connection: DuckDBConnection,
  flows: string,
  keys: readonly EqualKey[],
  matches: readonly [number, Match][],
  terms: ReadonlyMap<string, number>,
): Promise<void> {
  await connection.run(`CREATE OR REPLACE TEMP TABLE label_matches (rule INTEGER, src INTEGER, dst INTEGER,
    sport VARCHAR, dport VARCHAR, proto VARCHAR, first TIMESTAMP, last TIMESTAMP, ends TIMESTAMP)`);
  const time = (value: number | undefined) =>
    value === undefined ? null : { sql: `make_timestamp(${Math.round(value)}::BIGINT)` };
  const term = (text: string | undefined) => (text === undefined ? null : (terms.get(text) as number));
  await insert(
    connection,
    'label_matches',
    matches.map(([rule, m]) => [
      rule,
      term(m.src),
      term(m.dst),
      m.sport ?? null,
      m.dport ?? null,
      m.proto?.toLowerCase() ?? null,
      time(m.from),
      time(m.until),
      time(m.endsFrom),
    ]),
  );
  const on = equal.filter(({ key }) => keys.includes(key)).map(({ key, sql }) => `m.${key} = ${sql}`);
  const address = (key: EqualKey, alias: string, column: string) =>
    keys.includes(key) ? `JOIN label_terms ${alias} ON ${alias}.address = lower(f.${column})` : '';
  await connection.run(`INSERT INTO label_hits SELECT f.file, f.record, m.rule FROM (${flows}) AS f
    ${address('src', 's', 'src_addr')} ${address('dst', 'd', 'dst_addr')}
    JOIN label_matches m ON ${on.join(' AND ') || 'true'}
    WHERE (m.first IS NULL OR f.start_time >= m.first) AND (m.last IS NULL OR f.start_time <= m.last)
      AND (m.ends IS NULL OR f.start_time + to_microseconds((coalesce(f.duration, 0) * 1e6)::BIGINT) >= m.ends)`);
  await connection.run('DROP TABLE label_matches');
}

/** A match that is asked by itself. */
function singleSql(match: Match, terms: ReadonlyMap<string, number>): string {
  const isTerm = (column: string, text: string) =>
    `lower(f.${column}) IN (SELECT address FROM label_terms WHERE term = ${terms.get(text) as number})`;
  const parts = [
    match.src === undefined ? '' : isTerm('src_addr', match.src),
    match.dst === undefined ? '' : isTerm('dst_addr', match.dst),
    match.sport === undefined ? '' : `f.sport = ${quoted(match.sport)}`,
    match.dport === undefined ? '' : `f.dport = ${quoted(match.dport)}`,
    match.proto === undefined ? '' : `lower(f.proto) = ${quoted(match.proto.toLowerCase())}`,
    match.from === undefined ? '' : `f.start_time >= make_timestamp(${Math.round(match.from)}::BIGINT)`,
    match.until === undefined ? '' : `f.start_time <= make_timestamp(${Math.round(match.until)}::BIGINT)`,
    match.lines === undefined
      ? ''
      : `(${match.lines.map(([first, last]) => `f.record BETWEEN ${first} AND ${last}`).join(' OR ') || 'false'})`,
    match.others === undefined ? '' : `(${plainFilterSql(match.others)})`,
  ];
  return parts.filter(Boolean).join(' AND ') || 'true';
}

async function reportOf(
  connection: DuckDBConnection,
  flows: string,
  table: string,
  { rules, notes }: LabelSet,
): Promise<LabelReport> {
  const rows = async (sql: string) => (await connection.runAndReadAll(sql)).getRows();
  const caught = new Map(
    (await rows('SELECT rule, count(DISTINCT (file, record))::DOUBLE FROM label_hits GROUP BY rule')).map(
      ([rule, count]) => [Number(rule), Number(count)],
    ),
  );
  const labelled = new Map(
    (
      await rows(
        'SELECT rule, count(*)::DOUBLE FROM (SELECT max(rule) AS rule FROM label_hits GROUP BY file, record) GROUP BY rule',
      )
    ).map(([rule, count]) => [Number(rule), Number(count)]),
  );
  const [totals] = await rows(
    `SELECT count(*)::DOUBLE, count(*) FILTER (f.label <> '' AND f.label <> l.label)::DOUBLE
     FROM ${table} l JOIN (${flows}) f USING (file, record)`,
  );
  const conflicts = await rows(
    `SELECT a.label, b.label, count(DISTINCT (file, record))::DOUBLE AS flows FROM label_hits h
     JOIN label_rules a USING (rule) JOIN ${table} b USING (file, record)
     WHERE a.label <> b.label GROUP BY ALL ORDER BY flows DESC, 1, 2`,
  );
  return {
    flows: Number(totals?.[0] ?? 0),
    relabelled: Number(totals?.[1] ?? 0),
    rules: rules.map(({ file, line, label, text }, i) => ({
      file,
      line,
      label,
      text,
      caught: caught.get(i) ?? 0,
      labelled: labelled.get(i) ?? 0,
    })),
    conflicts: conflicts.map(([earlier, later, count]) => ({
      labels: [String(earlier), String(later)],
      flows: Number(count),
    })),
    notes,
  };
}

type Cell = string | number | null | { sql: string };

async function insert(
  connection: DuckDBConnection,
  table: string,
  rows: readonly (readonly Cell[])[],
): Promise<void> {
  const literal = (cell: Cell) =>
    cell === null
      ? 'NULL'
      : typeof cell === 'string'
        ? quoted(cell)
        : typeof cell === 'number'
          ? String(cell)
          : cell.sql;
  for (let from = 0; from < rows.length; from += batch) {
    const values = rows.slice(from, from + batch).map(row => `(${row.map(literal).join(', ')})`);
    await connection.run(`INSERT INTO ${table} VALUES ${values.join(', ')}`);
  }
}
