import assert from 'node:assert/strict';
import fc from 'fast-check';
import * as l10n from '@vscode/l10n';
import { shortText, titleText, visibleText } from '../../../shared/text/visibleText';

describe('text of a capture on a page', () => {
  const cases: [string, string, string][] = [
    ['plain text', 'flow=From-Botnet-V42', 'flow=From-Botnet-V42'],
    ['markup, which text nodes show as it is', '<img onerror=alert(1)>', '<img onerror=alert(1)>'],
    ['right-to-left overrides', 'a\u202Egnp.exe', 'a⟨U+202E⟩gnp.exe'],
    ['isolates and marks', '\u2066\u200F\u061C', '⟨U+2066⟩⟨U+200F⟩⟨U+061C⟩'],
    ['controls', 'a\u0000b\nc\u007f\u0085', 'a⟨U+0000⟩b⟨U+000A⟩c⟨U+007F⟩⟨U+0085⟩'],
    ['what has no width', 'x\u200By\uFEFF\u00AD', 'x⟨U+200B⟩y⟨U+FEFF⟩⟨U+00AD⟩'],
    ['half a surrogate pair', 'a\uD83D', 'a⟨U+D83D⟩'],
    ['tag characters', '\u{E0041}', '⟨U+E0041⟩'],
    ['other scripts, untouched', 'שלום مرحبا 你好 😀', 'שלום مرحبا 你好 😀'],
  ];
  for (const [what, text, want] of cases) it(`shows ${what}`, () => assert.equal(visibleText(text), want));

  it('is cut by characters, never through a pair', () => {
    assert.equal(shortText('😀😀😀', 3), '😀😀😀');
    assert.equal(shortText('😀😀😀😀', 3), '😀😀…');
    assert.equal(shortText('ab', 3), 'ab');
  });

  it('of ten thousand characters is cut in a cell and in its title, which says the length', () => {
    const long = 'x'.repeat(10_000);
    assert.equal(shortText(long).length, 120);
    assert.ok(titleText(long).length < 1100);
    assert.match(titleText(long), /… \(10000\)$/);
  });

  it('never acts on the display', () => {
    const acting = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 0x10ffff })), codes => {
        const text = String.fromCodePoint(...codes);
        assert.doesNotMatch(visibleText(text), acting);
        assert.doesNotMatch(titleText(text), acting);
      }),
    );
  });
});

describe('texts of a page', () => {
  afterEach(() => l10n.config({ contents: {} }));

  it('are English without a translation, with values filled in once', () =>
    assert.equal(l10n.t('{0} of {1} shown', '{1}', 5), '{1} of 5 shown'));

  it('are translated by their English wording', () => {
    l10n.config({ contents: { '{0} of {1} shown': '{1} gesamt, {0} gezeigt' } });
    assert.equal(l10n.t('{0} of {1} shown', 2, 5), '5 gesamt, 2 gezeigt');
  });
});
