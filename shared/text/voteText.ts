import * as l10n from '@vscode/l10n';

/** What a vote is called that is too weak to name a label. */
export const unknownLabel = 'unknown';

/** A vote as it is told everywhere: hover, panel and hint. */
export interface ToldVote {
  label: string;
  confidence: number;
  votes: Readonly<Record<string, number>>;
  voters?: number;
  agreeing?: number;
}

/**
 * `Neighbours vote: botnet 92 % (7 of 7).`; a vote below the confidence asked for names what it leans to. Names of labels
 * go through `guard`; nothing where nobody votes.
 */
export function voteWords(
  { label, confidence, votes, voters = 0, agreeing = 0 }: ToldVote,
  guard: (name: string) => string,
): string {
  const [most] = Object.entries(votes)
    .filter(([, share]) => share > 0)
    .sort(([, a], [, b]) => b - a);
  if (!most) return '';
  const cast =
    voters > 0 ? l10n.t('{0} ({1} of {2})', percent(confidence), agreeing, voters) : percent(confidence);
  if (label !== unknownLabel) return l10n.t('Neighbours vote: {0} {1}.', guard(label), cast);
  return l10n.t(
    'Neighbours vote: {0}, for no label is sure enough (most for {1}: {2}).',
    guard(unknownLabel),
    guard(most[0]),
    cast,
  );
}

/** `92 %`, rounded down: a share never looks as though it reached a threshold that it misses. */
export function percent(share: number): string {
  // 0.29 * 100 is a little less than 29.
  return `${Math.floor(share * 100 + 1e-9)} %`;
}
