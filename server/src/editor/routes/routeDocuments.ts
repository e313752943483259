import {
  MarkupKind,
  type CancellationToken,
  type CodeActionParams,
  type Connection,
} from 'vscode-languageserver/node';
import type {
  CodeAction,
  CodeLens,
  CompletionItem,
  Diagnostic,
  DocumentSymbol,
  FoldingRange,
  Hover,
  Position,
  Range,
} from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { atMost, type DocumentKind } from '../documents';
import { OpenRoutes } from './openRoutes';
import { entryOf } from './routesIndex';
import { routeDiagnostics } from './routesDiagnostics';
import { hopHover, hopOn, routeHover, wordAt } from './routesHover';
import { labelActions, labelCompletions } from './routesLabels';
import { Networks } from '../hosts/addressOwners';
import { addressesOf, subnetAt } from './routesReferences';
import { routeFolds, routeSymbols } from './routesSymbols';
import { documentLenses } from './routesLenses';
import { RouteVerdicts } from './routesVerdict';
import type { RouteClassifyReport } from '../../../../shared/protocol/routes';
import type { Settings } from '../../../../shared/protocol/settings';
import type { ShownAddresses } from '../hosts/shownAddresses';
import type { Route } from '../../engine/routes/route';
import type { SubnetPrefix } from '../../engine/routes/subnets';

interface Deps {
  connection: Connection;
  log(message: string): void;
  settings: (uri: string) => Promise<Settings>;
  settleMs: number;
  shown: Pick<ShownAddresses, 'hide'>;
}

/** A hover on a document that is still being read tells of its route, and not how common its subnets are. */
const indexWaitMs = 300;

/** Documents of routes that are open, and what the language offers in them. */
export class RouteDocuments implements DocumentKind {
  readonly language = 'traceroute';
  private readonly open = new Map<string, OpenRoutes>();
  private readonly verdicts = new Map<string, RouteVerdicts>();
  private readonly networks: Networks;

  constructor(private readonly deps: Deps) {
    this.networks = new Networks(deps.log);
  }

  has(uri: string): boolean {
    return this.open.has(uri);
  }

  get(uri: string): OpenRoutes | undefined {
    return this.open.get(uri);
  }

  async opened(document: TextDocument): Promise<void> {
    this.open.set(document.uri, new OpenRoutes(document, this.deps.settleMs));
    await this.publish(document.uri);
  }

  async changed({ uri, version }: TextDocument): Promise<void> {
    const routes = this.open.get(uri);
    // Opening counts as a first change, and has been answered already.
    if (!routes || version === routes.openedVersion) return;
    routes.changed();
    // Lines are others now.
    this.verdicts.delete(uri);
    await this.publish(uri);
  }

  closed(uri: string): void {
    this.open.get(uri)?.close();
    this.open.delete(uri);
    this.verdicts.delete(uri);
  }

  /** A network has judged the file of a document; told until its text changes. */
  classified(uri: string, report: RouteClassifyReport): void {
    if (this.open.has(uri)) this.verdicts.set(uri, new RouteVerdicts(report));
  }

  async lenses(uri: string): Promise<CodeLens[]> {
    const { routes: wanted } = await this.deps.settings(uri);
    if (!wanted.lens) return [];
    const { routes, index } = await this.indexed(uri);
    if (!routes || !index) return [];
    return [...documentLenses(uri, index), ...(this.verdicts.get(uri)?.lenses() ?? [])];
  }

  /** Diagnostics of all documents anew: settings changed. */
  async settingsChanged(): Promise<void> {
    await Promise.all([...this.open.keys()].map(uri => this.publish(uri)));
  }

  dispose(): void {
    for (const uri of [...this.open.keys()]) this.closed(uri);
  }

  async hover(uri: string, { line, character }: Position): Promise<Hover | null> {
    const routes = this.open.get(uri);
    if (!routes) return null;
    const settings = await this.deps.settings(uri);
    const prefix = prefixOf(settings);
    const index = await atMost(indexWaitMs, routes.index(prefix));
    if (line >= routes.lines.lineCount) return null;
    const text = routes.lines.line(line);
    // The line above a route is its label's, or none of its.
    const at = /^\s*#\s*label/i.test(text) ? line + 2 : line + 1;
    const row = index?.rowAt(at);
    if (index && row === undefined) return null;
    const found = index && row !== undefined ? routes.routes(index.entry(row)) : routes.near(at);
    const entry = index && row !== undefined ? index.entry(row) : found[0] && entryOf(found[0]);
    if (!entry) return null;
    const route = routeOn(found, line + 1, wordAt(text, character)?.text);
    const networkOf = await this.networks.lookup(settings.routes.mmdb);
    const context = { prefix, ...(index ? { index } : {}), ...(networkOf ? { networkOf } : {}) };
    const hover =
      (route && hopHover(route, text, { line, character }, context)) ??
      (line + 1 <= entry.line || entry.line === entry.lastLine
        ? routeHover(entry, found[0], text, { line })
        : undefined);
    if (!hover) return null;
    const verdict =
      hover.range.start.line + 1 === entry.line ? this.verdicts.get(uri)?.hoverText(entry.line) : undefined;
    const value = verdict === undefined ? hover.markdown : `${hover.markdown}\n\n${verdict}`;
    return { contents: { kind: MarkupKind.Markdown, value }, range: hover.range };
  }

  async symbols(uri: string, token: CancellationToken): Promise<DocumentSymbol[] | undefined> {
    const { routes, index } = await this.indexed(uri);
    if (!routes || !index) return [];
    return routes.run(routeSymbols(routes.lines, index), () => token.isCancellationRequested);
  }

  async folds(uri: string): Promise<FoldingRange[]> {
    const { index } = await this.indexed(uri);
    return index ? routeFolds(index) : [];
  }

  /** Addresses in the subnet of the one at a place, of the whole document or of lines around. */
  async places(
    uri: string,
    { line, character }: Position,
    token: CancellationToken,
    around = Infinity,
  ): Promise<Range[] | undefined> {
    const routes = this.open.get(uri);
    const prefix = prefixOf(await this.deps.settings(uri));
    const subnet =
      routes && line < routes.lines.lineCount ? subnetAt(routes.lines, line, character, prefix) : undefined;
    if (!routes || subnet === undefined) return [];
    const work = addressesOf(routes.lines, subnet, prefix, line - around, line + around);
    return routes.run(work, () => token.isCancellationRequested);
  }

  completions(uri: string, { line }: Position): CompletionItem[] {
    const routes = this.open.get(uri);
    return routes && line < routes.lines.lineCount ? labelCompletions(routes.lines.line(line), line) : [];
  }

  async actions({ textDocument: { uri }, range, context }: CodeActionParams): Promise<CodeAction[]> {
    const { routes, index } = await this.indexed(uri);
    if (!routes || !index) return [];
    const row = index.rowAt(range.start.line + 1);
    return labelActions(routes.lines, context.diagnostics, row === undefined ? undefined : index.entry(row));
  }

  /** The index of a document and the document; waits until the text rests. */
  async indexed(uri: string) {
    const routes = this.open.get(uri);
    const index = await routes?.index(prefixOf(await this.deps.settings(uri)));
    return { routes, index };
  }

  private async publish(uri: string): Promise<void> {
    const { routes, index } = await this.indexed(uri);
    if (!routes || !index || this.open.get(uri) !== routes) return;
    const { diagnostics } = await this.deps.settings(uri);
    const found: Diagnostic[] = await this.deps.shown.hide(
      routeDiagnostics(routes.lines, index, diagnostics.limit),
    );
    await this.deps.connection.sendDiagnostics({ uri, version: routes.version, diagnostics: found });
  }
}

export function prefixOf({ routes }: Settings): SubnetPrefix {
  return { ipv4: routes.prefix, ipv6: routes.prefixIPv6 };
}

/** Of several routes on the same lines, as dublin-traceroute has them, the one with a hop there. */
function routeOn(routes: readonly Route[], line: number, word: string | undefined): Route | undefined {
  return (
    routes.find(route => route.hops.some(hop => hop.line === line) && hopOn(route, line, word)) ?? routes[0]
  );
}
