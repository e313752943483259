import { createEngine } from '../engine/flowEngine';
import { Cancelled } from '../base/threads/cancelled';
import { cacheDirectory } from '../base/files/cacheDirectory';
import { standardStream } from '../base/files/writeDraft';
import { clusters } from './clusters/clusters';
import { helpOf, nearest, usage, UsageError, type Console, type Command } from './command';
import { completion, shells } from './completion';
import { evaluate } from './judging/evaluate';
import { exportVectors } from './training/exportVectors';
import { grid } from './judging/grid';
import { label } from './similar/label';
import { map } from './map/map';
import { convert, query } from './queries/query';
import { routes, routesCommands } from './routes/routes';
import { score } from './judging/score';
import { similar } from './similar/similar';
import { odd, similarity } from './similar/similarity';
import { spoolStreams } from './streams';
import { summary } from './captures/summary';
import { train } from './training/train';
import { version } from './version';

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
  query,
  convert,
  routes,
];

/** Runs one command; the exit code: 0, 1 for a failure, 2 for words that are off, 130 for Ctrl+C. */
export async function run(words: readonly string[], given: Console): Promise<number> {
  // Where what is written goes to standard output, it goes there alone: a report would spoil it.
  const out = words[words.indexOf('--out') + 1];
  const taken = words.includes('--out') && out !== undefined && standardStream(out) === process.stdout;
  const console = taken ? { ...given, out: (text: string) => given.error(text) } : given;
  const [name, ...rest] = words;
  if (name === '--version' || name === 'version') {
    console.out(`${version()}\n`);
    return 0;
  }
  if (name === 'help' || name === '--help' || name === '-h') return help(rest, console);
  if (name === 'completion') return complete(rest, console);
  const command = commands.find(c => c.name === name);
  if (!command) {
    console.error(name === undefined ? usage(commands) : noCommand(name));
    return 2;
  }
  if (rest.includes('--help') || rest.includes('-h')) return help([command.name, ...rest], console);
  const directory = cacheDirectory();
  const streams = await spoolStreams(rest, directory).catch((error: unknown) => {
    console.error(`flow2vec ${command.name}: ${(error as Error).message}\n`);
    return undefined;
  });
  if (!streams) return 1;
  const engine = createEngine({
    cacheDirectory: directory,
    maxCacheBytes: 8 * 2 ** 30,
    log: message => console.error(`${message}\n`),
  });
  const stop = () => void engine.dispose();
  process.once('SIGINT', stop);
  try {
    await command.run(streams.words, engine, console);
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
    await streams.dispose();
  }
}

/** Commands that have a page, those of two words too. */
const pages: readonly Command[] = [...commands, ...routesCommands];

function help(words: readonly string[], console: Console): number {
  const [first, second = ''] = words.filter(word => !word.startsWith('-'));
  if (first === undefined) {
    console.out(usage(commands));
    return 0;
  }
  const page = pages.find(c => c.name === `${first} ${second}`) ?? pages.find(c => c.name === first);
  if (!page) {
    console.error(noCommand(first));
    return 2;
  }
  console.out(helpOf(page));
  return 0;
}

function complete([shell]: readonly string[], console: Console): number {
  const script = completion(shell, pages);
  if (script === undefined) {
    console.error(`flow2vec completion: name a shell: ${shells.join(', ')}.\n`);
    return 2;
  }
  console.out(script);
  return 0;
}

function noCommand(name: string): string {
  const near = nearest(
    name,
    commands.map(c => c.name),
  );
  const meant = near === undefined ? '' : ` Did you mean ${near}?`;
  return `flow2vec: there is no command "${name}".${meant} "flow2vec help" lists them.\n`;
}
