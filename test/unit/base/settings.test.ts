import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { defaultConfig } from '../../../server/src/engine/training/embedding/config';
import { embeddingConfig, readSettings } from '../../../server/src/editor/settings';

const read = (raw: unknown): { warnings: string[]; settings: ReturnType<typeof readSettings> } => {
  const warnings: string[] = [];
  return { settings: readSettings(raw, w => warnings.push(w)), warnings };
};

interface Property {
  default: unknown;
  minimum?: number;
  maximum?: number;
}

describe('settings', () => {
  for (const raw of [undefined, null, 7, {}, { embedding: null }])
    it(`are the defaults for ${JSON.stringify(raw)}`, () => {
      const { settings, warnings } = read(raw);
      assert.deepEqual(embeddingConfig(settings), defaultConfig);
      assert.deepEqual(warnings, []);
      assert.ok(Object.isFrozen(settings) && Object.isFrozen(settings.embedding));
    });

  const wrong: [string, unknown][] = [
    ['embedding.size', 0],
    ['embedding.size', 10.5],
    ['embedding.window', '5'],
    ['embedding.alpha', 0],
    ['embedding.sample', Number.NaN],
    ['embedding.deterministic', 1],
    ['corpus.sentence', 'weekly'],
    ['corpus.tokenColumns', []],
    ['corpus.tokenColumns', 'Proto'],
    ['corpus.tokenColumns', ['Proto', 'Proto']],
    ['corpus.tokenColumns', ['Color']],
    ['cache.directory', 'relative/folder'],
    ['diagnostics.limit', -1],
    ['routes.prefix', 33],
    ['routes.prefixIPv6', 0],
    ['routes.mmdb', 'relative/file.mmdb'],
  ];
  for (const [key, value] of wrong)
    it(`fall back, with one warning, for ${key} ${JSON.stringify(value)}`, () => {
      const [area = '', name = ''] = key.split('.');
      const { settings, warnings } = read({ [area]: { [name]: value } });
      assert.deepEqual(settings, read({}).settings);
      assert.equal(warnings.length, 1);
      assert.ok(warnings[0]?.startsWith(`Setting flow2vec.${key}: `));
    });

  it('are taken when right', () => {
    const { settings, warnings } = read({
      corpus: { sentence: 'time:60', tokenColumns: ['proto', 'Dport'] },
      embedding: { epochs: 3, seed: 4_294_967_295 },
      cache: { directory: '/var/cache', maxSizeMiB: 64 },
    });
    assert.deepEqual(warnings, []);
    const config = embeddingConfig(settings);
    assert.deepEqual(
      [config.epochs, config.sentence, config.tokenColumns],
      [3, { by: 'time', seconds: 60 }, ['Proto', 'Dport']],
    );
  });

  it('have the defaults and ranges that the manifest declares', () => {
    const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as {
      contributes: { configuration: { properties: Record<string, Property> } };
    };
    const { properties } = manifest.contributes.configuration;
    for (const [area, fields] of Object.entries(read({}).settings))
      for (const [name, value] of Object.entries(fields as object)) {
        const key = `flow2vec.${area}.${name}`;
        const property = properties[key];
        assert.deepEqual(property?.default, value, key);
        for (const edge of [property?.minimum, property?.maximum])
          if (edge !== undefined) assert.deepEqual(read({ [area]: { [name]: edge } }).warnings, [], key);
        if (property?.maximum !== undefined)
          assert.equal(read({ [area]: { [name]: property.maximum + 1 } }).warnings.length, 1, key);
      }
  });
});
