import assert from 'node:assert/strict';
import { Recent } from '../../../server/src/base/recent';

describe('what was asked for last', () => {
  const value = (text: string) => () => Promise.resolve(text);
  const never = () => Promise.reject(new Error('It was to be held.'));

  it('is made once while it is held, and the least recently used is forgotten', async () => {
    const recent = new Recent<string>(2);
    for (const key of ['a', 'b']) await recent.get(key, value(key));
    assert.equal(await recent.get('a', never), 'a');
    await recent.get('c', value('c'));
    assert.deepEqual(recent.keys(), ['c', 'a']);
    assert.equal(await recent.get('b', value('anew')), 'anew');
  });

  it('is not held where nothing was found, or it failed', async () => {
    const recent = new Recent<string>(2);
    assert.equal(await recent.get('a', () => Promise.resolve(undefined)), undefined);
    await assert.rejects(recent.get('b', never));
    await new Promise(resolve => setImmediate(resolve));
    assert.deepEqual(recent.keys(), []);
  });

  it('stays when a search that was begun before finds nothing', async () => {
    const recent = new Recent<string>(2);
    const before = recent.get('a', () => Promise.resolve(undefined));
    recent.put('a', Promise.resolve('made'));
    await before;
    await new Promise(resolve => setImmediate(resolve));
    assert.equal(await recent.get('a', never), 'made');
  });
});
