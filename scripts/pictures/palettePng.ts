import { crc32, deflateSync, inflateSync } from 'node:zlib';

const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);

interface Picture {
  width: number;
  height: number;
  /** 24-bit colours, row by row. */
  pixels: Uint32Array;
}

/**
 * A browser's screenshot with 256 colours in place of millions: a window of text and lines looks the same in a third of the
 * bytes. Takes PNG of 8 bits a channel, not interlaced, as Chromium writes it; throws for any other.
 */
export function withPalette(png: Buffer): Buffer {
  const { width, height, pixels } = decoded(png);
  const palette = paletteOf(pixels);
  const place = new Map<number, number>();
  const nearest = (pixel: number) => {
    let found = place.get(pixel);
    if (found === undefined) place.set(pixel, (found = nearestOf(palette, pixel)));
    return found;
  };
  const rows = Buffer.alloc(height * (width + 1));
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) rows[y * (width + 1) + 1 + x] = nearest(pixels[y * width + x] ?? 0);
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 3, 0, 0, 0], 8);
  const colours = Buffer.from(palette.flatMap(channels));
  return Buffer.concat([
    signature,
    chunk('IHDR', head),
    chunk('PLTE', colours),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

const channels = (pixel: number): [number, number, number] => [pixel >> 16, (pixel >> 8) & 255, pixel & 255];

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

function decoded(png: Buffer): Picture {
  const parts: Buffer[] = [];
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at))
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT')
      parts.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  const [width, height, depth, kind] = [png.readUInt32BE(16), png.readUInt32BE(20), png[24], png[25]];
  if (depth !== 8 || (kind !== 2 && kind !== 6) || png[28] !== 0)
    throw new Error('The screenshot is no PNG of 8 bits a channel, not interlaced.');
  const size = kind === 2 ? 3 : 4;
  const bytes = unfiltered(inflateSync(Buffer.concat(parts)), width * size, height, size);
  const pixels = new Uint32Array(width * height);
  for (let i = 0; i < pixels.length; i++) pixels[i] = bytes.readUIntBE(i * size, 3);
  return { width, height, pixels };
}

/** The bytes of rows that are written as differences (PNG specification, 9). */
function unfiltered(rows: Buffer, stride: number, height: number, size: number): Buffer {
  const out = Buffer.alloc(stride * height);
  for (let y = 0; y < height; y++) {
    const filter = rows[y * (stride + 1)] ?? 0;
    for (let x = 0; x < stride; x++) {
      const at = y * stride + x;
      const left = x < size ? 0 : (out[at - size] ?? 0);
      const up = y === 0 ? 0 : (out[at - stride] ?? 0);
      const corner = x < size || y === 0 ? 0 : (out[at - stride - size] ?? 0);
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter] ?? 0;
      out[at] = (rows[y * (stride + 1) + 1 + x] ?? 0) + guess;
    }
  }
  return out;
}

function paeth(left: number, up: number, corner: number): number {
  const [a, b, c] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)];
  return a <= b && a <= c ? left : b <= c ? up : corner;
}

/** At most 256 colours: boxes of colours are halved where they are widest for their pixels (median cut). */
function paletteOf(pixels: Uint32Array): number[] {
  const counts = new Map<number, number>();
  for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
  let boxes = [boxOf([...counts.keys()], counts)];
  while (boxes.length < 256) {
    const widest = boxes.reduce((a, b) => (b.weight > a.weight ? b : a));
    if (widest.weight === 0) break;
    const { colours, channel } = widest;
    colours.sort((a, b) => (channels(a)[channel] ?? 0) - (channels(b)[channel] ?? 0));
    const half = colours.length >> 1;
    boxes = boxes.filter(box => box !== widest);
    boxes.push(boxOf(colours.slice(0, half), counts), boxOf(colours.slice(half), counts));
  }
  // The commonest colour of a box, not its mean: backgrounds stay what they are.
  return boxes.map(({ colours }) =>
    colours.reduce((a, b) => ((counts.get(b) ?? 0) > (counts.get(a) ?? 0) ? b : a)),
  );
}

interface Box {
  colours: number[];
  /** The channel that differs most. */
  channel: 0 | 1 | 2;
  weight: number;
}

function boxOf(colours: number[], counts: ReadonlyMap<number, number>): Box {
  const [low, high, pixels] = [[255, 255, 255], [0, 0, 0], { sum: 0 }];
  for (const colour of colours) {
    pixels.sum += counts.get(colour) ?? 0;
    channels(colour).forEach((value, i) => {
      low[i] = Math.min(low[i] ?? 0, value);
      high[i] = Math.max(high[i] ?? 0, value);
    });
  }
  const spans = high.map((value, i) => value - (low[i] ?? 0));
  const span = Math.max(...spans);
  const channel = spans.indexOf(span) as Box['channel'];
  return { colours, channel, weight: span * Math.sqrt(pixels.sum) };
}

function nearestOf(palette: readonly number[], pixel: number): number {
  const [r, g, b] = channels(pixel);
  let [best, least] = [0, Infinity];
  palette.forEach((colour, i) => {
    const [s, h, c] = channels(colour);
    const distance = (r - s) ** 2 + (g - h) ** 2 + (b - c) ** 2;
    if (distance < least) [best, least] = [i, distance];
  });
  return best;
}
