import assert from 'node:assert/strict';
import { readFileSync, truncateSync } from 'node:fs';
import type { MapArrays, MapHeader } from '../../../shared/protocol/mapColumns';
import { none32, none8 } from '../../../shared/protocol/mapColumns';
import { readMap, tokenAt, writeMap } from '../../../server/src/engine/map/mapFile';
import { temporaryFolder } from '../../support/temporaryFolder';

const header: MapHeader = {
  model: 'm',
  trainedAt: '',
  settings: {
    method: 'umap',
    dimensions: 3,
    points: 0,
    perplexity: 30,
    earlyExaggeration: 12,
    learningRate: 0,
    iterations: 1000,
    neighbours: 15,
    minDist: 0.1,
    epochs: 200,
    seed: 1,
  },
  points: 2,
  of: 2,
  seconds: 1,
  trustworthiness: 0.9,
  preservation: 0.5,
  qualityPoints: 2,
  notes: [],
  labels: ['botnet'],
  files: ['c.binetflow'],
  columns: [{ name: 'Proto', values: ['udp', 'tcp'] }],
  numbers: [{ name: 'duration', unit: 's' }],
  clusters: null,
};
const arrays = (): MapArrays => ({
  x: Float32Array.of(0, 1),
  y: Float32Array.of(2, 3),
  z: Float32Array.of(4, 5),
  row: Uint32Array.of(0, 1),
  count: Uint32Array.of(9, 1),
  line: Uint32Array.of(2, 7),
  file: Uint16Array.of(0, 0),
  label: Uint8Array.of(0, none8),
  cluster: Uint32Array.of(none32, none32),
  text: Buffer.from('udp ätcp b', 'utf8'),
  textStart: Uint32Array.of(0, 6, 11),
  column0: Uint32Array.of(0, 1),
  number0: Float32Array.of(0.5, NaN),
});

describe('a map on disk', () => {
  const folder = temporaryFolder();

  it('comes back as it was, its tokens too', async () => {
    const path = folder.file('a.f2map', '');
    await writeMap(path, { header, arrays: { ...arrays(), text: new Uint8Array(arrays().text) } });
    const read = await readMap(path);
    assert.deepEqual(read.header, header);
    assert.deepEqual(read.arrays.x, arrays().x);
    assert.deepEqual(read.arrays.number0, arrays().number0);
    assert.deepEqual([tokenAt(read.arrays, 0), tokenAt(read.arrays, 1)], ['udp ä', 'tcp b']);
  });

  it('is laid out as its documentation says, for readers that have bytes alone', async () => {
    const path = folder.file('b.f2map', '');
    await writeMap(path, { header, arrays: { ...arrays(), text: new Uint8Array(arrays().text) } });
    const bytes = readFileSync(path);
    assert.equal(bytes.toString('latin1', 0, 8), 'flow2vec');
    const length = bytes.readUInt32LE(12);
    const lead = JSON.parse(bytes.toString('utf8', 16, 16 + length)) as {
      arrays: { name: string; kind: string; length: number }[];
    };
    assert.deepEqual(lead.arrays[0], { name: 'x', kind: 'Float32Array', length: 2 });
    const start = Math.ceil((16 + length) / 8) * 8;
    assert.deepEqual([bytes.readFloatLE(start), bytes.readFloatLE(start + 8)], [0, 2]);
    assert.equal(bytes.toString('latin1', bytes.length - 8), 'f2v-end\n');
  });

  it('is refused when a column is missing, too short, or cut off', async () => {
    const { z, ...flat } = arrays();
    assert.ok(z);
    const path = folder.file('c.f2map', '');
    await writeMap(path, { header, arrays: { ...flat, text: new Uint8Array(flat.text) } as MapArrays });
    await assert.rejects(readMap(path), /column z has no entries for 2 points/);
    await writeMap(path, {
      header,
      arrays: { ...arrays(), label: Uint8Array.of(0), text: new Uint8Array(11) },
    });
    await assert.rejects(readMap(path), /column label has 1 entries/);
    truncateSync(path, 300);
    await assert.rejects(readMap(path));
  });
});
