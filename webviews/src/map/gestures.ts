import type { Change, DragMode } from './dragModes';
import { boxOf, type Polygon } from './polygon';

export interface Gestures {
  mode(): DragMode;
  move(dx: number, dy: number): void;
  turn(dx: number, dy: number): void;
  zoom(factor: number, x: number, y: number): void;
  /** A lasso or box under way, and undefined when it ends. */
  outline(polygon: Polygon | undefined): void;
  area(polygon: Polygon, change: Change): void;
  click(x: number, y: number, change: Change): void;
  hover(x: number, y: number): void;
  leave(): void;
}

type Spot = readonly [number, number];

/** Fewer pixels than this are a click by an unsteady hand. */
const steady = 4;

/** Tells what mouse, pen, finger and wheel mean on an element, in pixels from its left upper corner. */
export function listenToGestures(element: HTMLElement, gestures: Gestures): void {
  let drag: { mode: DragMode; change: Change; path: Spot[]; moved: boolean } | undefined;
  const spot = (event: MouseEvent): Spot => {
    const { left, top } = element.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  };
  const outlineOf = (path: readonly Spot[], mode: DragMode): Polygon =>
    mode === 'box' ? boxOf(path[0] as Spot, path.at(-1) as Spot) : path;

  element.addEventListener('pointerdown', event => {
    if (event.button !== 0 && event.button !== 1) return;
    element.setPointerCapture(event.pointerId);
    const mode = event.button === 1 ? 'move' : (chosenMode(event) ?? gestures.mode());
    drag = { mode, change: changeOf(event), path: [spot(event)], moved: false };
  });
  element.addEventListener('pointermove', event => {
    const at = spot(event);
    if (!drag) return gestures.hover(...at);
    const [fromX, fromY] = drag.path[0] as Spot;
    const [lastX, lastY] = drag.path.at(-1) as Spot;
    if (!drag.moved && Math.hypot(at[0] - fromX, at[1] - fromY) < steady) return;
    // A tooltip would cover what is being encircled.
    if (!drag.moved) gestures.leave();
    drag.moved = true;
    drag.path.push(at);
    if (drag.mode === 'move') gestures.move(at[0] - lastX, at[1] - lastY);
    else if (drag.mode === 'turn') gestures.turn(at[0] - lastX, at[1] - lastY);
    else gestures.outline(outlineOf(drag.path, drag.mode));
  });
  const end = (event: PointerEvent) => {
    const ended = drag;
    drag = undefined;
    if (!ended) return;
    gestures.outline(undefined);
    if (event.type === 'pointercancel') return;
    if (!ended.moved) return gestures.click(...spot(event), ended.change);
    if (ended.mode === 'box' || ended.mode === 'lasso')
      gestures.area(outlineOf(ended.path, ended.mode), ended.change);
  };
  element.addEventListener('pointerup', end);
  element.addEventListener('pointercancel', end);
  element.addEventListener('pointerleave', () => gestures.leave());
  element.addEventListener(
    'wheel',
    event => {
      event.preventDefault();
      // Lines and pages come from mice whose driver does not count pixels.
      const pixels = event.deltaY * ([1, 16, 400][event.deltaMode] ?? 1);
      gestures.zoom(Math.exp(-pixels / (event.ctrlKey ? 100 : 500)), ...spot(event));
    },
    { passive: false },
  );
}

function chosenMode(event: PointerEvent): DragMode | undefined {
  return event.shiftKey || event.ctrlKey || event.metaKey ? 'lasso' : undefined;
}

function changeOf(event: PointerEvent): Change {
  if (event.altKey) return 'remove';
  return event.shiftKey || event.ctrlKey || event.metaKey ? 'add' : 'replace';
}
