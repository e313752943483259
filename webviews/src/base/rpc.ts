import * as l10n from '@vscode/l10n';
import type { CallMessage, ReplyMessage, ShowMessage, StaleMessage, TellMessage } from './messages';

interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

interface Waiting {
  settle(reply: ReplyMessage): void;
}

/** Longest wait for an answer; calls that wait for the user's choice say so with `null`. */
const defaultLimitMs = 30_000;

/** A page's line to the extension: calls that always settle, the state it is sent, and what it remembers. */
export class Extension<Calls, Shown> {
  readonly #api = acquireVsCodeApi();
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;

  /** `show` is called with every state the extension sends, `hear` with what it tells beside, `age` with what became of the files. */
  constructor(
    show: (shown: Shown) => void,
    hear?: (told: unknown) => void,
    age?: (stale: StaleMessage) => void,
  ) {
    type Message = ReplyMessage | ShowMessage<Shown> | StaleMessage | TellMessage;
    window.addEventListener('message', ({ data }: MessageEvent<Message>) => {
      if (data.type === 'show') show(data.shown);
      if (data.type === 'tell') hear?.(data.told);
      if (data.type === 'stale') age?.(data);
      if (data.type === 'reply') this.#waiting.get(data.id)?.settle(data);
    });
  }

  /** Asks the extension; rejects with the reason when it fails or does not answer in time. */
  call<K extends keyof Calls & string>(
    name: K,
    argument: Calls[K] extends (argument: infer A) => unknown ? A : never,
    limitMs: number | null = defaultLimitMs,
  ): Promise<Calls[K] extends (argument: never) => infer R ? R : never> {
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      const late = () =>
        settle({ type: 'reply', id, ok: false, error: l10n.t('"{0}" was not answered in time.', name) });
      const timer = limitMs === null ? undefined : setTimeout(late, limitMs);
      const settle = (reply: ReplyMessage) => {
        clearTimeout(timer);
        this.#waiting.delete(id);
        if (reply.ok) resolve(reply.value as never);
        else reject(new Error(reply.error));
      };
      this.#waiting.set(id, { settle });
      const message: CallMessage = { type: 'call', id, name, argument };
      this.#api.postMessage(message);
    });
  }

  /** What the page remembered before it was hidden or reloaded. */
  get memory(): unknown {
    return this.#api.getState();
  }

  remember(state: unknown): void {
    this.#api.setState(state);
  }
}
