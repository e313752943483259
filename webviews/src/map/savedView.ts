import { readCamera, type Camera } from './camera';
import type { DragMode } from './dragModes';

/** What the page remembers of how a map was looked at. */
export interface SavedView {
  camera?: Camera;
  colour?: string;
  /** Names of legend entries that are hidden. */
  hidden: readonly string[];
  /** Of `PointSet.toText`. */
  selection: string;
  search: string;
  isolated: boolean;
  names: boolean;
  table: boolean;
  mode: DragMode;
  /** Token of the point asked about. */
  asked?: string;
}

const modes: readonly string[] = ['move', 'turn', 'box', 'lasso'];

/** The saved view of this map; whatever does not fit is as it is at first, also all of another map's. */
export function readView(saved: unknown, map: string): SavedView {
  const all = typeof saved === 'object' && saved !== null ? (saved as Record<string, unknown>) : {};
  const found = all.map === map ? all : {};
  const text = (value: unknown) => (typeof value === 'string' ? value : '');
  const camera = readCamera(found.camera);
  const hidden = Array.isArray(found.hidden) ? found.hidden.filter(name => typeof name === 'string') : [];
  const mode = modes.includes(text(found.mode)) ? (found.mode as DragMode) : 'move';
  return {
    ...(camera ? { camera } : {}),
    // The question stays the same when another map of the same capture is looked at.
    ...(text(all.colour) !== '' ? { colour: text(all.colour) } : {}),
    hidden,
    selection: text(found.selection),
    search: text(found.search),
    isolated: found.isolated === true,
    names: all.names !== false,
    table: found.table === true,
    mode,
    ...(text(found.asked) !== '' ? { asked: text(found.asked) } : {}),
  };
}
