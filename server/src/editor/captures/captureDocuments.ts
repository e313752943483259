import type {
  CancellationToken,
  CodeAction,
  CodeActionParams,
  CodeLens,
  Connection,
  DocumentSymbol,
  Hover,
  InlayHint,
  Position,
  Range,
} from 'vscode-languageserver/node';
import { MarkupKind } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { FlowLabel } from '../../engine/captures/labelling/labelsOf';
import type { Settings } from '../../../../shared/protocol/settings';
import { pathOf, type CaptureModels } from '../captureModels';
import { atMost, type DocumentKind } from '../documents';
import type { EngineSlot } from '../engineSlot';
import { embeddingConfig } from '../settings';
import { labelHints } from '../similar/labelHints';
import type { KnownHosts } from '../hosts/knownHosts';
import type { ShownAddresses } from '../hosts/shownAddresses';
import type { FlowScores } from '../judging/flowScores';
import type { LabelVotes } from '../similar/labelVotes';
import { askModel } from './askModel';
import type { CaptureIndex, IndexOptions } from './captureIndex';
import { rowsOf } from './captureRows';
import { diagnosticsOf } from './diagnostics';
import { formatActions } from './formatActions';
import { hoverAt, queryAt, tokenAt } from './hover';
import { lensesOf } from './lenses';
import { OpenCapture } from './openCapture';
import { placesOf, subjectAt } from './references';
import { symbolsOf } from './symbols';

interface Deps {
  connection: Connection;
  log(message: string): void;
  engine: EngineSlot;
  models: CaptureModels;
  votes: LabelVotes;
  scores: FlowScores;
  known: KnownHosts;
  shown: Pick<ShownAddresses, 'pseudonyms' | 'hide'>;
  settings: (uri: string) => Promise<Settings>;
  settleMs: number;
}

/** What a hover and a lens wait for labels beside the file, which the store has. */
const [hoverMs, lensMs] = [300, 2000];

/** Captures open as text, and what the language offers in them. */
export class CaptureDocuments implements DocumentKind {
  readonly language = 'binetflow';
  private readonly open = new Map<string, OpenCapture>();

  constructor(private readonly deps: Deps) {}

  get(uri: string): OpenCapture | undefined {
    return this.open.get(uri);
  }

  uris(): string[] {
    return [...this.open.keys()];
  }

  async opened(document: TextDocument): Promise<void> {
    this.open.set(document.uri, new OpenCapture(document, this.deps.settleMs));
    await this.readAsSaid(document.uri);
    await Promise.all([this.publish(document.uri), this.deps.models.prepare(document.uri)]);
  }

  async changed({ uri, version }: TextDocument): Promise<void> {
    const capture = this.open.get(uri);
    // Opening counts as a first change, and has been answered already.
    if (!capture || version === capture.openedVersion) return;
    capture.changed();
    this.deps.scores.forget(uri);
    await this.publish(uri);
    // A file that others write to is read into its editor again, without being saved there.
    await this.deps.models.checkWritten(uri);
  }

  saved(uri: string): Promise<void> {
    return this.deps.models.check(uri);
  }

  closed(uri: string): void {
    this.open.get(uri)?.close();
    this.open.delete(uri);
    this.deps.models.forget(uri);
  }

  async settingsChanged(): Promise<void> {
    this.deps.votes.clear();
    await Promise.all(this.uris().map(uri => this.readAsSaid(uri)));
    await Promise.all(this.uris().flatMap(uri => [this.deps.models.check(uri), this.publish(uri)]));
  }

  dispose(): void {
    for (const capture of this.open.values()) capture.close();
  }

  async hover(uri: string, position: Position): Promise<Hover | null> {
    const capture = this.open.get(uri);
    const text = capture && queryAt(capture.lines, position.line);
    if (!capture || text === undefined) return null;
    const { version } = capture;
    const settings = await this.deps.settings(uri);
    const { tokenColumns } = embeddingConfig(settings);
    const token = tokenAt(capture.lines, position.line, tokenColumns);
    const [asked, beside] = await Promise.all([
      askModel(this.deps, { uri, query: { text }, token, settings }),
      this.labelBeside(capture, position.line, settings),
    ]);
    const pseudonyms = await this.deps.shown.pseudonyms();
    if (capture.version !== version) return null;
    const hover = hoverAt(capture.lines, position.line, position.character, {
      tokenColumns,
      index: capture.indexNow(indexOptions(settings)),
      model: this.deps.models.state(uri),
      ...asked,
      score: this.deps.scores.of(uri, position.line + 1),
      beside,
      known: await this.deps.known.lookup(settings),
      called: pseudonyms && (address => pseudonyms.hide(address)),
    });
    return hover
      ? { contents: { kind: MarkupKind.Markdown, value: hover.markdown }, range: hover.range }
      : null;
  }

  async symbols(uri: string, token: CancellationToken): Promise<DocumentSymbol[] | undefined> {
    const { capture, index } = await this.indexed(uri);
    if (!capture || !index) return [];
    return capture.run(symbolsOf(capture.lines, index), () => token.isCancellationRequested);
  }

  async places(
    uri: string,
    { line, character }: Position,
    token: CancellationToken,
    around = Infinity,
  ): Promise<Range[] | undefined> {
    const capture = this.open.get(uri);
    const subject = capture && subjectAt(capture.lines, line, character);
    if (!capture || !subject) return [];
    const work = placesOf(capture.lines, subject, Math.max(0, line - around), line + around);
    return capture.run(work, () => token.isCancellationRequested);
  }

  actions({ textDocument: { uri }, context }: CodeActionParams): CodeAction[] {
    const capture = this.open.get(uri);
    if (!capture) return [];
    return formatActions(uri, context.diagnostics, { isTable: rowsOf(capture.lines).isTable === true });
  }

  async lenses(uri: string): Promise<CodeLens[]> {
    const settings = await this.deps.settings(uri);
    if (!settings.lens.enabled) return [];
    const { index } = await this.indexed(uri);
    if (!index) return [];
    const used = this.deps.engine.for(settings);
    // What is labelled beside the file counts, as it does wherever flows are counted.
    const labels = used.readingOf(pathOf(uri)).labels
      ? await atMost(
          lensMs,
          used.summary([pathOf(uri)]).then(
            summary => summary.labels,
            () => undefined,
          ),
        )
      : undefined;
    return lensesOf(uri, labels ? { ...index, labels } : index, this.deps.models.state(uri));
  }

  /** Answered from memory; what is missing is found out after the answer, and the editor is told to ask again. */
  async hints(uri: string, range: Range): Promise<InlayHint[]> {
    const { models, votes } = this.deps;
    const capture = this.open.get(uri);
    const settings = await this.deps.settings(uri);
    if (!capture || !settings.labels.inlayHints || models.state(uri).kind !== 'ready') return [];
    const { tokenColumns } = embeddingConfig(settings);
    const known = (token: string) => votes.known(uri, token);
    const found = labelHints(capture.lines, range.start.line, range.end.line, tokenColumns, known);
    if (found.missing.length > 0) votes.want(uri, found.missing);
    return found.hints;
  }

  /** The label of a flow beside its file; of a text that was edited, lines may be others than those of the file. */
  private async labelBeside(
    capture: OpenCapture,
    line: number,
    settings: Settings,
  ): Promise<FlowLabel | undefined> {
    const { uri } = capture.lines;
    const used = this.deps.engine.for(settings);
    const path = pathOf(uri);
    if (!used.readingOf(path).labels || capture.version !== capture.openedVersion) return undefined;
    const found = used.labelsOf(path, [line + 1]).catch(() => undefined);
    return (await atMost(hoverMs, found))?.get(line + 1);
  }

  /** Reads the text as the file is read on disk, where somebody said how. */
  private async readAsSaid(uri: string): Promise<void> {
    const { engine, settings } = this.deps;
    const used = engine.for(await settings(uri));
    this.open.get(uri)?.readAs(used.readingOf(pathOf(uri)));
  }

  /** The index of a document and the document; waits until the text rests. */
  private async indexed(
    uri: string,
  ): Promise<{ capture: OpenCapture | undefined; index: CaptureIndex | undefined }> {
    const capture = this.open.get(uri);
    const index = await capture?.index(indexOptions(await this.deps.settings(uri)));
    return { capture, index };
  }

  private async publish(uri: string): Promise<void> {
    const { capture, index } = await this.indexed(uri);
    // While the text changes, the last change's call publishes.
    if (!capture || !index || this.open.get(uri) !== capture) return;
    const { diagnostics } = await this.deps.settings(uri);
    // They quote cells, in which an address may stand where it does not belong.
    const found = await this.deps.shown.hide(diagnosticsOf(index, diagnostics.limit));
    await this.deps.connection.sendDiagnostics({ uri, version: capture.version, diagnostics: found });
  }
}

export function indexOptions(settings: Settings): IndexOptions {
  return { tokenColumns: embeddingConfig(settings).tokenColumns, problemLimit: settings.diagnostics.limit };
}
