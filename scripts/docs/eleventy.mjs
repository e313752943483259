import Eleventy from '@11ty/eleventy';
import { inRoot } from '../build/paths.mjs';

/** The site, to be written into a folder or looked at. Paths of documents are relative to the repository. */
export function siteIn(folder) {
  process.chdir(inRoot());
  return new Eleventy('.', folder, { configPath: 'scripts/docs/site.mjs', quietMode: true });
}
