/** What crosses between a page and the extension, whatever the page. */
export interface CallMessage {
  type: 'call';
  id: number;
  name: string;
  argument: unknown;
}

export type ReplyMessage =
  | { type: 'reply'; id: number; ok: true; value: unknown }
  | { type: 'reply'; id: number; ok: false; error: string };

/** Extension → page: the state to show. */
export interface ShowMessage<T> {
  type: 'show';
  shown: T;
}

/** Extension → page: something that happened, apart from the state. */
export interface TellMessage {
  type: 'tell';
  told: unknown;
}

/** What became of a file since an answer came from it; `unsaved`: in the editor only. */
export type Stale = 'changed' | 'unsaved' | 'gone';

/** Extension → page: whether the files are still what the answer came from; null where they are. */
export interface StaleMessage {
  type: 'stale';
  stale: Stale | null;
  /** Flows that were added to the capture since its model was trained, where nothing else changed in it. */
  newFlows?: number;
}

export function isCall(message: unknown): message is CallMessage {
  if (typeof message !== 'object' || message === null) return false;
  const { type, id, name } = message as Partial<CallMessage>;
  return type === 'call' && typeof id === 'number' && typeof name === 'string';
}
