import * as l10n from '@vscode/l10n';
import { availableParallelism } from 'node:os';
import { instantiateKernel, kernelModule, pageBytes, sharedMemory } from '../../base/threads/kernel';
import type { Nearest } from '../similar/keyedVectors';
import { runOnThreads } from '../../base/threads/threads';

/** Writes vector `i` into `target`. */
export type Fill = (i: number, target: Float32Array) => void;

/**
 * The `k` of `known` vectors nearest to each of `queries` others by cosine, exactly, on worker threads. Both are
 * filled straight into the memory that threads share. Where there are fewer than `k`, rows are 0xffffffff.
 */
export async function nearestKnown(
  size: number,
  known: { count: number; fill: Fill },
  queries: { count: number; fill: Fill },
  k: number,
  threads = availableParallelism(),
): Promise<Nearest> {
  if (queries.count === 0) return { rows: new Uint32Array(), similarities: new Float32Array() };
  const stride = Math.ceil(size / 8) * 32;
  // The kernel takes four queries at a time.
  const share = Math.ceil(queries.count / threads / 4) * 4;
  const asked = share * threads;
  const rows = known.count + queries.count;
  const matrix = pageBytes;
  const norms = matrix + rows * stride;
  const list = norms + rows * 4;
  const found = list + asked * 4;
  const scores = found + asked * k * 4;
  const memory = sharedMemory(
    scores + asked * k * 4,
    l10n.t('Score the capture in parts, or train with a higher minimum count or smaller vectors.'),
  );
  const floats = (row: number) => new Float32Array(memory.buffer, matrix + row * stride, size);
  for (let i = 0; i < known.count; i++) known.fill(i, floats(i));
  for (let i = 0; i < queries.count; i++) queries.fill(i, floats(known.count + i));
  new Uint32Array(memory.buffer, list, asked).forEach((_, i, all) => {
    all[i] = known.count + Math.min(i, queries.count - 1);
  });
  const module = await kernelModule('cosine');
  instantiateKernel(module, memory)['normalise']?.(matrix, norms, rows, stride);
  await runOnThreads(
    Array.from({ length: threads }, (_, t) => ({
      module,
      memory,
      call: 'nearestMany',
      args: [
        matrix,
        known.count,
        stride,
        list + t * share * 4,
        share,
        k,
        found + t * share * k * 4,
        scores + t * share * k * 4,
      ],
    })),
  );
  const wanted = queries.count * k;
  return {
    rows: new Uint32Array(memory.buffer, found, wanted).slice(),
    similarities: new Float32Array(memory.buffer, scores, wanted).slice(),
  };
}
