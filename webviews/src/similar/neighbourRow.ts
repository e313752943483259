import * as l10n from '@vscode/l10n';
import type { TokenField } from '../../../shared/protocol/similar';
import { button, captureText, el } from '../base/dom';
import { labelBar } from '../base/labelBar';
import { formatCosine, formatCount } from '../base/numbers';
import { titleText } from '../../../shared/text/visibleText';
import type { Row } from './rows';

export interface RowActions {
  reveal(row: Row): void;
  pivot(row: Row): void;
}

/** The table row of one neighbour. `compared`: whether the asked token has a vector to be compared with. */
export function neighbourRow(row: Row, compared: boolean, actions: RowActions): HTMLTableRowElement {
  const { rank, neighbour } = row;
  const line = formatCount(neighbour.firstLine);
  const reveal = button('similar-reveal', line, () => actions.reveal(row), {
    class: 'link',
    title: l10n.t('Show line {0} in the editor', line),
    'aria-label': l10n.t('Show line {0} in the editor', line),
  });
  const pivot = button('similar-pivot', '', () => actions.pivot(row), {
    class: 'secondary small',
    title: l10n.t('Flows similar to {0}', titleText(neighbour.token)),
    'aria-label': l10n.t('Similar to this'),
  });
  pivot.append(el('span', { class: 'wide' }, l10n.t('Similar')), el('span', { class: 'narrow' }, '≈'));
  return el(
    'tr',
    { 'data-testid': 'similar-row', 'data-rank': rank, tabindex: -1, 'aria-selected': 'false' },
    el('td', { class: 'number', 'data-testid': 'similar-rank' }, formatCount(rank)),
    el(
      'td',
      { 'data-testid': 'similar-similarity' },
      compared ? similarityBar(neighbour.similarity) : notComparable(),
    ),
    ...neighbour.fields.map(fieldCell),
    el('td', { class: 'number', 'data-testid': 'similar-count' }, formatCount(neighbour.count)),
    el('td', {}, labelBar(neighbour.labels, 'similar-labels', 'brief')),
    el('td', { class: 'number' }, reveal),
    el('td', {}, pivot),
  );
}

function similarityBar(similarity: number): HTMLElement {
  const fill = el('span', { class: 'bar-fill' });
  fill.style.setProperty('width', `${Math.max(0, Math.min(1, similarity)) * 100}%`);
  const bar = el('span', { class: 'bar', 'aria-hidden': 'true' }, fill);
  return el('span', { class: 'similarity' }, bar, el('span', { class: 'number' }, formatCosine(similarity)));
}

/** A token without a vector has no similarity; a zero would be taken for one. */
function notComparable(): HTMLElement {
  return el(
    'span',
    {},
    el('span', { 'aria-hidden': 'true' }, '–'),
    el('span', { class: 'spoken' }, l10n.t('not comparable')),
  );
}

/** A field with a sign that says whether it is the asked token's, spoken as a word. */
function fieldCell({ value, shared }: TokenField): HTMLElement {
  const sign = el('span', { class: 'sign', 'aria-hidden': 'true' }, shared ? '=' : '≠');
  const spoken = el('span', { class: 'spoken' }, shared ? l10n.t('same: ') : l10n.t('different: '));
  const attributes = { class: shared ? 'shared' : 'different', 'data-testid': 'similar-field' };
  return el('td', attributes, el('span', { class: 'field' }, sign, spoken, captureText(value)));
}
