/** Uniform within ±√(6 / (rows + columns)) (Glorot and Bengio 2010): rows × columns numbers. */
export function glorotUniform(rows: number, columns: number, random: () => number): Float32Array {
  const limit = Math.sqrt(6 / (rows + columns));
  return Float32Array.from({ length: rows * columns }, () => limit * (2 * random() - 1));
}

/** Rows that are orthogonal and of length one (Saxe et al. 2014), for rows ≤ columns. */
export function orthogonal(rows: number, columns: number, random: () => number): Float32Array {
  const matrix = Float64Array.from({ length: rows * columns }, () => normal(random));
  for (let r = 0; r < rows; r++) {
    const row = matrix.subarray(r * columns, (r + 1) * columns);
    // Gram and Schmidt, twice: once loses digits.
    for (let pass = 0; pass < 2; pass++)
      for (let q = 0; q < r; q++) {
        const other = matrix.subarray(q * columns, (q + 1) * columns);
        const along = row.reduce((sum, x, i) => sum + x * (other[i] as number), 0);
        for (let i = 0; i < columns; i++) row[i] = (row[i] as number) - along * (other[i] as number);
      }
    const length = Math.sqrt(row.reduce((sum, x) => sum + x * x, 0));
    for (let i = 0; i < columns; i++) row[i] = (row[i] as number) / length;
  }
  return Float32Array.from(matrix);
}

/** Box and Muller 1958. */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
