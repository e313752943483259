import type { Itself } from '../../../shared/protocol/judging';

/** What the panels of long jobs are asked, and how it is read from the state that a page saved. */
export interface CaptureQuestion {
  /** A `file:` URI. */
  uri: string;
}

/** Of an evaluation. */
export interface ReportQuestion extends CaptureQuestion {
  /** A `file:` URI of another capture to ask about. */
  test?: string;
}

/** Of labels that are carried from a capture to one of another network. */
export interface CarriedQuestion extends CaptureQuestion {
  /** A `file:` URI of the other one. */
  test: string;
}

export interface GridQuestion extends CaptureQuestion {
  axes: Readonly<Record<string, readonly (number | string)[]>>;
}

export interface ScoreQuestion extends CaptureQuestion {
  /** A `file:` URI of the capture to be judged; without it the capture is judged by itself. */
  unseen?: string;
  /** How it is judged by itself. */
  by: Itself;
  /** Whether it is scored again whenever it has grown. */
  follow?: boolean;
}

export function savedReport(saved: unknown): ReportQuestion | undefined {
  const [uri, test] = [fileUri(saved, 'uri'), fileUri(saved, 'test')];
  if (uri === undefined) return undefined;
  return test === undefined ? { uri } : { uri, test };
}

export function savedCarried(saved: unknown): CarriedQuestion | undefined {
  const [uri, test] = [fileUri(saved, 'uri'), fileUri(saved, 'test')];
  return uri === undefined || test === undefined ? undefined : { uri, test };
}

export function savedGrid(saved: unknown): GridQuestion | undefined {
  const uri = fileUri(saved, 'uri');
  const axes = (saved as { axes?: unknown } | undefined)?.axes;
  if (uri === undefined || typeof axes !== 'object' || axes === null) return undefined;
  const isValue = (value: unknown) => typeof value === 'number' || typeof value === 'string';
  const fits = Object.values(axes).every(v => Array.isArray(v) && v.length > 0 && v.every(isValue));
  return fits && Object.keys(axes).length > 0 ? { uri, axes: axes as GridQuestion['axes'] } : undefined;
}

export function savedScore(saved: unknown): ScoreQuestion | undefined {
  const [uri, unseen] = [fileUri(saved, 'uri'), fileUri(saved, 'unseen')];
  if (uri === undefined) return undefined;
  // Panels of before hosts could be judged by each other knew its past only.
  const by = (saved as { by?: unknown }).by === 'hosts' ? 'hosts' : 'past';
  const follow = (saved as { follow?: unknown }).follow === true;
  return { uri, by, ...(unseen === undefined ? {} : { unseen }), ...(follow ? { follow } : {}) };
}

function fileUri(saved: unknown, name: string): string | undefined {
  if (typeof saved !== 'object' || saved === null) return undefined;
  const uri = (saved as Record<string, unknown>)[name];
  return typeof uri === 'string' && uri.startsWith('file:') ? uri : undefined;
}
