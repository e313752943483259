import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32, plainCrc32 } from '../../../server/src/base/files/checksum';
import { ArrayReader, Damaged, readArrays, writeArrays } from '../../../server/src/base/files/arrayFile';
import { seededRandom } from '../../../server/src/base/seededRandom';
import { readClustering, writeClustering } from '../../../server/src/engine/clusters/clusteringFile';
import { contentOf } from '../../../server/src/engine/clusters/clusteringFile';
import { readMap, writeMap } from '../../../server/src/engine/map/mapFile';
import { readModel, writeModel } from '../../../server/src/engine/training/models/modelFile';
import type { Model } from '../../../server/src/engine/training/models/model';
import { defaultConfig } from '../../../server/src/engine/training/embedding/config';
import { placedClustering } from '../../support/makeClustering';
import { makeCorpus } from '../../support/makeCorpus';
import { makeMap } from '../../support/makeMap';
import { temporaryFolder } from '../../support/temporaryFolder';

const form = { what: 'test', version: 1 };
const million = 1 << 20;

describe('a file of ours', function () {
  this.timeout(60_000);
  const folder = temporaryFolder();

  it('has checksums by which every single flipped bit is noticed', async () => {
    const random = seededRandom(5);
    const floats = (length: number) => Float32Array.from({ length }, random);
    const { vocabulary } = makeCorpus([[0, 1, 2, 2, 1, 3]]);
    const model: Model = {
      facts: {
        capture: 'd',
        config: { ...defaultConfig, size: 20 },
        files: ['a'],
        flows: 6,
        tokens: 6,
        loss: 1,
        epochs: 1,
      },
      vocabulary,
      inputs: floats(vocabulary.size * 20),
      outputs: floats(vocabulary.size * 20),
    };
    const clustering = await placedClustering([
      { token: 'udp a b 53', labels: { botnet: 2 }, cluster: 0 },
      { token: 'tcp a c 80', labels: { normal: 1 }, cluster: 1 },
    ]);
    const network = {
      header: { subnets: ['a'] },
      arrays: { row: Int32Array.of(1, 2), 'weights/w': floats(50) },
    };
    const kinds: Record<string, [(path: string) => Promise<void>, (path: string) => Promise<unknown>]> = {
      model: [path => writeModel(path, model), path => readModel(path, 'vectors only')],
      clustering: [path => writeClustering(path, contentOf(clustering)), readClustering],
      map: [path => writeMap(path, makeMap({ points: 30 })), readMap],
      network: [path => writeArrays(path, form, network), path => readArrays(path, form)],
    };
    for (const [name, [write, read]] of Object.entries(kinds)) {
      const path = join(folder.path, name);
      await write(path);
      const good = readFileSync(path);
      await read(path);
      for (let i = 0; i < 200; i++) {
        const at = Math.floor(((i + random()) * good.length * 8) / 200);
        const bytes = Buffer.from(good);
        bytes[at >> 3] = (bytes[at >> 3] as number) ^ (1 << (at & 7));
        writeFileSync(path, bytes);
        await assert.rejects(read(path), `bit ${at} of ${name}`);
      }
    }
  });

  it('has checksums for each part, so that one part is read without the others', async () => {
    const path = join(folder.path, 'parts');
    const [a, b] = [new Uint8Array(3 * million + 5).fill(1), Float64Array.of(1, 2)];
    await writeArrays(path, form, { header: 7, arrays: { a, none: new Uint16Array(), b } });
    const bytes = readFileSync(path);
    const at = bytes.indexOf(Buffer.from(new Uint8Array(64).fill(1))) + 2 * million;
    bytes[at] = 2;
    writeFileSync(path, bytes);
    const file = await ArrayReader.open<number>(path, form);
    try {
      assert.equal(file.header, 7);
      assert.deepEqual(file.names(), ['a', 'none', 'b']);
      assert.deepEqual(await file.read('b'), b);
      assert.deepEqual(await file.read('none'), new Uint16Array());
      await file.check('b');
      const damage = (error: unknown) =>
        error instanceof Damaged && /a has another checksum/.test(error.message);
      await assert.rejects(file.read('a'), damage);
      await assert.rejects(file.check('a'), damage);
      await assert.rejects(file.read('c'), /no c/);
    } finally {
      await file.close();
    }
  });

  it('has checksums that are the same without those of Node', () => {
    const bytes = Buffer.from('123456789');
    assert.equal(plainCrc32(bytes), 0xcbf43926);
    for (const cut of [0, 1, 9])
      for (const crc of [crc32, plainCrc32])
        assert.equal(crc(bytes.subarray(cut), crc(bytes.subarray(0, cut))), 0xcbf43926);
  });
});
