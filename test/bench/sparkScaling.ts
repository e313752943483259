import { rmSync } from 'node:fs';
import { onSpark, sparkFolder, type Took } from './onSpark';
import type { Bench } from './sections';
import { table, whole } from './tables';

interface Scaled {
  flows: number;
  counted: number;
  scored: number;
  /** MiB of the largest process of each kind. */
  memory: Readonly<Record<string, number>>;
  generated: Took;
  summary: Took;
  train: Took & { units: number; steps: { sentences: number; rounds: number; model: number } };
  score: Took;
}

/** What no process may exceed, MiB, and how far rates may lie apart. */
const most = { memory: 3072, apart: 0.15 };

const processes = ['driver, Java', 'executor, Java', 'Python', 'Node'] as const;
const steps = ['summary', 'train', 'score'] as const;

/**
 * Flows that Spark generates as Parquet, counted, trained on for a round and scored, on two executors of one core each. Each
 * size is a run of its own, so that its memory is its own. A size that would not end in what is left of `minutes`, by the
 * rate of the one before, is left out, and it is said.
 */
export async function sparkScalingTable({ sizes, minutes, log }: Bench): Promise<string> {
  const until = Date.now() + minutes * 60_000;
  const runs: Scaled[] = [];
  const missing: string[] = [];
  for (const size of [...sizes].sort((a, b) => a - b)) {
    const before = runs.at(-1);
    const expected = before ? (size / before.flows) * secondsOf(before, 'generated', ...steps) * 1000 : 0;
    const left = until - Date.now();
    if (expected > left) {
      missing.push(`${whole(size)} flows were left out: some ${whole(expected / 60_000)} minutes more.`);
      log(missing.at(-1) as string);
      continue;
    }
    log(`Spark: ${whole(size)} flows, ${whole(expected / 1000)} s expected`);
    try {
      const words = [sparkFolder, String(size)];
      const [run] = await onSpark<Scaled>('local-cluster[2,1,2048]', 'spark_scale.py', words, left);
      if (run === undefined) throw new Error('it said nothing');
      if (run.counted !== size || run.scored !== size)
        throw new Error(`${whole(run.counted)} were counted and ${whole(run.scored)} scored`);
      runs.push(run);
      log(rowOf(run).join(' | '));
    } catch (error) {
      missing.push(`${whole(size)} flows failed: ${(error as Error).message.split('\n')[0] ?? ''}.`);
      log(missing.at(-1) as string);
    } finally {
      rmSync(sparkFolder, { recursive: true, force: true });
    }
  }
  const head = [
    'flows',
    'summary, flows/s',
    'train, flows/s',
    'of which the round',
    'score, flows/s',
    'all three, flows/s',
    'vectors',
    ...processes.map(name => `${name}, MiB`),
  ];
  return `## On Spark, by size

Two executors of one core each, one round, all settings as they are, after a run of 100,000 flows that Java warms up with. In
brackets flows for each second of processor time, of all processes together. Memory is the most that a process of the kind ever
held.

${[table(head, runs.map(rowOf)), ...judgedRates(runs), ...missing].join('\n\n')}`;
}

const secondsOf = (run: Scaled, ...of: readonly ('generated' | (typeof steps)[number])[]) =>
  of.reduce((sum, step) => sum + run[step].seconds, 0);

const rateOf = (run: Scaled, ...of: readonly (typeof steps)[number][]) => run.flows / secondsOf(run, ...of);

function rowOf(run: Scaled): string[] {
  const rate = (...of: readonly (typeof steps)[number][]) => {
    const processor = of.reduce((sum, step) => sum + run[step].processor, 0);
    return `${whole(rateOf(run, ...of))} (${whole(run.flows / processor)})`;
  };
  return [
    whole(run.flows),
    rate('summary'),
    rate('train'),
    whole(run.flows / run.train.steps.rounds),
    rate('score'),
    rate(...steps),
    whole(run.train.units),
    ...processes.map(name => whole(run.memory[name] ?? 0)),
  ];
}

/** Whether rates lie within what they may, step by step, and whether memory does. */
function judgedRates(runs: readonly Scaled[]): string[] {
  if (runs.length < 2) return [];
  const told = [...steps.map(step => [step] as const), steps].map(of => {
    const rates = runs.map(run => rateOf(run, ...of));
    const [least, greatest] = [Math.min(...rates), Math.max(...rates)];
    const middle = (least + greatest) / 2;
    const apart = (greatest - middle) / middle;
    const flat = apart <= most.apart ? 'flat' : 'not flat';
    return `- ${of.join(' + ')}: ${whole(least)} to ${whole(greatest)} flows/s, ± ${whole(apart * 100)} %: ${flat}`;
  });
  const largest = Math.max(...runs.flatMap(({ memory }) => Object.values(memory)));
  return [
    `Flat is within ± ${whole(most.apart * 100)} % of the middle:`,
    told.join('\n'),
    `The largest process held ${whole(largest)} MiB: ${largest <= most.memory ? 'within' : 'beyond'} ${whole(most.memory)}.`,
  ];
}
