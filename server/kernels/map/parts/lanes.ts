/** Four vectors of four as a matrix that changes rows for columns. */

export let t0: v128 = f32x4.splat(0);
export let t1: v128 = f32x4.splat(0);
export let t2: v128 = f32x4.splat(0);
export let t3: v128 = f32x4.splat(0);

/** Leaves the columns in t0 to t3. */
@inline
export function transpose(a: v128, b: v128, c: v128, d: v128): void {
  const ab0 = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
  const ab1 = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
  const cd0 = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
  const cd1 = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
  t0 = v128.shuffle<f32>(ab0, cd0, 0, 1, 4, 5);
  t1 = v128.shuffle<f32>(ab0, cd0, 2, 3, 6, 7);
  t2 = v128.shuffle<f32>(ab1, cd1, 0, 1, 4, 5);
  t3 = v128.shuffle<f32>(ab1, cd1, 2, 3, 6, 7);
}
