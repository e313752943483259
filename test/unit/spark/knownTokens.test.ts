import assert from 'node:assert/strict';
import { KnownTokens } from '../../../server/src/engine/spark/knownTokens';
import type { Texts } from '../../../server/src/engine/spark/rows';

/** A column as an executor sends it; undefined where a row has no text. */
function column(...cells: (string | undefined)[]): Texts {
  const values = [...new Set(cells)].filter(cell => cell !== undefined);
  return {
    values,
    numbers: Int32Array.from(cells, cell => (cell === undefined ? -1 : values.indexOf(cell))),
  };
}

const rowsOf = (known: KnownTokens, ...cells: Texts[]) => {
  const isKnown = known.among(cells);
  return Array.from((cells[0] as Texts).numbers, (_, row) => isKnown(row));
};

describe('Tokens that a model knows, by the numbers of their parts', () => {
  const known = new KnownTokens(
    ['udp 10.0.0.1 53', 'udp 10.0.0.2 80', 'arp - a_b'],
    ['Proto', 'SrcAddr', 'Dport'],
  );

  it('are told from others of the same parts', () => {
    assert.deepEqual(
      rowsOf(
        known,
        column('udp', 'udp', 'udp', 'tcp'),
        column('10.0.0.1', '10.0.0.1', '10.0.0.2', '10.0.0.1'),
        column('53', '80', '80', '53'),
      ),
      [true, false, true, false],
    );
  });

  it('are those that cells become: empty ones, those that are not there, and spaces', () => {
    assert.deepEqual(
      rowsOf(known, column('arp', 'arp', 'arp'), column('', undefined, '-'), column('a b', 'a_b', 'a\tb')),
      [true, true, true],
    );
  });

  it('are no phrases, and have one part where they are of one column', () => {
    const phrases = new KnownTokens(['udp', 'udp tcp'], ['Proto']);
    assert.deepEqual(rowsOf(phrases, column('udp', 'tcp')), [true, false]);
  });
});
