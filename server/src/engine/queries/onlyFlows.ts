import * as l10n from '@vscode/l10n';
import type { DuckDBConnection } from '@duckdb/node-api';
import { language } from '../../../../shared/text/language';
import { shortText } from '../../../../shared/text/visibleText';

/*
 * The database may read the folder of the cache, where other captures are too, for it spills and writes there. So what a
 * query reads is looked at before it is bound, for binding alone opens files.
 */

/** Tables that functions make of their arguments, and what the database tells of itself. */
const tableFunctions: ReadonlySet<string> = new Set([
  ...['neighbours', 'range', 'generate_series', 'unnest', 'repeat', 'repeat_row', 'json_each', 'json_tree'],
  ...['duckdb_functions', 'duckdb_settings', 'duckdb_types', 'duckdb_keywords', 'duckdb_columns'],
  ...['pragma_version', 'summary', 'test_all_types'],
]);
const schemas: ReadonlySet<string> = new Set(['', 'main', 'information_schema']);
const catalogs = /^(?:|memory|temp|system|file_\d+)$/i;

/** Functions that make a list or a text as long as a number says; the database does not count what one value takes. */
const makers: ReadonlySet<string> = new Set([
  ...['range', 'generate_series', 'repeat', 'list_resize', 'array_resize', 'lpad', 'rpad'],
]);
const longest = 10_000_000;
/** Takes the product of two lengths, uncounted too. */
const greedy: ReadonlySet<string> = new Set(['damerau_levenshtein']);

/** A part of a statement as the database parsed it. */
type Part = Readonly<Record<string, unknown>>;

const explain = /^(?:\s|--[^\n]*(?:\n|$)|\/\*[^]*?\*\/)*explain\s+(?:analyze\s+)?(?:\([^)]*\)\s*)?/i;

/** Rejects a SELECT, or its explanation, that reads anything but the capture, or asks for a value of any size. */
export async function requireOnlyFlows(connection: DuckDBConnection, sql: string): Promise<void> {
  const parsed = await connection.runAndReadAll(
    'SELECT json_serialize_sql($1::VARCHAR, skip_null := true, skip_empty := true)',
    [sql.replace(explain, '')],
  );
  const tree = JSON.parse(String(parsed.getRows()[0]?.[0])) as Part;
  if (tree['error'] === true)
    throw new Error(l10n.t('The query is no SELECT: a capture is only read. Write one SELECT over "flows".'));
  look(tree['statements']);
}

function look(value: unknown): void {
  if (Array.isArray(value)) return value.forEach(look);
  if (typeof value !== 'object' || value === null) return;
  const part = value as Part;
  if (part['type'] === 'TABLE_FUNCTION') {
    const made = part['function'] as Part;
    const name = textOf(made, 'function_name').toLowerCase();
    if (!tableFunctions.has(name)) throw readsOther(name);
    // As a table it is read row by row, so it is the values it is made of that count.
    for (const [key, each] of Object.entries(part)) look(key === 'function' ? made['children'] : each);
    return;
  }
  if ('table_name' in part && (part['type'] === 'BASE_TABLE' || part['type'] === 'SHOW_REF'))
    refuseFile(part);
  if (part['class'] === 'FUNCTION') refuseLong(part);
  Object.values(part).forEach(look);
}

const textOf = (part: Part, name: string): string => (typeof part[name] === 'string' ? part[name] : '');

const readsOther = (name: string) =>
  new Error(
    l10n.t('A query reads the flows of the capture, and nothing else: "{0}" is not read.', shortText(name)),
  );

/** What is no table may be taken for a file by its name, in parts too: `"/x".csv` is one. */
function refuseFile(part: Part): void {
  const [catalog, schema, table] = ['catalog_name', 'schema_name', 'table_name'].map(name =>
    textOf(part, name),
  );
  const isPlain = !/[./\\*?:[\]]/.test(table ?? '');
  if (isPlain && schemas.has((schema ?? '').toLowerCase()) && catalogs.test(catalog ?? '')) return;
  throw readsOther([catalog, schema, table].filter(Boolean).join('.'));
}

/** A size is a number that is written out, or comes from the flows: not one that is computed from nothing. */
function refuseLong(part: Part): void {
  const name = textOf(part, 'function_name').toLowerCase();
  const sizes = makers.has(name) ? ((part['children'] ?? []) as Part[]) : [];
  if (!greedy.has(name) && sizes.every(isSize)) return;
  throw new Error(
    l10n.t(
      '{0} would make a value of any size: write the size as a number, {1} at most, or read rows: FROM range(…).',
      name,
      longest.toLocaleString(language()),
    ),
  );
}

function isSize(part: Part): boolean {
  if (part['class'] !== 'CONSTANT') return reads(part) || !computes(part);
  const value = (part['value'] as Part | undefined)?.['value'];
  return typeof value !== 'number' || Math.abs(value) <= longest;
}

/** Whether a value depends on flows. */
const reads = (value: unknown): boolean =>
  some(value, part => part['class'] === 'COLUMN_REF' || part['class'] === 'SUBQUERY');

/** Whether it has a number that is none of a time. */
const computes = (value: unknown): boolean =>
  some(value, part => typeof (part['value'] as Part | undefined)?.['value'] === 'number') &&
  !some(value, part =>
    /^to_(?:seconds|minutes|hours|days|weeks|months|years)$/.test(textOf(part, 'function_name')),
  );

function some(value: unknown, holds: (part: Part) => boolean): boolean {
  if (Array.isArray(value)) return value.some(each => some(each, holds));
  if (typeof value !== 'object' || value === null) return false;
  return holds(value as Part) || Object.values(value).some(each => some(each, holds));
}
