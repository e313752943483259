import { createEngine } from '../engine/flowEngine';
import { Cancelled } from '../base/threads/cancelled';
import { cacheDirectory } from '../base/files/cacheDirectory';
import { clusters } from './clusters/clusters';
import { usage, UsageError, type Console, type Command } from './command';
import { evaluate } from './judging/evaluate';
import { exportVectors } from './training/exportVectors';
import { grid } from './judging/grid';
import { label } from './similar/label';
import { map } from './map/map';
import { routes } from './routes/routes';
import { score } from './judging/score';
import { similar } from './similar/similar';
import { odd, similarity } from './similar/similarity';
import { summary } from './captures/summary';
import { train } from './training/train';

export const commands: readonly Command[] = [
  summary,
  train,
  similar,
  evaluate,
  similarity,
  odd,
  exportVectors,
  score,
  label,
  grid,
  clusters,
  map,
  routes,
];

/** Runs one command; the exit code: 0, 1 for a failure, 2 for words that are off, 130 for Ctrl+C. */
export async function run(words: readonly string[], console: Console): Promise<number> {
  const [name, ...rest] = words;
  const command = commands.find(c => c.name === name);
  if (!command) {
    const asked = name === undefined || name === '--help' || name === 'help';
    (asked ? console.out : console.error)(
      asked ? usage(commands) : `flow2vec: no command "${name}".\n\n${usage(commands)}`,
    );
    return asked && name !== undefined ? 0 : 2;
  }
  const engine = createEngine({
    cacheDirectory: cacheDirectory(),
    maxCacheBytes: 8 * 2 ** 30,
    log: message => console.error(`${message}\n`),
  });
  const stop = () => void engine.dispose();
  process.once('SIGINT', stop);
  try {
    await command.run(rest, engine, console);
    return 0;
  } catch (error) {
    if (error instanceof Cancelled) {
      console.error('flow2vec: cancelled; models trained before are untouched.\n');
      return 130;
    }
    console.error(`flow2vec ${command.name}: ${(error as Error).message}\n`);
    if (!(error instanceof UsageError)) return 1;
    console.error(`usage: ${command.usage}\n`);
    return 2;
  } finally {
    process.removeListener('SIGINT', stop);
    await engine.dispose();
  }
}
