import { seededRandom } from '../../server/src/base/seededRandom';

/**
 * n × d numbers of a few wide groups, row i of group i mod `groups`, so that clusters meet and vectors change
 * them; test/golden/kmeans.py makes the same ones.
 */
export function blobs(n: number, d: number, seed: number, groups = 6): Float32Array {
  const random = seededRandom(seed);
  const centres = Float32Array.from({ length: groups * d }, () => 3 * random());
  return Float32Array.from({ length: n * d }, (_, at) => {
    const noise = random() + random() + random() - 1.5;
    // The later numbers vary less, as those of learned vectors along their principal directions.
    return ((centres[(Math.floor(at / d) % groups) * d + (at % d)] as number) + noise) / (1 + (at % d) / 4);
  });
}
