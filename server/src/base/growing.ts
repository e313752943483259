type Numbers = Int32Array | Uint32Array | Float32Array | Float64Array | Uint8Array | Uint16Array;

/** A typed array that grows as numbers are added; half as much again each time, so that a table of any size fits. */
export class Growing<A extends Numbers> {
  length = 0;

  constructor(
    private readonly make: (length: number) => A,
    private array: A = make(1024),
  ) {}

  push(value: number): void {
    if (this.length === this.array.length) {
      const larger = this.make(Math.ceil(this.array.length * 1.5));
      larger.set(this.array);
      this.array = larger;
    }
    this.array[this.length++] = value;
  }

  at(index: number): number {
    return this.array[index] as number;
  }

  /** Forgets what was added after the first `length` numbers. */
  cut(length: number): void {
    this.length = length;
  }

  /** A copy of exactly what was added. */
  finish(): A {
    return this.array.slice(0, this.length) as A;
  }
}
