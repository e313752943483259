import * as l10n from '@vscode/l10n';
import { classMarks } from '../../../../shared/palette/classes';
import { colourCount, combinations, markOf } from '../../../../shared/palette/palette';
import type { TableColumn, TableRowShown, TableVote } from '../../../../shared/protocol/flowTables';
import { captureText, el } from '../../base/dom';
import { classSign, markSign } from '../../base/labelBar';
import { formatCount } from '../../base/numbers';
import type { Column } from '../../base/table/columns';

/** A row with what marks it. */
export interface FlowRow extends TableRowShown {
  /** Number of its cluster, where the flows were clustered. */
  cluster?: number | null | undefined;
  vote?: TableVote | null | undefined;
  /** What is said of it where it belongs to an incident. */
  incident?: string | null | undefined;
  /** Whether it was shown together with others. */
  together?: boolean;
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
export const voteKey = 'vote';

/** The file's columns under their canonical names, after each row's line and before its cluster. */
export function flowColumns(
  columns: readonly TableColumn[],
  options: { lines: boolean; votes: boolean },
): Column<FlowRow>[] {
  const number: Column<FlowRow> = {
    key: lineKey,
    title: options.lines ? l10n.t('Line') : l10n.t('Record'),
    kind: 'number',
    value: ({ record }) => record,
    cell: lineCell,
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
    cell: ({ cluster: found }) =>
      typeof found !== 'number' ? '–' : el('span', {}, clusterSign(found), ` ${formatCount(found)}`),
    compare: false,
  };
  const vote: Column<FlowRow> = {
    key: voteKey,
    title: l10n.t('Vote'),
    hover: l10n.t('What the labels of the nearest tokens say of the flow'),
    value: ({ vote: found }) => found?.text,
    cell: ({ vote: found }) => el('span', { title: found?.said }, captureText(found?.text ?? '')),
    compare: false,
  };
  return [number, ...cells, cluster, ...(options.votes ? [vote] : [])];
}

/** What rules of style and commands go by. */
export function rowAttributes({
  record,
  problem,
  text,
  class: name,
  cluster,
  together,
}: FlowRow): Record<string, string | number> {
  return {
    'data-record': record,
    ...(typeof cluster === 'number' ? { 'data-colour': markColour(cluster) } : {}),
    ...(together ? { 'data-together': '' } : {}),
    ...(name === undefined ? {} : { 'data-class': name }),
    ...(text === undefined ? {} : { 'data-no-flow': problem === undefined ? 'aside' : 'rejected' }),
  };
}

/** Number of the colour of a cluster's mark. */
const markColour = (cluster: number) => (cluster % combinations) % colourCount;

/** A cluster's sign is the one it has beside lines of the text editor. */
function clusterSign(cluster: number): SVGSVGElement {
  return markSign(ground => markOf(cluster % combinations, ground));
}

/** A line's number, with the sign of its incident, or of what is wrong with it. */
function lineCell({ record, problem, text, incident }: FlowRow): HTMLElement | string {
  const number = ` ${formatCount(record)}`;
  if (typeof incident === 'string')
    return el(
      'span',
      { title: incident },
      markSign(ground => markOf(classMarks, ground)),
      number,
      el('span', { class: 'spoken' }, ` ${incident}`),
    );
  if (problem === undefined) return formatCount(record);
  return el(
    'span',
    { title: problem },
    el('span', { class: 'problem-sign', 'aria-hidden': 'true' }, '⚠'),
    number,
    ...(text === undefined ? [el('span', { class: 'spoken' }, ` ${problem}`)] : []),
  );
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
