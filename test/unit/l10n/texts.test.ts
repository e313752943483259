import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { bundleOf, englishTexts, languages, missingTexts, writtenTexts } from '../../../scripts/l10n/texts';
import { spokenTexts, unspokenTexts } from '../../support/spokenTexts';

describe('texts', function () {
  this.timeout(300_000);

  it('are gathered as the sources say them', async () => {
    for (const [path, wanted] of await writtenTexts()) {
      const present = existsSync(path) ? readFileSync(path, 'utf8') : '';
      assert.ok(present === wanted, `${path} differs from the sources: "npm run l10n" writes it anew`);
    }
  });

  it('are gathered under the keys by which they are looked up', async () => {
    const gathered = await englishTexts();
    const lost = spokenTexts().filter(({ key }) => gathered[key] === undefined);
    assert.deepEqual(lost, [], 'write such texts as one literal, without escapes');
  });

  it('are all looked up: sentences, and what errors say', () => assert.deepEqual(unspokenTexts(), []));

  for (const language of languages()) {
    it(`are all there in ${language}`, async () =>
      assert.deepEqual(new Map(await missingTexts()).get(language), []));

    it(`hold the same places in ${language}`, async () => {
      const texts = await englishTexts();
      const off = Object.entries(bundleOf(language)).filter(([key, text]) => {
        const english = texts[key];
        const message = typeof english === 'string' ? english : (english?.message ?? key);
        return placesOf(message) !== placesOf(text);
      });
      assert.deepEqual(off, []);
    });
  }
});

/** What must be the same in each language: places of values, what is set as code, links, and blanks at the ends. */
function placesOf(text: string): string {
  const inside = text.match(/\{\d+\}|`[^`]*`|\(command:[^)]*\)|--[a-z]+/g) ?? [];
  return JSON.stringify([/^\s/.test(text), ...inside.sort(), /\s$/.test(text)]);
}
