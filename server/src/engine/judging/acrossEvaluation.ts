import * as l10n from '@vscode/l10n';
import type * as protocol from '../../../../shared/protocol/judging';
import type { Model } from '../training/models/model';
import { carriedClasses, type AlikeFlows } from './alikeFlows';
import { classReport, type ClassReport } from './classReport';
import { hasBoth, learnTransfer, type Verdict } from './labelTransfer';
import { outcomeWords } from './outcome';

/** A report beside which stands the mean of the classes' recalls; null where the flows asked have no labels. */
export interface CarriedReport extends ClassReport {
  balancedAccuracy: number | null;
}

/** The same as clients are told, of flows of several files. */
export interface CarriedVerdict extends protocol.CarriedVerdict {
  /** Record, from 0, of the first of the flows. */
  line: number;
  /** The file that it is in, from 0. */
  file: number;
}

/** How well labels carry to another network. All counts are flows. */
export interface AcrossEvaluation extends CarriedReport {
  flows: number;
  /** Flows whose label tells neither class: they are judged, and not in any figure. */
  withoutClass: number;
  /** Those the evidence was too thin for; in figures they count as wrong. */
  cannotTell: number;
  /** What was said of all flows, those without a label too. */
  predicted: Record<string, number>;
  /** The majority of the training's flows with the same columns; of counts, all evidence but vectors. */
  baselines: Record<'protoState' | 'protoDport' | 'source' | 'counts', CarriedReport>;
  /** What the verdicts rest on, the weightiest first: shares that add up to 1. */
  leanedOn: { evidence: string; share: number }[];
  /** Balanced accuracy of each kind of evidence on parts of the training that were held back. */
  heldBack: Readonly<Record<string, number>>;
  /** What was said of flows that do the same, the surest to be malicious first. */
  verdicts: CarriedVerdict[];
  /** In words, what it leaned on and whether the vectors add anything. */
  summary: string;
}

export const cannotTell = 'cannot tell';

/**
 * Carries labels of `training` to `asked`, of another network: addresses say nothing. A verdict below `confidence` is
 * none. Throws where the training lacks a class.
 */
export async function evaluateAcross(
  model: Model,
  training: readonly AlikeFlows[],
  asked: readonly AlikeFlows[],
  confidence: number,
): Promise<AcrossEvaluation> {
  if (!hasBoth(training))
    throw new Error(
      l10n.t(
        'Labels are carried where the training has both: flows labelled as malicious (or botnet) and flows labelled as normal (or benign). It has only {0}; name a capture that has them beside it, with another --trained-on.',
        carriedClasses.filter((_, c) => training.some(f => f.class === c)).join('') || l10n.t('others'),
      ),
    );
  const transfer = await learnTransfer(model, training, asked);
  const verdicts = asked.map(flows => transfer.judge(flows));
  const decided = (malicious: number) =>
    Math.max(malicious, 1 - malicious) < confidence ? -1 : malicious > 0.5 ? 0 : 1;
  const said = verdicts.map(({ malicious }) => decided(malicious));
  const report = (predicted: readonly number[]) => reportOf(asked, predicted);
  const byMajority = (key: (flows: AlikeFlows) => string) => report(majorities(training, asked, key));
  const own = report(said);
  const counts = report(verdicts.map(({ withoutVectors }) => decided(withoutVectors)));
  const flowsOf = (where: (flows: AlikeFlows, i: number) => boolean) =>
    asked.reduce((sum, row, i) => sum + (where(row, i) ? row.flows : 0), 0);
  const leanedOn = leaning(
    asked.flatMap((row, i) =>
      said[i] === -1 ? [] : [{ flows: row.flows, leaned: verdicts[i]?.leaned ?? new Map() }],
    ),
  );
  const baselines = {
    protoState: byMajority(f => JSON.stringify([f.proto, f.state])),
    protoDport: byMajority(f => JSON.stringify([f.proto, f.dport])),
    source: byMajority(f => f.source),
    counts,
  };
  return {
    ...own,
    flows: flowsOf(() => true),
    withoutClass: flowsOf(row => row.class < 0),
    cannotTell: flowsOf((_, i) => said[i] === -1),
    predicted: Object.fromEntries(
      [...carriedClasses.keys(), -1].map(c => [
        carriedClasses[c] ?? cannotTell,
        flowsOf((_, i) => said[i] === c),
      ]),
    ),
    baselines,
    leanedOn,
    heldBack: transfer.heldBack,
    verdicts: together(asked, verdicts, said),
    summary: [
      sentence(leanedOn, own.balancedAccuracy, counts.balancedAccuracy),
      ...(leanedOn.length > 0 ? beatenBy(own.balancedAccuracy, baselines) : []),
    ].join(' '),
  };
}

/** Verdicts by what flows do: whoever begins them, they were told alike. */
function together(
  asked: readonly AlikeFlows[],
  verdicts: readonly Verdict[],
  said: readonly number[],
): CarriedVerdict[] {
  const all = new Map<string, { found: CarriedVerdict; hosts: Set<string> }>();
  for (const [i, row] of asked.entries()) {
    const key = JSON.stringify([row.proto, row.dport, row.outcome, row.packets, row.token]);
    let same = all.get(key);
    if (!same) {
      const { malicious, votes } = verdicts[i] as Verdict;
      const found: CarriedVerdict = {
        proto: row.proto,
        dport: row.dport,
        outcome: outcomeWords(row.outcome),
        packets: Math.max(0, 2 ** Number(row.packets) - 1),
        flows: 0,
        hosts: 0,
        line: row.record,
        file: row.file,
        verdict: carriedClasses[said[i] as number] ?? cannotTell,
        malicious,
        votes,
        labelled: { malicious: 0, normal: 0 },
      };
      all.set(key, (same = { found, hosts: new Set() }));
    }
    same.found.flows += row.flows;
    same.hosts.add(row.source);
    same.found.hosts = same.hosts.size;
    if (row.file < same.found.file || (row.file === same.found.file && row.record < same.found.line))
      Object.assign(same.found, { file: row.file, line: row.record });
    const label = carriedClasses[row.class];
    if (label)
      same.found.labelled = { ...same.found.labelled, [label]: same.found.labelled[label] + row.flows };
  }
  return [...all.values()]
    .map(({ found }) => found)
    .sort((a, b) => b.malicious - a.malicious || b.flows - a.flows);
}

/** Every row stands for its flows. */
function reportOf(asked: readonly AlikeFlows[], predicted: readonly number[]): CarriedReport {
  const [truth, answers]: [number[], number[]] = [[], []];
  for (const [i, row] of asked.entries()) {
    if (row.class < 0) continue;
    for (let n = 0; n < row.flows; n++) {
      truth.push(row.class);
      answers.push(predicted[i] as number);
    }
  }
  const report = classReport(carriedClasses, truth, answers);
  const asks = Object.values(report.perClass).filter(c => c.support > 0);
  return {
    balancedAccuracy: asks.length > 0 ? asks.reduce((sum, c) => sum + c.recall, 0) / asks.length : null,
    ...report,
  };
}

/** The commonest class of the training's flows with the same value; of all, where it has none. */
function majorities(
  training: readonly AlikeFlows[],
  asked: readonly AlikeFlows[],
  key: (flows: AlikeFlows) => string,
): number[] {
  const counts = new Map<string, [number, number]>();
  const all: [number, number] = [0, 0];
  for (const row of training) {
    if (row.class < 0) continue;
    const name = key(row);
    let sums = counts.get(name);
    if (!sums) counts.set(name, (sums = [0, 0]));
    sums[row.class as 0 | 1] += row.flows;
    all[row.class as 0 | 1] += row.flows;
  }
  return asked.map(row => {
    const [malicious, normal] = counts.get(key(row)) ?? all;
    return malicious > normal ? 0 : 1;
  });
}

function leaning(rows: readonly { flows: number; leaned: ReadonlyMap<string, number> }[]) {
  const sums = new Map<string, number>();
  for (const { flows, leaned } of rows)
    for (const [evidence, said] of leaned) sums.set(evidence, (sums.get(evidence) ?? 0) + flows * said);
  const whole = [...sums.values()].reduce((a, b) => a + b, 0);
  return [...sums]
    .map(([evidence, sum]) => ({ evidence, share: whole > 0 ? sum / whole : 0 }))
    .sort((a, b) => b.share - a.share);
}

function sentence(leanedOn: AcrossEvaluation['leanedOn'], own: number | null, counts: number | null): string {
  const leant = leanedOn
    .filter(({ share }) => share >= 0.05)
    .map(({ evidence, share }) => `${evidence} ${(100 * share).toFixed(0)} %`);
  const first =
    leant.length > 0
      ? l10n.t('Verdicts lean on {0}.', leant.join(', '))
      : l10n.t('No evidence carries: nothing was told.');
  return `${first} ${ofVectors(own, counts)}`;
}

/** The best of the majorities, where it does better than all that was learned. */
function beatenBy(own: number | null, baselines: AcrossEvaluation['baselines']): string[] {
  if (own === null) return [];
  const [best] = [
    { name: l10n.t('protocol and state'), of: baselines.protoState.balancedAccuracy ?? 0 },
    { name: l10n.t('protocol and destination port'), of: baselines.protoDport.balancedAccuracy ?? 0 },
    { name: l10n.t('source address'), of: baselines.source.balancedAccuracy ?? 0 },
  ].sort((a, b) => b.of - a.of);
  if (!best || best.of - own < 0.0005) return [];
  return [l10n.t('Here the majority of {0} alone does better: {1}.', best.name, best.of.toFixed(3))];
}

/** What the vectors add to what counts give, in balanced accuracy. */
function ofVectors(own: number | null, counts: number | null): string {
  if (own === null || counts === null)
    return l10n.t('Whether they are right is not known: the capture that was asked about has no labels.');
  const added = own - counts;
  const [by, of] = [Math.abs(added).toFixed(3), counts.toFixed(3)];
  if (Math.abs(added) < 0.0005)
    return l10n.t('The vectors add nothing to what counts give (balanced accuracy {0}).', of);
  return added > 0
    ? l10n.t('The vectors add {0} to the balanced accuracy of {1} that counts give.', by, of)
    : l10n.t('The vectors take {0} from the balanced accuracy of {1} that counts give.', by, of);
}
