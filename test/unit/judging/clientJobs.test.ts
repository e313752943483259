import assert from 'node:assert/strict';
import { combinations, gridAxes, parseValues, type Axis } from '../../../client/src/judging/gridAxes';
import { completed, questionOf, readTokens, unfinished } from '../../../client/src/similar/typedTokens';
import { savedCarried, savedGrid, savedReport, savedScore } from '../../../client/src/judging/jobQuestions';
import { savedQuestion } from '../../../client/src/similar/savedQuestion';
import { defaultConfig } from '../../../server/src/engine/training/embedding/config';

const axes = gridAxes();
const axis = (name: string): Axis => {
  const found = axes.find(a => a.name === name);
  assert.ok(found, name);
  return found;
};

describe('parameters of a grid search', () => {
  it('are those of the configuration that the settings hold', () => {
    for (const { name } of axes) assert.ok(Object.hasOwn(defaultConfig, name), name);
    for (const name of ['window', 'size', 'epochs', 'vectors', 'sentence']) axis(name);
  });

  it('leave out what does not shape a model', () =>
    assert.deepEqual(
      axes.filter(({ name }) => ['workers', 'deterministic', 'tokenColumns'].includes(name)),
      [],
    ));

  it('propose values that are accepted', () => {
    for (const a of axes)
      if (!a.choices) assert.deepEqual(parseValues(a.preset.join(', '), a), a.preset, a.name);
  });

  const accepted: [string, string, number[]][] = [
    ['window', '5, 10,30', [5, 10, 30]],
    ['window', ' 5 5;7 ', [5, 7]],
    ['sample', '0, 1e-3', [0, 0.001]],
  ];
  for (const [name, text, want] of accepted)
    it(`${name} takes "${text}"`, () => assert.deepEqual(parseValues(text, axis(name)), want));

  const refused: [string, string, RegExp][] = [
    ['window', '', /at least one value of window/],
    ['window', 'wide', /"wide" is no number/],
    ['window', '2.5', /write a whole number/],
    ['window', '0', /0: write a whole number from 1 to 1,000/],
    ['alpha', '0', /0: write a number above 0, at most 1/],
    ['alpha', 'Infinity', /no number/],
  ];
  for (const [name, text, want] of refused)
    it(`${name} refuses "${text}"`, () => assert.throws(() => parseValues(text, axis(name)), want));

  it('multiply', () => assert.equal(combinations({ a: [1, 2, 3], b: [1, 2] }), 6));
});

describe('typed tokens', () => {
  const read = (text: string) => {
    const { positive, negative, rest, restNegative } = readTokens(text, 4);
    return [positive, negative, rest.join(' '), restNegative];
  };
  const cases: [string, unknown[]][] = [
    ['', [[], [], '', false]],
    ['udp a', [[], [], 'udp a', false]],
    ['udp a  b 53', [['udp a b 53'], [], '', false]],
    ['+udp a b 53 -tcp c d 80', [['udp a b 53'], ['tcp c d 80'], '', false]],
    ['udp a b - -tcp c', [['udp a b -'], [], 'tcp c', true]],
    ['udp a b 53 → tcp a c 80', [['udp a b 53 → tcp a c 80'], [], '', false]],
    ['+a b c d -a b c d → e f g h +i j', [['a b c d'], ['a b c d → e f g h'], 'i j', false]],
    ['a b c d → e', [[], [], 'a b c d → e', false]],
    // A lone minus stands for an empty cell, also at the beginning; signs inside a token are its own.
    ['- a -> +53', [['- a -> +53'], [], '', false]],
  ];
  for (const [text, want] of cases) it(`are read from "${text}"`, () => assert.deepEqual(read(text), want));

  it('of a phrase are whole when its last token is', () => {
    const lacking = (text: string) => unfinished(readTokens(text, 4), 4);
    assert.deepEqual(['a b c d →', 'a b c d → e f g', 'a b c d → e f g h'].map(lacking), [4, 1, undefined]);
  });

  it('can be asked when each is whole and one is added', () => {
    const lacking = (text: string) => unfinished(readTokens(text, 4), 4);
    assert.deepEqual(['', 'udp', 'udp a b 53', 'udp a b 53 -tcp', '-udp a b 53'].map(lacking), [
      'none',
      3,
      undefined,
      3,
      'none',
    ]);
  });

  it('are completed where the user is', () => {
    const complete = (text: string) => completed(readTokens(text, 4), 'T O K N');
    assert.deepEqual(['', 'udp a', 'udp a b 53 -tc', '-u'].map(complete), [
      'T O K N',
      'T O K N',
      '+udp a b 53 -T O K N',
      '-T O K N',
    ]);
  });

  it('are asked as a token where there is one only', () => {
    const ask = (text: string) => questionOf('file:///a', readTokens(text, 2));
    assert.deepEqual(ask('+a b'), { uri: 'file:///a', token: 'a b' });
    assert.deepEqual(ask('a b c d'), { uri: 'file:///a', positive: ['a b', 'c d'], negative: [] });
  });
});

describe('questions saved by pages of long jobs', () => {
  const uri = 'file:///a.binetflow';
  it('are read', () => {
    assert.deepEqual(savedReport({ uri, evil: 1 }), { uri });
    assert.deepEqual(savedReport({ uri, test: uri }), { uri, test: uri });
    assert.deepEqual(savedCarried({ uri, test: uri, evil: 1 }), { uri, test: uri });
    assert.equal(savedCarried({ uri }), undefined);
    assert.deepEqual(savedGrid({ uri, axes: { window: [5] } }), { uri, axes: { window: [5] } });
    assert.deepEqual(savedScore({ uri, unseen: uri }), { uri, unseen: uri, by: 'past' });
    assert.deepEqual(savedScore({ uri, by: 'hosts' }), { uri, by: 'hosts' });
    assert.deepEqual(savedScore({ uri, by: 'hosts', follow: true }), { uri, by: 'hosts', follow: true });
    assert.deepEqual(savedScore({ uri, by: 'past', follow: 'yes' }), { uri, by: 'past' });
    assert.deepEqual(savedScore({ uri, by: 'guess' }), { uri, by: 'past' });
    const sum = { uri, positive: ['a b'], negative: ['c d'] };
    assert.deepEqual(savedQuestion({ question: sum }), sum);
  });

  for (const saved of [undefined, null, 7, {}, { uri: 'https://x' }, { uri: 7 }])
    it(`are none in ${JSON.stringify(saved)}`, () =>
      assert.deepEqual(
        [savedReport, savedCarried, savedGrid, savedScore].map(saving => saving(saved)),
        [undefined, undefined, undefined, undefined],
      ));

  for (const axes of [{}, { window: [] }, { window: 5 }, { window: [{}] }, null])
    it(`are no grid with the axes ${JSON.stringify(axes)}`, () =>
      assert.equal(savedGrid({ uri, axes }), undefined));

  for (const positive of [[], [''], [7], 'a'])
    it(`are no sum of ${JSON.stringify(positive)}`, () =>
      assert.equal(savedQuestion({ question: { uri, positive } }), undefined));
});
