import asc from 'assemblyscript/asc';
import { join } from 'node:path';
import { inRoot } from '../../scripts/build/paths.mjs';
import { kernelFile } from '../../server/src/base/threads/kernelFile';
import { seededRandom } from '../../server/src/base/seededRandom';
import { CaptureStore } from '../../server/src/engine/captures/store';
import { buildCorpus } from '../../server/src/engine/training/corpus/buildCorpus';
import type { Corpus } from '../../server/src/engine/training/corpus/corpus';
import { defaultConfig, type EmbeddingConfig } from '../../server/src/engine/training/embedding/config';
import { keepThresholds } from '../../server/src/engine/training/embedding/sampling';
import { trainEmbedding } from '../../server/src/engine/training/embedding/trainer';
import type { Bench } from './sections';
import { median, seconds, table } from './tables';

/** Sums that do not wait for each other: as many as hide the latency of a multiply-add, and fit into registers. */
const sums = Array.from({ length: 12 }, (_, i) => `s${i}`);
const laps = 50_000_000;

/** A loop of 128-bit multiply-adds in registers, as kernels of ours compile them. */
const source = (madd: string) => `
export function run(laps: i32): f32 {
  const a = f32x4.splat(1.0000001), b = f32x4.splat(1e-9);
  let ${sums.map(s => `${s} = f32x4.splat(1)`).join(', ')};
  for (let i = 0; i < laps; i++) {
    ${sums.map(s => `${s} = ${madd.replace('SUM', s)};`).join('\n    ')}
  }
  return ${sums.map(s => `f32x4.extract_lane(${s}, 0)`).join(' + ')};
}`;

/** 128-bit multiply-adds a second of processor time that one thread takes at most. */
async function peakOf(): Promise<number> {
  const relaxed = kernelFile('peak').includes('relaxed');
  const text = source(relaxed ? 'f32x4.relaxed_madd(SUM, a, b)' : 'f32x4.add(f32x4.mul(SUM, a), b)');
  const enable = ['simd', ...(relaxed ? ['relaxed-simd'] : [])];
  const { error, binary } = await asc.compileString(text, { optimizeLevel: 3, runtime: 'stub', enable });
  if (error || !binary) throw error ?? new Error('The loop of multiply-adds was not compiled.');
  const module = await WebAssembly.compile(Uint8Array.from(binary));
  const instance = new WebAssembly.Instance(module, { env: { abort: () => undefined } });
  const run = instance.exports['run'] as (laps: number) => number;
  run(laps / 100);
  const took = await processorSeconds(() => Promise.resolve(run(laps)));
  return (laps * sums.length) / took;
}

/** How near skip-gram comes to it on one thread. */
export async function peakTable(capture: string, { rounds, log }: Bench): Promise<string> {
  const opened = await new CaptureStore(join(inRoot('out/bench'), 'peak')).open([capture]);
  const config: EmbeddingConfig = { ...defaultConfig, vectors: 'plain', window: 30, epochs: 3, workers: 1 };
  const corpus = await buildCorpus(opened, config);
  await opened.close();
  const { performed, asked } = multiplyAdds(corpus, config);
  const [peaks, times]: [number[], number[]] = [[], []];
  for (let round = 1; round <= rounds; round++) {
    log(`multiply-adds, round ${round}`);
    peaks.push(await peakOf());
    times.push(await processorSeconds(() => trainEmbedding(corpus, config)));
  }
  const [peak, took] = [median(peaks), median(times)];
  const row = (what: string, count: number) => {
    const rate = count / took;
    return [what, seconds(took), (rate / 1e9).toFixed(2), `${((100 * rate) / peak).toFixed(0)} %`];
  };
  return `## Multiply-adds of skip-gram

One thread, plain vectors, window 30, 10 negatives, 3 epochs; processor time, the start of the thread and of vectors included. The
peak is a loop of multiply-adds that stay in registers: ${(peak / 1e9).toFixed(2)} billion of four numbers a second. Products of
skip-gram take both factors from memory. "Asked for" is what its pairs take one by one, each with its own negatives.

${table(['', 'processor s', 'billions a second', 'of the peak'], [row('taken', performed), row('asked for', asked)])}`;
}

/** Multiply-adds of four numbers: those that steps of four centres take, and those of each pair and target by itself. */
function multiplyAdds(corpus: Corpus, config: EmbeddingConfig): { performed: number; asked: number } {
  const random = seededRandom(1);
  const keep = keepThresholds(corpus.vocabulary.counts, config.sample);
  const [centres, products] = [4, 3];
  const up = (n: number, unit: number) => Math.ceil(n / unit) * unit;
  let [cells, pairs] = [0, 0];
  for (let s = 0; s + 1 < corpus.sentences.length; s++) {
    const sentence = [...corpus.tokens.subarray(corpus.sentences[s], corpus.sentences[s + 1])];
    const kept = sentence.filter(token => random() * 2 ** 32 <= (keep[token] as number));
    for (let first = 0; kept.length > 1 && first < kept.length; first += centres) {
      const last = Math.min(kept.length, first + centres);
      const rows = new Set<number>();
      for (let centre = first; centre < last; centre++) {
        const reach = 1 + Math.floor(random() * config.window);
        for (let i = Math.max(0, centre - reach); i < Math.min(kept.length, centre + reach + 1); i++) {
          if (i === centre) continue;
          rows.add(kept[i] as number);
          pairs++;
        }
      }
      const targets = new Set(kept.slice(first, last)).size + config.negative;
      cells += up(rows.size, 4) * up(targets, 4);
    }
  }
  const each = config.epochs * products;
  return {
    performed: each * cells * (up(config.size, 8) / 4),
    asked: each * pairs * (1 + config.negative) * (config.size / 4),
  };
}

async function processorSeconds(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}
