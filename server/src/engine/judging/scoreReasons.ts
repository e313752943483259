import type { Finding } from './novelty';

/** What is said of a flow; parts the model has no opinion on are left out. */
export interface ReasonFacts {
  columns: readonly string[];
  /** The token's parts. */
  parts: readonly string[];
  anchor: number;
  findings: readonly Finding[];
  distance?: { share: number; nearest?: { token: string; similarity: number } };
  fit?: { share: number };
  /** How much each part adds to the score. */
  weight: { novelty: number; distance: number; window: number };
  /** Training flows that shares are shares of. */
  reference: number;
  /** Set when neighbours were looked up among some known tokens only. */
  sampled?: { of: number; known: number };
}

/** A share below this is no reason. */
const noteworthy = 0.9;
/** Characters of a cell: capture text may be of any length. */
const longestCell = 80;

const words: Readonly<Record<string, string>> = {
  Proto: 'protocol',
  SrcAddr: 'source address',
  Sport: 'source port',
  Dir: 'direction',
  DstAddr: 'destination address',
  Dport: 'destination port',
  State: 'state',
};

/** Why a flow is unexpected, the weightiest first; never empty. Cells are shortened, not escaped. */
export function reasonsOf(facts: ReasonFacts): string[] {
  const { weight } = facts;
  const bits = facts.findings.reduce((sum, f) => sum + f.bits, 0) || 1;
  const reasons = facts.findings.map(f => ({
    weight: (weight.novelty * f.bits) / bits,
    text: textOf(f, facts),
  }));
  const { distance, fit } = facts;
  if (distance && distance.share >= noteworthy)
    reasons.push({ weight: weight.distance, text: distanceText(distance, facts) });
  if (fit && fit.share >= noteworthy)
    reasons.push({
      weight: weight.window,
      text: `unexpected among the flows around it: fits them worse than ${flowsBelow(fit.share, facts.reference)} fit theirs`,
    });
  if (reasons.length === 0)
    return ['nothing about it stands out: a known token among flows it is usual with'];
  return reasons.sort((a, b) => b.weight - a.weight).map(r => r.text);
}

function textOf({ kind, column, rate }: Finding, facts: ReasonFacts): string {
  const value = described(column, facts);
  const beside = column === facts.anchor ? '' : ` ${besideAnchor(facts)}`;
  const news = rate === undefined ? '' : ` (${percent(rate)} of its flows bring a new one)`;
  if (kind === 'combination') return 'its parts were all seen in pairs, but never together in one flow';
  if (kind === 'pair') return `${value} was never seen${beside}${news}`;
  return rate === undefined
    ? `${value} was never seen`
    : `${value} was never seen${beside}, nor in any other flow${news}`;
}

function besideAnchor({ columns, parts, anchor }: ReasonFacts): string {
  const name = columns[anchor] ?? '';
  const cell = shortened(parts[anchor] ?? '');
  if (name.startsWith('SrcAddr')) return `from ${cell}`;
  if (name.startsWith('DstAddr')) return `to ${cell}`;
  return `with ${words[name] ?? name} ${cell}`;
}

function described(column: number, { columns, parts }: ReasonFacts): string {
  const name = columns[column] ?? '';
  return `${words[name] ?? name} ${shortened(parts[column] ?? '')}`;
}

function distanceText({ share, nearest }: NonNullable<ReasonFacts['distance']>, facts: ReasonFacts): string {
  const { sampled } = facts;
  const of = sampled
    ? `known flows (a sample of ${sampled.of.toLocaleString('en')} of ${sampled.known.toLocaleString('en')} tokens)`
    : 'every known flow';
  const near = nearest
    ? `; the nearest is "${shortened(nearest.token)}" at similarity ${nearest.similarity.toFixed(2)}`
    : '';
  return `farther from ${of} than ${flowsBelow(share, facts.reference)}${near}`;
}

/** Rounded down: 100 % is said of all only. */
function flowsBelow(share: number, reference: number): string {
  if (share >= 1) return `any of ${reference.toLocaleString('en')} training flows`;
  return `${(Math.floor(share * 1000) / 10).toFixed(1)} % of training flows`;
}

function percent(share: number): string {
  return share < 0.001 ? 'under 0.1 %' : `${(100 * share).toFixed(1)} %`;
}

function shortened(text: string): string {
  return text.length > longestCell ? `${text.slice(0, longestCell)}…` : text;
}
