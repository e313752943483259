import * as l10n from '@vscode/l10n';
import { csvText, type Cell } from '../../../shared/text/tableText';
import { button, el } from '../base/dom';
import { cellsTable } from '../base/table/cellsTable';
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
      cellsTable(table, { name: `routes-${name}`, caption: title, hand }).element,
    ),
    el(
      'div',
      { class: 'chart-tools' },
      button(`routes-${name}-svg`, l10n.t('Save SVG…'), () => hand(svgText(svg), 'svg'), small),
      button(`routes-${name}-csv`, l10n.t('Save CSV…'), () => hand(csvText(table), 'csv'), small),
    ),
  );
}
