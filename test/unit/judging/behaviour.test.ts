import assert from 'node:assert/strict';
import fc from 'fast-check';
import { burst } from '../../../server/src/engine/judging/evidence';
import { outcomeOf } from '../../../server/src/engine/judging/outcome';
import { PairTable } from '../../../server/src/base/pairTable';

describe('a table of pairs', () => {
  it('numbers pairs as a map does, however many there are', () => {
    const number = fc.oneof(fc.nat(5), fc.integer({ min: 0, max: 0xffffffff }));
    fc.assert(
      fc.property(fc.array(fc.tuple(number, number), { maxLength: 300 }), pairs => {
        const table = new PairTable(1);
        const map = new Map<string, number>();
        for (const [a, b] of pairs) {
          const key = `${a} ${b}`;
          assert.equal(table.find(a, b), map.get(key) ?? -1);
          if (!map.has(key)) map.set(key, map.size);
          const pair = table.add(a, b);
          assert.equal(pair, map.get(key));
          assert.deepEqual([table.first(pair), table.second(pair)], [a, b]);
        }
        assert.equal(table.size, map.size);
      }),
    );
  });
});

describe('the outcome that a state tells', () => {
  const cases: [state: string, outcome: string][] = [
    ['S_', 'unanswered'],
    ['A_', 'half open'],
    ['S_RA', 'reset'],
    ['FSPA_FSPA', 'data'],
    ['SRPA_FSPA', 'cut off'],
    ['FSA_FSA', 'handshake'],
    ['CON', 'answered'],
    ['INT', 'unanswered'],
    ['S0', 'unanswered'],
    ['REJ', 'reset'],
    ['RSTO', 'cut off'],
    ['SF', 'data'],
    ['ECO', 'ECO'],
    ['a_b', 'a_b'],
    ['__proto__', '__proto__'],
    ['constructor', 'constructor'],
    ['', ''],
  ];
  for (const [state, outcome] of cases)
    it(`is "${outcome}" of "${state}"`, () => assert.equal(outcomeOf(state), outcome));
});

describe('a burst', () => {
  it('is nothing at the usual pace, and more the farther above it', () => {
    const rate = fc.double({ min: 0.05, max: 1e5, noNaN: true });
    fc.assert(
      fc.property(rate, fc.nat(100_000), fc.nat(1000), (expected, count, more) => {
        const [less, larger] = [burst(count, expected), burst(count + more, expected)];
        assert.ok(less >= 0 && larger >= less - 1e-6, `${less} ${larger}`);
        if (count <= expected) assert.equal(less, 0);
      }),
    );
  });
});
