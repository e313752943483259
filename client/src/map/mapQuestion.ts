import { taken } from '../../../shared/parameters/parameter';
import type { MapSettings } from '../../../shared/protocol/map';
import { mapParameters } from './mapParameters';

/** What the map panel is asked. */
export interface MapQuestion {
  /** A `file:` URI. */
  uri: string;
  /** What is left out is as the settings have it. */
  settings: Partial<MapSettings>;
  /** The flow to be marked: a row (zero-based, with its text as it was) or a typed token. */
  mark?: { line?: number; text?: string; token?: string };
}

/** Whether the map of one question is that of another, so that only the mark differs. */
export function sameMap(a: MapQuestion, b: MapQuestion): boolean {
  const keys = Object.keys({ ...a.settings, ...b.settings }) as (keyof MapSettings)[];
  return a.uri === b.uri && keys.every(key => a.settings[key] === b.settings[key]);
}

/** The question in a page's saved state, or undefined when it holds none that can be asked again. */
export function savedMap(saved: unknown): MapQuestion | undefined {
  if (typeof saved !== 'object' || saved === null) return undefined;
  const { uri, settings, mark } = saved as Record<string, unknown>;
  if (typeof uri !== 'string' || !uri.startsWith('file:')) return undefined;
  const found = savedMark(mark);
  return { uri, settings: savedSettings(settings), ...(found ? { mark: found } : {}) };
}

/** What of remembered settings can be used; the rest is left to the editor's settings. */
export function savedSettings(saved: unknown): Partial<MapSettings> {
  if (typeof saved !== 'object' || saved === null) return {};
  return taken(mapParameters, saved) as Partial<MapSettings>;
}

function savedMark(saved: unknown): MapQuestion['mark'] {
  if (typeof saved !== 'object' || saved === null) return undefined;
  const { line, text, token } = saved as Record<string, unknown>;
  const mark: NonNullable<MapQuestion['mark']> = {};
  if (Number.isInteger(line) && (line as number) >= 0) mark.line = line as number;
  if (typeof text === 'string') mark.text = text;
  if (typeof token === 'string' && token !== '') mark.token = token;
  return Object.keys(mark).length > 0 ? mark : undefined;
}
