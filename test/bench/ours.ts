import { execFileSync } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { inRoot } from '../../scripts/build/paths.mjs';
import { defaultConfig, type EmbeddingConfig } from '../../server/src/engine/training/embedding/config';
import { createEngine } from '../../server/src/engine/flowEngine';
import { readModel } from '../../server/src/engine/training/models/modelFile';
import { seededRandom } from '../../server/src/base/seededRandom';
import { agreementOf } from '../support/agreement';
import { median, quantile } from './tables';

export const cache = inRoot('out/bench/cache');

/** What a training took and how good its neighbours are; the peers answer with the same fields. */
export interface Training {
  flows: number;
  vocabulary: number;
  ingest: number;
  vocabularySeconds: number;
  train: number;
  flowsPerSecond: number;
  macroF1: number;
  precisionAt10: Record<string, number>;
}

const newEngine = () => createEngine({ cacheDirectory: cache, maxCacheBytes: Infinity });

export const clearCache = () => rmSync(cache, { recursive: true, force: true });

/** Seconds of a summary: of a capture never seen, and of one in the store. */
export async function measureSummary(
  capture: string,
): Promise<{ first: number; again: number; flows: number }> {
  clearCache();
  const engine = newEngine();
  const { seconds, flows } = await engine.summary([capture]);
  const again = await engine.summary([capture]);
  await engine.dispose();
  return { first: seconds, again: again.seconds, flows };
}

/**
 * Seconds of `summary` from its start until the prompt is back, of a capture never seen, and until the capture is in the
 * store: a process of its own goes on with that, and is waited for, so that nothing is measured beside it.
 */
export async function measureSummaryCommand(capture: string): Promise<{ prompt: number; stored: number }> {
  clearCache();
  const began = performance.now();
  const seconds = () => (performance.now() - began) / 1000;
  const env = { ...process.env, FLOW2VEC_CACHE: cache };
  execFileSync(process.execPath, [inRoot('server/dist/cli.mjs'), 'summary', capture], { env });
  const prompt = seconds();
  const isStored = () => readdirSync(join(cache, 'captures')).some(name => name.endsWith('.duckdb'));
  while (!isStored()) await delay(20);
  return { prompt, stored: seconds() };
}

export async function measureTraining(
  capture: string,
  settings: Partial<EmbeddingConfig>,
): Promise<Training> {
  // The capture is read anew, as by the peers.
  clearCache();
  const engine = newEngine();
  const config = { ...defaultConfig, ...settings };
  const model = await engine.train([capture], config, { fresh: true });
  await engine.dispose();
  const scores = await agreementOf(await readModel(model.path, 'vectors only'));
  return {
    flows: model.flows,
    vocabulary: model.vocabulary,
    ingest: model.seconds.ingest,
    vocabularySeconds: model.seconds.vocabulary,
    train: model.seconds.train,
    flowsPerSecond: model.flowsPerSecond,
    macroF1: scores.macroF1,
    precisionAt10: scores.precisionAt10,
  };
}

export interface Latency {
  vocabulary: number;
  reopen: number;
  p50: number;
  p95: number;
}

/**
 * Milliseconds of a hover's question while another training runs: each waits for the one before, 20 ms apart, so
 * that what keeps the server from answering is counted.
 */
export async function measureHoversWhileTraining(
  capture: string,
  settings: Partial<EmbeddingConfig>,
): Promise<{ asked: number; p50: number; p95: number; seconds: number }> {
  const config = { ...defaultConfig, ...settings };
  const engine = newEngine();
  const { path } = await engine.train([capture], config, {});
  const { tokens } = (await readModel(path, 'vectors only')).vocabulary;
  const random = seededRandom(6);
  let done = false;
  const training = engine
    .train([capture], { ...config, seed: 2, epochs: 5, window: 30 }, { fresh: true })
    .finally(() => (done = true));
  const times = [];
  while (!done) {
    const due = performance.now() + 20;
    await new Promise(resolve => setTimeout(resolve, 20));
    const token = tokens[Math.floor(random() * tokens.length)] as string;
    await engine.similar([capture], config, { token }, 5);
    times.push(performance.now() - due);
  }
  const { seconds } = await training;
  await engine.dispose();
  return { asked: times.length, p50: median(times), p95: quantile(times, 0.95), seconds: seconds.train };
}

/** Milliseconds of a hover's question on the model trained last, and of opening that model. */
export async function measureHovers(capture: string, settings: Partial<EmbeddingConfig>): Promise<Latency> {
  const config = { ...defaultConfig, ...settings };
  const engine = newEngine();
  const { path } = await engine.train([capture], config, {});
  const { tokens } = (await readModel(path, 'vectors only')).vocabulary;
  const random = seededRandom(5);
  const ask = async () => {
    const token = tokens[Math.floor(random() * tokens.length)] as string;
    const began = performance.now();
    await engine.similar([capture], config, { token }, 5);
    return performance.now() - began;
  };
  for (let i = 0; i < 20; i++) await ask();
  const times = [];
  for (let i = 0; i < 1000; i++) times.push(await ask());
  const openings = [];
  for (let i = 0; i < 3; i++) {
    const another = newEngine();
    const began = performance.now();
    await another.similar([capture], config, { token: tokens[0] as string }, 5);
    openings.push(performance.now() - began);
    await another.dispose();
  }
  await engine.dispose();
  return {
    vocabulary: tokens.length,
    reopen: median(openings),
    p50: median(times),
    p95: quantile(times, 0.95),
  };
}
