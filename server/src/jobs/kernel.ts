import { readFile } from 'node:fs/promises';
import { setFlagsFromString } from 'node:v8';
import { distFile } from './distFile';

const modules = new Map<string, Promise<WebAssembly.Module>>();

/** A module of one function, () → f32x4.relaxed_madd of three constants: valid where relaxed SIMD is. */
const relaxedProbe = Uint8Array.from([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 19, 1, 17, 0, 65, 0, 253, 17, 65, 0,
  253, 17, 65, 0, 253, 17, 253, 133, 2, 11,
]);
let relaxed: boolean | undefined;

/** Node 20 has relaxed SIMD behind a flag, later ones without; `FLOW2VEC_SIMD=strict` does without it. */
function hasRelaxedSimd(): boolean {
  if (process.env['FLOW2VEC_SIMD'] === 'strict') return false;
  if (relaxed !== undefined) return relaxed;
  if (process.versions.node.startsWith('20.')) setFlagsFromString('--experimental-wasm-relaxed-simd');
  return (relaxed = WebAssembly.validate(relaxedProbe));
}

/**
 * The compiled kernel of that name (`server/kernels/<name>.ts`), compiled once in a process: with the one-step
 * multiply-add of relaxed SIMD where the engine has it, else without.
 */
export function kernelModule(name: string): Promise<WebAssembly.Module> {
  const file = hasRelaxedSimd() ? `${name}.relaxed.wasm` : `${name}.wasm`;
  let module = modules.get(file);
  if (!module) {
    module = readFile(distFile(file)).then(bytes => WebAssembly.compile(bytes));
    module.catch(() => modules.delete(file));
    modules.set(file, module);
  }
  return module;
}

/** A kernel's exported functions, working on `memory`. Addresses and counts are 32-bit integers. */
export type KernelFunctions = Record<string, (...args: number[]) => number>;

export function instantiateKernel(module: WebAssembly.Module, memory: WebAssembly.Memory): KernelFunctions {
  const abort = () => {
    throw new Error('A kernel stopped itself: its input breaks an invariant.');
  };
  return new WebAssembly.Instance(module, { env: { memory, abort } }).exports as KernelFunctions;
}

/** WebAssembly's page, the unit of `WebAssembly.Memory`. */
export const pageBytes = 65536;
export const maximumPages = 65536;

/**
 * Memory that worker threads can share. Throws, saying what to change, when `bytes` is above the 4 GiB that
 * 32-bit WebAssembly can address or above what the machine grants. `mayGrow`: up to those 4 GiB, later.
 */
export function sharedMemory(bytes: number, remedy: string, mayGrow = false): WebAssembly.Memory {
  const pages = Math.ceil(bytes / pageBytes);
  if (pages > maximumPages)
    throw new Error(
      `${(bytes / 2 ** 30).toFixed(1)} GiB are needed; WebAssembly can address 4 GiB. ${remedy}`,
    );
  try {
    return new WebAssembly.Memory({ initial: pages, maximum: mayGrow ? maximumPages : pages, shared: true });
  } catch (error) {
    throw new Error(`This machine does not grant ${(bytes / 2 ** 30).toFixed(1)} GiB of memory. ${remedy}`, {
      cause: error,
    });
  }
}
