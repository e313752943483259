import * as l10n from '@vscode/l10n';
import type { LabelVote } from '../../engine/similar/answers';
import { escapeMarkdown } from '../markdown';

/** What a vote is called that is too weak to name a label. */
export const unknownLabel = 'unknown';

/** `Neighbours vote: **botnet** 92 % (7 of 7).`; a vote below the confidence asked for names what it leans to. */
export function voteSentence({ label, confidence, votes, voters = 0, agreeing = 0 }: LabelVote): string {
  const [most] = Object.entries(votes)
    .filter(([, share]) => share > 0)
    .sort(([, a], [, b]) => b - a);
  if (!most) return '';
  const cast =
    voters > 0 ? l10n.t('{0} ({1} of {2})', percent(confidence), agreeing, voters) : percent(confidence);
  if (label !== unknownLabel) return l10n.t('Neighbours vote: **{0}** {1}.', escapeMarkdown(label, 60), cast);
  return l10n.t(
    'Neighbours vote: **unknown**, for no label is sure enough (most for {0}: {1}).',
    escapeMarkdown(most[0], 60),
    cast,
  );
}

/** `botnet 92 %`, or nothing where the vote is unknown: a hint that says nothing is only in the way. */
export function voteHint({ label, confidence }: LabelVote): string {
  return label === unknownLabel ? '' : `${label} ${percent(confidence)}`;
}

/** `92 %`; never 100 % of what is not all. */
export function percent(share: number): string {
  return share < 1 && share > 0.99 ? '>99 %' : `${Math.round(share * 100)} %`;
}
