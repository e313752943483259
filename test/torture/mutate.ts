type Random = () => number;

const below = (random: Random, n: number) => Math.floor(random() * n);

/** Bytes that break readers: separators, quotes, controls, halves of characters, ends of everything. */
const nasty = [
  0x00, 0x01, 0x02, 0x03, 0x09, 0x1b, 0x20, 0x22, 0x27, 0x2c, 0x3b, 0x3d, 0x5c, 0x7b, 0x7c, 0x7d, 0x7f, 0x85,
  0x92, 0xc3, 0xe9, 0xef, 0xff,
];
const line = new Set([0x0a, 0x0d]);

/** A line with one or several of its bytes changed, added or gone; it stays one line. */
export function mutatedLine(bytes: Buffer, random: Random): Buffer {
  let changed = Buffer.from(bytes);
  const steps = 1 + below(random, 4);
  for (let step = 0; step < steps; step++) {
    const at = below(random, changed.length + 1);
    const byte = random() < 0.5 ? (nasty[below(random, nasty.length)] as number) : below(random, 256);
    const put = Buffer.from(line.has(byte) ? [] : [byte]);
    switch (below(random, 5)) {
      case 0:
        changed = Buffer.concat([changed.subarray(0, at), put, changed.subarray(at)]);
        break;
      case 1:
        changed = Buffer.concat([changed.subarray(0, at), put, changed.subarray(at + 1)]);
        break;
      case 2:
        changed = Buffer.concat([changed.subarray(0, at), changed.subarray(at + 1 + below(random, 12))]);
        break;
      case 3: {
        const part = changed.subarray(at, at + 1 + below(random, 40));
        changed = Buffer.concat([changed.subarray(0, at), part, changed.subarray(at)]);
        break;
      }
      default:
        changed = changed.subarray(0, at);
    }
  }
  return changed;
}

/** Lines of a text as bytes, without their endings. */
export function linesOf(text: string): Buffer[] {
  return text
    .replace(/\n$/, '')
    .split('\n')
    .map(each => Buffer.from(each));
}

export const joined = (lines: readonly Buffer[]) =>
  Buffer.concat(lines.flatMap(each => [each, Buffer.from('\n')]));
