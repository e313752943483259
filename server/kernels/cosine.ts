/** Dot products of one vector with every row of a matrix: the whole of an exact cosine search. */

/** out[r] = row_r · query for `rows` rows of `stride` bytes (a multiple of 32), standing one after the other. */
export function dotAll(matrix: usize, query: usize, out: usize, rows: u32, stride: usize): void {
  let row = matrix;
  for (let r: u32 = 0; r < rows; r++) {
    let a = f32x4.splat(0), b = f32x4.splat(0);
    for (let c: usize = 0; c < stride; c += 32) {
      a = f32x4.add(a, f32x4.mul(v128.load(row + c), v128.load(query + c)));
      b = f32x4.add(b, f32x4.mul(v128.load(row + c, 16), v128.load(query + c, 16)));
    }
    a = f32x4.add(a, b);
    const sum = f32x4.extract_lane(a, 0) + f32x4.extract_lane(a, 1) + f32x4.extract_lane(a, 2) + f32x4.extract_lane(a, 3);
    store<f32>(out + (r << 2), sum);
    row += stride;
  }
}

/** Scales every row to length one; rows of zeros stay. Norms go to `norms`. */
export function normalise(matrix: usize, norms: usize, rows: u32, stride: usize): void {
  let row = matrix;
  for (let r: u32 = 0; r < rows; r++) {
    let a = f32x4.splat(0);
    for (let c: usize = 0; c < stride; c += 16) {
      const v = v128.load(row + c);
      a = f32x4.add(a, f32x4.mul(v, v));
    }
    const norm: f32 = sqrt<f32>(f32x4.extract_lane(a, 0) + f32x4.extract_lane(a, 1) + f32x4.extract_lane(a, 2) + f32x4.extract_lane(a, 3));
    store<f32>(norms + (r << 2), norm);
    const scale = f32x4.splat(norm > 0 ? 1 / norm : 0);
    for (let c: usize = 0; c < stride; c += 16) v128.store(row + c, f32x4.mul(v128.load(row + c), scale));
    row += stride;
  }
}
