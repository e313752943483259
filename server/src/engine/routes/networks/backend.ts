import * as l10n from '@vscode/l10n';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { setWasmPaths, version_wasm as wasmVersion } from '@tensorflow/tfjs-backend-wasm';
import { registerWasmKernels } from './wasmKernels';

export type BackendWish = 'auto' | 'native' | 'wasm';

export interface Backend {
  name: 'native' | 'wasm';
  /** For people: what computes, and why not the faster one. */
  text: string;
}

/**
 * Chooses what computes: TensorFlow's library through tfjs-node where that is installed and loads, else WebAssembly.
 * `wasmFolder` has the WASM backend's binaries. `native` rejects where there is no tfjs-node, with the remedy.
 */
export async function chooseBackend(wish: BackendWish, wasmFolder: string): Promise<Backend> {
  let reason = l10n.t('as asked for');
  if (wish !== 'wasm') {
    const native = await nativeBackend(wasmFolder);
    if ('text' in native) return native;
    reason = native.missing;
    if (wish === 'native')
      throw new Error(
        l10n.t('tfjs-node cannot be used: {0}. Run "npm run native", or choose another backend.', reason),
      );
  }
  registerWasmKernels();
  setWasmPaths(wasmFolder.endsWith('/') ? wasmFolder : `${wasmFolder}/`);
  if (!(await tf.setBackend('wasm')))
    throw new Error(
      l10n.t('TensorFlow.js finds no WebAssembly binaries in {0}. Build or install anew.', wasmFolder),
    );
  const simd = (await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT')) ? 'SIMD' : l10n.t('no SIMD');
  return {
    name: 'wasm',
    text: l10n.t('TensorFlow.js {0} in WebAssembly ({1}), {2}', wasmVersion, simd, reason),
  };
}

async function nativeBackend(from: string): Promise<Backend | { missing: string }> {
  // TensorFlow writes what it found of the processor to standard error; nobody asked.
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2';
  const named = process.env['FLOW2VEC_TFJS_NODE'];
  try {
    const load = createRequire(join(from, 'anchor.cjs'));
    const node = load(named ?? '@tensorflow/tfjs-node') as {
      version: Record<string, string>;
      node?: unknown;
    };
    if (!(await tf.setBackend('tensorflow'))) return { missing: l10n.t('its backend did not start') };
    return { name: 'native', text: `tfjs-node ${node.version['tfjs-node'] ?? ''}`.trim() };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    // A broken binding explains itself over many lines; the first one says what it is.
    const first = message.split('\n', 1)[0] ?? message;
    return {
      missing:
        code === 'MODULE_NOT_FOUND' && /tfjs-node'/.test(first)
          ? l10n.t('tfjs-node is not installed')
          : first,
    };
  }
}
