import * as l10n from '@vscode/l10n';
import { SymbolKind, type DocumentSymbol, type FoldingRange } from 'vscode-languageserver/node';
import { visibleText } from '../../../../shared/text/visibleText';
import type { RouteEntry, RoutesIndex } from './routesIndex';
import { milliseconds } from './routesTimes';
import type { Lines } from '../lines';
import { counted } from '../../../../shared/text/counted';

/** Symbols of routes beyond this many are left out, which the last one says. */
const mostSymbols = 5000;

/** A symbol for each route, in the order of the document. */
export function* routeSymbols(
  lines: Lines,
  index: RoutesIndex,
  most = mostSymbols,
): Generator<void, DocumentSymbol[]> {
  const symbols: DocumentSymbol[] = [];
  for (let row = 0; row < Math.min(index.size, most); row++) {
    symbols.push(symbolOf(lines, index.entry(row)));
    yield;
  }
  const left = index.size - symbols.length;
  const last = symbols.at(-1);
  if (last && left > 0)
    last.detail = l10n.t('{0} ({1} not listed)', last.detail ?? '', counted(left, 'more route'));
  return symbols;
}

/** A fold for each route of several lines. */
export function routeFolds(index: RoutesIndex): FoldingRange[] {
  const folds: FoldingRange[] = [];
  for (let row = 0; row < index.size; row++) {
    const { line, lastLine } = index.entry(row);
    if (lastLine > line && folds.at(-1)?.startLine !== line - 1)
      folds.push({ startLine: line - 1, endLine: lastLine - 1 });
  }
  return folds;
}

/** `12 hops, 35 ms, reached, malicious`. */
export function routeDetail({ statistics, label }: RouteEntry): string {
  const [, averagePing = 0, numHops = 0, , reached] = statistics;
  const said = [
    counted(numHops, 'hop'),
    milliseconds(averagePing),
    reached === 1 ? l10n.t('reached') : l10n.t('not reached'),
  ];
  return [...said, ...(label === 'none' ? [] : [label])].join(', ');
}

function symbolOf(lines: Lines, entry: RouteEntry): DocumentSymbol {
  const [first, last] = [entry.line - 1, entry.lastLine - 1];
  const start = { line: first, character: 0 };
  return {
    name: visibleText(entry.destination.trim(), 100) || l10n.t('no destination'),
    detail: routeDetail(entry),
    kind: SymbolKind.Event,
    range: { start, end: { line: last, character: lines.line(last).length } },
    selectionRange: { start, end: { line: first, character: lines.line(first).length } },
  };
}
