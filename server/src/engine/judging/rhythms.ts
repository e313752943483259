import type { Groups } from './groups';
import type { Behaviours } from './behaviour';

/** How evenly a host speaks to each partner; by number of the partner. */
export interface Rhythms {
  /** Flows that a rhythm takes at least. */
  least: number;
  /** 0 for no rhythm; larger the less the pauses, and the bytes, differ. */
  regularity: Float64Array;
  /** Mean seconds from flow to flow, and how much they differ: the standard deviation as a share of it. */
  pause: Float64Array;
  unevenness: Float64Array;
}

const least = 4;

/** Pauses and sizes of the flows of capture `c` that begin from `from` on and before `to`. */
export function rhythmsOf(groups: Groups, c: number, { from, to }: { from: number; to: number }): Rhythms {
  const { flows, time, bytes } = groups.captures[c] as Behaviours;
  const partners = (groups.of[c] as { partner: Uint32Array }).partner;
  const size = groups.partner.size;
  const make = () => new Float64Array(size);
  const [count, last, pauses, squares, sizes, sizeSquares] = [make(), make(), make(), make(), make(), make()];
  const add = (array: Float64Array, at: number, n: number) => (array[at] = (array[at] as number) + n);
  const order = inOrderOfTime(time);
  for (let i = 0; i < flows; i++) {
    const flow = order ? (order[i] as number) : i;
    const at = time[flow] as number;
    if (!(at >= from && at < to)) continue;
    const partner = partners[flow] as number;
    if ((count[partner] as number) > 0) {
      const pause = at - (last[partner] as number);
      add(pauses, partner, pause);
      add(squares, partner, pause * pause);
    }
    const size = Math.log(1 + (bytes[flow] as number));
    add(sizes, partner, size);
    add(sizeSquares, partner, size * size);
    add(count, partner, 1);
    last[partner] = at;
  }
  const out: Rhythms = { least, regularity: make(), pause: make(), unevenness: make() };
  for (let p = 0; p < size; p++) {
    const n = count[p] as number;
    if (n < least) continue;
    const pause = (pauses[p] as number) / (n - 1);
    const spread = Math.sqrt(Math.max(0, (squares[p] as number) / (n - 1) - pause * pause));
    const mean = (sizes[p] as number) / n;
    const sizeSpread = Math.sqrt(Math.max(0, (sizeSquares[p] as number) / n - mean * mean));
    out.pause[p] = pause;
    out.unevenness[p] = pause > 0 ? spread / pause : 0;
    // Flows at once are one act, not a rhythm.
    if (pause >= 1)
      out.regularity[p] =
        Math.max(0, -Math.log((out.unevenness[p] as number) + 0.02)) +
        Math.max(0, -Math.log(sizeSpread + 0.02)) / 2;
  }
  return out;
}

/** The flows in order of time; undefined where they stand so already. */
function inOrderOfTime(time: Float64Array): Uint32Array | undefined {
  let sorted = true;
  for (let i = 1; i < time.length && sorted; i++) sorted = !((time[i] as number) < (time[i - 1] as number));
  if (sorted) return undefined;
  return Uint32Array.from(time, (_, i) => i).sort((a, b) => (time[a] as number) - (time[b] as number));
}
