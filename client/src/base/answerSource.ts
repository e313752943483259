import * as vscode from 'vscode';
import { captureSources } from '../../../shared/protocol/messages';
import type { Stale, StaleMessage } from '../../../webviews/src/base/messages';
import type { ServerClient } from '../server/serverClient';
import { fileName, openDocument } from './captures';
import { isThere } from './isThere';
import { revealFlow } from './revealFlow';
import { watchFile } from './watchFile';

/** The place of a flow; `line` is one-based. */
export interface FlowPlace {
  line: number;
  file: number;
}

/** Shows a flow of an answer in the editor, with other lines marked; refuses when the file is another by now. */
export type Reveal = (capture: vscode.Uri, place: FlowPlace, also?: readonly number[]) => Promise<void>;

/** Digest of what a file holds on disk now; of one that cannot be read, undefined. */
export async function contentOf(server: ServerClient, uri: string): Promise<string | undefined> {
  const [source] = await server.request(captureSources, { uri }).catch(() => []);
  return source?.digest;
}

/** Shows a flow of an answer that came from that content. */
export async function revealOf(
  server: ServerClient,
  content: string | undefined,
  ...[capture, place, also]: Parameters<Reveal>
): Promise<void> {
  const stale = await staleness(server, capture.toString(), content);
  if (stale) throw new Error(refusal(stale, capture, place.line));
  await revealFlow(capture, place, also);
}

/** Flows that a capture has more than its model was trained on; undefined where that is not what became of it. */
export function newFlowsOf({ condition }: ServerClient, uri: string): number | undefined {
  return condition.status.stale.find(model => model.uri === uri)?.newFlows;
}

/** What was last known of the flows that a capture has more, which is found out after it is known that the capture changed. */
export class NewFlows {
  #count: number | undefined;

  constructor(private readonly server: ServerClient) {}

  get count(): number | undefined {
    return this.#count;
  }

  /** Whether there are others than when it was asked last. */
  changed(uri: string): boolean {
    const before = this.#count;
    this.#count = newFlowsOf(this.server, uri);
    return this.#count !== before;
  }
}

/** What a page is told of the age of its answer. */
export function staleMessage(server: ServerClient, uri: string, stale: Stale | undefined): StaleMessage {
  const newFlows = stale === 'changed' ? newFlowsOf(server, uri) : undefined;
  return { type: 'stale', stale: stale ?? null, ...(newFlows === undefined ? {} : { newFlows }) };
}

/** What files held when an answer came from them; tells when they are others than that. */
export class AnswerSource implements vscode.Disposable {
  readonly #server: ServerClient;
  readonly #contents: ReadonlyMap<string, Promise<string | undefined>>;
  readonly #subscriptions: vscode.Disposable;
  #stale: Stale | undefined;
  /** Counts the looks: what an earlier one finds late is dropped. */
  #looks = 0;

  /** To be made before the answer is asked for: a file that changes meanwhile is then told of, never missed. */
  constructor(
    server: ServerClient,
    uris: readonly string[],
    private readonly changed: (stale: Stale | undefined) => void,
  ) {
    this.#server = server;
    this.#contents = new Map(uris.map(uri => [uri, contentOf(server, uri)]));
    const look = ({ uri }: { uri: vscode.Uri }) => {
      if (this.#contents.has(uri.toString())) void this.#look();
    };
    this.#subscriptions = vscode.Disposable.from(
      ...uris.map(uri => watchFile(vscode.Uri.parse(uri), () => void this.#look())),
      vscode.workspace.onDidChangeTextDocument(({ document }) => look(document)),
      vscode.workspace.onDidSaveTextDocument(look),
      vscode.workspace.onDidCloseTextDocument(look),
    );
    void this.#look();
  }

  get stale(): Stale | undefined {
    return this.#stale;
  }

  /** Digest of what the file held. */
  content(uri: string): Promise<string | undefined> {
    return this.#contents.get(uri) ?? Promise.resolve(undefined);
  }

  readonly reveal: Reveal = async (capture, place, also) => {
    await revealOf(this.#server, await this.content(capture.toString()), capture, place, also).finally(
      () => void this.#look(),
    );
  };

  dispose(): void {
    this.#looks++;
    this.#subscriptions.dispose();
  }

  async #look(): Promise<void> {
    const mine = ++this.#looks;
    const found: (Stale | undefined)[] = [];
    for (const [uri, content] of this.#contents)
      found.push(await staleness(this.#server, uri, await content));
    if (mine !== this.#looks) return;
    const stale = (['gone', 'changed', 'unsaved'] as const).find(each => found.includes(each));
    if (stale === this.#stale) return;
    this.#stale = stale;
    this.changed(stale);
  }
}

/** What became of a file since it held that; undefined while it still does. */
async function staleness(
  server: ServerClient,
  uri: string,
  content: string | undefined,
): Promise<Stale | undefined> {
  const resource = vscode.Uri.parse(uri);
  if (!(await isThere(resource))) return 'gone';
  const now = await contentOf(server, uri);
  // While the server is down nothing can be told of the content.
  if (now === undefined && server.condition.state !== 'running') return undefined;
  if (now !== content) return 'changed';
  return openDocument(resource)?.isDirty ? 'unsaved' : undefined;
}

function refusal(stale: Stale, capture: vscode.Uri, line: number): string {
  const name = fileName(capture);
  switch (stale) {
    case 'gone':
      return vscode.l10n.t('{0} is not there any more: it was renamed, moved or deleted.', name);
    case 'changed':
      return vscode.l10n.t(
        '{0} changed since this answer, so line {1} may be another flow now: refresh the answer first.',
        name,
        line,
      );
    case 'unsaved':
      return vscode.l10n.t(
        '{0} has changes that are not saved, so line {1} may be another flow there: undo them, or save them and refresh the answer.',
        name,
        line,
      );
  }
}
