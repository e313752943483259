import { messageOf } from '../base/errors';
import { cacheDirectory } from '../base/files/cacheDirectory';
import { standardStream } from '../base/files/writeDraft';
import { Cancelled } from '../base/threads/cancelled';
import type { DatabaseLimits } from '../base/databaseLimits';
import type { Engine } from '../engine/engine';
import { readAsAsked } from './captures/reading';
import { importCapture } from './captures/import';
import { summary } from './captures/summary';
import { clusters } from './clusters/clusters';
import { UsageError, type Call, type Command } from './command';
import { completionOf } from './completion';
import { Console, type Terminal } from './console';
import { host } from './hosts/host';
import { investigateRun } from './investigation/investigate';
import { evaluate } from './judging/evaluate';
import { grid } from './judging/grid';
import { score } from './judging/score';
import { map } from './map/map';
import { overview } from './overview/overview';
import { commandNamed, parse, type Asked } from './program';
import { convert, query } from './queries/query';
import { routesClassify, routesTrain } from './routes/networks';
import { routesFeatures, routesSummary } from './routes/routes';
import { label } from './similar/label';
import { sparkCommands } from './spark/spark';
import { similar } from './similar/similar';
import { odd, similarity } from './similar/similarity';
import { withStreams } from './streams';
import { exportVectors } from './training/exportVectors';
import { train } from './training/train';

const working: readonly Command[] = [
  summary,
  overview,
  host,
  train,
  similar,
  similarity,
  odd,
  label,
  evaluate,
  score,
  grid,
  clusters,
  map,
  query,
  convert,
  investigateRun,
  importCapture,
  exportVectors,
  routesSummary,
  routesFeatures,
  routesTrain,
  routesClassify,
  ...sparkCommands,
];

export const commands: readonly Command[] = [...working, completionOf(working)];

/** Runs one command; the exit code: 0, 1 for a failure, 2 for words that are off, 130 for Ctrl+C. */
export async function run(words: readonly string[], terminal: Terminal): Promise<number> {
  const console = new Console(terminal);
  let asked: Asked;
  try {
    asked = parse(words, commands);
  } catch (error) {
    return off(console, error, commandNamed(words, commands));
  }
  if ('page' in asked) {
    const lines = asked.page.trimEnd().split('\n');
    if (asked.isAnswer) console.lines(...lines);
    else console.say(...lines);
    return asked.isAnswer ? 0 : 2;
  }
  return execute(asked, terminal);
}

async function execute(
  { command, call }: Extract<Asked, { call: Call }>,
  terminal: Terminal,
): Promise<number> {
  // Where what is written goes to standard output, it goes there alone: a report would spoil it.
  const out = call.text('out');
  const isTaken = out !== undefined && standardStream(out) === process.stdout;
  const console = new Console(isTaken ? { ...terminal, out: text => terminal.error(text) } : terminal);
  let engine: Promise<Engine> | undefined;
  const dispose = async () => (await engine)?.dispose();
  const stop = () => void dispose();
  const open = (limits?: DatabaseLimits) => {
    if (!engine) process.once('SIGINT', stop);
    return (engine ??= newEngine(console, limits));
  };
  try {
    await withStreams(command, call, cacheDirectory(), async read =>
      command.run(await readAsAsked(command, read, console, open), console, open),
    );
    return 0;
  } catch (error) {
    console.clear();
    if (error instanceof Cancelled) {
      console.say('flow2vec: cancelled; models trained before are untouched.');
      return 130;
    }
    if (error instanceof UsageError) return off(console, error, command);
    console.say(`flow2vec ${command.name}: ${messageOf(error)}`);
    return 1;
  } finally {
    process.removeListener('SIGINT', stop);
    await dispose();
  }
}

/** Loaded when it is needed: help, versions, completion and what is wrong with the words are said without it. */
async function newEngine(console: Console, limits: DatabaseLimits | undefined): Promise<Engine> {
  const { createEngine } = await import('../engine/flowEngine');
  return createEngine({
    cacheDirectory: cacheDirectory(),
    maxCacheBytes: 8 * 2 ** 30,
    ...(limits ? { limits } : {}),
    log: message => console.say(message),
  });
}

/** Says what is off with the words. */
function off(console: Console, error: unknown, command: Command | undefined): number {
  if (!(error instanceof UsageError)) throw error;
  const name = command ? `flow2vec ${command.name}` : 'flow2vec';
  console.say(
    `${name}: ${error.message}`,
    `usage: ${name} ${command ? `${command.takes} [options]` : 'COMMAND [options]'}`,
    `"flow2vec help${command ? ` ${command.name}` : ''}" says more.`,
  );
  return 2;
}
