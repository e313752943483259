import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mapParameters, parametersOf, readTyped } from '../../../client/src/map/mapParameters';
import { sameMap, savedMap, savedSettings } from '../../../client/src/map/mapQuestion';

const uri = 'file:///a.binetflow';

describe('parameters of a map', () => {
  it('are those that the method uses', () => {
    const names = (method: 'tsne' | 'umap' | 'pca') => parametersOf(method).map(({ name }) => name);
    assert.deepEqual(names('pca'), ['method', 'dimensions', 'points', 'seed']);
    assert.ok(names('tsne').includes('perplexity') && !names('umap').includes('perplexity'));
    assert.ok(names('umap').includes('minDist'));
  });

  it('take what the settings of the editor take', () => {
    const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as {
      contributes: { configuration: { properties: Record<string, Setting> } };
    };
    interface Setting {
      default: unknown;
      minimum?: number;
    }
    for (const { name, refuses } of mapParameters) {
      const setting = manifest.contributes.configuration.properties[`flow2vec.map.${name}`];
      if (name === 'seed') continue;
      assert.ok(setting, name);
      assert.equal(refuses(setting.default), undefined, name);
      if (setting.minimum !== undefined) {
        assert.equal(refuses(setting.minimum), undefined, name);
        assert.match(refuses(setting.minimum - 1) ?? '', /out of range|Choose from/, name);
      }
    }
  });

  it('say why a value is refused', () => {
    const refuses = (name: string, value: unknown) =>
      mapParameters.find(p => p.name === name)?.refuses(value) ?? '';
    assert.match(refuses('perplexity', 'many'), /no number/);
    assert.match(refuses('iterations', 300.5), /no whole number/);
    assert.match(refuses('method', 'som'), /tsne, umap, pca/);
  });

  it('are read as they are typed', () =>
    assert.deepEqual(['20 000', '1_000', '0.5', 'x', ''].map(readTyped), [20000, 1000, 0.5, 'x', '']));
});

describe('question of a map', () => {
  it('comes back from saved state, without what cannot be used', () => {
    const saved = {
      uri,
      settings: { method: 'umap', dimensions: 7, points: 100, evil: 1 },
      mark: { line: 3, text: 'a,b', token: '' },
    };
    assert.deepEqual(savedMap(saved), {
      uri,
      settings: { method: 'umap', points: 100 },
      mark: { line: 3, text: 'a,b' },
    });
  });

  for (const saved of [undefined, 4, {}, { uri: 'http://a' }])
    it(`is none in ${JSON.stringify(saved)}`, () => assert.equal(savedMap(saved), undefined));

  it('is of the same map whatever is marked', () => {
    const settings = { method: 'pca', dimensions: 2 } as const;
    assert.ok(sameMap({ uri, settings }, { uri, settings: { ...settings }, mark: { line: 2 } }));
    assert.ok(!sameMap({ uri, settings }, { uri, settings: { ...settings, dimensions: 3 } }));
    assert.ok(!sameMap({ uri, settings }, { uri: 'file:///b', settings }));
  });

  it('has no settings where none were saved', () => assert.deepEqual(savedSettings(null), {}));
});
