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
  silhouette: [
    () => l10n.t('Silhouette'),
    () =>
      l10n.t(
        'How much nearer tokens are to their own cluster than to the next one: 1 for clusters far apart, 0 for ones that touch.',
      ),
  ],
} as const satisfies Record<string, readonly [name: () => string, meaning: () => string]>;

export type Term = keyof typeof terms;

/** The name of a term and what it means. */
export function termWords(term: Term): { title: string; hover: string } {
  const [name, meaning] = terms[term];
  return { title: name(), hover: meaning() };
}

/** A term whose meaning is told on hover and focus. */
export function term(name: Term): HTMLElement {
  const { title, hover } = termWords(name);
  return el('dfn', { class: 'term', title: hover, tabindex: 0 }, title);
}
