import type { DuckDBConnection } from '@duckdb/node-api';
import { PairTable } from '../../base/pairTable';
import { Turns } from '../../base/threads/turns';
import { labelClasses, labelClassSql } from '../captures/labels';
import type { TimeRange } from './timeline';

/**
 * What flows have in common, apart by the class of their label: numbers of each flow, in order of their first flow. One
 * conversation is so one number, or one for each class that its flows have.
 */
export interface Cells {
  /** Of each flow. */
  codes: Uint32Array;
  /** Of each cell: its group, and its class as a place in `labelClasses`. */
  groups: Int32Array;
  classes: Uint8Array;
  /** Of each group: two texts by their places. */
  first: Uint32Array;
  second: Uint32Array;
}

/**
 * What an overview counts of each flow, as numbers: texts are compared and looked up once, when the flows are read, and
 * every count after that adds numbers. 37 bytes a flow. Flows stand in no order, texts in theirs.
 */
export interface FlowCodes {
  flows: number;
  /** Microseconds since 1970; NaN where a flow has no time. */
  times: Float64Array;
  range: TimeRange;
  bytes: Float64Array;
  sources: Uint32Array;
  /** Places in `labelClasses`. */
  classes: Uint8Array;
  addresses: readonly string[];
  protocols: readonly string[];
  ports: readonly string[];
  states: readonly string[];
  /** Of source and destination. */
  conversations: Cells;
  /** The two hosts of each cell of the conversations; -1 where an address is not given, or both are the same. */
  ends: readonly [Int32Array, Int32Array];
  /** Of protocol and port. */
  services: Cells;
  /** Of the state alone, twice. */
  byState: Cells;
  /** One more than a flow's place by its record, of each file; 0 where there is no such record. */
  places: readonly Uint32Array[];
}

/** Flows that are kept as numbers: of more, that would take more than half a gigabyte. */
const mostCoded = 12_000_000;

/** Reads all flows that the connection sees; undefined where there are too many to be kept so. */
export async function readFlowCodes(
  connection: DuckDBConnection,
  signal?: AbortSignal,
): Promise<FlowCodes | undefined> {
  const rows = async (sql: string) => (await connection.runAndReadAll(sql)).getRows();
  const files = await rows('SELECT file, count(*)::DOUBLE, max(record)::DOUBLE FROM flows GROUP BY file');
  const n = files.reduce((sum, [, flows]) => sum + Number(flows), 0);
  if (n > mostCoded) return undefined;
  const texts = async (sql: string) => (await rows(sql)).map(([text]) => String(text));
  const numbered = async (name: string, from: string): Promise<string[]> => {
    await connection.run(
      `CREATE OR REPLACE TEMP TABLE coded_${name} AS
       SELECT text, (row_number() OVER (ORDER BY text) - 1)::DOUBLE AS code FROM (${from})`,
    );
    return texts(`SELECT text FROM coded_${name} ORDER BY code`);
  };
  const distinct = (column: string) => `SELECT DISTINCT ${column} AS text FROM flows`;
  const either = 'SELECT src_addr AS text FROM flows UNION SELECT dst_addr FROM flows';
  const addresses = await numbered('addresses', either);
  const protocols = await numbered('protocols', distinct('proto'));
  const ports = await numbered('ports', distinct('dport'));
  const states = await numbered('states', distinct('state'));
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE coded_labels AS SELECT text,
       (list_position([${labelClasses.map(name => `'${name}'`).join()}], ${labelClassSql('text')}) - 1)::DOUBLE AS code
     FROM (${distinct('label')})`,
  );
  const places = Array.from(
    { length: Math.max(0, ...files.map(([file]) => Number(file) + 1)) },
    (_, i) => new Uint32Array(Number(files.find(([file]) => Number(file) === i)?.[2] ?? -1) + 1),
  );
  const [times, bytes, classes] = [new Float64Array(n), new Float64Array(n), new Uint8Array(n)];
  const sources = new Uint32Array(n);
  const [conversations, services, byState] = [new CellNumbers(n), new CellNumbers(n), new CellNumbers(n)];
  // Numbers of one kind are read fastest.
  const result = await connection.stream(
    `SELECT coalesce(epoch_us(start_time)::DOUBLE, 'nan'::DOUBLE), coalesce(bytes, 0)::DOUBLE, s.code, d.code,
       p.code, q.code, t.code, l.code, file::DOUBLE, record::DOUBLE
     FROM flows JOIN coded_addresses s ON src_addr = s.text JOIN coded_addresses d ON dst_addr = d.text
       JOIN coded_protocols p ON proto = p.text JOIN coded_ports q ON dport = q.text
       JOIN coded_states t ON state = t.text JOIN coded_labels l ON label = l.text`,
  );
  const turns = new Turns(signal);
  let at = 0;
  let [first, last] = [Infinity, -Infinity];
  for await (const chunk of result) {
    const vectors = Array.from({ length: chunk.columnCount }, (_, i) => chunk.getColumnVector(i));
    const number = (column: number, row: number) => vectors[column]?.getItem(row) as number;
    for (let r = 0; r < chunk.rowCount; r++, at++) {
      const time = number(0, r);
      times[at] = time;
      // No comparison holds of what is no number.
      if (time < first) first = time;
      if (time > last) last = time;
      bytes[at] = number(1, r);
      const [source, state, name] = [number(2, r), number(6, r), number(7, r)];
      sources[at] = source;
      classes[at] = name;
      conversations.add(at, name, source, number(3, r));
      services.add(at, name, number(4, r), number(5, r));
      byState.add(at, name, state, state);
      (places[number(8, r)] as Uint32Array)[number(9, r)] = at + 1;
    }
    await turns.after(chunk.rowCount);
  }
  for (const name of ['addresses', 'protocols', 'ports', 'states', 'labels'])
    await connection.run(`DROP TABLE coded_${name}`);
  const between = conversations.cells();
  return {
    ...{ flows: at, times, bytes, sources, classes, addresses, protocols, ports, states, places },
    range: first <= last ? [first, last] : undefined,
    conversations: between,
    ends: endsOf(between, addresses),
    services: services.cells(),
    byState: byState.cells(),
  };
}

function endsOf({ first, second, groups }: Cells, addresses: readonly string[]): [Int32Array, Int32Array] {
  // An address that is not given is no host; in the order of texts it is the first.
  const nobody = addresses[0] === '' ? 0 : -1;
  const [sources, destinations] = [new Int32Array(groups.length), new Int32Array(groups.length)];
  for (const [cell, group] of groups.entries()) {
    const [source, destination] = [first[group] as number, second[group] as number];
    sources[cell] = source === nobody ? -1 : source;
    destinations[cell] = destination === nobody || destination === source ? -1 : destination;
  }
  return [sources, destinations];
}

/** A class and the first number are one number: there are eight classes at most, and no 2^29 texts. */
const classBits = 3;

class CellNumbers {
  private readonly numbers = new PairTable();
  private readonly codes: Uint32Array;

  constructor(flows: number) {
    this.codes = new Uint32Array(flows);
  }

  add(flow: number, name: number, first: number, second: number): void {
    this.codes[flow] = this.numbers.add((first << classBits) | name, second);
  }

  cells(): Cells {
    const { first, second } = this.numbers.pairs();
    const groups = new PairTable();
    const own = Int32Array.from(first, (number, i) => groups.add(number >>> classBits, second[i] as number));
    const classes = Uint8Array.from(first, number => number & ((1 << classBits) - 1));
    return { codes: this.codes, groups: own, classes, ...groups.pairs() };
  }
}
