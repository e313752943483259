import type { Corpus } from '../../server/src/engine/training/corpus/corpus';

/** A corpus of token numbers as tests write it; the vocabulary is counted, not sorted. */
export function makeCorpus(sentences: readonly (readonly number[])[], vocabulary?: number): Corpus {
  const tokens = Uint32Array.from(sentences.flat());
  const size = vocabulary ?? tokens.reduce((most, token) => Math.max(most, token + 1), 0);
  const counts = new Uint32Array(size);
  for (const token of tokens) counts[token] = (counts[token] as number) + 1;
  let end = 0;
  return {
    vocabulary: {
      size,
      tokens: Array.from({ length: size }, (_, i) => `udp 10.0.0.${i} 8.8.8.8 ${i}`),
      counts,
      firstLines: Uint32Array.from({ length: size }, (_, i) => i + 2),
      firstFiles: new Uint16Array(size),
      labelClasses: ['background'],
      labelCounts: counts.slice(),
    },
    tokens,
    sentences: Uint32Array.from([0, ...sentences.map(s => (end += s.length))]),
    flows: tokens.length,
  };
}
