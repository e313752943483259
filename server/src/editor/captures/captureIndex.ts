import * as l10n from '@vscode/l10n';
import { isRejected, type Flow, type ParsedLine, type Problem } from '../../engine/captures/flow';
import type { Layout } from '../../engine/captures/formats/format';
import { whatIsRead } from '../../engine/captures/formats/formats';
import { labelClass, type LabelCounts } from '../../engine/captures/labels';
import { defaultTokenColumns, tokenOfFields, tokenOfParts } from '../../engine/training/corpus/tokens';
import { rowsOf } from './captureRows';
import { Groups, labelNumber } from './groups';
import type { Lines } from '../lines';
import { formatDuration } from '../units';

export interface IndexOptions {
  tokenColumns: readonly string[];
  /** Problems beyond this many are counted, not kept. */
  problemLimit: number;
}

/** Code of the problem of a text that is read as no format. */
export const layoutCode = 'layout';

/** What a whole capture says, from one pass over its lines. */
export interface CaptureIndex {
  /** Absent when the text is no capture; then there is one problem that says why. */
  layout?: Layout;
  flows: number;
  rejected: number;
  /** Microseconds since 1970, of the earliest and the latest flow. */
  firstTime: number;
  lastTime: number;
  labels: LabelCounts;
  hosts: Groups;
  /** Named by the default token: protocol, source, destination, destination port. */
  conversations: Groups;
  tokens: Groups;
  /** Host and service of each conversation. */
  conversationSource: number[];
  conversationDestination: number[];
  conversationService: string[];
  problems: Problem[];
  problemCount: number;
}

/** Reads every line once; yields after each, so that it can run in slices. */
export function* indexCapture(lines: Lines, options: IndexOptions): Generator<void, CaptureIndex> {
  const rows = rowsOf(lines);
  const { firstRow } = rows;
  const index = emptyIndex(rows.layout);
  if (!rows.layout) {
    if (lines.lineCount > firstRow) note(index, notACapture(lines, firstRow, rows.error), 1);
    return index;
  }
  const collect = collector(index, options);
  let previous: Flow | undefined;
  for (let i = firstRow; i < lines.lineCount; i++) {
    const row = rows.at(i);
    if (!row) continue;
    for (const problem of row.problems) note(index, problem, options.problemLimit);
    if (row.flow) {
      if (previous && row.flow.startTime < previous.startTime)
        note(index, backwards(row, row.flow, previous), options.problemLimit);
      previous = row.flow;
      collect(row, row.flow, i);
    } else if (isRejected(row)) index.rejected++;
    yield;
  }
  return index;
}

function emptyIndex(layout: Layout | undefined): CaptureIndex {
  const conversations = new Groups();
  return {
    ...(layout ? { layout } : {}),
    flows: 0,
    rejected: 0,
    firstTime: Infinity,
    lastTime: -Infinity,
    labels: {},
    hosts: new Groups(),
    conversations,
    tokens: conversations,
    conversationSource: [],
    conversationDestination: [],
    conversationService: [],
    problems: [],
    problemCount: 0,
  };
}

function collector(index: CaptureIndex, options: IndexOptions) {
  const { hosts, conversations, labels } = index;
  const scheme = { columns: options.tokenColumns };
  // Conversations are named as default tokens are, so these need no counts of their own.
  const usual = options.tokenColumns.join() === defaultTokenColumns.join();
  if (!usual) index.tokens = new Groups();
  return (row: ParsedLine, flow: Flow, line: number): void => {
    const name = labelClass(flow.label);
    const label = labelNumber(name);
    labels[name] = (labels[name] ?? 0) + 1;
    index.flows++;
    index.firstTime = Math.min(index.firstTime, flow.startTime);
    index.lastTime = Math.max(index.lastTime, flow.startTime);
    const source = hosts.add(flow.srcAddr, label, line);
    const destination = flow.dstAddr === flow.srcAddr ? source : hosts.add(flow.dstAddr, label, line);
    const id = conversations.add(conversationName(flow), label, line);
    if (id === index.conversationSource.length) {
      index.conversationSource.push(source);
      index.conversationDestination.push(destination);
      index.conversationService.push(flow.dport === '' ? flow.proto : `${flow.proto} ${flow.dport}`);
    }
    if (usual) return;
    const token = tokenOfFields(row.fields, scheme, flow);
    if (token !== undefined) index.tokens.add(token, label, line);
  };
}

export function conversationName(flow: Flow): string {
  return tokenOfParts([flow.proto, flow.srcAddr, flow.dstAddr, flow.dport]);
}

function note(index: CaptureIndex, problem: Problem, limit: number): void {
  index.problemCount++;
  // One more than the limit is kept, so that the last diagnostic has a place.
  if (index.problems.length <= limit) index.problems.push(problem);
}

function backwards(row: ParsedLine, flow: Flow, previous: Flow): Problem {
  const field = row.fields.find(f => f.column === 'StartTime');
  const by = formatDuration((previous.startTime - flow.startTime) / 1e6);
  return {
    line: flow.line,
    start: field?.start ?? 0,
    end: field?.end ?? 0,
    severity: 'warning',
    code: 'time-order',
    message: l10n.t(
      'StartTime is {0} before the flow on line {1}: sort the capture with "rasort -m stime", for sentences are made of flows that follow each other.',
      by,
      previous.line,
    ),
  };
}

function notACapture(lines: Lines, line: number, error: string): Problem {
  const message = l10n.t('This is no capture of flows: {0}. {1}', error, whatIsRead());
  return {
    line: line + 1,
    start: 0,
    end: lines.line(line).length,
    severity: 'error',
    code: layoutCode,
    message,
  };
}
