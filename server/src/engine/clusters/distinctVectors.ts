import { Turns } from '../../base/threads/turns';

/**
 * How many of `n` vectors (`size` numbers each, row-major) differ from all before them; counted up to `enough`. k-means
 * cannot make more clusters than that.
 */
export async function distinctVectors(
  vectors: Float32Array,
  n: number,
  size: number,
  enough: number,
  signal: AbortSignal,
): Promise<number> {
  const turns = new Turns(signal);
  const bits = new Uint32Array(vectors.buffer, vectors.byteOffset, n * size);
  const rows = new Map<number, number[]>();
  let distinct = 0;
  for (let row = 0; row < n && distinct < enough; row++) {
    let hash = 0;
    for (let at = row * size; at < (row + 1) * size; at++)
      hash = (Math.imul(hash, 31) + (bits[at] as number)) | 0;
    const alike = rows.get(hash);
    const same = (other: number) => {
      for (let j = 0; j < size; j++) if (bits[row * size + j] !== bits[other * size + j]) return false;
      return true;
    };
    if (!alike?.some(same)) {
      distinct++;
      if (alike) alike.push(row);
      else rows.set(hash, [row]);
    }
    await turns.after(size);
  }
  return distinct;
}
