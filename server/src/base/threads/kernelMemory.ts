import * as l10n from '@vscode/l10n';

/** A kernel's exported functions, working on `memory`. Addresses and counts are 32-bit integers. */
export type KernelFunctions = Record<string, (...args: number[]) => number>;

export function instantiateKernel(module: WebAssembly.Module, memory: WebAssembly.Memory): KernelFunctions {
  const abort = () => {
    throw new Error(l10n.t('A kernel stopped itself: its input breaks an invariant.'));
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
      l10n.t('{0} GiB are needed; WebAssembly can address 4 GiB. {1}', (bytes / 2 ** 30).toFixed(1), remedy),
    );
  try {
    return new WebAssembly.Memory({ initial: pages, maximum: mayGrow ? maximumPages : pages, shared: true });
  } catch (error) {
    throw new Error(
      l10n.t('This machine does not grant {0} GiB of memory. {1}', (bytes / 2 ** 30).toFixed(1), remedy),
      {
        cause: error,
      },
    );
  }
}

/** Addresses in a memory that is laid out before it is made, one after the other behind the page with the kernel's own constants. */
export class Addresses {
  /** Bytes of the memory so far. */
  end = pageBytes;

  /** The address of so many bytes, a multiple of 64: a line of the processor's cache. */
  take(bytes: number): number {
    const address = this.end;
    this.end += Math.ceil(bytes / 64) * 64;
    return address;
  }
}

/** Writes numbers without a sign (u32) into a control block: pairs of a field's offset in bytes and its value. */
export function putWords(
  memory: WebAssembly.Memory,
  control: number,
  words: readonly (readonly [field: number, value: number])[],
): void {
  const view = new DataView(memory.buffer, control);
  for (const [field, value] of words) view.setUint32(field, value, true);
}

/** The same of numbers with a fraction (f32). */
export function putFloats(
  memory: WebAssembly.Memory,
  control: number,
  floats: readonly (readonly [field: number, value: number])[],
): void {
  const view = new DataView(memory.buffer, control);
  for (const [field, value] of floats) view.setFloat32(field, value, true);
}
