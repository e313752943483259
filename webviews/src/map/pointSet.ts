/** A set of points, as one byte for each point of the map. */
export class PointSet {
  readonly flags: Uint8Array;
  #size = 0;

  constructor(points: number) {
    this.flags = new Uint8Array(points);
  }

  get size(): number {
    return this.#size;
  }

  has(point: number): boolean {
    return this.flags[point] === 1;
  }

  add(point: number): void {
    if (point >= this.flags.length || this.flags[point]) return;
    this.flags[point] = 1;
    this.#size++;
  }

  delete(point: number): void {
    if (!this.flags[point]) return;
    this.flags[point] = 0;
    this.#size--;
  }

  clear(): void {
    this.flags.fill(0);
    this.#size = 0;
  }

  /** The points, rising. */
  list(): Uint32Array {
    const found = new Uint32Array(this.#size);
    let at = 0;
    for (let i = 0; i < this.flags.length; i++) if (this.flags[i]) found[at++] = i;
    return found;
  }

  /** As text that a page can remember: a bit for each point, base64; '' for none. */
  toText(): string {
    if (this.#size === 0) return '';
    const bytes = new Uint8Array(Math.ceil(this.flags.length / 8));
    for (let i = 0; i < this.flags.length; i++)
      if (this.flags[i]) bytes[i >> 3] = (bytes[i >> 3] as number) | (1 << (i & 7));
    let text = '';
    const piece = 8192;
    for (let at = 0; at < bytes.length; at += piece)
      text += String.fromCharCode(...bytes.subarray(at, at + piece));
    return btoa(text);
  }

  /** Adds what `toText` told; anything else adds nothing. */
  addText(text: unknown): void {
    if (typeof text !== 'string' || !/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4 !== 0) return;
    const bytes = atob(text);
    if (bytes.length !== Math.ceil(this.flags.length / 8)) return;
    for (let i = 0; i < this.flags.length; i++) if ((bytes.charCodeAt(i >> 3) >> (i & 7)) & 1) this.add(i);
  }
}
