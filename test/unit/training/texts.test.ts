import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Texts, textsOf, withTexts } from '../../../server/src/engine/training/corpus/texts';

describe('texts by number', () => {
  /** What stands in a file has no newline within, and no half of a character: graphemes have none. */
  const lines = fc.array(
    fc.string({ unit: 'grapheme', maxLength: 12 }).map(text => text.replaceAll('\n', ' ')),
    { minLength: 1, maxLength: 60 },
  );

  it('are what was written, and the first of those that read alike is found', () => {
    fc.assert(
      fc.property(lines, fc.string({ unit: 'grapheme', maxLength: 4 }), (wanted, other) => {
        for (const texts of [Texts.ofStrings(wanted), Texts.ofLines(Buffer.from(wanted.join('\n')))]) {
          assert.equal(texts.size, wanted.length);
          assert.deepEqual(texts.all(), wanted);
          for (const [row, text] of wanted.entries()) {
            assert.equal(texts.at(row), text);
            assert.equal(texts.row(text), wanted.indexOf(text));
          }
          const at = wanted.indexOf(other);
          assert.equal(texts.row(other), at < 0 ? undefined : at);
        }
      }),
    );
  });

  it('of thousands are found, each by its number', () => {
    const many = Array.from({ length: 20_000 }, (_, i) => `udp 10.0.${i >> 8}.${i & 255} 8.8.8.8 ${i % 7}`);
    const texts = Texts.ofLines(Buffer.from(many.join('\n')));
    for (const [row, text] of many.entries()) assert.equal(texts.row(text), row);
    for (const text of ['', 'udp', `${many[5]} `, many.join('\n')]) assert.equal(texts.row(text), undefined);
    assert.ok(texts.haveWithin('10.0.78.31 8') && !texts.haveWithin('→'));
  });

  it('become strings where somebody asks for all, and are made once of strings', () => {
    const texts = Texts.ofStrings(['a', 'ä']);
    const owner = withTexts({ size: 2 }, 'tokens', texts);
    assert.deepEqual(owner, { size: 2, tokens: ['a', 'ä'] });
    assert.equal(owner.tokens, owner.tokens);
    const none = () => assert.fail('they are there');
    assert.equal(textsOf(owner, none), texts);
    const plain = { tokens: ['x'] };
    assert.equal(
      textsOf(plain, ({ tokens }) => tokens),
      textsOf(plain, none),
    );
  });
});
