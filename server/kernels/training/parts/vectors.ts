import { madd } from '../../base/madd';

/** out = in, `bytes` a multiple of 16. */
@inline
export function copyRow(out: usize, from: usize, bytes: usize): void {
  for (let c: usize = 0; c < bytes; c += 16) v128.store(out + c, v128.load(from + c));
}

/** out += in · scale. */
@inline
export function addScaled(out: usize, from: usize, scale: f32, bytes: usize): void {
  const scales = f32x4.splat(scale);
  for (let c: usize = 0; c < bytes; c += 16) v128.store(out + c, madd(v128.load(from + c), scales, v128.load(out + c)));
}

/** out += (now - before) · scale: what this thread learned about a row since it copied it. */
@inline
export function addChange(out: usize, now: usize, before: usize, scale: f32, bytes: usize): void {
  const scales = f32x4.splat(scale);
  for (let c: usize = 0; c < bytes; c += 16) {
    const change = f32x4.mul(f32x4.sub(v128.load(now + c), v128.load(before + c)), scales);
    v128.store(out + c, f32x4.add(v128.load(out + c), change));
  }
}

/** Squared length of a row. */
export function squared(row: usize, bytes: usize): f32 {
  let sum = f32x4.splat(0);
  for (let c: usize = 0; c < bytes; c += 16) {
    const part = v128.load(row + c);
    sum = f32x4.add(sum, f32x4.mul(part, part));
  }
  return sumOfLanes(sum);
}

@inline
export function sumOfLanes(sum: v128): f32 {
  return (
    f32x4.extract_lane(sum, 0) +
    f32x4.extract_lane(sum, 1) +
    (f32x4.extract_lane(sum, 2) + f32x4.extract_lane(sum, 3))
  );
}

/** out = mean of the `count` rows of `matrix` whose numbers (u32) stand at `list`. */
@inline
export function meanRow(out: usize, matrix: usize, list: usize, count: u32, bytes: usize): void {
  const share = f32x4.splat(1 / (count as f32));
  for (let c: usize = 0; c < bytes; c += 16) {
    let sum = f32x4.splat(0);
    for (let j: usize = 0; j < ((count as usize) << 2); j += 4) {
      sum = f32x4.add(sum, v128.load(matrix + (load<u32>(list + j) as usize) * bytes + c));
    }
    v128.store(out + c, f32x4.mul(sum, share));
  }
}
