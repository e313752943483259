import assert from 'node:assert/strict';
import MarkdownIt from 'markdown-it';
import { guardedMarkdown } from '../../../server/src/engine/investigation/exports/guardedMarkdown';

// A reader that allows all that readers do.
const reader = new MarkdownIt({ html: true, linkify: true });
const shown = (text: string) => reader.render(guardedMarkdown(text));

describe("an analyst's Markdown in exports", () => {
  const hostile = [
    '[go](http://evil.example)',
    '![](http://evil.example/x.png)',
    '[go][there]\n\n[there]: http://evil.example',
    '[there]\n\n[there]: <http://evil.example>',
    '<http://evil.example>',
    'http://evil.example and www.evil.example',
    '<img src=x onerror=alert(1)>',
    '<script>\nalert(1)\n</script>',
    '<!-- -->\n<b>bold</b>',
    '\\\\<img src=x>',
    '\\\\[go\\\\](http://evil.example)',
    '[go\\\\](http://evil.example)',
    '`\\`<img src=x>',
    '\\`<img src=x>\\`',
    '`a\\` <img src=x> `',
    '```\n<img src=x>',
    '> ```\n<img src=x>\n> ```',
    '- a\n\n  ```\n<img src=x>\n  ```',
    '```x`y\n<img src=x>\n```',
    '~~~\na\n~~~ x\n<img src=x>\n',
    '```\n   ```\n<img src=x>\n```',
    '```\n ~~~\n```\n<img src=x>\n```',
    '    ```\n\n```\n```\n<img src=x>\n```',
    '- ```\n  a\n```\n```\n<img src=x>\n```\n',
    '[![](http://a.example/x)](javascript:alert(1))',
  ];
  for (const text of hostile)
    it(`is text where it would lead elsewhere, load or be HTML: ${JSON.stringify(text)}`, () => {
      assert.doesNotMatch(shown(text), /<(?:a|img|script|b)\b|<!--/);
    });

  it('keeps what it says, and how', () => {
    const text =
      '# Beacon\n\n- **10.0.0.3** to `198.51.100.7:443`, a < b, [1]\n\n| Host | Flows |\n| --- | --- |\n| x | 7 |';
    assert.equal(guardedMarkdown(text), text);
  });

  it('keeps fenced code to the sign', () => {
    const text = '```sql\nSELECT \'<b>\', "[a](b)" FROM flows\n```';
    assert.equal(guardedMarkdown(text), text);
    assert.match(shown(text), /&lt;b&gt;/);
  });

  it('shows what was written where it is guarded', () => {
    assert.match(
      shown('see [go](http://evil.example) & <b>'),
      /see \[go\]\(http:\/\/evil\.example\) &amp; &lt;b&gt;/,
    );
  });

  it('is no formula, in which Jupyter would follow a link', () => {
    const text = guardedMarkdown('$\\href{javascript:x}{y}$ \\begin{equation} \\\\(x\\\\)');
    assert.equal(text, '\\$\\href{javascript:x}{y}\\$ \\begin\\{equation} \\\\&#40;x\\\\&#41;');
  });

  it('spells what cannot be seen', () => {
    assert.equal(guardedMarkdown('a\u202eb\r\nc'), 'a⟨U+202E⟩b\nc');
  });
});
