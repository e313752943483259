import * as l10n from '@vscode/l10n';
import type { Itself } from '../../../../shared/protocol/judging';
import type { Capture, CaptureStore } from '../captures/store';
import { within } from '../captures/within';
import { flowsAt, tokenCounts } from '../training/corpus/flowTokens';
import type { EmbeddingConfig } from '../training/embedding/config';
import type { Model } from '../training/models/model';
import { largest } from '../../base/largest';
import { seededRandom } from '../../base/seededRandom';
import type { FlowScores, ScoreReport, ScoreTimeline, Thresholds } from './answers';
import {
  BehaviourNames,
  readBehaviours,
  splitAt,
  type Behaviours,
  type CapturedBehaviours,
} from './behaviour';
import { judgeAmong } from './amongJudgement';
import type { Calibration } from './calibration';
import { baselineColumns, baselineNames, fieldsOf } from './baselines';
import { evaluateOn } from './crossEvaluation';
import type { Evaluation, Extended } from './evaluation';
import type { Kind } from './evidence';
import { readExpected, type ExpectedBehaviour } from './expectedFile';
import type { Groups } from './groups';
import { incidentsOf, type Incident as FoundIncident } from './incidents';
import { judge, type Judgement } from './judgement';
import { Reasons, tellingSurprise } from './scoreReasons';
import { reasonsOf, scoreOf, spanOf, suspects } from './suspects';

/** Lines listed of an incident. */
const listedLines = 20;

/** Stretches of a timeline. */
const stretches = 120;

/** Ranks flows, hosts and incidents of `unseen` by how unexpected they are to `model`, trained on `files`; or of these. */
export async function scoreCapture(
  captures: CaptureStore,
  model: Model,
  files: readonly string[],
  unseen: readonly string[] | Itself,
  { signal, ...thresholds }: Thresholds & { signal: AbortSignal },
): Promise<ScoreReport> {
  const { tokenColumns } = model.facts.config as unknown as EmbeddingConfig;
  return judging(captures, model, files, unseen, signal, async judged => {
    const { capture, names, training, asked, judgement, expected } = judged;
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
      unknown: typeof unseen !== 'string' ? await unknownFlows(capture, model, tokenColumns) : 0,
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
        behaviours: behavioursOf(incident, judgement),
      })),
      incidentsInAll: shown.length,
      judgedBy: {
        by: typeof unseen === 'string' ? unseen : 'capture',
        flows: training.flows,
        ...times(training),
      },
      timeline: timelineOf(judgement),
      expected: [...expected],
    };
  });
}

/** How unexpected each flow is, as `scoreCapture` ranks them. */
export async function scoreFlows(
  captures: CaptureStore,
  model: Model,
  files: readonly string[],
  unseen: readonly string[] | Itself,
  signal: AbortSignal,
): Promise<FlowScores> {
  return judging(captures, model, files, unseen, signal, async ({ capture, asked, training, judgement }) => {
    const { evidence, scale } = judgement;
    const last = capture.files.map(() => 0);
    for (let flow = 0; flow < asked.flows; flow++) {
      const file = asked.file[flow] as number;
      last[file] = Math.max(last[file] as number, asked.record[flow] as number);
    }
    // By record: there are hardly more of these in a file than it has flows.
    const scores = last.map(record => new Float64Array(record + 1).fill(NaN));
    for (let flow = 0; flow < asked.flows; flow++)
      (scores[asked.file[flow] as number] as Float64Array)[asked.record[flow] as number] = scoreOf(
        scale,
        evidence[flow] as number,
      );
    return {
      of(file, record) {
        const score = scores[file]?.[record];
        return score === undefined || Number.isNaN(score) ? undefined : score;
      },
      unjudged: unseen === 'past' ? training.flows : 0,
    };
  });
}

/** What was judged, while the capture is open. */
interface Judged {
  capture: Capture;
  names: BehaviourNames;
  training: CapturedBehaviours;
  asked: CapturedBehaviours;
  judgement: Judgement;
  expected: readonly ExpectedBehaviour[];
}

/** Judges the flows of `unseen` by those of `files`; or these by themselves. */
async function judging<T>(
  captures: CaptureStore,
  model: Model,
  files: readonly string[],
  unseen: readonly string[] | Itself,
  signal: AbortSignal,
  tell: (judged: Judged) => Promise<T>,
): Promise<T> {
  const names = new BehaviourNames();
  const whole = await within(captures, files, signal, capture => readBehaviours(capture, names));
  const halves = unseen === 'past' ? halvesOf(whole) : undefined;
  const training = halves ? halves[0] : whole;
  const judged = typeof unseen === 'string' ? files : unseen;
  const expected = (await Promise.all(judged.map(readExpected))).flat();
  return within(captures, judged, signal, async capture => {
    const asked = halves?.[1] ?? (unseen === 'hosts' ? whole : await readBehaviours(capture, names));
    const judgement =
      unseen === 'hosts'
        ? await judgeAmong(model, names, asked, { signal, expected })
        : await judge(model, names, training, asked, { signal, expected });
    return tell({ capture, names, training, asked, judgement, expected });
  });
}

/** The earlier and the later half of a capture, by time. Throws where they cannot be told apart. */
function halvesOf(all: CapturedBehaviours): [CapturedBehaviours, CapturedBehaviours] {
  const [first, last] = extentOf(all);
  const halves = splitAt(all, (first + last) / 2);
  if (!(last > first) || halves.some(half => half.flows === 0))
    throw new Error(
      l10n.t(
        'Its flows do not tell earlier from later, so the capture cannot be judged by its own past: judge its hosts against each other, or by another capture of the same network.',
      ),
    );
  return halves;
}

function extentOf({ time }: Behaviours): [first: number, last: number] {
  let [first, last] = [Infinity, -Infinity];
  for (const at of time) {
    if (at < first) first = at;
    if (at > last) last = at;
  }
  return [first, last];
}

function times(all: Behaviours): { from: string; to: string } {
  const [from, to] = extentOf(all);
  return to >= from ? spanOf({ from, to }) : { from: '', to: '' };
}

function timelineOf({ groups, evidence, scale }: Judgement): ScoreTimeline {
  const asked = groups.captures[1] as Behaviours;
  const [first, last] = extentOf(asked);
  const seconds = last > first ? (last - first) / stretches : 1;
  const rarity = new Array<number>(last >= first ? stretches : 0).fill(0);
  const flows = rarity.map(() => 0);
  for (let flow = 0; flow < asked.flows; flow++) {
    const at = Math.min(stretches - 1, Math.floor(((asked.time[flow] as number) - first) / seconds));
    if (!(at >= 0)) continue;
    flows[at] = (flows[at] as number) + 1;
    rarity[at] = Math.max(rarity[at] as number, scale.surprise(evidence[flow] as number) / Math.LN10);
  }
  return { from: last >= first ? first : 0, seconds, rarity, flows };
}

/** What an incident consists of, the least expected first, with all evidence that told any of its flows. */
function behavioursOf(
  { examples, flows }: FoundIncident,
  { groups, names, parts }: Judgement,
): ExpectedBehaviour[] {
  const asked = groups.captures[1] as Behaviours;
  const of = (groups.of[1] as Groups['of'][number]).hostBehaviour;
  const told = new Map<number, Set<Kind>>();
  for (const flow of flows) {
    const behaviour = of[flow] as number;
    let set = told.get(behaviour);
    if (!set) told.set(behaviour, (set = new Set()));
    for (const { kind, surprise } of parts(flow)) if (surprise >= tellingSurprise) set.add(kind);
  }
  return examples
    .map(flow => ({
      address: names.hosts.names[asked.source[flow] as number] as string,
      service: names.services.names[asked.service[flow] as number] as string,
      outcome: names.outcomes.names[asked.outcome[flow] as number] as string,
      kinds: [...(told.get(of[flow] as number) ?? [])],
    }))
    .filter(behaviour => behaviour.kinds.length > 0);
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

/** The capture counted once more for each baseline that looks at a column which the token lacks. */
export async function extendedCounts(
  captures: CaptureStore,
  files: readonly string[],
  tokenColumns: readonly string[],
  signal: AbortSignal,
): Promise<Extended> {
  const lacking = baselineNames.filter(name => !fieldsOf(baselineColumns[name], tokenColumns));
  if (lacking.length === 0) return {};
  return within(captures, files, signal, async capture => {
    const extended: Extended = {};
    for (const name of lacking)
      extended[name] = await tokenCounts(capture, [...tokenColumns, ...baselineColumns[name]]);
    return extended;
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
