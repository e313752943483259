import { copyFileSync, mkdirSync, readdirSync } from 'node:fs';
import { inRoot } from './paths.mjs';

const from = 'node_modules/@tensorflow/tfjs-backend-wasm/wasm-out';

/** Puts TensorFlow.js' WebAssembly beside the bundle that loads it; threads of its own do not work in Node. */
export function copyBinaries() {
  mkdirSync(inRoot('server/dist'), { recursive: true });
  for (const name of readdirSync(inRoot(from)))
    if (name.endsWith('.wasm') && !name.includes('threaded'))
      copyFileSync(inRoot(from, name), inRoot('server/dist', name));
}
