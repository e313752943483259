/** A table of points in a kernel's memory: where it stands, and how many numbers of each point it has, unused ones at the end. */
export interface PointTable {
  memory: WebAssembly.Memory;
  at: number;
  pointFloats: number;
}

/** Writes points, row-major, of as many numbers as there are dimensions. */
export function writePoints(
  { memory, at, pointFloats }: PointTable,
  points: Float32Array,
  dimensions: number,
): void {
  const n = points.length / dimensions;
  const table = new Float32Array(memory.buffer, at, n * pointFloats);
  for (let i = 0; i < n; i++)
    table.set(points.subarray(i * dimensions, (i + 1) * dimensions), i * pointFloats);
}

/** A copy of `n` points, as they were written. */
export function readPoints(
  { memory, at, pointFloats }: PointTable,
  n: number,
  dimensions: number,
): Float32Array {
  const table = new Float32Array(memory.buffer, at, n * pointFloats);
  if (pointFloats === dimensions) return table.slice();
  const points = new Float32Array(n * dimensions);
  for (let i = 0; i < n; i++)
    for (let c = 0; c < dimensions; c++) points[i * dimensions + c] = table[i * pointFloats + c] as number;
  return points;
}
