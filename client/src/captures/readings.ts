import * as vscode from 'vscode';
import { readCapture } from '../../../shared/protocol/messages';
import type { CaptureFormat, ColumnMapping } from '../../../shared/protocol/reading';
import { CaptureMemory } from '../base/captureMemory';
import { onServerStart } from '../server/onServerStart';
import type { ServerClient } from '../server/serverClient';

/** How a capture is read in the place of what its beginning says. */
export interface Said {
  format?: string;
  mapping?: ColumnMapping;
}

const key = 'flow2vec.readings';

/** How captures are read, kept in the workspace and said to every server anew. */
export class Readings implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #again: vscode.Disposable;
  readonly #memory: CaptureMemory<Said>;
  /** Fires when a capture is read in another way. */
  readonly onDidChange = this.#changed.event;

  constructor(
    private readonly server: ServerClient,
    state: Pick<vscode.Memento, 'get' | 'update'>,
  ) {
    this.#memory = new CaptureMemory(state, key);
    this.#again = onServerStart(server, () => this.#sayAll());
  }

  /** From now on; as the file says where nothing is said. What the server refuses is not kept. */
  async set(capture: vscode.Uri, said: Said): Promise<CaptureFormat> {
    const uri = capture.toString();
    const found = await this.server.request(readCapture, { uri, ...said });
    const nothing = said.format === undefined && said.mapping === undefined;
    await this.#memory.set(uri, nothing ? undefined : said);
    this.#changed.fire(capture);
    return found;
  }

  /** What was said of a capture, by its URI; undefined where it is read as it says itself. */
  of(uri: string): Said | undefined {
    return this.#memory.of(uri);
  }

  dispose(): void {
    vscode.Disposable.from(this.#again, this.#changed).dispose();
  }

  #sayAll(): void {
    for (const [uri, said] of Object.entries(this.#memory.all()))
      this.server.request(readCapture, { uri, ...said }).then(
        () => this.#changed.fire(vscode.Uri.parse(uri)),
        (error: unknown) => this.server.log.warn(`${uri}: is not read as it was said (${String(error)})`),
      );
  }
}
