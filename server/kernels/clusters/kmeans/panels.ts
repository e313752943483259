import { nextPiece } from './barrier';
import { writeHead } from './distance';
import { headBytes, norms, panels, points, rowOf, scratch } from './settings';

/** Writes the heads of all vectors into panels. */
export function writePanels(): void {
  const count = (points + 7) >> 3, pieces = (count + 31) >> 5;
  const out = scratch, left = scratch + headBytes;
  for (let piece = nextPiece(pieces); piece < pieces; piece = nextPiece(pieces)) {
    const end = min(points, (piece + 1) << 8);
    for (let i = piece << 8; i < end; i++) {
      store<f32>(norms + (i << 2), writeHead(rowOf(i), out, left));
      const to = panels + ((i >> 3) as usize) * (headBytes << 3) + ((i & 7) << 2);
      for (let j: usize = 0; j < headBytes; j += 4) store<f32>(to + (j << 3), load<f32>(out + j));
    }
  }
}
