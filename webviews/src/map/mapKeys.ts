import * as l10n from '@vscode/l10n';
import { el } from '../base/dom';
import { formatCount } from '../base/numbers';
import { keyAction } from './keys';
import type { MapView } from './mapView';
import type { PointWalk } from './pointWalk';

export interface KeyTargets {
  view: MapView;
  walk: PointWalk;
  solid: boolean;
  /** The points that Tab goes through. */
  stops(): ArrayLike<number>;
  show(point: number | undefined): void;
  ask(point: number): void;
  reveal(point: number): void;
  leave(): void;
}

/** Does what a key means while the picture has the focus. */
export function runKey(event: KeyboardEvent, targets: KeyTargets): void {
  const { view, walk, solid, stops, show } = targets;
  const action = event.target === view.element ? keyAction(event, solid) : undefined;
  if (!action) return;
  const at = walk.at;
  if (action.kind === 'next' || action.kind === 'previous') {
    const point = walk.step(stops(), action.kind === 'next' ? 1 : -1);
    show(point);
    // Beyond the last point, Tab leaves the picture as it leaves any element.
    if (point === undefined) return;
  }
  event.preventDefault();
  if (action.kind === 'pan') view.panBy(action.dx, action.dy);
  else if (action.kind === 'turn') view.turnBy(action.yaw, action.pitch);
  else if (action.kind === 'zoom') view.zoomBy(action.factor);
  else if (action.kind === 'fit') view.fit();
  else if (action.kind === 'first' || action.kind === 'last') show(walk.end(stops(), action.kind));
  else if (action.kind === 'ask' && at !== undefined) targets.ask(at);
  else if (action.kind === 'reveal' && at !== undefined) targets.reveal(at);
  else if (action.kind === 'leave') targets.leave();
}

/** Makes the picture an element that keys work on, and says which; the words are to be shown near it. */
export function keyedPicture(picture: HTMLElement, points: number, solid: boolean): HTMLElement {
  const id = 'map-keys';
  for (const [name, value] of [
    ['tabindex', '0'],
    ['role', 'application'],
    ['aria-label', l10n.t('Map of {0} tokens', formatCount(points))],
    ['aria-describedby', id],
    ['data-testid', 'map-picture'],
  ] as const)
    picture.setAttribute(name, value);
  const keys = l10n.t(
    'Keys: arrows move, + and - zoom, 0 shows all, Tab goes through selected points, Enter shows neighbours, Space the line.',
  );
  return el('p', { class: 'hint keys', id }, solid ? `${keys} ${l10n.t('Shift and arrows turn.')}` : keys);
}
