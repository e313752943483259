import { mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inRoot } from '../../scripts/build/paths.mjs';
import { defaultConfig, type EmbeddingConfig } from '../../server/src/engine/training/embedding/config';
import { openModel } from '../../server/src/engine/similar/openModels';
import { createEngine } from '../../server/src/engine/flowEngine';
import { readModel } from '../../server/src/engine/training/models/modelFile';
import { portableToken } from '../../server/src/engine/training/models/portableToken';
import { seededRandom } from '../../server/src/base/seededRandom';
import { peer } from './python';
import type { Bench } from './sections';
import { seconds, table, whole } from './tables';

const folder = inRoot('out/bench/exchange');
const questions = 1000;

interface Nearest {
  tokens: number;
  rows: number;
  /** Questions with the same ten neighbours in the same order; and those that differ in ties only. */
  same: number;
  tied: number;
  deviation: number;
  seconds: number;
}

/** Exported vectors in gensim: whether its ten nearest are ours, and how long writing and reading take. */
export async function exchangeTable(capture: string, { python, log }: Bench): Promise<string> {
  mkdirSync(folder, { recursive: true });
  const rows: string[][] = [];
  const engine = createEngine({ cacheDirectory: join(folder, 'cache'), maxCacheBytes: Infinity });
  for (const vectors of ['plain', 'composed'] as const) {
    const config: EmbeddingConfig = { ...defaultConfig, vectors, workers: 2 };
    log(`exporting, ${vectors}`);
    const { path } = await engine.train([capture], config, {});
    const asked = await writeQuestions(path);
    for (const format of ['word2vec', 'word2vec-binary'] as const) {
      const out = join(folder, `${vectors}.${format}`);
      const began = performance.now();
      const written = await engine.exportVectors([capture], config, format, out);
      const took = (performance.now() - began) / 1000;
      const form = format === 'word2vec' ? 'text' : 'binary';
      const theirs = python ? peer<Nearest>(python, 'gensim_nearest.py', out, form, asked) : undefined;
      rows.push([
        `${vectors}, ${form}`,
        whole(written.rows),
        whole(statSync(out).size),
        seconds(took),
        ...(theirs
          ? [
              seconds(theirs.seconds),
              whole(theirs.same),
              whole(theirs.tied),
              theirs.deviation.toExponential(1),
            ]
          : ['–', '–', '–', '–']),
      ]);
    }
  }
  await engine.dispose();
  rmSync(folder, { recursive: true, force: true });
  const head = ['', 'rows', 'bytes', 'written s', 'gensim reads s', 'same ten', 'tied', 'largest difference'];
  return `## Exported vectors in gensim

The ten nearest of ${whole(questions)} random tokens by gensim's \`most_similar\` on the exported file, and by ours. "Tied":
lists that differ only among similarities closer than 0.000001, which 32-bit sums cannot order.

${table(head, rows)}`;
}

/** Random tokens of a model with their twelve nearest, as exported files spell them. */
async function writeQuestions(modelPath: string): Promise<string> {
  const { neighbourhood, vocabulary } = await openModel(await readModel(modelPath, 'vectors only'));
  const random = seededRandom(9);
  const asked = Array.from({ length: questions }, () => {
    const token = vocabulary.tokens[Math.floor(random() * vocabulary.size)] as string;
    const { neighbours } = neighbourhood.around(token, 12);
    return [portableToken(token), neighbours.map(n => [portableToken(n.token), n.similarity])];
  });
  const path = join(folder, 'questions.json');
  writeFileSync(path, JSON.stringify(asked));
  return path;
}
