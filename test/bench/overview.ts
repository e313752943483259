import { join } from 'node:path';
import { flowFilterText, parseFlowFilter } from '../../shared/text/flowFilter';
import { RunningJobs } from '../../server/src/base/threads/runningJobs';
import { CaptureStore } from '../../server/src/engine/captures/store';
import { overviewAnswers } from '../../server/src/engine/overview/overviewAnswers';
import { cache } from './ours';
import { median, seconds, table, whole } from './tables';
import type { Bench } from './sections';

/** The overview from the store, a half of its time chosen, and a host left out: in SQL, and of flows kept as numbers. */
export async function overviewTable(capture: string, { rounds, log }: Bench): Promise<string> {
  const [captures, jobs] = [new CaptureStore(join(cache, 'captures')), new RunningJobs()];
  const answers = overviewAnswers(captures, jobs);
  try {
    const ask = (where: string | undefined, again: 'once' | 'often') =>
      answers.overview([capture], {
        top: 100,
        columns: 'later',
        again,
        where: where === undefined ? undefined : parseFlowFilter(where),
      });
    log('overview: reading');
    const all = await ask(undefined, 'once');
    const { timeline, hosts, flows } = all;
    const at = (share: number) => timeline[Math.floor(timeline.length * share)]?.time ?? '';
    const half = `StartTime >= '${at(0.25)}' and StartTime < '${at(0.75)}'`;
    const without = flowFilterText({ not: parseFlowFilter(hosts[0]?.where ?? "Host = ''") });
    const asked = [
      ['all flows', undefined],
      ['half of the time', half],
      ['the busiest host left out', without],
      ['the same, of half of the time', `${without} and ${half}`],
    ] as const;
    const timed = async (work: () => Promise<unknown>) => {
      const began = performance.now();
      await work();
      return (performance.now() - began) / 1000;
    };
    log('overview: flows as numbers');
    const first = await timed(() => ask(undefined, 'often'));
    const numbers = await timed(() => jobs.ended());
    const rows = [];
    for (const [name, where] of asked) {
      const [sql, kept] = [[], []] as [number[], number[]];
      for (let round = 0; round < rounds; round++) {
        log(`overview, round ${round + 1}: ${name}`);
        sql.push(await timed(() => ask(where, 'once')));
        kept.push(await timed(() => ask(where, 'often')));
      }
      const { flows: found } = await ask(where, 'often');
      rows.push([name, whole(found), seconds(median(sql)), seconds(median(kept))]);
    }
    return `## Overview

The engine's answers, without columns. The first answer from the store took ${seconds(first)} s; the flows were read as
numbers in ${seconds(numbers)} s after it, while nobody waited. A filter that is asked again with another time is not run again.

${table(['', 'flows', 'in SQL, s', 'of numbers, s'], rows)}

Of ${whole(flows)} flows.`;
  } finally {
    captures.dispose();
  }
}
