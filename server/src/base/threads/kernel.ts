import { readFile } from 'node:fs/promises';
import { distFile } from '../files/distFile';
import { kernelFile } from './kernelFile';

export * from './kernelMemory';

const modules = new Map<string, Promise<WebAssembly.Module>>();

/**
 * The compiled kernel of that name (`server/kernels/<word>/<name>.ts`), compiled once in a process: with the one-step
 * multiply-add of relaxed SIMD where the engine has it, else without.
 */
export function kernelModule(name: string): Promise<WebAssembly.Module> {
  const file = kernelFile(name);
  let module = modules.get(file);
  if (!module) {
    module = readFile(distFile(file)).then(bytes => WebAssembly.compile(bytes));
    module.catch(() => modules.delete(file));
    modules.set(file, module);
  }
  return module;
}
