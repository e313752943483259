import type { DuckDBConnection } from '@duckdb/node-api';
import type { FlowFilter } from '../../../../shared/text/flowFilter';
import { nameOfFiles, type RunningJobs } from '../../base/threads/runningJobs';
import { filterSql, timeOf } from '../captures/filterSql';
import type { Capture, CaptureStore } from '../captures/store';
import { readFlowCodes, type FlowCodes } from './flowCodes';

interface Kept {
  codes: FlowCodes;
  /** Flows of the filter that was asked last, without its times: who chooses a part of the time asks for the same. */
  passed?: { text: string; places: Uint32Array };
}

/** Flows as numbers, of captures that are open: as long as a capture is kept ready, and no longer. */
export class KeptCodes {
  // A capture that is opened anew has other facts, even of the same files.
  private readonly kept = new WeakMap<Capture['files'], Kept>();

  constructor(
    private readonly captures: CaptureStore,
    private readonly jobs: RunningJobs,
  ) {}

  /**
   * The flows as numbers, and which of them a filter has, ascending, undefined for all. Undefined where the numbers are
   * not there: reading them takes longer than one answer, so nobody waits for that.
   */
  async of(
    { files, connection }: Capture,
    filter: FlowFilter | undefined,
  ): Promise<{ codes: FlowCodes; chosen: Uint32Array | undefined } | undefined> {
    const kept = this.kept.get(files);
    return kept && { codes: kept.codes, chosen: await chosenOf(connection, kept, filter) };
  }

  /** Reads the flows of a capture as numbers, for what will be asked next. Whoever asks does not wait, and hears no error. */
  prepare({ files, digest }: Capture): void {
    const [key, paths] = [`codes\n${digest}`, files.map(({ path }) => path)];
    if (this.kept.has(files) || this.jobs.isGoing(key)) return;
    const reading = this.jobs.join(key, nameOfFiles(paths), {}, stop =>
      this.captures.using(paths, stop, async capture => {
        const codes = await readFlowCodes(capture.connection, stop);
        if (codes) this.kept.set(capture.files, { codes });
      }),
    );
    // What is not there is counted in SQL, which says what is wrong with the capture.
    reading.catch(() => undefined);
  }
}

async function chosenOf(
  connection: DuckDBConnection,
  kept: Kept,
  filter: FlowFilter | undefined,
): Promise<Uint32Array | undefined> {
  if (!filter) return undefined;
  const { since, before, rest } = timesOf(filter);
  const passed = rest && (await passedOf(connection, kept, rest));
  if (since === undefined && before === undefined) return passed;
  const { times, flows } = kept.codes;
  const [from, to] = [since ?? -Infinity, before ?? Infinity];
  const chosen = new Uint32Array(passed?.length ?? flows);
  let n = 0;
  // No comparison holds of a flow without a time.
  for (let k = 0; k < chosen.length; k++) {
    const place = passed ? (passed[k] as number) : k;
    const time = times[place] as number;
    if (time >= from && time < to) chosen[n++] = place;
  }
  return chosen.subarray(0, n);
}

/** The stretch of time that a filter asks for, in microseconds since 1970, apart from the rest of it. */
function timesOf(filter: FlowFilter): { since?: number; before?: number; rest: FlowFilter | undefined } {
  const bounds: { since?: number; before?: number } = {};
  const rest: FlowFilter[] = [];
  for (const part of 'all' in filter ? filter.all : [filter]) {
    const [value, ...others] =
      'column' in part && part.column.toLowerCase() === 'starttime' ? part.values : [];
    const is = 'column' in part ? part.is : undefined;
    if (value !== undefined && others.length === 0 && is === '>=')
      bounds.since = Math.max(bounds.since ?? -Infinity, timeOf(value));
    else if (value !== undefined && others.length === 0 && is === '<')
      bounds.before = Math.min(bounds.before ?? Infinity, timeOf(value));
    else rest.push(part);
  }
  return { ...bounds, rest: rest.length > 0 ? { all: rest } : undefined };
}

async function passedOf(connection: DuckDBConnection, kept: Kept, filter: FlowFilter): Promise<Uint32Array> {
  const text = JSON.stringify(filter);
  if (kept.passed?.text === text) return kept.passed.places;
  const { sql, values } = filterSql(filter);
  const { places, flows } = kept.codes;
  const passes = new Uint8Array(flows);
  let n = 0;
  const result = await connection.stream(`SELECT file, record FROM flows WHERE ${sql}`, values);
  for await (const chunk of result) {
    const [file, record] = [chunk.getColumnVector(0), chunk.getColumnVector(1)];
    for (let r = 0; r < chunk.rowCount; r++, n++)
      passes[(places[Number(file.getItem(r))]?.[Number(record.getItem(r))] as number) - 1] = 1;
  }
  const found = new Uint32Array(n);
  for (let place = 0, next = 0; place < flows; place++) if (passes[place] === 1) found[next++] = place;
  kept.passed = { text, places: found };
  return found;
}
