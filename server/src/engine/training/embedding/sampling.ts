/**
 * Walker's alias tables of the noise distribution count^exponent: column c stands for itself when a random
 * 32-bit number is below `threshold[c]`, else for `alias[c]`. gensim draws from the same distribution by
 * bisection.
 */
export function noiseTables(
  counts: Uint32Array,
  exponent: number,
): { threshold: Uint32Array; alias: Uint32Array } {
  const n = counts.length;
  const scaled = Float64Array.from(counts, count => Math.pow(count, exponent));
  const mean = scaled.reduce((a, b) => a + b, 0) / n;
  const threshold = new Uint32Array(n).fill(0xffffffff);
  const alias = Uint32Array.from(scaled.keys());
  const small: number[] = [];
  const large: number[] = [];
  for (let i = 0; i < n; i++) {
    scaled[i] = (scaled[i] as number) / mean;
    ((scaled[i] as number) < 1 ? small : large).push(i);
  }
  while (small.length > 0 && large.length > 0) {
    const s = small.pop() as number;
    const l = large[large.length - 1] as number;
    threshold[s] = Math.min(0xffffffff, Math.floor((scaled[s] as number) * 2 ** 32));
    alias[s] = l;
    scaled[l] = (scaled[l] as number) - (1 - (scaled[s] as number));
    if ((scaled[l] as number) < 1) small.push(large.pop() as number);
  }
  return { threshold, alias };
}

/**
 * Per token, the share of its occurrences that subsampling keeps, as a 32-bit threshold. gensim's formula:
 * with `sample` < 1 a share of the corpus, at 1 and above a count.
 */
export function keepThresholds(counts: Uint32Array, sample: number): Uint32Array {
  const total = counts.reduce((a, b) => a + b, 0);
  const at = sample < 1 ? sample * total : Math.floor((sample * (3 + Math.sqrt(5))) / 2);
  return Uint32Array.from(counts, count => {
    const keep = (Math.sqrt(count / at) + 1) * (at / count);
    return keep >= 1 ? 0xffffffff : Math.floor(keep * 2 ** 32);
  });
}
