import assert from 'node:assert/strict';
import { crc32, deflateSync, inflateSync } from 'node:zlib';
import { withPalette } from '../../../scripts/pictures/palettePng';

const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);
const channels = (pixel: number) => [pixel >> 16, (pixel >> 8) & 255, pixel & 255] as const;

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

/** What a row is written as by each filter of the PNG specification, 9.2: its bytes less what is foretold of them. */
const filters: readonly ((left: number, up: number, corner: number) => number)[] = [
  () => 0,
  left => left,
  (_, up) => up,
  (left, up) => (left + up) >> 1,
  (left, up, corner) => {
    const foretold = left + up - corner;
    const away = [left, up, corner].map(each => Math.abs(foretold - each));
    return [left, up, corner][away.indexOf(Math.min(...away))] ?? 0;
  },
];

/** A PNG of 8 bits a channel, whose rows take the filters in turn. */
function png(pixels: readonly number[], width: number, kind: 'rgb' | 'rgba', depth = 8): Buffer {
  const size = kind === 'rgb' ? 3 : 4;
  const height = pixels.length / width;
  const bytes = pixels.flatMap(pixel => [...channels(pixel), 255].slice(0, size));
  const stride = width * size;
  const rows: number[] = [];
  for (let y = 0; y < height; y++) {
    rows.push(y % filters.length);
    for (let x = 0; x < stride; x++) {
      const at = (dx: number, dy: number) =>
        x < dx || y < dy ? 0 : (bytes[(y - dy) * stride + x - dx] ?? 0);
      const foretold = filters[y % filters.length]?.(at(size, 0), at(0, 1), at(size, 1)) ?? 0;
      rows.push(((bytes[y * stride + x] ?? 0) - foretold) & 255);
    }
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([depth, kind === 'rgb' ? 2 : 6, 0, 0, 0], 8);
  const packed = deflateSync(Buffer.from(rows));
  const half = packed.length >> 1;
  // Browsers write their data in several pieces.
  const pieces = [packed.subarray(0, half), packed.subarray(half)].map(piece => chunk('IDAT', piece));
  return Buffer.concat([signature, chunk('IHDR', head), ...pieces, chunk('IEND', Buffer.alloc(0))]);
}

/** Reads a PNG with a palette and no filters; fails where a checksum is wrong. */
function read(file: Buffer): { width: number; pixels: number[]; colours: number } {
  assert.deepEqual(file.subarray(0, 8), signature);
  const parts = new Map<string, Buffer>();
  for (let at = 8; at < file.length; at += 12 + file.readUInt32BE(at)) {
    const length = file.readUInt32BE(at);
    const body = file.subarray(at + 4, at + 8 + length);
    assert.equal(file.readUInt32BE(at + 8 + length), crc32(body));
    parts.set(body.toString('latin1', 0, 4), body.subarray(4));
  }
  const [head, palette, data] = ['IHDR', 'PLTE', 'IDAT'].map(name => parts.get(name) ?? Buffer.alloc(0));
  assert.ok(head && palette && data);
  assert.deepEqual([...head.subarray(8)], [8, 3, 0, 0, 0]);
  const [width, height] = [head.readUInt32BE(0), head.readUInt32BE(4)];
  const rows = inflateSync(data);
  const pixels: number[] = [];
  for (let y = 0; y < height; y++) {
    assert.equal(rows[y * (width + 1)], 0, 'no filter');
    for (let x = 1; x <= width; x++) pixels.push(palette.readUIntBE(3 * (rows[y * (width + 1) + x] ?? 0), 3));
  }
  return { width, pixels, colours: palette.length / 3 };
}

describe('pictures with a palette', () => {
  // 35 rows: each filter seven times, beside and below others.
  const few = Array.from({ length: 7 * 35 }, (_, i) => (i * 2_654_435_761) % 0x1000000);

  for (const kind of ['rgb', 'rgba'] as const)
    it(`are pixel for pixel the same where there are no more than 256 colours (${kind})`, () => {
      const { width, pixels } = read(withPalette(png(few, 7, kind)));
      assert.equal(width, 7);
      assert.deepEqual(pixels, few);
    });

  it('keep the commonest colour of many as it is, and the others near', () => {
    const ground = 0x1f1f1f;
    const many = Array.from({ length: 64 * 64 }, (_, i) =>
      i % 2 ? ground : ((i * 4) % 256) * 65_536 + ((i >> 4) % 256) * 256 + ((i * 7) % 256),
    );
    const { pixels, colours } = read(withPalette(png(many, 64, 'rgb')));
    assert.equal(colours, 256);
    const away = pixels.map((pixel, i) => {
      const [a, b] = [channels(pixel), channels(many[i] ?? 0)];
      return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
    });
    assert.ok(many.every((pixel, i) => pixel !== ground || pixels[i] === ground));
    assert.ok(away.reduce((sum, each) => sum + each, 0) / away.length < 16, String(Math.max(...away)));
  });

  it('are not made of a picture of another kind', () => {
    assert.throws(() => withPalette(png(few, 7, 'rgb', 16)), /no PNG of 8 bits/);
  });
});
