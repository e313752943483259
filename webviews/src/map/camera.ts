/** Where the map is looked at from: the middle, the magnification, and the rotation of three dimensions. */
export interface Camera {
  /** Middle of the view, in units of the map. */
  x: number;
  y: number;
  /** Units of the map that half of the smaller side of the view shows. */
  reach: number;
  /** Rotation about the vertical axis of the screen and then its horizontal one, radians; 0 of flat maps. */
  yaw: number;
  pitch: number;
}

/** The size of the view, in CSS pixels. */
export interface Size {
  width: number;
  height: number;
}

export interface Bounds {
  left: number;
  right: number;
  bottom: number;
  top: number;
}

const closest = 1e-5;
const farthest = 20;
const steepest = Math.PI / 2;
/** Of the view, kept free around what is revealed. */
const edge = 0.03;

/** Pixels for one unit of the map. */
export function scaleOf({ reach }: Camera, { width, height }: Size): number {
  return Math.min(width, height) / (2 * reach);
}

/** From rotated coordinates of the map to pixels, down from the left upper corner. */
export function toScreen(camera: Camera, size: Size, x: number, y: number): [number, number] {
  const scale = scaleOf(camera, size);
  return [size.width / 2 + (x - camera.x) * scale, size.height / 2 - (y - camera.y) * scale];
}

export function toMap(camera: Camera, size: Size, px: number, py: number): [number, number] {
  const scale = scaleOf(camera, size);
  return [camera.x + (px - size.width / 2) / scale, camera.y - (py - size.height / 2) / scale];
}

/** What the view shows, in rotated coordinates of the map. */
export function boundsOf(camera: Camera, size: Size): Bounds {
  const [left, top] = toMap(camera, size, 0, 0);
  const [right, bottom] = toMap(camera, size, size.width, size.height);
  return { left, right, bottom, top };
}

/** Moves what is seen by so many pixels, as a sheet of paper below the pointer. */
export function panned(camera: Camera, size: Size, dx: number, dy: number): Camera {
  const scale = scaleOf(camera, size);
  return { ...camera, x: camera.x - dx / scale, y: camera.y + dy / scale };
}

/** Magnifies; what is at the pixel stays there. */
export function zoomed(camera: Camera, size: Size, factor: number, px: number, py: number): Camera {
  const [x, y] = toMap(camera, size, px, py);
  const reach = Math.min(farthest, Math.max(closest, camera.reach / factor));
  const share = reach / camera.reach;
  return { ...camera, reach, x: x + (camera.x - x) * share, y: y + (camera.y - y) * share };
}

/** The camera moved by as little as brings a place into view, off its edges; the same one when it is there. */
export function revealing(camera: Camera, size: Size, x: number, y: number): Camera {
  const { left, right, bottom, top } = boundsOf(camera, size);
  const margin = edge * Math.min(right - left, top - bottom);
  const [dx, dy] = [beyond(x, left + margin, right - margin), beyond(y, bottom + margin, top - margin)];
  return dx === 0 && dy === 0 ? camera : { ...camera, x: camera.x + dx, y: camera.y + dy };
}

/** How far a value is outside a range. */
function beyond(value: number, least: number, most: number): number {
  return value < least ? value - least : Math.max(0, value - most);
}

export function rotated(camera: Camera, yaw: number, pitch: number): Camera {
  return {
    ...camera,
    yaw: (camera.yaw + yaw) % (2 * Math.PI),
    pitch: Math.min(steepest, Math.max(-steepest, camera.pitch + pitch)),
  };
}

/** The rows of the rotation: to the right, up, and towards the eye. */
export function axesOf({ yaw, pitch }: Camera): { right: Axis; up: Axis; near: Axis } {
  const [sy, cy, sp, cp] = [Math.sin(yaw), Math.cos(yaw), Math.sin(pitch), Math.cos(pitch)];
  return { right: [cy, 0, sy], up: [sp * sy, cp, -sp * cy], near: [-cp * sy, sp, cp * cy] };
}

export type Axis = readonly [number, number, number];

/** A camera that shows everything within the bounds, with a margin. */
export function fitting({ left, right, bottom, top }: Bounds, size: Size, from?: Camera): Camera {
  const [width, height] = [Math.max(right - left, 1e-6), Math.max(top - bottom, 1e-6)];
  const side = Math.min(size.width, size.height);
  const reach = 0.56 * Math.max((width * side) / size.width, (height * side) / size.height);
  return {
    x: (left + right) / 2,
    y: (bottom + top) / 2,
    reach: Math.min(farthest, Math.max(closest, reach)),
    yaw: from?.yaw ?? 0,
    pitch: from?.pitch ?? 0,
  };
}

/** A camera from saved state, or undefined when it holds none. */
export function readCamera(saved: unknown): Camera | undefined {
  if (typeof saved !== 'object' || saved === null) return undefined;
  const { x, y, reach, yaw, pitch } = saved as Record<string, unknown>;
  const numbers = [x, y, reach, yaw, pitch];
  if (!numbers.every(value => typeof value === 'number' && Number.isFinite(value))) return undefined;
  const camera = saved as Camera;
  return camera.reach > 0
    ? rotated({ x: camera.x, y: camera.y, reach: camera.reach, yaw: 0, pitch: 0 }, camera.yaw, camera.pitch)
    : undefined;
}
