import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { inRoot } from './paths.mjs';

/** What an executor needs of the engine: the process, its thread, and the kernels of training, scoring and clusters. */
const files = [
  'spark.mjs',
  'worker.cjs',
  ...['skipGram', 'cbow', 'cosine', 'kmeans', 'silhouette'].flatMap(kernel => [
    `${kernel}.wasm`,
    `${kernel}.relaxed.wasm`,
  ]),
];

/** Puts the engine into the Python package, whose version is the extension's. */
export function copySparkEngine() {
  const target = inRoot('spark/flow2vec_spark/dist');
  mkdirSync(target, { recursive: true });
  for (const name of files) copyFileSync(inRoot('server/dist', name), `${target}/${name}`);
  const { version } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));
  writeFileSync(`${target}/version`, version);
}
