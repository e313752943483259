import type { Capture } from '../captures/store';
import { refuseEmpty } from '../captures/within';
import { outcomeOf } from './outcome';

/** What flows did, as columns. Numbers are those of `BehaviourNames`. */
export interface Behaviours {
  flows: number;
  source: Uint32Array;
  target: Uint32Array;
  service: Uint32Array;
  outcome: Uint32Array;
  /** Seconds since 1970; NaN where the file says no time. */
  time: Float64Array;
  bytes: Float64Array;
  /** Bytes that the source sent. */
  sent: Float64Array;
}

/** The same of a capture, in the order of its files, and where each flow stands. */
export interface CapturedBehaviours extends Behaviours {
  file: Uint16Array;
  record: Uint32Array;
}

/** Texts as numbers, the same ones for all captures that are read with it. */
export class Numbered {
  readonly names: string[];
  private readonly numbers: Map<string, number>;

  /** Begins with what another one has. */
  constructor(like?: Numbered) {
    this.names = [...(like?.names ?? [])];
    this.numbers = new Map(like?.numbers);
  }

  number(name: string): number {
    let number = this.numbers.get(name);
    if (number === undefined) {
      this.numbers.set(name, (number = this.names.length));
      this.names.push(name);
    }
    return number;
  }

  find(name: string): number | undefined {
    return this.numbers.get(name);
  }
}

export class BehaviourNames {
  readonly hosts: Numbered;
  /** Protocol and destination port, a space between. */
  readonly services: Numbered;
  readonly outcomes: Numbered;

  constructor(like?: BehaviourNames) {
    this.hosts = new Numbered(like?.hosts);
    this.services = new Numbered(like?.services);
    this.outcomes = new Numbered(like?.outcomes);
  }
}

/** Reads what every flow did. Texts cross from the store once for each distinct value. */
export async function readBehaviours(capture: Capture, names: BehaviourNames): Promise<CapturedBehaviours> {
  const { connection } = capture;
  await refuseEmpty(capture);
  const tables: [name: string, distinct: string][] = [
    ['judged_hosts', 'SELECT src_addr AS address FROM flows UNION SELECT dst_addr FROM flows'],
    ['judged_services', 'SELECT DISTINCT proto, dport FROM flows'],
    ['judged_states', 'SELECT DISTINCT state FROM flows'],
  ];
  const texts: string[][][] = [];
  for (const [name, distinct] of tables) {
    await connection.run(
      `CREATE OR REPLACE TEMP TABLE ${name} AS SELECT *, (row_number() OVER ())::INTEGER - 1 AS number FROM (${distinct})`,
    );
    const rows = await connection.runAndReadAll(`SELECT * EXCLUDE number FROM ${name} ORDER BY number`);
    texts.push(rows.getRows().map(row => row.map(String)));
  }
  const [hosts, services, states] = texts as [string[][], string[][], string[][]];
  const hostNumbers = hosts.map(([address]) => names.hosts.number(address as string));
  const serviceNumbers = services.map(([proto, port]) => names.services.number(`${proto} ${port}`));
  const outcomeNumbers = states.map(([state]) => names.outcomes.number(outcomeOf(state as string)));
  const count = await connection.runAndReadAll('SELECT count(*)::DOUBLE FROM flows');
  const flows = Number(count.getRows()[0]?.[0]);
  const out: CapturedBehaviours = {
    flows,
    source: new Uint32Array(flows),
    target: new Uint32Array(flows),
    service: new Uint32Array(flows),
    outcome: new Uint32Array(flows),
    time: new Float64Array(flows),
    bytes: new Float64Array(flows),
    sent: new Float64Array(flows),
    file: new Uint16Array(flows),
    record: new Uint32Array(flows),
  };
  const result = await connection.stream(
    `SELECT s.number, t.number, v.number, o.number, coalesce(epoch_us(start_time)::DOUBLE / 1e6, 'nan'::DOUBLE),
       coalesce(bytes, 0)::DOUBLE, coalesce(src_bytes, 0)::DOUBLE, file, record
     FROM flows JOIN judged_hosts s ON s.address = src_addr JOIN judged_hosts t ON t.address = dst_addr
       JOIN judged_services v USING (proto, dport) JOIN judged_states o USING (state)
     ORDER BY file, record`,
  );
  let read = 0;
  for await (const chunk of result) {
    const rows = chunk.rowCount;
    const [source, target, service, outcome, time, bytes, sent, file, record] =
      chunk.getColumns() as number[][];
    for (let r = 0, at = read; r < rows; r++, at++) {
      out.source[at] = hostNumbers[source?.[r] as number] as number;
      out.target[at] = hostNumbers[target?.[r] as number] as number;
      out.service[at] = serviceNumbers[service?.[r] as number] as number;
      out.outcome[at] = outcomeNumbers[outcome?.[r] as number] as number;
      out.time[at] = time?.[r] as number;
      out.bytes[at] = bytes?.[r] as number;
      out.sent[at] = sent?.[r] as number;
      out.file[at] = file?.[r] as number;
      out.record[at] = record?.[r] as number;
    }
    read += rows;
  }
  await connection.run(tables.map(([name]) => `DROP TABLE ${name}`).join('; '));
  return out;
}

/** The flows that begin before a moment, and the others; those without a time stand with the first. */
export function splitAt(
  all: CapturedBehaviours,
  moment: number,
): [before: CapturedBehaviours, after: CapturedBehaviours] {
  const isAfter = (flow: number) => (all.time[flow] as number) >= moment;
  const part = (belongs: (flow: number) => boolean): CapturedBehaviours => {
    const kept = <A extends Uint16Array | Uint32Array | Float64Array>(column: A): A =>
      column.filter((_, flow) => belongs(flow)) as A;
    const source = kept(all.source);
    return {
      flows: source.length,
      source,
      target: kept(all.target),
      service: kept(all.service),
      outcome: kept(all.outcome),
      time: kept(all.time),
      bytes: kept(all.bytes),
      sent: kept(all.sent),
      file: kept(all.file),
      record: kept(all.record),
    };
  };
  return [part(flow => !isAfter(flow)), part(isAfter)];
}
