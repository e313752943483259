/** Makes the vectors ready: of length one for spherical clusters, else less their mean, which keeps rounding small. */
import { meet, nextPiece } from './barrier';
import * as control from './control';
import { ctl, points, rowOf, spherical, stride, table } from './settings';

/** Pieces that sums are kept of: always as many, so that the number of threads changes no sum. */
export const SUM_PIECES: u32 = 64;

/** True: stopped. */
export function prepare(thread: u32): bool {
  const share = (points + SUM_PIECES - 1) / SUM_PIECES;
  for (let piece = nextPiece(SUM_PIECES); piece < SUM_PIECES; piece = nextPiece(SUM_PIECES)) sum(piece, share);
  if (meet()) return true;
  if (thread === 0) conclude();
  if (meet()) return true;
  if (!spherical) {
    const mean = table(control.MEAN);
    for (let piece = nextPiece(SUM_PIECES); piece < SUM_PIECES; piece = nextPiece(SUM_PIECES)) {
      const end = min(points, (piece + 1) * share);
      for (let i = piece * share; i < end; i++) {
        const row = rowOf(i);
        for (let c: usize = 0; c < stride; c += 16) v128.store(row + c, f32x4.sub(v128.load(row + c), v128.load(mean + c)));
      }
    }
  }
  return meet();
}

function sum(piece: u32, share: u32): void {
  const sums = table(control.PARTIAL_SUMS) + (piece as usize) * (2 * stride + 16);
  memory.fill(sums, 0, 2 * stride + 16);
  const end = min(points, (piece + 1) * share);
  let all: f64 = 0;
  for (let i = piece * share; i < end; i++) {
    const row = rowOf(i);
    let norm = f64x2.splat(0);
    for (let c: usize = 0; c < stride; c += 8) {
      const x = f64x2.promote_low_f32x4(v128.load64_zero(row + c));
      norm = f64x2.add(norm, f64x2.mul(x, x));
    }
    const square = f64x2.extract_lane(norm, 0) + f64x2.extract_lane(norm, 1);
    if (spherical && square > 0) {
      const scale = f32x4.splat((1 / sqrt<f64>(square)) as f32);
      for (let c: usize = 0; c < stride; c += 16) v128.store(row + c, f32x4.mul(v128.load(row + c), scale));
      all += 1;
    } else all += square;
    for (let c: usize = 0; c < stride; c += 8) {
      const at = sums + 2 * c;
      v128.store(at, f64x2.add(v128.load(at), f64x2.promote_low_f32x4(v128.load64_zero(row + c))));
    }
  }
  store<f64>(sums + 2 * stride, all);
}

/** The mean, and the tolerance times the mean variance. */
function conclude(): void {
  const mean = table(control.MEAN), sums = table(control.PARTIAL_SUMS), bytes: usize = 2 * stride + 16;
  const n = points as f64;
  let squares: f64 = 0;
  for (let piece: u32 = 0; piece < SUM_PIECES; piece++) squares += load<f64>(sums + (piece as usize) * bytes + 2 * stride);
  let ofMean: f64 = 0;
  for (let c: usize = 0; c < stride; c += 4) {
    let total: f64 = 0;
    for (let piece: u32 = 0; piece < SUM_PIECES; piece++) total += load<f64>(sums + (piece as usize) * bytes + 2 * c);
    ofMean += (total / n) * (total / n);
    store<f32>(mean + c, (total / n) as f32);
  }
  const variance = max<f64>(0, squares / n - ofMean) / (table(control.NUMBERS) as f64);
  store<f64>(ctl + control.TOLERANCE, load<f64>(ctl + control.TOLERANCE) * variance);
  store<u32>(ctl + control.PREPARED, 1);
}
