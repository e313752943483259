/** Bytes of a vector in a kernel's memory, where each is filled up to a multiple of eight numbers. */
export const strideOf = (size: number) => Math.ceil(size / 8) * 32;

/** Copies rows × size numbers, row-major, to an address; memory must be there, and zero between the rows. */
export function putRows(
  memory: WebAssembly.Memory,
  at: number,
  rows: number,
  size: number,
  vectors: Float32Array,
): void {
  const stride = strideOf(size);
  const floats = new Float32Array(memory.buffer, at, (rows * stride) / 4);
  if (stride === size * 4) floats.set(vectors);
  else
    for (let r = 0; r < rows; r++) floats.set(vectors.subarray(r * size, (r + 1) * size), (r * stride) / 4);
}

/** Copies a vector of any length to an address, scaled to length one. */
export function putUnit(memory: WebAssembly.Memory, at: number, vector: Float32Array, size: number): void {
  const floats = new Float32Array(memory.buffer, at, strideOf(size) / 4);
  floats.fill(0);
  const norm = Math.hypot(...vector) || 1;
  for (let k = 0; k < size; k++) floats[k] = (vector[k] as number) / norm;
}
