import * as l10n from '@vscode/l10n';
import { counted } from '../../../shared/text/counted';
import type { RouteReport } from '../../../shared/protocol/routes';
import { captureText, el } from '../base/dom';
import { formatCosine, formatCount, formatShare } from '../base/numbers';
import { term, type Term } from '../base/terms';
import { shortText } from '../../../shared/text/visibleText';
import { atThreshold, type AtThreshold } from './threshold';

/** What a report says first: a sentence, then the figures at the threshold that is chosen. */
export class Headline {
  readonly element: HTMLElement;
  readonly #report: RouteReport;
  readonly #sentence = el('p', { class: 'sentence', 'data-testid': 'routes-sentence' });
  readonly #figures = el('dl', {});

  constructor(report: RouteReport, threshold: number) {
    this.#report = report;
    const { network, baseline, parameters, backend, seconds, counts, cached } = report;
    const facts = [
      l10n.t('{0} network, {1} trainable numbers', network, formatCount(parameters)),
      l10n.t('{0} trained on, {1}', counted(counts.trained, 'route'), counted(counts.tested, 'tested route')),
      cached ? l10n.t('from the cache') : l10n.t('{0} s from file to report', seconds.toFixed(1)),
    ];
    this.element = el(
      'div',
      { class: 'headline' },
      this.#sentence,
      this.#figures,
      ...(baseline ? [el('p', { 'data-testid': 'routes-verdict' }, shortText(baseline.verdict, 600))] : []),
      el('p', { class: 'facts', 'data-testid': 'routes-facts' }, facts.join(' · ')),
      el(
        'p',
        { class: 'facts', 'data-testid': 'routes-backend' },
        l10n.t('Computed by '),
        captureText(backend),
      ),
    );
    this.follow(threshold);
  }

  /** Tells the figures of another threshold. */
  follow(threshold: number): void {
    const { report, rocAuc, baseline } = this.#report;
    const found = report && atThreshold(this.#report, threshold);
    this.#sentence.textContent = found ? sentence(found, threshold) : trained(this.#report);
    this.#figures.replaceChildren(
      ...(found
        ? [
            figure('accuracy', formatCosine(found.report.accuracy), 'routes-accuracy'),
            figure('macroF1', formatCosine(found.report.macro.f1), 'routes-macro'),
            figure(
              'rocAuc',
              rocAuc === undefined || rocAuc === null ? '–' : formatCosine(rocAuc),
              'routes-auc',
            ),
          ]
        : []),
      ...(found && baseline
        ? [figure('countingAlone', formatCosine(baseline.report.accuracy), 'routes-baseline')]
        : []),
    );
  }
}

function figure(name: Term, value: string, testId: string): HTMLElement {
  return el('div', { class: 'figure' }, el('dt', {}, term(name)), el('dd', { 'data-testid': testId }, value));
}

/** What an analyst would do with it: how many of the bad are found, and how many alarms are false. */
function sentence({ confusion, report }: AtThreshold, threshold: number): string {
  const [[, alarms = 0] = [], [missed = 0, hits = 0] = []] = confusion;
  const recall = report.perClass['malicious']?.recall ?? 0;
  return l10n.t(
    'Called malicious from {0} on, {1} of {2} are found ({3}), and {4} called so that are benign.',
    threshold.toFixed(2),
    formatCount(hits),
    counted(hits + missed, 'malicious route'),
    formatShare(recall),
    counted(alarms, 'route'),
  );
}

function trained({ network, counts }: RouteReport): string {
  return l10n.t('The {0} network has learned from {1}.', network, counted(counts.trained, 'route'));
}
