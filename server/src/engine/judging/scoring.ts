import type { CaptureStore } from '../captures/store';
import { within } from '../captures/within';
import { flowTokens, labelsAt, tokenCounts } from '../training/corpus/flowTokens';
import type { EmbeddingConfig } from '../training/embedding/config';
import { evaluateOn } from './crossEvaluation';
import type { BaselineColumn, Evaluation, Extended } from './evaluation';
import { largest } from '../../base/largest';
import { scoreFlows } from './score';
import { seededRandom } from '../../base/seededRandom';
import type { ScoreReport } from './answers';
import type { Model } from '../training/models/model';

/**
 * Ranks the flows of `unseen` by how unexpected they are to `model`, which has its output vectors and was trained
 * on `files`.
 */
export async function scoreCapture(
  captures: CaptureStore,
  model: Model,
  files: readonly string[],
  unseen: readonly string[],
  { top, signal }: { top: number; signal: AbortSignal },
): Promise<ScoreReport> {
  const config = model.facts.config as unknown as EmbeddingConfig;
  const training = await within(captures, files, signal, capture => flowTokens(capture, config));
  return within(captures, unseen, signal, async capture => {
    const flows = await flowTokens(capture, config);
    const { scores, unknown, reasons } = await scoreFlows(model, training, flows, {
      random: seededRandom(config.seed),
      signal,
    });
    const positions = largest(scores, Math.min(top, scores.length));
    const places = positions.map(p => ({ file: flows.files[p] as number, line: flows.lines[p] as number }));
    const labels = await labelsAt(capture, places);
    const anomalies = positions.map((position, i) => {
      const { file, line } = places[i] as (typeof places)[number];
      return {
        line,
        file,
        token: flows.vocabulary.tokens[flows.tokens[position] as number] as string,
        score: scores[position] as number,
        reasons: reasons(position),
        label: labels.get(`${file}/${line}`) ?? '',
      };
    });
    return { flows: flows.tokens.length, unknown, anomalies };
  });
}

/** The capture counted once more for each field that baselines look at and the token lacks. */
export async function extendedCounts(
  captures: CaptureStore,
  files: readonly string[],
  tokenColumns: readonly string[],
  signal: AbortSignal,
): Promise<Extended> {
  const lacking = (['Dport', 'SrcAddr'] as const).filter(column => !tokenColumns.includes(column));
  if (lacking.length === 0) return {};
  return within(captures, files, signal, async capture => {
    const extended: Partial<Record<BaselineColumn, Extended[BaselineColumn]>> = {};
    for (const column of lacking) extended[column] = await tokenCounts(capture, [...tokenColumns, column]);
    return extended as Extended;
  });
}

/** Label agreement on another capture than the one (`files`) that the model was trained on. */
export async function evaluateCapture(
  captures: CaptureStore,
  model: Model,
  files: readonly string[],
  test: readonly string[],
  { neighbours, signal }: { neighbours: number; signal: AbortSignal },
): Promise<Evaluation> {
  const { tokenColumns, seed } = model.facts.config as unknown as EmbeddingConfig;
  const tested = await within(captures, test, signal, capture => tokenCounts(capture, tokenColumns));
  return evaluateOn(model, tested, {
    neighbours,
    random: seededRandom(seed),
    extended: await extendedCounts(captures, files, tokenColumns, signal),
    testExtended: await extendedCounts(captures, test, tokenColumns, signal),
  });
}
