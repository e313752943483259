import * as l10n from '@vscode/l10n';
import {
  LSPErrorCodes,
  ResponseError,
  TextDocuments,
  type CancellationToken,
  type CodeAction,
  type CodeActionParams,
  type CodeLens,
  type CompletionItem,
  type Connection,
  type DocumentSymbol,
  type FoldingRange,
  type Hover,
  type InlayHint,
  type Position,
  type Range,
} from 'vscode-languageserver/node';
import type { ShownAddresses } from './hosts/shownAddresses';
import { TextDocument } from 'vscode-languageserver-textdocument';

/** One answer, now or later. */
type Answer<T> = T | Promise<T>;

/**
 * A kind of document, as one value: the life of its open documents, and what the editor may ask of one. What a kind
 * does not offer is answered with nothing; `undefined` says that the text changed under a long search.
 */
export interface DocumentKind {
  /** Language identifier, as in the manifest. */
  readonly language: string;
  opened(document: TextDocument): Promise<void>;
  changed(document: TextDocument): Promise<void>;
  saved?(uri: string): Promise<void>;
  closed(uri: string): void;
  settingsChanged(): Promise<void>;
  dispose(): void;

  hover?(uri: string, position: Position): Answer<Hover | null>;
  symbols?(uri: string, token: CancellationToken): Answer<DocumentSymbol[] | undefined>;
  /** Where the value at a place stands, on all lines or on those `around`. */
  places?(
    uri: string,
    position: Position,
    token: CancellationToken,
    around?: number,
  ): Answer<Range[] | undefined>;
  folds?(uri: string): Answer<FoldingRange[]>;
  completions?(uri: string, position: Position): Answer<CompletionItem[]>;
  actions?(params: CodeActionParams): Answer<CodeAction[]>;
  lenses?(uri: string): Answer<CodeLens[]>;
  hints?(uri: string, range: Range): Answer<InlayHint[]>;
}

/** Lines above and below the cursor in which highlights are looked for: more than any screen shows. */
const highlightAround = 1000;

/** Hands documents and questions of the editor to the kind that a document is of. */
export class Documents {
  private readonly open = new Map<string, DocumentKind>();

  constructor(
    private readonly connection: Connection,
    private readonly kinds: readonly DocumentKind[],
    /** A document was closed; told before its kind forgets it. */
    private readonly onClose: (uri: string) => void,
    private readonly failed: (error: unknown) => void,
    private readonly shown: Pick<ShownAddresses, 'outcome'>,
  ) {}

  /** Registers the handlers; call it before the connection listens. */
  listen(): void {
    const documents = new TextDocuments(TextDocument);
    const going = (work: Promise<void> | undefined) => void work?.catch(this.failed);
    documents.onDidOpen(({ document }) => {
      // The first kind takes what is of no language of its own: an editor sends only what the client chose.
      const kind = this.kinds.find(({ language }) => language === document.languageId) ?? this.kinds[0];
      if (!kind) return;
      this.open.set(document.uri, kind);
      going(kind.opened(document));
    });
    documents.onDidChangeContent(({ document }) => going(this.open.get(document.uri)?.changed(document)));
    documents.onDidSave(({ document: { uri } }) => going(this.open.get(uri)?.saved?.(uri)));
    documents.onDidClose(({ document: { uri } }) => {
      this.onClose(uri);
      this.open.get(uri)?.closed(uri);
      this.open.delete(uri);
      this.connection.sendDiagnostics({ uri, diagnostics: [] }).catch(this.failed);
    });
    this.answer();
    documents.listen(this.connection);
  }

  async settingsChanged(): Promise<void> {
    await Promise.all(this.kinds.map(kind => kind.settingsChanged()));
  }

  dispose(): void {
    for (const kind of this.kinds) kind.dispose();
  }

  private answer(): void {
    const { connection } = this;
    const of = (uri: string) => this.open.get(uri);
    const { shown } = this;
    connection.onHover(({ textDocument: { uri }, position }) =>
      shown.outcome(async () => (await of(uri)?.hover?.(uri, position)) ?? null),
    );
    connection.onDocumentSymbol(({ textDocument: { uri } }, token) =>
      shown.outcome(async () => unchanged(await (of(uri)?.symbols?.(uri, token) ?? []))),
    );
    connection.onReferences(({ textDocument: { uri }, position }, token) =>
      shown.outcome(async () => {
        const places = unchanged(await (of(uri)?.places?.(uri, position, token) ?? []));
        return places.map(range => ({ uri, range }));
      }),
    );
    connection.onDocumentHighlight(({ textDocument: { uri }, position }, token) =>
      shown.outcome(async () => {
        const near = unchanged(await (of(uri)?.places?.(uri, position, token, highlightAround) ?? []));
        return near.map(range => ({ range }));
      }),
    );
    connection.onFoldingRanges(({ textDocument: { uri } }) =>
      shown.outcome(() => of(uri)?.folds?.(uri) ?? []),
    );
    connection.onCompletion(({ textDocument: { uri }, position }) =>
      shown.outcome(async () => (await of(uri)?.completions?.(uri, position)) ?? []),
    );
    connection.onCodeAction(params =>
      shown.outcome(async () => (await of(params.textDocument.uri)?.actions?.(params)) ?? []),
    );
    connection.onCodeLens(({ textDocument: { uri } }) =>
      shown.outcome(async () => (await of(uri)?.lenses?.(uri)) ?? []),
    );
    connection.languages.inlayHint.on(({ textDocument: { uri }, range }) =>
      shown.outcome(async () => (await of(uri)?.hints?.(uri, range)) ?? []),
    );
  }
}

/** A job that stopped because the text changed has no answer; the editor asks again by itself. */
function unchanged<T>(result: T | undefined): T {
  if (result !== undefined) return result;
  throw new ResponseError(LSPErrorCodes.ContentModified, l10n.t('The document changed.'));
}

/** The work's outcome, or undefined where it takes longer: a hover does not wait for what is being read. */
export async function atMost<T>(milliseconds: number, work: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>(resolve => (timer = setTimeout(resolve, milliseconds, undefined)));
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
