import assert from 'node:assert/strict';
import fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import { bold, commandLink, escapeMarkdown } from '../../../server/src/editor/markdown';
import { visibleText } from '../../../shared/text/visibleText';

/** More willing than the editor's own: it lets HTML through and makes links of bare names. */
const renderer = new MarkdownIt({ html: true, linkify: true });

const hostile = [
  '<img src=x onerror=alert(1)>',
  '<script>alert(1)</script>',
  '[x](command:workbench.action.quit)',
  '![x](https://evil.example/p.png)',
  '[x]: https://evil.example',
  '<https://evil.example>',
  'https://evil.example www.evil.example mail@evil.example',
  '`code` ``code`` ```js',
  '**bold** __bold__ ~~gone~~ *a* _b_',
  '# heading',
  '> quote',
  '- item',
  '1. item',
  '12) item',
  '---',
  '===',
  '| a | b |',
  '&lt;b&gt; &#60; &copy;',
  '\\* \\\\ \\',
  '$(zap) $(sync~spin)',
  '    indented code',
  '<!-- comment',
  ':tada: ^[note] [^1]',
];

/** What a reader sees of a text that must be one paragraph without marks. */
function shown(markdown: string): string {
  return renderer.render(`Label: ${markdown} end`).trim().replaceAll('\u00A0', ' ');
}

const expected = (text: string): string =>
  `<p>Label: ${renderer.utils.escapeHtml(visibleText(text, Infinity))} end</p>`;

describe('text of a capture in Markdown', () => {
  for (const text of hostile)
    it(`is just text: ${text}`, () => {
      assert.equal(shown(escapeMarkdown(text)), expected(text));
      assert.ok(!/<(?!p>|\/p>)/.test(renderer.render(escapeMarkdown(text))), 'also at the start of a line');
    });

  it('is just text, whatever it is', () => {
    const texts = fc.oneof(fc.string({ unit: 'grapheme-ascii' }), fc.string(), fc.constantFrom(...hostile));
    fc.assert(
      fc.property(
        fc.array(texts).map(parts => parts.join('')),
        text => {
          assert.equal(shown(escapeMarkdown(text, Infinity)), expected(text));
        },
      ),
      { numRuns: 1000, seed: 3 },
    );
  });

  const invisible: [string, string][] = [
    ['a\u202Egnp', 'a⟨U+202E⟩gnp'],
    ['\u2066x\u2069', '⟨U+2066⟩x⟨U+2069⟩'],
    ['z\u200Bw\u200D\uFEFF', 'z⟨U+200B⟩w⟨U+200D⟩⟨U+FEFF⟩'],
    ['l\ni\rn\u2028e\u0085', 'l⟨U+000A⟩i⟨U+000D⟩n⟨U+2028⟩e⟨U+0085⟩'],
    ['\0\x1B[31m', '⟨U+0000⟩⟨U+001B⟩[31m'],
    ['soft\u00ADhyphen', 'soft⟨U+00AD⟩hyphen'],
    ['\u{E0041}tag\uD800', '⟨U+E0041⟩tag⟨U+D800⟩'],
    ['\u3164filler', '⟨U+3164⟩filler'],
    ['Grüße 東京 🦊', 'Grüße 東京 🦊'],
  ];
  for (const [text, want] of invisible)
    it(`spells out what cannot be seen: ${want}`, () => assert.equal(visibleText(text), want));

  it('cuts what is long, saying how long it was', () => {
    const cut = visibleText('x'.repeat(10_000));
    assert.equal(cut, `${'x'.repeat(200)}… (10,000 characters)`);
    const markdown = escapeMarkdown('*'.repeat(10_000));
    assert.equal(shown(markdown), `<p>Label: ${'*'.repeat(200)}… (10,000 characters) end</p>`);
  });

  it('keeps addresses readable in the source', () => assert.equal(escapeMarkdown('10.0.0.1'), '10.0.0.1'));

  it('is bold without losing its ends', () => {
    assert.equal(renderer.render(bold(' **a* ')).trim(), '<p><strong>**a*</strong></p>');
    assert.equal(bold('  '), '');
  });

  it('does not end a link early', () => {
    const link = commandLink('Train', 'flow2vec.train', [{ uri: "file:///a(1)/b'[x]).binetflow" }]);
    const [, target = ''] = /^\[Train\]\(command:flow2vec\.train\?([^()'\s]*)\)$/.exec(link) ?? [];
    assert.deepEqual(JSON.parse(decodeURIComponent(target)), [{ uri: "file:///a(1)/b'[x]).binetflow" }]);
  });
});
