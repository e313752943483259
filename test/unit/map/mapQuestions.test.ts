import assert from 'node:assert/strict';
import { mapParameters, parametersOf, readTyped } from '../../../client/src/map/mapParameters';
import { sameMap, savedMap, savedSettings } from '../../../client/src/map/mapQuestion';

const uri = 'file:///a.binetflow';

describe('parameters of a map', () => {
  it('are those that the method uses', () => {
    assert.deepEqual(parametersOf('pca'), ['method', 'dimensions', 'points', 'seed']);
    assert.ok(parametersOf('tsne').includes('perplexity') && !parametersOf('umap').includes('perplexity'));
    assert.ok(parametersOf('umap').includes('minDist'));
  });

  it('are read as they are typed', () => {
    const { points, minDist } = mapParameters;
    const typed = ['20 000', "1'000", 'x', ''].map(text => readTyped(points, text));
    assert.deepEqual([...typed, readTyped(minDist, ' 0.5')], [20000, 1000, 'x', '', 0.5]);
  });
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
