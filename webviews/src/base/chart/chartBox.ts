import * as l10n from '@vscode/l10n';
import type { Table } from '../../../../shared/text/tableText';
import { el } from '../dom';
import { fileButton } from '../fileButton';
import type { TextFormat } from '../jobContract';
import { cellsTable } from '../table/cellsTable';
import { TableBar } from '../table/tableBar';
import { explained } from '../terms';
import { pngBase64, svgText } from './svg';

/** What a chart hands on, and to whom. */
export interface ChartHands {
  /** Text to the clipboard or to a file. */
  hand(text: string, to: 'clipboard' | TextFormat): void;
  /** A picture to a file, base64. */
  picture(base64: string): void;
  failed(error: Error): void;
}

/** A picture with its title, and what that means; the same as a table that unfolds; and both to take along. */
export function chartBox(
  name: string,
  title: string,
  svg: SVGSVGElement,
  table: Table,
  hands: ChartHands,
  meaning?: string,
): HTMLElement {
  const cells = cellsTable(table, { name, caption: title, hand: (text, to) => hands.hand(text, to) });
  const bar = new TableBar(cells, { name: `${name}-table` });
  cells.element.classList.add('short');
  const png = () => void pngBase64(svg).then(hands.picture, hands.failed);
  return el(
    'figure',
    { class: 'chart', 'data-testid': name },
    el('figcaption', {}, meaning === undefined ? title : explained(title, meaning)),
    svg,
    el('details', {}, el('summary', {}, l10n.t('As a table')), bar.element, cells.element),
    el(
      'div',
      { class: 'chart-tools' },
      fileButton(`${name}-svg`, 'svg', 'picture', () => hands.hand(svgText(svg), 'svg')),
      fileButton(`${name}-png`, 'png', 'picture', png),
    ),
  );
}
