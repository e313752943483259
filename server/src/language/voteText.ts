import type { LabelVote } from '../engine';
import { escapeMarkdown } from './markdown';

/** What a vote is called that is too weak to name a label. */
export const unknownLabel = 'unknown';

/** `Neighbours vote: **botnet** 92 % (7 of 7).`; a vote below the confidence asked for names what it leans to. */
export function voteSentence(vote: LabelVote): string {
  const [most, second] = ranked(vote);
  if (!most) return '';
  const [name, ballots] = most;
  const cast = `${percent(vote.confidence)}${ofAll(vote, ballots)}`;
  if (vote.label !== unknownLabel) return `Neighbours vote: **${escapeMarkdown(vote.label, 60)}** ${cast}.`;
  const leaning = second ? `${escapeMarkdown(name, 60)} and others` : escapeMarkdown(name, 60);
  return `Neighbours vote: **unknown**, for no label is sure enough (${leaning}: ${cast}).`;
}

/** `botnet 92 %`, or nothing where the vote is unknown: a hint that says nothing is only in the way. */
export function voteHint({ label, confidence }: LabelVote): string {
  return label === unknownLabel ? '' : `${label} ${percent(confidence)}`;
}

/** `92 %`; never 100 % of what is not all. */
function percent(share: number): string {
  return share < 1 && share > 0.99 ? '>99 %' : `${Math.round(share * 100)} %`;
}

/** ` (7 of 7)` where votes are counted; similarity-weighted sums say nothing to a reader. */
function ofAll({ votes }: LabelVote, most: number): string {
  const all = Object.values(votes).reduce((sum, n) => sum + n, 0);
  return Number.isInteger(most) && Number.isInteger(all) ? ` (${most} of ${all})` : '';
}

/** The labels that got votes, the one with most first. */
function ranked({ votes }: LabelVote): [string, number][] {
  return Object.entries(votes)
    .filter(([, n]) => n > 0)
    .sort(([, a], [, b]) => b - a);
}
