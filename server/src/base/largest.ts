/** Indices of the `count` largest values, largest first; ties: lower index first. Keeps a heap of `count`. */
export function largest(values: ArrayLike<number>, count: number): number[] {
  if (count <= 0) return [];
  const heap: number[] = [];
  const worse = (a: number, b: number) => {
    const x = values[a] as number;
    const y = values[b] as number;
    return x < y || (x === y && a > b);
  };
  const sink = (from: number) => {
    for (let i = from; ;) {
      let worst = i;
      for (const child of [2 * i + 1, 2 * i + 2])
        if (child < heap.length && worse(heap[child] as number, heap[worst] as number)) worst = child;
      if (worst === i) return;
      [heap[i], heap[worst]] = [heap[worst] as number, heap[i] as number];
      i = worst;
    }
  };
  let floor = -Infinity;
  for (let i = 0; i < values.length; i++) {
    if (heap.length < count) {
      heap.push(i);
      if (heap.length < count) continue;
      for (let h = (count >> 1) - 1; h >= 0; h--) sink(h);
      floor = values[heap[0] as number] as number;
    } else if ((values[i] as number) > floor) {
      heap[0] = i;
      sink(0);
      floor = values[heap[0] as number] as number;
    }
  }
  return heap.sort((a, b) => (worse(a, b) ? 1 : -1));
}
