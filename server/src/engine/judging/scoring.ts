import type { Capture, CaptureStore } from '../captures/store';
import { within } from '../captures/within';
import { flowsAt, tokenCounts } from '../training/corpus/flowTokens';
import type { EmbeddingConfig } from '../training/embedding/config';
import type { Model } from '../training/models/model';
import { largest } from '../../base/largest';
import { seededRandom } from '../../base/seededRandom';
import type { ScoreReport, Thresholds } from './answers';
import { BehaviourNames, readBehaviours } from './behaviour';
import type { Calibration } from './calibration';
import { evaluateOn } from './crossEvaluation';
import type { BaselineColumn, Evaluation, Extended } from './evaluation';
import { incidentsOf } from './incidents';
import { judge } from './judgement';
import { Reasons } from './scoreReasons';
import { reasonsOf, scoreOf, spanOf, suspects } from './suspects';

/** Lines listed of an incident. */
const listedLines = 20;

/** Ranks flows, hosts and incidents of `unseen` by how unexpected they are to `model`, trained on `files`. */
export async function scoreCapture(
  captures: CaptureStore,
  model: Model,
  files: readonly string[],
  unseen: readonly string[],
  { signal, ...thresholds }: Thresholds & { signal: AbortSignal },
): Promise<ScoreReport> {
  const { tokenColumns } = model.facts.config as unknown as EmbeddingConfig;
  const names = new BehaviourNames();
  const training = await within(captures, files, signal, capture => readBehaviours(capture, names));
  return within(captures, unseen, signal, async capture => {
    const asked = await readBehaviours(capture, names);
    const judgement = await judge(model, names, training, asked, signal);
    const { evidence, scale, question } = judgement;
    const { incidents, ofFlow } = incidentsOf(judgement);
    const reasons = new Reasons(judgement);
    const { most, floor } = limitsOf(thresholds, question.asked.seconds, scale);
    const listed = largest(evidence, Math.min(most, evidence.length)).filter(
      flow => (evidence[flow] as number) >= floor,
    );
    const places = listed.map(flow => ({
      file: asked.file[flow] as number,
      record: asked.record[flow] as number,
    }));
    const facts = await flowsAt(capture, tokenColumns, places);
    const shown = incidents.filter(incident => incident.evidence >= floor);
    return {
      flows: asked.flows,
      unknown: await unknownFlows(capture, model, tokenColumns),
      anomalies: listed.map((flow, i) => ({
        line: asked.record[flow] as number,
        file: asked.file[flow] as number,
        token: facts[i]?.token ?? '',
        score: scoreOf(scale, evidence[flow] as number),
        reasons: reasons.of(flow),
        label: facts[i]?.label ?? '',
        incident: (ofFlow[flow] as number) < 0 ? null : (ofFlow[flow] as number) + 1,
      })),
      hosts: suspects(judgement, shown, reasons).slice(0, most),
      incidents: shown.slice(0, most).map((incident, i) => ({
        id: i + 1,
        address: names.hosts.names[incident.host] as string,
        score: scoreOf(scale, incident.evidence),
        ...spanOf(incident),
        flows: incident.flows.length,
        lines: incident.flows.slice(0, listedLines).map(flow => asked.record[flow] as number),
        reasons: reasonsOf(incident, reasons),
      })),
      incidentsInAll: shown.length,
    };
  });
}

function limitsOf(
  { top, perDay, falseAlarms }: Thresholds,
  seconds: number,
  scale: Calibration,
): { most: number; floor: number } {
  const day = 86_400;
  return {
    most: perDay === undefined ? top : Math.min(top, Math.max(1, Math.floor((perDay * seconds) / day))),
    floor: falseAlarms === undefined ? -Infinity : scale.above(falseAlarms),
  };
}

/** Flows whose token has no vector. */
async function unknownFlows(capture: Capture, model: Model, columns: readonly string[]): Promise<number> {
  const { tokens, counts } = await tokenCounts(capture, columns);
  const known = new Set(model.vocabulary.tokens);
  return tokens.reduce((sum, token, t) => sum + (known.has(token) ? 0 : (counts[t] as number)), 0);
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
