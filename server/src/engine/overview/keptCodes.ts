import type { DuckDBConnection } from '@duckdb/node-api';
import type { FlowFilter } from '../../../../shared/text/flowFilter';
import { nameOfFiles, type RunningJobs } from '../../base/threads/runningJobs';
import { filterSql, timeOf } from '../captures/filterSql';
import type { Capture, CaptureStore } from '../captures/store';
import type { ChosenFlows } from './countCodes';
import { readFlowCodes, type FlowCodes } from './flowCodes';
import { timedFlows, type TimedFlows } from './timedFlows';

interface Kept {
  codes: FlowCodes;
  all: TimedFlows;
  /** Flows of the filter that was asked last, without its times: who chooses a part of the time asks for the same. */
  passed?: { text: string; timed: TimedFlows };
}

/** Flows as numbers, of captures that are open: as long as a capture is kept ready, and no longer. */
export class KeptCodes {
  // A capture that is opened anew has other facts, even of the same files.
  private readonly kept = new WeakMap<Capture['files'], Kept>();

  constructor(
    private readonly captures: CaptureStore,
    private readonly jobs: RunningJobs,
    /** Flows between two of which sums are kept at least. */
    private readonly between?: number,
  ) {}

  /**
   * The flows of a filter as numbers. Undefined where the numbers are not there: reading them takes longer than one answer,
   * so nobody waits for that.
   */
  async of(
    { files, connection }: Pick<Capture, 'files' | 'connection'>,
    filter: FlowFilter | undefined,
    signal?: AbortSignal,
  ): Promise<ChosenFlows | undefined> {
    const kept = this.kept.get(files);
    if (!kept) return undefined;
    const { codes, all } = kept;
    if (!filter) return { codes, timed: all };
    const { since, before, rest } = timesOf(filter);
    const timed = rest ? await passedOf(connection, kept, rest, { signal, between: this.between }) : all;
    const isBound = since !== undefined || before !== undefined;
    return { codes, timed, bounds: isBound ? [since ?? -Infinity, before ?? Infinity] : undefined };
  }

  /** Reads the flows of a capture as numbers, for what will be asked next. Whoever asks does not wait, and hears no error. */
  prepare({ files, digest }: Capture): void {
    const [key, paths] = [`codes\n${digest}`, files.map(({ path }) => path)];
    if (this.kept.has(files) || this.jobs.isGoing(key)) return;
    const reading = this.jobs.join(key, nameOfFiles(paths), {}, stop =>
      this.captures.using(paths, stop, async capture => {
        const codes = await readFlowCodes(capture.connection, stop);
        if (!codes) return;
        const all = await timedFlows(codes, { signal: stop, between: this.between });
        this.kept.set(capture.files, { codes, all });
      }),
    );
    // What is not there is counted in SQL, which says what is wrong with the capture.
    reading.catch(() => undefined);
  }
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

async function passedOf(
  connection: DuckDBConnection,
  kept: Kept,
  filter: FlowFilter,
  options: { signal: AbortSignal | undefined; between: number | undefined },
): Promise<TimedFlows> {
  const text = JSON.stringify(filter);
  if (kept.passed?.text === text) return kept.passed.timed;
  const { sql, values } = filterSql(filter);
  const { places, flows } = kept.codes;
  const passes = new Uint8Array(flows);
  const result = await connection.stream(`SELECT file, record FROM flows WHERE ${sql}`, values);
  for await (const chunk of result) {
    const [file, record] = [chunk.getColumnVector(0), chunk.getColumnVector(1)];
    for (let r = 0; r < chunk.rowCount; r++)
      passes[(places[Number(file.getItem(r))]?.[Number(record.getItem(r))] as number) - 1] = 1;
  }
  const timed = await timedFlows(kept.codes, { passes, ...options });
  kept.passed = { text, timed };
  return timed;
}
