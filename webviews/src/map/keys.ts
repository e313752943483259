/** What a key does on the picture. */
export type KeyAction =
  | { kind: 'pan'; dx: number; dy: number }
  | { kind: 'turn'; yaw: number; pitch: number }
  | { kind: 'zoom'; factor: number }
  | { kind: 'fit' | 'next' | 'previous' | 'first' | 'last' | 'ask' | 'reveal' | 'leave' };

/** Of a keyboard event. */
export interface Pressed {
  key: string;
  shiftKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
}

const step = 60;
const angle = Math.PI / 24;
const factor = 1.3;

const arrows: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [1, 0],
  ArrowRight: [-1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

const others: Readonly<Record<string, KeyAction>> = {
  '+': { kind: 'zoom', factor },
  '=': { kind: 'zoom', factor },
  '-': { kind: 'zoom', factor: 1 / factor },
  '0': { kind: 'fit' },
  Home: { kind: 'first' },
  End: { kind: 'last' },
  Enter: { kind: 'ask' },
  ' ': { kind: 'reveal' },
  Escape: { kind: 'leave' },
};

/** The action of a key; undefined leaves it to the browser. Arrows turn a solid map while Shift is held. */
export function keyAction(
  { key, shiftKey, ctrlKey, metaKey, altKey }: Pressed,
  solid: boolean,
): KeyAction | undefined {
  if (ctrlKey || metaKey || altKey) return undefined;
  if (key === 'Tab') return { kind: shiftKey ? 'previous' : 'next' };
  const arrow = arrows[key];
  if (!arrow) return others[key];
  const [x, y] = arrow;
  return solid && shiftKey
    ? { kind: 'turn', yaw: -x * angle, pitch: -y * angle }
    : { kind: 'pan', dx: x * step, dy: y * step };
}
