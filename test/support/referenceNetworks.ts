import { binaries } from './networkBinaries';
import { chooseBackend, type BackendWish } from '../../server/src/engine/routes/networks/backend';
import type { Bags } from '../../server/src/engine/routes/networks/samples';

/** The backends that can be had here: WASM always, TensorFlow's library where tfjs-node loads. */
export async function backendsHere(): Promise<('wasm' | 'native')[]> {
  try {
    await chooseBackend('native', binaries);
    return ['wasm', 'native'];
  } catch (error) {
    console.log(`      skipped on tfjs-node: ${(error as Error).message}`);
    return ['wasm'];
  }
}

export const use = (wish: BackendWish) => chooseBackend(wish, binaries);

/** Bags as rows of a matrix laid out: bags.size × columns. */
export function laidOut(bags: Bags, columns: number): number[][] {
  return Array.from({ length: bags.size }, (_, b) => {
    const row = new Array<number>(columns).fill(0);
    for (let j = bags.offsets[b] as number; j < (bags.offsets[b + 1] as number); j++)
      row[bags.rows[j] as number] = (row[bags.rows[j] as number] as number) + (bags.values[j] as number);
    return row;
  });
}

/** Sparse rows of a matrix. */
export function bagsFrom(matrix: readonly (readonly number[])[]): Bags {
  const [rows, values, offsets]: [number[], number[], number[]] = [[], [], [0]];
  for (const row of matrix) {
    row.forEach((value, c) => {
      if (value === 0) return;
      rows.push(c);
      values.push(value);
    });
    offsets.push(rows.length);
  }
  return {
    size: matrix.length,
    rows: Int32Array.from(rows),
    values: Float32Array.from(values),
    offsets: Uint32Array.from(offsets),
  };
}

/** The largest difference of two lists of one length. */
export function apart(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Infinity;
  return Array.from(a).reduce((most, x, i) => Math.max(most, Math.abs(x - (b[i] as number))), 0);
}
