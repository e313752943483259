// npm run l10n: gathers the texts of all processes in l10n/bundle.l10n.json, and writes the manifest's words in each
// language that l10n has a bundle of. Fails where a translation is missing.
import { missingTexts, writeTexts } from './l10n/texts';

await writeTexts();
const missing = await missingTexts();
for (const [language, texts] of missing)
  for (const text of texts) console.error(`${language}: ${JSON.stringify(text)} has no translation.`);
if (missing.some(([, texts]) => texts.length > 0)) process.exitCode = 1;
