import * as l10n from '@vscode/l10n';
import type { ReportRow, RouteReport } from '../../../shared/protocol/routes';
import { bar, el } from '../base/dom';
import { classLabel } from '../base/labelBar';
import { termWords } from '../base/terms';
import { formatCosine, formatCount, formatShare } from '../base/numbers';
import { atThreshold, normalised, type AtThreshold, type Matrix, type Normalisation } from './threshold';

/** The slider, and below it what follows the threshold: report and confusion matrix. */
export class ScoresView {
  readonly element: HTMLElement;
  readonly #report: RouteReport;
  readonly #changed: (threshold: number) => void;
  readonly #figures = el('div', { class: 'figures', 'aria-live': 'polite' });
  readonly #said = el('output', { 'data-testid': 'routes-threshold-value' });
  #by: Normalisation = 'count';
  #threshold: number;

  constructor(report: RouteReport, threshold: number, changed: (threshold: number) => void) {
    this.#report = report;
    this.#changed = changed;
    this.#threshold = threshold;
    const slider = el('input', {
      type: 'range',
      id: 'threshold',
      min: 0,
      max: 1,
      step: 1 / (report.histogram?.bins ?? 100),
      value: threshold,
      'data-testid': 'routes-threshold',
    });
    slider.addEventListener('input', () => this.#move(Number(slider.value)));
    const name = el('label', { for: 'threshold' }, l10n.t('Called malicious from a probability of'));
    this.element = el(
      'div',
      {},
      el('p', { class: 'threshold' }, name, ' ', slider, ' ', this.#said),
      this.#figures,
    );
    this.#draw();
  }

  #move(threshold: number): void {
    this.#threshold = threshold;
    this.#draw();
    this.#changed(threshold);
  }

  #draw(): void {
    this.#said.textContent = this.#threshold.toFixed(2);
    const found = atThreshold(this.#report, this.#threshold);
    this.#figures.replaceChildren(...(found ? [scoreTable(found), this.#confusion(found.confusion)] : []));
  }

  #confusion(matrix: Matrix): HTMLElement {
    const choice = el('select', {
      'data-testid': 'routes-normalise',
      'aria-label': l10n.t('Numbers of the confusion matrix'),
    });
    const names: Record<Normalisation, string> = {
      count: l10n.t('routes'),
      true: l10n.t('share of the true class'),
      predicted: l10n.t('share of the predicted class'),
      all: l10n.t('share of all'),
    };
    for (const [value, text] of Object.entries(names))
      choice.append(el('option', { value, selected: value === this.#by }, text));
    choice.addEventListener('change', () => {
      this.#by = choice.value as Normalisation;
      this.#draw();
      this.#figures.querySelector<HTMLElement>('select')?.focus();
    });
    return el(
      'div',
      {},
      confusionTable(matrix, this.#by),
      el('p', { class: 'hint' }, l10n.t('Numbers: '), choice),
    );
  }
}

/** A class of routes in words, with its sign. */
export function routeClass(name: string): HTMLElement {
  return classLabel(name, name === 'malicious' ? l10n.t('malicious') : l10n.t('benign'));
}

/** scikit-learn's layout: classes, accuracy, means. */
function scoreTable({ report }: AtThreshold): HTMLElement {
  const score = (value: number) => el('td', {}, bar(value, formatCosine(value)));
  const row = (name: Node | string, r: ReportRow, id: string) =>
    el(
      'tr',
      { 'data-testid': `routes-row-${id}` },
      el('th', { scope: 'row' }, name),
      score(r.precision),
      score(r.recall),
      score(r.f1),
      el('td', { class: 'number' }, formatCount(r.support)),
    );
  const head = [
    { title: l10n.t('Class'), hover: l10n.t('What the routes are in truth.') },
    ...(['precision', 'recall', 'f1', 'support'] as const).map(termWords),
  ];
  const accuracy = el(
    'tr',
    { 'data-testid': 'routes-row-accuracy' },
    el('th', { scope: 'row' }, l10n.t('accuracy')),
    el('td', {}, ''),
    el('td', {}, ''),
    score(report.accuracy),
    el('td', { class: 'number' }, formatCount(report.macro.support)),
  );
  return el(
    'table',
    { class: 'scores', 'data-testid': 'routes-scores' },
    el('caption', { class: 'spoken' }, l10n.t('Classification report')),
    el(
      'thead',
      {},
      el('tr', {}, ...head.map(({ title, hover }) => el('th', { scope: 'col', title: hover }, title))),
    ),
    el(
      'tbody',
      {},
      ...Object.entries(report.perClass).map(([name, r]) => row(routeClass(name), r, name)),
      accuracy,
      row(l10n.t('macro avg'), report.macro, 'macro'),
      row(l10n.t('weighted avg'), report.weighted, 'weighted'),
    ),
  );
}

function confusionTable(matrix: Matrix, by: Normalisation): HTMLElement {
  const names = ['benign', 'malicious'] as const;
  const head = (i: number, scope: 'row' | 'col') => el('th', { scope }, routeClass(names[i] ?? ''));
  const shown = normalised(matrix, by);
  const shades = normalised(matrix, 'true');
  const cell = (value: number, i: number, j: number) => {
    const text = by === 'count' ? formatCount(value) : formatShare(value);
    const element = el(
      'td',
      { class: i === j ? 'hit' : 'miss', 'data-testid': `routes-confusion-${i}-${j}` },
      text,
    );
    element.style.setProperty('--share', String(shades[i]?.[j] ?? 0));
    return element;
  };
  return el(
    'table',
    { class: 'confusion', 'data-testid': 'routes-confusion' },
    el('caption', {}, l10n.t('Confusion matrix: rows are true, columns predicted')),
    el('thead', {}, el('tr', {}, el('td', {}), head(0, 'col'), head(1, 'col'))),
    el(
      'tbody',
      {},
      ...shown.map((row, i) => el('tr', {}, head(i, 'row'), ...row.map((v, j) => cell(v, i, j)))),
    ),
  );
}
