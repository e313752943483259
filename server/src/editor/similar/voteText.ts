import type { LabelVote } from '../../../../shared/protocol/similar';
import { percent, unknownLabel, voteWords } from '../../../../shared/text/voteText';
import { bold } from '../markdown';

/** A vote as Markdown. */
export const voteSentence = (vote: LabelVote): string => voteWords(vote, bold);

/** `botnet 92 %`, or nothing where the vote is unknown: a hint that says nothing is only in the way. */
export function voteHint({ label, confidence }: LabelVote): string {
  return label === unknownLabel ? '' : `${label} ${percent(confidence)}`;
}
