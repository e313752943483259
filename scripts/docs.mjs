// npm run docs: the documents as a site in out/site, which opens from there without a server.
import { inRoot } from './build/paths.mjs';
import { installDependencies } from './setup/dependencies.mjs';

await installDependencies(console.log);
const { siteIn } = await import('./docs/eleventy.mjs');
const site = inRoot('out/site');
await siteIn(site).write();
console.log(`The documents are in ${site}/index.html`);
