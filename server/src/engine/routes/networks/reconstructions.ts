import * as tf from '@tensorflow/tfjs-core';
import type { Reconstructions } from '../../../../../shared/protocol/routeReport';
import { outputsOf, type Variables } from './network';
import type { FeatureMap, Samples } from './samples';
import { chunks } from './descent';

/** Fewer distinct reconstructions than this share of the distinct routes: the autoencoder has collapsed. */
const collapsedBelow = 0.1;
/** Recovering more than the commonest subnets do, by less than this, is chance. */
const chance = 0.01;

/**
 * What an autoencoder makes of each route: the set of its likeliest subnets, as many as the median route has, so that
 * no threshold decides. A network that tells routes apart has about as many sets as routes.
 */
export function reconstructionsOf(variables: Variables, map: FeatureMap, samples: Samples): Reconstructions {
  const own = (r: number) =>
    new Set(
      Array.from(
        samples.hops.subarray(samples.offsets[r], samples.offsets[r + 1]),
        s => map.row[s] as number,
      ),
    );
  const key = (features: Iterable<number>) => [...features].sort((a, b) => a - b).join();
  const sizes = Array.from({ length: samples.size }, (_, r) => own(r).size).sort((a, b) => a - b);
  const size = Math.max(1, sizes[sizes.length >> 1] ?? 1);
  const [inputs, outputs] = [new Set<string>(), new Set<string>()];
  const commonest = commonestOf(samples, map, size);
  let [recovered, constant] = [0, 0];
  for (const chosen of chunks(samples.size, 'autoencoder')) {
    const likeliest = tf.tidy(() => {
      const logits = outputsOf('autoencoder', variables, { samples, chosen, map, align: 'end' });
      return largestOf(logits.dataSync<'float32'>(), map.features, Math.min(size, map.features));
    });
    chosen.forEach((r, b) => {
      const given = own(r);
      const made = likeliest[b] as number[];
      inputs.add(key(given));
      outputs.add(key(made));
      if (given.size === 0) return;
      recovered += made.filter(f => given.has(f)).length / given.size;
      constant += commonest.filter(f => given.has(f)).length / given.size;
    });
  }
  return {
    routes: samples.size,
    distinctInputs: inputs.size,
    distinct: outputs.size,
    recovered: recovered / Math.max(1, samples.size),
    commonest: constant / Math.max(1, samples.size),
    collapsed: outputs.size < collapsedBelow * inputs.size || recovered - constant < chance * samples.size,
  };
}

function commonestOf({ hops }: Samples, map: FeatureMap, size: number): number[] {
  const counts = new Map<number, number>();
  for (const s of hops) counts.set(map.row[s] as number, (counts.get(map.row[s] as number) ?? 0) + 1);
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .slice(0, size)
    .map(([feature]) => feature);
}

/** Columns of the `count` largest numbers of each row. */
function largestOf(values: Float32Array, columns: number, count: number): number[][] {
  return Array.from({ length: values.length / columns }, (_, row) => {
    const best: number[] = [];
    const at = (c: number) => values[row * columns + c] as number;
    for (let c = 0; c < columns; c++) {
      if (best.length === count && at(c) <= at(best[count - 1] as number)) continue;
      let place = best.length;
      while (place > 0 && at(best[place - 1] as number) < at(c)) place--;
      best.splice(place, 0, c);
      if (best.length > count) best.pop();
    }
    return best;
  });
}
