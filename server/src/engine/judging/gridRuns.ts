import * as l10n from '@vscode/l10n';
import { availableParallelism } from 'node:os';
import { within } from '../captures/within';
import type { CaptureStore } from '../captures/store';
import type { EmbeddingConfig } from '../training/embedding/config';
import type { Computing } from '../training/embedding/trainer';
import { evaluate } from './evaluation';
import { combinationsOf, configWith, orderOf, type Params } from './gridSearch';
import { openModel } from '../similar/openModels';
import { seededRandom } from '../../base/seededRandom';
import type { GridRun } from '../../../../shared/protocol/judging';
import type { Digests } from '../captures/digests';
import type { Line } from '../../base/threads/line';
import type { Trainings } from '../training/trainings';
import type { GridAxes, GridFailure, GridReport, JudgingAnswers } from './answers';
import { Cancelled } from '../../base/threads/cancelled';
import type { GridResults } from './gridResults';
import type { Model } from '../training/models/model';
import type { ModelStore } from '../training/models/modelStore';
import { runTraining } from '../training/training';

export interface GridDeps {
  captures: CaptureStore;
  models: ModelStore;
  results: GridResults;
  digests: Digests;
  trainings: Trainings;
  line: Line;
  computing: Computing;
}

interface Planned {
  params: Params;
  config: EmbeddingConfig;
  key: string;
}

/**
 * Trains and evaluates each combination. Each result is on disk before the next begins, so that a search that was
 * cancelled, or died, goes on where it was. What fails is told and does not stop the rest.
 */
export async function runGrid(
  deps: GridDeps,
  files: readonly string[],
  base: EmbeddingConfig,
  axes: GridAxes,
  options: Parameters<JudgingAnswers['grid']>[3] & { signal: AbortSignal },
): Promise<GridReport> {
  const { neighbours, onProgress, signal } = options;
  const combinations = combinationsOf(axes);
  const order = orderOf(
    await flowsOf(deps.captures, files, signal),
    availableParallelism(),
    combinations.length,
    axes,
  );
  const planned: Planned[] = [];
  for (const params of combinations) {
    const wanted = configWith(base, params);
    const config = order.workers === undefined ? wanted : { ...wanted, workers: order.workers };
    planned.push({ params, config, key: `${await deps.trainings.keyOf(files, config)}-${neighbours}` });
  }
  const capture = await deps.digests.of(files);
  const before = await deps.results.read(capture);
  const runs: GridRun[] = [];
  const failures: GridFailure[] = [];
  const tell = (last?: GridRun) => onProgress?.(runs.length + failures.length, planned.length, last);
  for (const { params, key } of planned) {
    const result = before.get(key);
    if (!result) continue;
    runs.push({ params, ...result, resumed: true });
    tell(runs[runs.length - 1]);
  }
  const left = planned.filter(({ key }) => !before.has(key));
  if (runs.length === 0) tell();
  for (let from = 0; from < left.length; from += order.atOnce) {
    throwIfStopped(signal);
    const round = left.slice(from, from + order.atOnce);
    const trained = await trainRound(deps, files, round, order.workers !== undefined, signal);
    for (const [i, { params, config, key }] of round.entries()) {
      const outcome = trained[i] as PromiseSettledResult<Trained>;
      throwIfStopped(signal);
      if (outcome.status === 'rejected') {
        failures.push({ params, message: messageOf(outcome.reason) });
        tell();
        continue;
      }
      const { model, seconds } = outcome.value;
      const { macroF1, weightedF1 } = await scoresOf(model, config, neighbours);
      await deps.results.add(capture, key, { macroF1, weightedF1, seconds });
      runs.push({ params, macroF1, weightedF1, seconds, resumed: false });
      tell(runs[runs.length - 1]);
    }
  }
  if (runs.length === 0 && failures[0]) throw new Error(failures[0].message);
  runs.sort((a, b) => b.macroF1 - a.macroF1 || a.seconds - b.seconds);
  return { runs, best: runs[0], failures, order: order.said };
}

interface Trained {
  model: Model;
  seconds: number;
}

/** The models of some combinations: from the cache, or trained; side by side they take one turn together. */
function trainRound(
  deps: GridDeps,
  files: readonly string[],
  round: readonly Planned[],
  sideBySide: boolean,
  signal: AbortSignal,
): Promise<PromiseSettledResult<Trained>[]> {
  if (!sideBySide)
    return Promise.allSettled(round.map(({ config }) => trainAlone(deps, files, config, signal)));
  const train = async ({ config }: Planned): Promise<Trained> => {
    const key = await deps.trainings.keyOf(files, config);
    const began = performance.now();
    let model = await deps.models.load(key, 'vectors only');
    if (!model) {
      model = await runTraining(deps.captures, files, config, {
        signal,
        onProgress: () => undefined,
        computing: deps.computing,
      });
      await deps.models.save(key, model);
    }
    return { model, seconds: secondsOf(model, began) };
  };
  return deps.line
    .inTurn(signal, () => Promise.allSettled(round.map(train)))
    .catch((reason: unknown) => round.map(() => ({ status: 'rejected' as const, reason })));
}

async function trainAlone(
  { trainings, models }: GridDeps,
  files: readonly string[],
  config: EmbeddingConfig,
  signal: AbortSignal,
): Promise<Trained> {
  const began = performance.now();
  const { model: key } = await trainings.train(files, config, { signal });
  const model = await models.load(key, 'vectors only');
  if (!model)
    throw new Error(l10n.t('The model was deleted before it was evaluated: raise the limit of the cache.'));
  return { model, seconds: secondsOf(model, began) };
}

/** Of the training as the model has it noted; a deterministic one notes no times. */
const secondsOf = (model: Model, began: number) =>
  model.facts.made?.seconds.train ?? (performance.now() - began) / 1000;

async function scoresOf(model: Model, { seed }: EmbeddingConfig, neighbours: number) {
  const { vocabulary, matrix, neighbourhood } = await openModel(model);
  return evaluate(vocabulary, await matrix(), neighbourhood.columns, {
    neighbours,
    random: seededRandom(seed),
  });
}

async function flowsOf(
  captures: CaptureStore,
  files: readonly string[],
  signal: AbortSignal,
): Promise<number> {
  return within(captures, files, signal, async ({ connection }) => {
    const count = await connection.runAndReadAll('SELECT count(*)::DOUBLE FROM flows');
    return Number(count.getRows()[0]?.[0]);
  }).catch((error: unknown) => {
    throwIfStopped(signal);
    throw error;
  });
}

function throwIfStopped(signal: AbortSignal): void {
  if (signal.aborted)
    throw new Cancelled(
      l10n.t('The grid search was cancelled; what was done is kept, and read when it is asked again.'),
    );
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
