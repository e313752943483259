import assert from 'node:assert/strict';
import type { Capture } from '../../server/src/engine/captures/store';
import { outcomeOf, outcomeWords } from '../../server/src/engine/judging/outcome';
import { serviceName } from '../../server/src/engine/judging/reasonWords';

/** Asks a capture again what a sentence says of it, in SQL. */
export interface Recount {
  /** The number that a query gives. */
  count(sql: string): Promise<number>;
  /** Whom flows with a condition go to. */
  targets(where: string): Promise<Set<string>>;
  /** Conditions on flows: their service and how they ended, by the words of a sentence. */
  by(service: string): string;
  ended(outcome: string): string;
}

export async function recountOf({ connection }: Capture, ...more: Capture[]): Promise<Recount> {
  const services = new Map<string, string>();
  const states = new Map<string, string[]>();
  for (const each of [connection, ...more.map(capture => capture.connection)]) {
    const found = await each.runAndReadAll('SELECT DISTINCT proto, dport FROM flows');
    for (const [proto, dport] of found.getRows().map(row => row.map(String)) as [string, string][])
      services.set(
        serviceName(`${proto} ${dport}`),
        `(proto = ${quotedText(proto)} AND dport = ${quotedText(dport)})`,
      );
    const ends = await each.runAndReadAll('SELECT DISTINCT state FROM flows');
    for (const [state] of ends.getRows().map(row => row.map(String)) as [string][]) {
      const words = outcomeWords(outcomeOf(state));
      states.set(words, [...(states.get(words) ?? []), quotedText(state)]);
    }
  }
  const known = <T>(found: T | undefined, what: string): T => {
    assert.ok(found !== undefined, `the captures have no ${what}`);
    return found;
  };
  return {
    async count(sql) {
      const rows = await connection.runAndReadAll(`SELECT (${sql})::DOUBLE`);
      return Number(rows.getRows()[0]?.[0]);
    },
    async targets(where) {
      const rows = await connection.runAndReadAll(flowsWhere(where, 'DISTINCT dst_addr'));
      return new Set(rows.getRows().map(String));
    },
    by: service => known(services.get(service), service),
    ended: outcome => `state IN (${known(states.get(outcome), outcome).join(', ')})`,
  };
}

export const quotedText = (text: string) => `'${text.replaceAll("'", "''")}'`;

/** A number as a sentence writes it; NaN for none. */
export const number = (text: string | undefined) => Number(text?.replaceAll(',', '') ?? NaN);

export const flowsWhere = (where: string, what = 'count(*)') => `SELECT ${what} FROM flows WHERE ${where}`;
export const ofHost = (host: string, more = 'true') => `src_addr = ${quotedText(host)} AND ${more}`;
export const targets = 'count(DISTINCT dst_addr)';

/** A number of a sentence is rounded: to a tenth below ten, else to one. */
export function near(said: string | undefined, is: number, reason: string): void {
  const off = is >= 9.95 ? 0.5 : 0.05;
  assert.ok(Math.abs(number(said) - is) <= off + 1e-6 * Math.abs(is) + 0.001, `${reason}: ${is}`);
}

/** When flows begin, as sentences write it, and which part of them is not answered. */
export async function sameBeginning(
  recount: Recount,
  where: string,
  { from, silent }: { from?: string | undefined; silent?: string | undefined },
  reason: string,
): Promise<void> {
  if (from !== undefined) {
    const first = `SELECT (strftime(min(start_time), '%H:%M:%S') = '${from}')::INTEGER FROM flows WHERE ${where}`;
    assert.equal(await recount.count(first), 1, reason);
  }
  if (silent === undefined) return;
  const no = await recount.count(flowsWhere(`${where} AND ${recount.ended('unanswered')}`));
  const all = await recount.count(flowsWhere(where));
  assert.equal(Math.floor((no / all) * 1000) / 10, number(silent), reason);
}
