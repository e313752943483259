/** out = in, `bytes` a multiple of 16. */
@inline
export function copyRow(out: usize, from: usize, bytes: usize): void {
  for (let c: usize = 0; c < bytes; c += 16) v128.store(out + c, v128.load(from + c));
}

/** out += in. */
@inline
export function addRow(out: usize, from: usize, bytes: usize): void {
  for (let c: usize = 0; c < bytes; c += 16) v128.store(out + c, f32x4.add(v128.load(out + c), v128.load(from + c)));
}

/** out += now - before: what this thread learned about a row since it copied it. */
@inline
export function addChange(out: usize, now: usize, before: usize, bytes: usize): void {
  for (let c: usize = 0; c < bytes; c += 16) {
    const change = f32x4.sub(v128.load(now + c), v128.load(before + c));
    v128.store(out + c, f32x4.add(v128.load(out + c), change));
  }
}
