import * as l10n from '@vscode/l10n';
import type { Range } from 'vscode-languageserver/node';
import type { Field, Flow } from '../../engine/captures/flow';
import type { FlowLabel } from '../../engine/captures/labelling/labelsOf';
import type { Words } from '../../engine/captures/formats/format';
import { tokenOfFields } from '../../engine/training/corpus/tokens';
import type { LabelVote } from '../../../../shared/protocol/similar';
import type { ClusterOfFlow } from '../../../../shared/protocol/clusters';
import type { Anomaly } from '../../../../shared/protocol/judging';
import type { SimilarReport } from '../../../../shared/protocol/similar';
import type { CaptureIndex } from './captureIndex';
import { rowAt, rowsOf } from './captureRows';
import { clusterSentence } from '../clusters/clusterText';
import { describeColumn } from './describeColumn';
import { factsOf, whoAskedWhom } from './describeFlow';
import { scoreSentence } from '../judging/flowScores';
import type { Lines } from '../lines';
import type { AddressFacts } from '../../../../shared/protocol/hosts';
import { addressKind } from '../../engine/captures/addresses';
import { bold, commandLink, escapeMarkdown } from '../markdown';
import { trainingText, type ModelState } from '../training/modelState';
import { fieldAt } from './references';
import { followedText, neighbourTable } from '../similar/similarText';
import { isLabelled } from '../../../../shared/palette/classes';
import { counted } from '../../../../shared/text/counted';
import { staleModelText } from '../../../../shared/text/staleModel';
import { formatShares } from '../units';
import { voteSentence } from '../similar/voteText';

export interface HoverContext {
  tokenColumns: readonly string[];
  /** Undefined while the lines are still being counted; `none` where they are not. */
  index?: CaptureIndex | 'none' | undefined;
  model: ModelState;
  /** Undefined when there is no model, or when its answer is not there in time. */
  similar?: Omit<SimilarReport, 'uri'> | undefined;
  /** What the labels of the nearest tokens say of the flow's own; undefined when it is not known in time. */
  vote?: LabelVote | undefined;
  /** The flow's cluster; undefined when no clustering is cached, or when it is not known in time. */
  cluster?: ClusterOfFlow | undefined;
  /** What was said of the flow when the capture was last judged; undefined when it was not listed. */
  score?: Anomaly | undefined;
  /** What the flow is labelled beside the capture; undefined where nobody did, or when it is not known in time. */
  beside?: FlowLabel | undefined;
  /** What the analyst's own files say of an address. */
  known?: ((address: string) => AddressFacts | undefined) | undefined;
  /** What links call an address, where it is not called by itself. */
  called?: ((address: string) => string) | undefined;
}

export interface FlowHover {
  /** Markdown; everything from the capture is escaped. Its links run commands of this extension. */
  markdown: string;
  range: Range;
}

/** What is said of the flow on a zero-based line, the cell under the pointer first; undefined where no flow is. */
export function hoverAt(
  lines: Lines,
  line: number,
  character: number,
  context: HoverContext,
): FlowHover | undefined {
  const rows = rowsOf(lines);
  const row = rows.at(line);
  const field = row && fieldAt(row.fields, character);
  if (!row?.flow || !field || !rows.format) return undefined;
  const { words } = rows.format;
  const markdown = hoverOf(
    { flow: row.flow, fields: row.fields, field, words },
    { uri: lines.uri, line },
    context,
  );
  const range = { start: { line, character: field.start }, end: { line, character: field.end } };
  return { markdown, range };
}

/** A flow with the cell that is asked about. */
export interface AskedCell {
  flow: Flow;
  fields: readonly Field[];
  field: Field;
  words: Words;
}

/** What is said of a flow wherever it is shown, as Markdown; `place` is what its links name. */
export function hoverOf(
  { flow, fields, field, words }: AskedCell,
  place: { uri: string; line: number },
  context: HoverContext,
): string {
  const token = tokenOfFields(fields, { columns: context.tokenColumns }, flow);
  // Short paragraphs, the link before the table: VS Code shows a quarter of the window's height of a hover, and
  // the neighbours are to be seen in it.
  const add = commandLink(l10n.t('Add to investigation'), 'flow2vec.addToInvestigation', [place]);
  const asked = [
    tokenText(token, context),
    [linkText(place.uri, place.line, context.model), add].filter(s => s !== '').join(' · '),
  ];
  const sections = [
    `${describeColumn(flow, field, words)}  \n${whoAskedWhom(flow, words)}`,
    hostText(field, place.uri, context),
    factsOf(flow, words, field.column).join(' · '),
    context.beside ? besideText(flow, context.beside) : '',
    context.score ? scoreSentence(context.score) : '',
    asked.filter(s => s !== '').join(' '),
    context.similar ? neighbourTable(context.similar) : '',
    context.vote ? voteSentence(context.vote) : '',
    context.cluster ? clusterSentence(context.cluster, place) : '',
    followedText(context.similar?.followedBy),
  ];
  return sections.filter(s => s !== '').join('\n\n');
}

/** A label from elsewhere, where it is another than that of the file. */
function besideText(flow: Flow, { label, detail }: FlowLabel): string {
  if (label === flow.label) return '';
  const told = detail === '' ? bold(label) : `${bold(label)} (${escapeMarkdown(detail, 200)})`;
  return l10n.t('Beside the capture it is labelled {0}.', told);
}

/** What is known of the address that is pointed at, and where it leads; nothing for other cells. */
function hostText({ column, text }: Field, uri: string, { known, called }: HoverContext): string {
  if ((column !== 'SrcAddr' && column !== 'DstAddr') || !addressKind(text)) return '';
  const { name, network } = known?.(text) ?? {};
  const asked = [{ uri, address: called?.(text) ?? text }];
  return [
    ...(name === undefined ? [] : [bold(name)]),
    ...(network === undefined ? [] : [escapeMarkdown(network, 200)]),
    commandLink(l10n.t('Open host'), 'flow2vec.openHost', asked),
    commandLink(l10n.t('Only this host'), 'flow2vec.onlyHost', asked),
    commandLink(l10n.t('Not this host'), 'flow2vec.notHost', asked),
  ].join(' · ');
}

/** The token of the flow on a zero-based line. */
export function tokenAt(lines: Lines, line: number, columns: readonly string[]): string | undefined {
  const row = rowAt(lines, line);
  return row?.flow && tokenOfFields(row.fields, { columns }, row.flow);
}

/** The zero-based line's text when it is a flow with a token: what is asked of the model. */
export function queryAt(lines: Lines, line: number): string | undefined {
  return rowAt(lines, line)?.flow ? lines.line(line) : undefined;
}

function tokenText(token: string | undefined, { tokenColumns, index, similar }: HoverContext): string {
  if (token === undefined)
    return l10n.t(
      'This capture lacks a column of the token ({0}), so its flows have none.',
      tokenColumns.join(', '),
    );
  if (!index) return l10n.t('Token {0}: its flows are being counted.', bold(token));
  if (index === 'none')
    return similar?.known
      ? l10n.t('Token {0}: {1}.', bold(token), labelled(counted(similar.count, 'flow'), similar.labels))
      : l10n.t('Token {0}', bold(token));
  const id = index.tokens.idOf(token);
  if (id === undefined) return l10n.t('Token {0}', bold(token));
  const flows = index.tokens.flows(id);
  const here = l10n.t('{0} of {1} here', counted(flows, 'flow'), counted(index.flows, 'flow'));
  return l10n.t('Token {0}: {1}.', bold(token), labelled(here, index.tokens.labels(id)));
}

/** Flows with the shares of their labels, of which nothing is said where there are none. */
function labelled(flows: string, labels: Readonly<Record<string, number>>): string {
  return isLabelled(labels) ? `${flows}, ${formatShares(labels)}` : flows;
}

function linkText(uri: string, line: number, model: ModelState): string {
  switch (model.kind) {
    case 'ready':
      return [
        commandLink(l10n.t('Show similar flows'), 'flow2vec.showSimilar', [{ uri, line }]),
        commandLink(l10n.t('Show on map'), 'flow2vec.showOnMap', [{ uri, line }]),
      ].join(' · ');
    case 'none':
      return l10n.t(
        'No model yet: {0} to see similar flows.',
        commandLink(l10n.t('train one on this capture'), 'flow2vec.train', [{ uri }]),
      );
    case 'stale':
      return l10n.t(
        'The model is stale, {0}: {1} to see similar flows.',
        staleModelText(model.newFlows),
        commandLink(l10n.t('train again'), 'flow2vec.train', [{ uri }]),
      );
    case 'training':
      return l10n.t('Similar flows follow when the model is ready ({0}).', trainingText(model.progress));
    case 'unknown':
      return '';
  }
}
