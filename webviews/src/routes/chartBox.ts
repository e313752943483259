import * as l10n from '@vscode/l10n';
import { csvText, type Cell } from '../../../shared/text/tableText';
import { button, el } from '../base/dom';
import type { TextFormat } from '../base/jobContract';
import { svgText } from '../base/svg';

/** Hands text to the clipboard or to a file. */
export type Hand = (text: string, to: 'clipboard' | TextFormat) => void;

/** A picture with its title, the same as a table that unfolds, and both to take along. */
export function chartBox(
  name: string,
  title: string,
  svg: SVGSVGElement,
  table: readonly (readonly Cell[])[],
  hand: Hand,
): HTMLElement {
  const small = { class: 'secondary small' };
  return el(
    'figure',
    { class: 'chart', 'data-testid': `routes-${name}` },
    el('figcaption', {}, title),
    svg,
    el(
      'details',
      {},
      el('summary', {}, l10n.t('As a table')),
      el(
        'div',
        { class: 'table-frame short', tabindex: 0, role: 'region', 'aria-label': title },
        plainTable(title, table),
      ),
    ),
    el(
      'div',
      { class: 'chart-tools' },
      button(`routes-${name}-svg`, l10n.t('Save SVG…'), () => hand(svgText(svg), 'svg'), small),
      button(`routes-${name}-csv`, l10n.t('Save CSV…'), () => hand(csvText(table), 'csv'), small),
    ),
  );
}

/** The cells as an HTML table, the first row its header. */
export function plainTable(caption: string, [head = [], ...rows]: readonly (readonly Cell[])[]): HTMLElement {
  const cell = (value: Cell) =>
    el('td', { class: typeof value === 'number' ? 'number' : undefined }, String(value));
  return el(
    'table',
    {},
    el('caption', { class: 'spoken' }, caption),
    el('thead', {}, el('tr', {}, ...head.map(value => el('th', { scope: 'col' }, String(value))))),
    el('tbody', {}, ...rows.map(row => el('tr', {}, ...row.map(cell)))),
  );
}
