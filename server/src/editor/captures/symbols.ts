import * as l10n from '@vscode/l10n';
import { SymbolKind, type DocumentSymbol, type Range } from 'vscode-languageserver/node';
import { visibleText } from '../../../../shared/text/visibleText';
import type { CaptureIndex } from './captureIndex';
import { rowAt } from './captureRows';
import { busiest } from './groups';
import type { Lines } from '../lines';
import { counted } from '../../../../shared/text/counted';

export interface SymbolLimits {
  hosts: number;
  /** Conversations below each host. */
  conversations: number;
}

const defaultLimits: SymbolLimits = { hosts: 500, conversations: 30 };

/** Hosts, the busiest first, each with its conversations. What is left out is said in the last one's detail. */
export function* symbolsOf(
  lines: Lines,
  index: CaptureIndex,
  limits: SymbolLimits = defaultLimits,
): Generator<void, DocumentSymbol[]> {
  const hosts = Array.from({ length: index.hosts.size }, (_, host) => host);
  const shown = busiest(hosts, host => index.hosts.flows(host), limits.hosts);
  yield;
  const conversations = new Map<number, number[]>(shown.map(host => [host, []]));
  for (let id = 0; id < index.conversations.size; id++) {
    const [source, destination] = endsOf(index, id);
    conversations.get(source)?.push(id);
    if (destination !== source) conversations.get(destination)?.push(id);
    yield;
  }
  const symbols: DocumentSymbol[] = [];
  for (const host of shown) {
    symbols.push(hostSymbol(lines, index, host, conversations.get(host) ?? [], limits.conversations));
    yield;
  }
  sayLeftOut(symbols, hosts.length - shown.length, 'host');
  return symbols;
}

function hostSymbol(
  lines: Lines,
  index: CaptureIndex,
  host: number,
  ids: number[],
  limit: number,
): DocumentSymbol {
  const name = index.hosts.names[host] ?? '';
  const flowsOf = (id: number): number => index.conversations.flows(id);
  const services = new Map<string, number>();
  for (const id of ids) {
    const service = index.conversationService[id] ?? '';
    services.set(service, (services.get(service) ?? 0) + flowsOf(id));
  }
  const mostUsed = [...services].sort(([, a], [, b]) => b - a).slice(0, 3);
  const children = busiest(ids, flowsOf, limit).map(id => conversationSymbol(lines, index, id, flowsOf(id)));
  sayLeftOut(children, ids.length - children.length, 'conversation');
  const line = index.hosts.firstLines[host] ?? 0;
  return {
    name: nameOf(name),
    detail: visibleText(
      `${counted(index.hosts.flows(host), 'flow')} · ${mostUsed.map(([s]) => s).join(', ')}`,
    ),
    kind: SymbolKind.Object,
    range: wholeLine(lines, line),
    selectionRange: addressRange(lines, line, name),
    children,
  };
}

function conversationSymbol(lines: Lines, index: CaptureIndex, id: number, flows: number): DocumentSymbol {
  const [source, destination] = endsOf(index, id).map(host => index.hosts.names[host] ?? '');
  const range = wholeLine(lines, index.conversations.firstLines[id] ?? 0);
  return {
    name: nameOf(`${source ?? ''} → ${destination ?? ''}`),
    detail: visibleText(`${counted(flows, 'flow')} · ${index.conversationService[id] ?? ''}`),
    kind: SymbolKind.Event,
    range,
    selectionRange: range,
  };
}

function sayLeftOut(symbols: DocumentSymbol[], left: number, noun: 'host' | 'conversation'): void {
  const last = symbols.at(-1);
  if (!last || left === 0) return;
  last.detail = l10n.t('{0} · {1} not listed', last.detail ?? '', counted(left, `less active ${noun}`));
}

function endsOf(index: CaptureIndex, id: number): [number, number] {
  return [index.conversationSource[id] ?? 0, index.conversationDestination[id] ?? 0];
}

/** An editor refuses symbols without a name. */
function nameOf(text: string): string {
  return text.trim() === '' ? l10n.t('(no address)') : visibleText(text);
}

function wholeLine(lines: Lines, line: number): Range {
  return { start: { line, character: 0 }, end: { line, character: lines.line(line).length } };
}

function addressRange(lines: Lines, line: number, host: string): Range {
  const cell = rowAt(lines, line)?.fields.find(
    f => (f.column === 'SrcAddr' || f.column === 'DstAddr') && f.text === host,
  );
  if (!cell) return wholeLine(lines, line);
  return { start: { line, character: cell.start }, end: { line, character: cell.end } };
}
