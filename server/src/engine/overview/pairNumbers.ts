/** Numbers pairs of 32-bit numbers in the order in which they are first asked for: a hash table without objects. */
export class PairNumbers {
  private size = 0;
  private firsts = new Uint32Array(1024);
  private seconds = new Uint32Array(1024);
  /** One more than a pair's number; 0: free. Half of it at most is taken. */
  private table = new Uint32Array(2048);

  of(first: number, second: number): number {
    let at = this.slot(first, second);
    const found = this.table[at] as number;
    if (found > 0) return found - 1;
    if (this.size === this.firsts.length) {
      this.grow();
      at = this.slot(first, second);
    }
    this.firsts[this.size] = first;
    this.seconds[this.size] = second;
    this.table[at] = ++this.size;
    return this.size - 1;
  }

  /** The pairs by their numbers. */
  pairs(): { first: Uint32Array; second: Uint32Array } {
    return { first: this.firsts.slice(0, this.size), second: this.seconds.slice(0, this.size) };
  }

  /** Where a pair stands, or would stand. */
  private slot(first: number, second: number): number {
    const mask = this.table.length - 1;
    let hash = Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca77);
    hash ^= hash >>> 15;
    for (let at = Math.imul(hash, 0xc2b2ae3d) >>> 3; ; at++) {
      const number = this.table[at & mask] as number;
      if (number === 0) return at & mask;
      if (this.firsts[number - 1] === first && this.seconds[number - 1] === second) return at & mask;
    }
  }

  private grow(): void {
    const [firsts, seconds] = [this.firsts, this.seconds];
    this.firsts = new Uint32Array(firsts.length * 2);
    this.firsts.set(firsts);
    this.seconds = new Uint32Array(firsts.length * 2);
    this.seconds.set(seconds);
    this.table = new Uint32Array(firsts.length * 4);
    for (let i = 0; i < this.size; i++)
      this.table[this.slot(firsts[i] as number, seconds[i] as number)] = i + 1;
  }
}
