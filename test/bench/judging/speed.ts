import { inRoot } from '../../../scripts/build/paths.mjs';
import { defaultConfig } from '../../../server/src/engine/training/embedding/config';
import { createEngine } from '../../../server/src/engine/flowEngine';
import type { Bench } from '../sections';
import { median, seconds, table, whole } from '../tables';

/** A capture scored by a model that is cached, and the vote on a label of one token. */
export async function judgingTable(capture: string, { rounds, log }: Bench): Promise<string> {
  const config = { ...defaultConfig, epochs: 1, window: 5, workers: 2 };
  const engine = createEngine({ cacheDirectory: inRoot('out/bench/cache'), maxCacheBytes: Infinity });
  await engine.train([capture], config, {});
  const times: number[] = [];
  let flows = 0;
  for (let round = 0; round < rounds; round++) {
    log(`scoring, round ${round + 1}`);
    const began = performance.now();
    flows = (await engine.score([capture], config, [capture], { top: 50 })).flows;
    times.push((performance.now() - began) / 1000);
  }
  const [token = ''] = await engine.complete([capture], config, 'tcp', 1);
  const votes: number[] = [];
  for (let i = 0; i < 50; i++) {
    const began = performance.now();
    await engine.predictLabel([capture], config, { token }, { neighbours: 7, confidence: 0.6 });
    votes.push(performance.now() - began);
  }
  await engine.dispose();
  const rows = [
    [whole(flows), seconds(median(times)), whole(flows / median(times)), median(votes).toFixed(2)],
  ];
  const head = ['flows scored', 'seconds, model and capture read', 'flows/s', 'vote on a label, ms'];
  return `## Scores and votes\n\n${table(head, rows)}`;
}
