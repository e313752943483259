/** Numbers pairs of numbers in order of appearance: a hash table over typed arrays, for a Map of millions is slow. */
export class PairTable {
  size = 0;
  private slots: Uint32Array;
  private mask: number;
  private firsts: Uint32Array;
  private seconds: Uint32Array;

  /** `expected` pairs fit before the table grows. */
  constructor(expected = 1024) {
    const room = 2 ** Math.ceil(Math.log2(Math.max(16, expected * 2)));
    this.slots = new Uint32Array(room);
    this.mask = room - 1;
    this.firsts = new Uint32Array(room / 2);
    this.seconds = new Uint32Array(room / 2);
  }

  /** The pair's number, given to it when it is new. */
  add(first: number, second: number): number {
    let slot = this.slotOf(first, second);
    const found = this.slots[slot] as number;
    if (found > 0) return found - 1;
    if (this.size === this.firsts.length) {
      this.grow();
      slot = this.slotOf(first, second);
    }
    this.firsts[this.size] = first;
    this.seconds[this.size] = second;
    this.slots[slot] = ++this.size;
    return this.size - 1;
  }

  /** The pair's number, or -1. */
  find(first: number, second: number): number {
    return (this.slots[this.slotOf(first, second)] as number) - 1;
  }

  first(pair: number): number {
    return this.firsts[pair] as number;
  }

  second(pair: number): number {
    return this.seconds[pair] as number;
  }

  /** All pairs by their numbers. */
  pairs(): { first: Uint32Array; second: Uint32Array } {
    return { first: this.firsts.slice(0, this.size), second: this.seconds.slice(0, this.size) };
  }

  /** Where the pair stands, or the free slot where it would. */
  private slotOf(first: number, second: number): number {
    let hash = Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
    for (let slot = (hash ^ (hash >>> 13)) & this.mask; ; slot = (slot + 1) & this.mask) {
      const pair = (this.slots[slot] as number) - 1;
      if (pair < 0 || (this.firsts[pair] === first && this.seconds[pair] === second)) return slot;
    }
  }

  private grow(): void {
    const [firsts, seconds] = [this.firsts, this.seconds];
    this.firsts = new Uint32Array(firsts.length * 2);
    this.seconds = new Uint32Array(firsts.length * 2);
    this.firsts.set(firsts);
    this.seconds.set(seconds);
    this.slots = new Uint32Array(this.slots.length * 2);
    this.mask = this.slots.length - 1;
    for (let pair = 0; pair < this.size; pair++)
      this.slots[this.slotOf(this.firsts[pair] as number, this.seconds[pair] as number)] = pair + 1;
  }
}
