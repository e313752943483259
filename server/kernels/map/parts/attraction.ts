/** What pulls a point to its neighbours: Σ p (y_i - y_j) / (1 + d²) over a row of the symmetric probabilities. */
import { log4, sum4 } from './exponential';
import { COLUMNS, ROW_STARTS, VALUES } from './tsneControl';
import { table } from './tsneState';

export let pullX: f32 = 0;
export let pullY: f32 = 0;
export let pullZ: f32 = 0;
/** Σ p ln(1 + d²), when it was asked for. */
export let pullLog: f32 = 0;

/** The pull on point i in the plane; `measured`: the sum of logarithms too. */
export function pull2(i: u32, layout: usize, measured: bool): void {
  const rows = table(ROW_STARTS) + ((i as usize) << 2);
  const from = (load<u32>(rows) as usize) << 2, to = (load<u32>(rows, 4) as usize) << 2;
  const columns = table(COLUMNS), values = table(VALUES);
  const own = v128.load64_splat(layout + ((i as usize) << 3));
  const x = v128.shuffle<f32>(own, own, 0, 0, 0, 0), y = v128.shuffle<f32>(own, own, 1, 1, 1, 1);
  const one = f32x4.splat(1);
  let sx = f32x4.splat(0), sy = f32x4.splat(0), logs = f32x4.splat(0);
  for (let e = from; e < to; e += 16) {
    const a = v128.load64_zero(layout + ((load<u32>(columns + e) as usize) << 3));
    const b = v128.load64_zero(layout + ((load<u32>(columns + e, 4) as usize) << 3));
    const c = v128.load64_zero(layout + ((load<u32>(columns + e, 8) as usize) << 3));
    const d = v128.load64_zero(layout + ((load<u32>(columns + e, 12) as usize) << 3));
    const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5), cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
    const dx = f32x4.sub(x, v128.shuffle<f32>(ab, cd, 0, 1, 4, 5));
    const dy = f32x4.sub(y, v128.shuffle<f32>(ab, cd, 2, 3, 6, 7));
    const square = f32x4.add(one, f32x4.add(f32x4.mul(dx, dx), f32x4.mul(dy, dy)));
    const p = v128.load(values + e);
    const w = f32x4.div(p, square);
    sx = f32x4.add(sx, f32x4.mul(w, dx));
    sy = f32x4.add(sy, f32x4.mul(w, dy));
    if (measured) logs = f32x4.add(logs, f32x4.mul(p, log4(square)));
  }
  pullX = sum4(sx);
  pullY = sum4(sy);
  pullLog = sum4(logs);
}

/** The same in space, where a point is four numbers, the last of them zero. */
export function pull3(i: u32, layout: usize, measured: bool): void {
  const rows = table(ROW_STARTS) + ((i as usize) << 2);
  const from = (load<u32>(rows) as usize) << 2, to = (load<u32>(rows, 4) as usize) << 2;
  const columns = table(COLUMNS), values = table(VALUES);
  const own = v128.load(layout + ((i as usize) << 4));
  const x = v128.shuffle<f32>(own, own, 0, 0, 0, 0);
  const y = v128.shuffle<f32>(own, own, 1, 1, 1, 1);
  const z = v128.shuffle<f32>(own, own, 2, 2, 2, 2);
  const one = f32x4.splat(1);
  let sx = f32x4.splat(0), sy = f32x4.splat(0), sz = f32x4.splat(0), logs = f32x4.splat(0);
  for (let e = from; e < to; e += 16) {
    const a = v128.load(layout + ((load<u32>(columns + e) as usize) << 4));
    const b = v128.load(layout + ((load<u32>(columns + e, 4) as usize) << 4));
    const c = v128.load(layout + ((load<u32>(columns + e, 8) as usize) << 4));
    const d = v128.load(layout + ((load<u32>(columns + e, 12) as usize) << 4));
    const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5), cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
    const ab1 = v128.shuffle<f32>(a, b, 2, 6, 3, 7), cd1 = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
    const dx = f32x4.sub(x, v128.shuffle<f32>(ab, cd, 0, 1, 4, 5));
    const dy = f32x4.sub(y, v128.shuffle<f32>(ab, cd, 2, 3, 6, 7));
    const dz = f32x4.sub(z, v128.shuffle<f32>(ab1, cd1, 0, 1, 4, 5));
    const square = f32x4.add(f32x4.add(one, f32x4.mul(dz, dz)), f32x4.add(f32x4.mul(dx, dx), f32x4.mul(dy, dy)));
    const p = v128.load(values + e);
    const w = f32x4.div(p, square);
    sx = f32x4.add(sx, f32x4.mul(w, dx));
    sy = f32x4.add(sy, f32x4.mul(w, dy));
    sz = f32x4.add(sz, f32x4.mul(w, dz));
    if (measured) logs = f32x4.add(logs, f32x4.mul(p, log4(square)));
  }
  pullX = sum4(sx);
  pullY = sum4(sy);
  pullZ = sum4(sz);
  pullLog = sum4(logs);
}
