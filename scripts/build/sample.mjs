import { inRoot } from './paths.mjs';

/** Writes the sample that the walkthrough opens beside the client's bundle, with which it is packaged. */
export async function writePackagedSample() {
  const { register } = await import('tsx/esm/api');
  const unregister = register();
  const { writeSample } = await import('../sample/sample.ts');
  writeSample(inRoot('client/dist/sample'));
  await unregister();
}
