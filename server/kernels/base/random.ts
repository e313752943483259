/** Linear congruential generator with Knuth's 64-bit constants, as word2vec and gensim use; high bits only. */
let state: u64 = 1;

/** Starts a stream of its own for each (seed, chunk), so that results do not depend on which thread works. */
@inline
export function seedRandom(seed: u32, chunk: u32): void {
  let z = ((seed as u64) << 32) | (chunk as u64);
  z = (z + 0x9e3779b97f4a7c15) ^ (z >> 30);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  state = z ^ (z >> 31);
}

/** 32 random bits. */
@inline
export function random32(): u32 {
  state = state * 6364136223846793005 + 1442695040888963407;
  return (state >> 32) as u32;
}

/** Uniform in [0, n), by multiplication in place of a division. */
@inline
export function randomBelow(n: u32): u32 {
  return (((random32() as u64) * (n as u64)) >> 32) as u32;
}
