import * as l10n from '@vscode/l10n';
import type { Table } from '../../../../shared/text/tableText';
import { button, el } from '../dom';
import type { TextFormat } from '../jobContract';
import { cellsTable } from '../table/cellsTable';
import { TableBar } from '../table/tableBar';
import { pngBase64, svgText } from './svg';

/** What a chart hands on, and to whom. */
export interface ChartHands {
  /** Text to the clipboard or to a file. */
  hand(text: string, to: 'clipboard' | TextFormat): void;
  /** A picture to a file, base64. */
  picture(base64: string): void;
  failed(error: Error): void;
}

/** A picture with its title, the same as a table that unfolds, and both to take along. */
export function chartBox(
  name: string,
  title: string,
  svg: SVGSVGElement,
  table: Table,
  hands: ChartHands,
): HTMLElement {
  const small = { class: 'secondary small' };
  const cells = cellsTable(table, { name, caption: title, hand: (text, to) => hands.hand(text, to) });
  const bar = new TableBar(cells, { name: `${name}-table` });
  cells.element.classList.add('short');
  const png = () => void pngBase64(svg).then(hands.picture, hands.failed);
  return el(
    'figure',
    { class: 'chart', 'data-testid': name },
    el('figcaption', {}, title),
    svg,
    el('details', {}, el('summary', {}, l10n.t('As a table')), bar.element, cells.element),
    el(
      'div',
      { class: 'chart-tools' },
      button(`${name}-svg`, l10n.t('SVG…'), () => hands.hand(svgText(svg), 'svg'), small),
      button(`${name}-png`, l10n.t('PNG…'), png, small),
    ),
  );
}
