import { LSPErrorCodes, MarkupKind, ResponseError } from 'vscode-languageserver/node';
import type { CancellationToken, Hover, Location } from 'vscode-languageserver/node';
import { messageOf, pathOf } from '../captureModels';
import type { LabelVote } from '../../engine/similar/answers';
import { hoverAt, queryAt, tokenAt } from './hover';
import { labelHints } from '../similar/labelHints';
import { lensesOf } from './lenses';
import type { OpenCapture } from './openCapture';
import { placesOf, subjectAt } from './references';
import { symbolsOf } from './symbols';
import type { ClusterOfFlow } from '../../../../shared/protocol/clusters';
import type { Settings } from '../../../../shared/protocol/settings';
import type { SimilarReport } from '../../../../shared/protocol/similar';
import type { Session } from '../session';
import { embeddingConfig } from '../settings';

/** Lines above and below the cursor in which highlights are looked for: more than any screen shows. */
const highlightWindow = 1000;
/** A hover says what it knows after this, also when the model is still being read from disk. */
const neighbourWaitMs = 1500;
/** A clustering in memory answers at once; one that has to be read from disk is there for the next hover. */
const clusterWaitMs = 100;

/** Answers the editor's own requests on open captures. */
export function registerLanguageFeatures(session: Session): void {
  const { connection, captures, models, votes, routes } = session;

  async function neighbours(
    uri: string,
    text: string,
    settings: Settings,
  ): Promise<SimilarReport | undefined> {
    const top = settings.hover.neighbours;
    if (top === 0 || models.state(uri).kind !== 'ready') return undefined;
    const asked = models.similar({ uri, top }, { text }).catch((error: unknown) => {
      connection.console.warn(`No neighbours for the hover: ${messageOf(error)}`);
      return undefined;
    });
    return atMost(neighbourWaitMs, asked);
  }

  async function vote(uri: string, token: string | undefined): Promise<LabelVote | undefined> {
    if (token === undefined || models.state(uri).kind !== 'ready') return undefined;
    return atMost(neighbourWaitMs, votes.ask(uri, token));
  }

  async function clusterOf(
    uri: string,
    text: string,
    settings: Settings,
  ): Promise<ClusterOfFlow | undefined> {
    if (models.state(uri).kind !== 'ready') return undefined;
    const engine = session.engine.for(settings);
    const asked = engine
      .clusterOf([pathOf(uri)], embeddingConfig(settings), { text })
      .catch((error: unknown) => {
        connection.console.warn(`No cluster for the hover: ${messageOf(error)}`);
        return undefined;
      });
    return atMost(clusterWaitMs, asked);
  }

  connection.onHover(async ({ textDocument: { uri }, position }): Promise<Hover | null> => {
    if (routes.has(uri)) return routes.hover(uri, position);
    const capture = captures.get(uri);
    const text = capture && queryAt(capture.lines, position.line);
    if (!capture || text === undefined) return null;
    const { version } = capture;
    const settings = await session.settings(uri);
    const options = session.indexOptions(settings);
    const { tokenColumns } = embeddingConfig(settings);
    const [similar, voted, cluster] = await Promise.all([
      neighbours(uri, text, settings),
      vote(uri, tokenAt(capture.lines, position.line, tokenColumns)),
      clusterOf(uri, text, settings),
    ]);
    if (capture.version !== version) return null;
    const hover = hoverAt(capture.lines, position.line, position.character, {
      tokenColumns,
      index: capture.indexNow(options),
      model: models.state(uri),
      similar,
      vote: voted,
      cluster,
    });
    return hover
      ? { contents: { kind: MarkupKind.Markdown, value: hover.markdown }, range: hover.range }
      : null;
  });

  connection.onDocumentSymbol(async ({ textDocument: { uri } }, token) => {
    if (routes.has(uri)) return answered(await routes.symbols(uri, token));
    const capture = captures.get(uri);
    const index = await capture?.index(session.indexOptions(await session.settings(uri)));
    if (!capture || !index) return [];
    return answered(await capture.run(symbolsOf(capture.lines, index), wantedBy(token)));
  });

  connection.onReferences(async ({ textDocument: { uri }, position }, token): Promise<Location[]> => {
    const places = routes.has(uri)
      ? answered(await routes.places(uri, position, token))
      : await placesAround(captures.get(uri), position, token);
    return places.map(range => ({ uri, range }));
  });

  connection.onDocumentHighlight(async ({ textDocument: { uri }, position }, token) => {
    if (routes.has(uri)) {
      const near = answered(await routes.places(uri, position, token, highlightWindow));
      return near.map(range => ({ range }));
    }
    const from = Math.max(0, position.line - highlightWindow);
    const places = await placesAround(
      captures.get(uri),
      position,
      token,
      from,
      position.line + highlightWindow,
    );
    return places.map(range => ({ range }));
  });

  connection.onFoldingRanges(({ textDocument: { uri } }) => routes.folds(uri));
  connection.onCompletion(({ textDocument: { uri }, position }) => routes.completions(uri, position));
  connection.onCodeAction(params => routes.actions(params));

  connection.onCodeLens(async ({ textDocument: { uri } }) => {
    if (routes.has(uri)) return routes.lenses(uri);
    const capture = captures.get(uri);
    const settings = await session.settings(uri);
    if (!capture || !settings.lens.enabled) return [];
    const index = await capture.index(session.indexOptions(settings));
    return index ? lensesOf(uri, index, models.state(uri)) : [];
  });

  // Answered from memory; what is missing is found out after the answer, and the editor is told to ask again.
  connection.languages.inlayHint.on(async ({ textDocument: { uri }, range }) => {
    const capture = captures.get(uri);
    const settings = await session.settings(uri);
    if (!capture || !settings.labels.inlayHints || models.state(uri).kind !== 'ready') return [];
    const { tokenColumns } = embeddingConfig(settings);
    const known = (token: string) => votes.known(uri, token);
    const found = labelHints(capture.lines, range.start.line, range.end.line, tokenColumns, known);
    if (found.missing.length > 0) votes.want(uri, found.missing);
    return found.hints;
  });
}

async function placesAround(
  capture: OpenCapture | undefined,
  { line, character }: { line: number; character: number },
  token: CancellationToken,
  from?: number,
  to?: number,
) {
  const subject = capture && subjectAt(capture.lines, line, character);
  if (!capture || !subject) return [];
  return answered(await capture.run(placesOf(capture.lines, subject, from, to), wantedBy(token)));
}

function wantedBy(token: CancellationToken): () => boolean {
  return () => token.isCancellationRequested;
}

/** A job that stopped because the text changed has no answer; the editor asks again by itself. */
function answered<T>(result: T | undefined): T {
  if (result !== undefined) return result;
  throw new ResponseError(LSPErrorCodes.ContentModified, 'The capture changed.');
}

async function atMost<T>(milliseconds: number, work: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>(resolve => (timer = setTimeout(resolve, milliseconds, undefined)));
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
