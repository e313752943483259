import { toScreen, type Camera, type Size } from './camera';
import { nameSize, placedNames } from './namePlaces';
import { cssColour, type Rgb } from '../../../shared/palette/palette';
import type { Polygon } from './polygon';
import type { Theme } from './theme';

/** What is drawn over the points, in rotated coordinates of the map. */
export interface Overlay {
  /** From the point asked about to its neighbours in the original space. */
  links: readonly { from: Spot; to: Spot; similarity: number }[];
  /** Rings: the flow that the map was opened from, the point asked about, the one the keyboard is on. */
  rings: readonly { at: Spot; kind: 'mark' | 'asked' | 'focus' | 'neighbour'; colour?: Rgb }[];
  names: readonly { at: Spot; text: string }[];
  /** Of a lasso or box under way, in pixels. */
  outline?: Polygon;
}

type Spot = readonly [number, number];

const dotRadius = 3.5;

export const ringRadius = { neighbour: 6, asked: 9, focus: 9, mark: 12 } as const;

/** Draws lines, rings and names; what is at the same place later is on top. */
export function drawOverlay(
  context: CanvasRenderingContext2D,
  { links, rings, names, outline }: Overlay,
  camera: Camera,
  size: Size,
  theme: Theme,
): void {
  const at = ([x, y]: Spot) => toScreen(camera, size, x, y);
  for (const { from, to, similarity } of links) line(context, at(from), at(to), similarity, theme);
  drawNames(
    context,
    names.map(({ at: spot, text }) => ({ at: at(spot), text })),
    size,
    theme,
  );
  for (const ring of rings) drawRing(context, at(ring.at), ring, theme);
  if (outline && outline.length > 1) drawOutline(context, outline, theme);
}

function line(
  context: CanvasRenderingContext2D,
  [ax, ay]: Spot,
  [bx, by]: Spot,
  similarity: number,
  { line: colour, highContrast }: Theme,
): void {
  context.beginPath();
  context.moveTo(ax, ay);
  context.lineTo(bx, by);
  context.strokeStyle = colour;
  context.globalAlpha = highContrast ? 1 : 0.35 + 0.45 * Math.max(0, similarity);
  context.lineWidth = 0.75 + 1.25 * Math.max(0, similarity);
  context.stroke();
  context.globalAlpha = 1;
}

function drawRing(
  context: CanvasRenderingContext2D,
  [x, y]: Spot,
  { kind, colour }: Overlay['rings'][number],
  { accent, foreground, background }: Theme,
): void {
  const radius = ringRadius[kind];
  const ring = (r: number, width: number, stroke: string) => {
    context.beginPath();
    context.arc(x, y, r, 0, 2 * Math.PI);
    context.lineWidth = width;
    context.strokeStyle = stroke;
    context.stroke();
  };
  // The background between ring and points keeps it visible in a crowd.
  ring(radius, 4, cssColour(background));
  ring(radius, kind === 'neighbour' ? 1.5 : 2.5, kind === 'focus' ? accent : foreground);
  // What is asked about keeps its colour, also where all that is not selected is grey.
  if (colour) {
    context.beginPath();
    context.arc(x, y, dotRadius, 0, 2 * Math.PI);
    context.fillStyle = cssColour(colour);
    context.fill();
  }
  if (kind !== 'mark') return;
  for (const [dx, dy] of [
    [1, 0],
    [-1, 0],
    [0, 1],
    [0, -1],
  ] as const) {
    context.beginPath();
    context.moveTo(x + dx * radius, y + dy * radius);
    context.lineTo(x + dx * (radius + 8), y + dy * (radius + 8));
    context.stroke();
  }
}

function drawNames(
  context: CanvasRenderingContext2D,
  names: readonly { at: Spot; text: string }[],
  size: Size,
  theme: Theme,
): void {
  context.font = `600 ${nameSize}px ${theme.font}`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.lineJoin = 'round';
  for (const { text, x, y } of placedNames(names, size, word => context.measureText(word).width)) {
    context.lineWidth = 4;
    context.strokeStyle = cssColour(theme.background);
    context.strokeText(text, x, y);
    context.fillStyle = theme.foreground;
    context.fillText(text, x, y);
  }
}

function drawOutline(context: CanvasRenderingContext2D, outline: Polygon, { accent }: Theme): void {
  context.beginPath();
  outline.forEach(([x, y], i) => (i === 0 ? context.moveTo(x, y) : context.lineTo(x, y)));
  context.closePath();
  context.globalAlpha = 0.15;
  context.fillStyle = accent;
  context.fill('evenodd');
  context.globalAlpha = 1;
  context.lineWidth = 1.5;
  context.strokeStyle = accent;
  context.setLineDash([5, 4]);
  context.stroke();
  context.setLineDash([]);
}
