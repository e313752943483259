import * as l10n from '@vscode/l10n';
import { el } from './dom';

/** Terms of machine learning, each with its name and what it means in words of the trade. */
const terms = {
  accuracy: [
    () => l10n.t('Accuracy'),
    () =>
      l10n.t(
        'The share of all that is called what it is. Where one class is common, calling all so scores high.',
      ),
  ],
  macroF1: [
    () => l10n.t('Macro-F1'),
    () =>
      l10n.t(
        'F1 of each class, the mean over the classes: rare ones count as much as common ones. 1 is without error.',
      ),
  ],
  weightedF1: [
    () => l10n.t('Weighted F1'),
    () =>
      l10n.t('F1 of each class, the mean over the classes weighted by their size: common ones count most.'),
  ],
  f1: [() => l10n.t('F1'), () => l10n.t('The harmonic mean of precision and recall.')],
  precision: [
    () => l10n.t('Precision'),
    () => l10n.t('Of what is called this class, the share that is: how many alarms are true.'),
  ],
  recall: [
    () => l10n.t('Recall'),
    () => l10n.t('Of what is of this class, the share that is called so: how much is found.'),
  ],
  support: [() => l10n.t('Support'), () => l10n.t('How many there are of the class.')],
  rocAuc: [
    () => l10n.t('ROC area'),
    () =>
      l10n.t(
        'How often one that is malicious is given a higher probability than one that is benign. 0.5 is a guess, 1 without error.',
      ),
  ],
  countingAlone: [
    () => l10n.t('Counting alone'),
    () => l10n.t('The accuracy of counting which subnets routes of each class pass, without a network.'),
  ],
  precisionAt10: [
    () => l10n.t('Precision@10'),
    () => l10n.t('Of the ten nearest tokens, the mean share that has the class too.'),
  ],
  token: [
    () => l10n.t('Tokens'),
    () => l10n.t('What a model takes for one thing: all flows that agree in the fields of the token.'),
  ],
  silhouette: [
    () => l10n.t('Silhouette'),
    () =>
      l10n.t(
        'How much nearer tokens are to their own cluster than to the next one: 1 for clusters far apart, 0 for ones that touch.',
      ),
  ],
  rand: [
    () => l10n.t('Adjusted Rand index'),
    () => l10n.t('Agreement of clusters and labels, 1 when they are the same partition, 0 by chance.'),
  ],
  homogeneity: [
    () => l10n.t('Homogeneity'),
    () => l10n.t('1 when each cluster has tokens of one class only.'),
  ],
  completeness: [() => l10n.t('Completeness'), () => l10n.t('1 when each class is in one cluster only.')],
  purity: [
    () => l10n.t('Purity'),
    () => l10n.t('The share of flows that have the commonest class of the cluster.'),
  ],
  logOdds: [
    () => l10n.t('Log odds'),
    () => l10n.t('How much likelier the value is here than elsewhere, as a logarithm; 0 is equally likely.'),
  ],
  similarity: [
    () => l10n.t('Similarity'),
    () => l10n.t('The cosine of two tokens: 1 for tokens that are used alike, 0 for unrelated ones.'),
  ],
  trustworthiness: [
    () => l10n.t('trustworthiness'),
    () =>
      l10n.t(
        'Trustworthiness of ten neighbours (Venna and Kaski 2001): 1 when nothing is near on the map that is far in the original space.',
      ),
  ],
  kept: [
    () => l10n.t('of nearest neighbours kept'),
    () =>
      l10n.t(
        'Of the ten tokens nearest in the original space, the share that are the ten nearest on the map too.',
      ),
  ],
} as const satisfies Record<string, readonly [name: () => string, meaning: () => string]>;

export type Term = keyof typeof terms;

/** The name of a term and what it means. */
export function termWords(term: Term): { title: string; hover: string } {
  const [name, meaning] = terms[term];
  return { title: name(), hover: meaning() };
}

/** A term whose meaning is told on hover and focus; `more`, what else there is to say of it here. */
export function term(name: Term, more = ''): HTMLElement {
  const { title, hover } = termWords(name);
  return explained(title, [hover, more].filter(Boolean).join(' '));
}

/** Words with a meaning that is told on hover, and to who has no pointer. */
export function explained(words: string, meaning: string): HTMLElement {
  const attributes = { class: 'term', title: meaning, 'aria-description': meaning, tabindex: 0 };
  return el('dfn', attributes, words);
}
