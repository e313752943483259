import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { defaultConfig } from '../../../server/src/engine/training/embedding/config';
import { cacheDirectory } from '../../../server/src/base/files/cacheDirectory';
import { cacheKey } from '../../../server/src/engine/training/models/cacheKey';
import type { Model } from '../../../server/src/engine/training/models/model';
import { ModelStore } from '../../../server/src/engine/training/models/modelStore';
import { Cache } from '../../../server/src/base/files/cache';
import { crc32 } from '../../../server/src/base/files/checksum';
import { makeCorpus } from '../../support/makeCorpus';
import { temporaryFolder } from '../../support/temporaryFolder';

const size = 5;

function makeModel(): Model {
  const { vocabulary } = makeCorpus([[0, 1, 2, 2, 1, 3]]);
  const floats = (from: number) =>
    Float32Array.from({ length: vocabulary.size * size }, (_, i) => from + i / 7);
  return {
    facts: {
      capture: 'd1',
      config: { ...defaultConfig, size },
      files: ['ä.binetflow'],
      flows: 6,
      tokens: 6,
      loss: 0.5,
      epochs: 10,
    },
    vocabulary: { ...vocabulary, tokens: ['udp 1 2 53', 'é 1 2 -', '\u202e x y z', 'tcp 1 2 80'] },
    inputs: floats(0),
    outputs: floats(100),
  };
}

describe('a model file', function () {
  this.timeout(60_000);
  const folder = temporaryFolder();
  const log: string[] = [];
  let n = 0;
  const storeIn = (name: string, maxBytes = Infinity) =>
    new ModelStore(join(folder.path, name), new Cache({ maxBytes, log: m => log.push(m) }));
  const store = () => storeIn('models');

  it('gives back what was written', async () => {
    const model = makeModel();
    await store().save('whole', model);
    assert.deepEqual(await store().load('whole'), model);
    const vectorsOnly = await store().load('whole', 'vectors only');
    assert.deepEqual(vectorsOnly, { ...model, outputs: new Float32Array(0) });
    assert.deepEqual(readdirSync(join(folder.path, 'models')), ['whole.f2v'], 'no draft is left behind');
  });

  it('takes matrices in shared memory, as trainings give them', async () => {
    const model = makeModel();
    const shared = new Float32Array(new SharedArrayBuffer(model.inputs.byteLength));
    shared.set(model.inputs);
    await store().save('shared', { ...model, inputs: shared });
    assert.deepEqual((await store().load('shared'))?.inputs, model.inputs);
  });

  it('that is not there is a miss', async () => assert.equal(await store().load('nothing'), undefined));

  /** Any damaged file is a miss, is set aside, and told of. */
  async function check(spoil: (path: string, bytes: Buffer) => void): Promise<void> {
    const key = `bad-${n++}`;
    const path = await store().save(key, makeModel());
    spoil(path, readFileSync(path));
    log.length = 0;
    assert.equal(await store().load(key), undefined);
    assert.ok(!existsSync(path) && existsSync(`${path}.damaged`));
    assert.equal(log.length, 1);
    assert.ok(log[0]?.startsWith(`${path}: is damaged (`), log[0]);
    assert.ok(log[0]?.endsWith(`) and is set aside as ${key}.f2v.damaged; it is trained again.`), log[0]);
  }

  for (const left of [0, 1, 8, 12, 15, 16, 17, 100, 300, -1, -8, -50])
    it(`cut ${left < 0 ? `by ${-left}` : `to ${left}`} bytes is a miss`, () =>
      check((path, bytes) => truncateSync(path, left < 0 ? bytes.length + left : left)));

  it('of composed vectors gives back its fields', async () => {
    const model = makeModel();
    const names = ['udp', '1', '2'];
    const fields = {
      size: 3,
      names,
      counts: Uint32Array.of(5, 6, 7),
      columns: 2,
      ofTokens: new Uint32Array(8).fill(2),
    };
    const composed = {
      ...model,
      fields,
      inputs: new Float32Array(3 * size).fill(1),
      outputs: new Float32Array(3 * size),
    };
    await store().save('composed', composed);
    assert.deepEqual(await store().load('composed'), composed);
  });

  it('of tokens that follow each other gives them back', async () => {
    const followers = {
      rows: Uint32Array.of(0, 0, 2),
      next: Uint32Array.of(1, 3, 0),
      shares: Float32Array.of(0.5, 0.25, 1),
    };
    const model = { ...makeModel(), followers };
    await store().save('followed', model);
    assert.deepEqual(await store().load('followed'), model);
    const beyond = { ...followers, next: Uint32Array.of(1, 4, 0) };
    await store().save('beyond', { ...model, followers: beyond });
    assert.equal(await store().load('beyond'), undefined);
  });

  /** The file with another header and its right checksum, as somebody may have made it. */
  const headerOf = (bytes: Buffer, change: (json: string) => string) => {
    const end = 16 + bytes.readUInt32LE(12);
    const json = Buffer.from(change(bytes.toString('utf8', 16, end)));
    const lead = Buffer.alloc(Math.ceil((16 + json.length) / 8) * 8);
    bytes.copy(lead, 0, 0, 16);
    lead.writeUInt32LE(json.length, 12);
    json.copy(lead, 16);
    const rest = Buffer.from(bytes.subarray(Math.ceil(end / 8) * 8));
    const names = JSON.parse(bytes.toString('utf8', 16, end)) as { arrays: { length: number }[] };
    const sums = rest.length - 8 - Math.ceil((names.arrays.filter(a => a.length > 0).length * 4 + 8) / 8) * 8;
    rest.writeUInt32LE(crc32(lead), sums);
    rest.writeUInt32LE(crc32(rest.subarray(sums, -12)), rest.length - 12);
    return Buffer.concat([lead, rest]);
  };
  const lengthOf = (name: string, length: unknown) => (json: string) => {
    const changed = JSON.parse(json) as { arrays: { name: string; length: unknown }[] };
    for (const array of changed.arrays) if (array.name === name) array.length = length;
    return JSON.stringify(changed);
  };

  it('is the same with the same header', async () => {
    const path = await store().save('header', makeModel());
    const bytes = readFileSync(path);
    writeFileSync(
      path,
      headerOf(bytes, json => json),
    );
    assert.deepEqual(readFileSync(path), bytes);
    assert.deepEqual(await store().load('header'), makeModel());
  });

  it('of another version is a miss, and stays', async () => {
    const path = await store().save('version', makeModel());
    const bytes = readFileSync(path);
    log.length = 0;
    const older = Buffer.from(bytes);
    older.writeUInt32LE(3, 8);
    const later = headerOf(bytes, json => json.replace('"version":4', '"version":5'));
    for (const other of [older, later]) {
      writeFileSync(path, other);
      assert.equal(await store().load('version'), undefined);
      assert.deepEqual(readFileSync(path), other);
    }
    assert.deepEqual(log, []);
  });

  const spoilers: Record<string, (bytes: Buffer) => Uint8Array> = {
    'another magic': bytes => Buffer.concat([Buffer.from('word2vec'), bytes.subarray(8)]),
    'a header of 4 GB': bytes => (bytes.writeUInt32LE(0xffffffff, 12), bytes),
    'a header that is no JSON': bytes => bytes.fill(0x7b, 16, 40),
    'a header without fields': bytes => headerOf(bytes, () => '{}'),
    'a header that is null': bytes => headerOf(bytes, () => 'null'),
    'another vocabulary size': bytes => headerOf(bytes, json => json.replace('"size":4,', '"size":3,')),
    'a matrix of another length': bytes =>
      headerOf(bytes, json => lengthOf('inputs', 18)(lengthOf('outputs', 22)(json))),
    'counts of another length': bytes => headerOf(bytes, lengthOf('counts', 3)),
    'a length that is no number': bytes => headerOf(bytes, lengthOf('counts', '4')),
    'a length below zero': bytes => headerOf(bytes, lengthOf('counts', -4)),
    'a length above all memory': bytes => headerOf(bytes, lengthOf('counts', 1e15)),
    'an array of another kind': bytes =>
      headerOf(bytes, json => json.replace('"counts","kind":"Uint32Array"', '"counts","kind":"Int32Array"')),
    'an array of no kind': bytes =>
      headerOf(bytes, json => json.replace('"counts","kind":"Uint32Array"', '"counts","kind":"toString"')),
    'an array fewer': bytes => headerOf(bytes, json => json.replace('"name":"counts"', '"name":"tokens"')),
    'more behind its end': bytes => Buffer.concat([bytes, Buffer.from('x')]),
    'another ending': bytes => bytes.fill(0, bytes.length - 8),
    garbage: () => Buffer.from('garbage '.repeat(500)),
  };
  for (const [what, spoil] of Object.entries(spoilers))
    it(`with ${what} is a miss`, () => check((path, bytes) => writeFileSync(path, spoil(bytes))));

  it('goes, least recently used first, when models pass the limit', async () => {
    const limited = storeIn('limited');
    const paths = [];
    for (const key of ['a', 'b', 'c']) paths.push(await limited.save(key, makeModel()));
    const bytes = readFileSync(paths[0] as string).length;
    for (const [i, path] of paths.entries()) utimesSync(path, 1000 + i, 1000 + i);
    await limited.load('a'); // Used: now b is the oldest.
    log.length = 0;
    await storeIn('limited', 3.5 * bytes).save('d', makeModel());
    assert.deepEqual(readdirSync(join(folder.path, 'limited')).sort(), ['a.f2v', 'c.f2v', 'd.f2v']);
    assert.equal(log.length, 1);
    await storeIn('limited', 1).save('e', makeModel());
    assert.deepEqual(readdirSync(join(folder.path, 'limited')), ['e.f2v'], 'the newest stays in any case');
    assert.deepEqual(await limited.clear(), { models: 1, bytes });
  });

  it('that is a folder is a miss too', async () => {
    mkdirSync(join(folder.path, 'models', 'folder.f2v'));
    assert.equal(await store().load('folder'), undefined);
    assert.ok(existsSync(join(folder.path, 'models', 'folder.f2v')));
  });
});

describe('the name of a model', function () {
  it('changes with every field of the configuration', () => {
    const key = cacheKey('capture', defaultConfig);
    const changed: Record<string, unknown> = {
      tokenColumns: ['Proto'],
      sentence: { by: 'count', size: 31 },
      architecture: 'another',
      deterministic: true,
    };
    const names = new Set([key, cacheKey('another capture', defaultConfig)]);
    const fields = Object.keys(defaultConfig) as (keyof typeof defaultConfig)[];
    for (const field of fields) {
      const value = changed[field] ?? (defaultConfig[field] as number) + 1;
      assert.notDeepEqual(value, defaultConfig[field]);
      names.add(cacheKey('capture', { ...defaultConfig, [field]: value }));
    }
    names.add(cacheKey('capture', { ...defaultConfig, sentence: { by: 'time', seconds: 30 } }));
    names.add(
      cacheKey('capture', { ...defaultConfig, tokenColumns: [...defaultConfig.tokenColumns].reverse() }),
    );
    names.add(cacheKey('capture', { ...defaultConfig, fieldToCome: 1 }));
    assert.equal(names.size, fields.length + 5);
  });

  it('does not change with the order of fields', () => {
    const turned = Object.fromEntries(Object.entries(defaultConfig).reverse());
    assert.equal(cacheKey('c', turned), cacheKey('c', defaultConfig));
  });
});

describe('the cache folder', function () {
  const cases: [
    what: string,
    setting: string,
    env: NodeJS.ProcessEnv,
    platform: NodeJS.Platform,
    wanted: RegExp,
  ][] = [
    ['the environment wins', '/s', { FLOW2VEC_CACHE: '/e' }, 'linux', /^\/e$/],
    ['then the setting', '/s', {}, 'linux', /^\/s$/],
    ['XDG', '', { XDG_CACHE_HOME: '/x' }, 'linux', /^\/x\/flow2vec$/],
    ['home', '', {}, 'linux', /\/\.cache\/flow2vec$/],
    ['macOS', '', {}, 'darwin', /\/Library\/Caches\/flow2vec$/],
    ['Windows', '', { LOCALAPPDATA: '/w' }, 'win32', /^\/w\/flow2vec\/cache$/],
  ];
  for (const [what, setting, env, platform, wanted] of cases)
    it(`is found: ${what}`, () => assert.match(cacheDirectory(setting, env, platform), wanted));
  it('is an absolute path', () =>
    assert.throws(() => cacheDirectory('here', {}), /"here" is not an absolute path/));
});
