import * as l10n from '@vscode/l10n';
import type { TableColumn, TableRowShown } from '../../../../shared/protocol/flowTables';
import { captureText, el } from '../../base/dom';
import { classSign } from '../../base/labelBar';
import { formatCount } from '../../base/numbers';
import type { Column } from '../../base/table/columns';

/** A row with the number of its cluster, where the flows were clustered. */
export interface FlowRow extends TableRowShown {
  cluster?: number | null;
}

/** Texts that are short, and useless when cut. */
const short = new Set([
  'Proto',
  'SrcAddr',
  'Sport',
  'Dir',
  'DstAddr',
  'Dport',
  'State',
  'sTos',
  'dTos',
  'Service',
]);

/** Key of the column of line numbers. */
export const lineKey = 'line';
export const clusterKey = 'cluster';

/** The file's columns under their canonical names, after each row's line and before its cluster. */
export function flowColumns(
  columns: readonly TableColumn[],
  options: { lines: boolean; clustered: boolean },
): Column<FlowRow>[] {
  const number: Column<FlowRow> = {
    key: lineKey,
    title: options.lines ? l10n.t('Line') : l10n.t('Record'),
    kind: 'number',
    value: ({ record }) => record,
    cell: ({ record, problem, text }) =>
      problem === undefined
        ? formatCount(record)
        : el(
            'span',
            { title: problem },
            el('span', { class: 'problem-sign', 'aria-hidden': 'true' }, '⚠'),
            ` ${formatCount(record)}`,
            ...(text === undefined ? [el('span', { class: 'spoken' }, ` ${problem}`)] : []),
          ),
    compare: false,
    className: 'line-number',
  };
  const cells = columns.map(({ name, kind, stored }, i): Column<FlowRow> => {
    const text = ({ cells }: FlowRow) => cells[i] ?? '';
    return {
      key: name,
      title: name,
      kind: kind === 'number' ? 'number' : 'text',
      value: text,
      cell: row =>
        i === 0 && row.text !== undefined
          ? noFlow(row)
          : name === 'Label'
            ? label(row, text(row))
            : captureText(text(row)),
      whole: kind !== 'text' || short.has(name),
      ...(stored ? { compare: () => 0 } : { compare: false as const }),
      className: name === 'Label' ? 'label-cell' : `column-${i}`,
    };
  });
  const cluster: Column<FlowRow> = {
    key: clusterKey,
    title: l10n.t('Cluster'),
    kind: 'number',
    value: ({ cluster: found }) => found ?? undefined,
    compare: false,
  };
  return [number, ...cells, ...(options.clustered ? [cluster] : [])];
}

/** The sign of the label's class stands beside it, as in the panels. */
function label(row: FlowRow, text: string): HTMLElement {
  return el('span', {}, classSign(row.class ?? ''), ' ', captureText(text));
}

/** A line that is no flow stands as it is, over the cells that it has not. */
function noFlow({ text = '', problem }: FlowRow): HTMLElement {
  return el(
    'span',
    { class: 'no-flow', title: problem },
    captureText(text),
    ...(problem ? [el('span', { class: 'spoken' }, ` ${problem}`)] : []),
  );
}
