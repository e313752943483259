import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { getL10nJson, type l10nJsonFormat } from '@vscode/l10n-dev';
import { format, resolveConfig } from 'prettier';
import * as clusters from '../../shared/parameters/clusters';
import * as map from '../../shared/parameters/map';
import type { Parameter } from '../../shared/parameters/parameter';
import * as routes from '../../shared/parameters/routes';
import * as settings from '../../shared/parameters/settings';
import * as training from '../../shared/parameters/training';

/** Texts by their English. */
export type Texts = Record<string, string>;

const folder = 'l10n';
const english = `${folder}/bundle.l10n.json`;
const sources = ['client/src', 'server/src', 'shared', 'webviews/src'];

/** How a source has the library that looks texts up. */
const importOfTexts = /^import .* from '(?:vscode|@vscode\/l10n)';$/gm;

const read = <T>(path: string) => JSON.parse(readFileSync(path, 'utf8')) as T;
const keyOf = (text: l10nJsonFormat[string]) => (typeof text === 'string' ? text : text.message);

/** Languages that there is a bundle of. */
export function languages(): string[] {
  return readdirSync(folder).flatMap(name => /^bundle\.l10n\.(.+)\.json$/.exec(name)?.[1] ?? []);
}

/** All that a person may read, as it is in English: what sources say, the table of parameters, and the manifest. */
export function englishTexts(): Promise<l10nJsonFormat> {
  return (gathered ??= gather());
}

// Reading all sources takes a while; they do not change meanwhile.
let gathered: Promise<l10nJsonFormat> | undefined;

async function gather(): Promise<l10nJsonFormat> {
  const contents = sources.flatMap(root =>
    readdirSync(root, { recursive: true })
      .map(String)
      .filter(path => path.endsWith('.ts'))
      .sort()
      .map(path => readFileSync(`${root}/${path}`, 'utf8'))
      .filter(text => text.includes('l10n')),
  );
  // As one file with one import: the tool makes its queries anew for each import, which takes longer than all reading.
  const bodies = contents.map(text => text.replace(importOfTexts, '')).join('\n');
  const said = await getL10nJson([
    { extension: '.ts', contents: `import * as vscode from 'vscode';\n${bodies}` },
  ]);
  const tables = [clusters, map, routes, settings, training].flatMap(words => Object.values<unknown>(words));
  const words = tables.flatMap(parametersIn).flatMap(wordsOf);
  const manifest = Object.values(read<Texts>('package.nls.json'));
  return { ...said, ...Object.fromEntries([...words, ...manifest].map(text => [text, text])) };
}

/** The parameters of a table, which may be in tables of its own. */
function parametersIn(value: unknown): Parameter[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('kind' in value && 'title' in value) return [value as Parameter];
  return Object.values(value).flatMap(parametersIn);
}

function wordsOf(parameter: Parameter): string[] {
  const choices = parameter.kind === 'choice' ? parameter.choices.map(({ words }) => words) : [];
  return [parameter.title, parameter.words, ...choices].filter(text => text !== '');
}

/** The manifest's words in a language: `package.nls.json`, its values by the language's bundle. */
export function manifestTexts(language: string): Texts {
  const bundle = bundleOf(language);
  const words = Object.entries(read<Texts>('package.nls.json'));
  return Object.fromEntries(words.map(([key, text]) => [key, bundle[text] ?? text]));
}

export const bundleOf = (language: string) => read<Texts>(`${folder}/bundle.l10n.${language}.json`);

/** What `npm run l10n` writes, by path. */
export async function writtenTexts(): Promise<Map<string, string>> {
  const texts = await englishTexts();
  const written = new Map([[english, await json(texts)]]);
  for (const language of languages()) {
    written.set(`package.nls.${language}.json`, await json(manifestTexts(language)));
    const bundle = bundleOf(language);
    // In the order of the English ones, so that differences read well; what nobody says any more is gone.
    const kept = Object.keys(texts).filter(key => bundle[key] !== undefined);
    written.set(
      `${folder}/bundle.l10n.${language}.json`,
      await json(Object.fromEntries(kept.map(key => [key, bundle[key]]))),
    );
  }
  return written;
}

export async function writeTexts(): Promise<void> {
  for (const [path, text] of await writtenTexts()) writeFileSync(path, text);
}

/** Of each language, the English texts that have no translation. */
export async function missingTexts(): Promise<[language: string, texts: string[]][]> {
  const texts = Object.entries(await englishTexts());
  return languages().map(language => {
    const bundle = bundleOf(language);
    return [language, texts.filter(([key]) => bundle[key] === undefined).map(([, text]) => keyOf(text))];
  });
}

async function json(value: unknown): Promise<string> {
  return format(JSON.stringify(value), { ...(await resolveConfig(english)), filepath: english });
}
