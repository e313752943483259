// npm run docs: the documents as pages that open from a folder, without a server and without a network.
import { posix } from 'node:path';
import { IdAttributePlugin } from '@11ty/eleventy';
import { headingId } from './headingId.mjs';
import { addressOf, placesOf, readDocument } from './pages.mjs';

export default function site(eleventy) {
  eleventy.setUseGitIgnore(false);
  for (const folder of ['node_modules', 'out', '.editor-host', '.github', 'scripts', 'test', 'syntaxes'])
    eleventy.ignores.add(`${folder}/**`);
  eleventy.ignores.add('**/dist/**');
  eleventy.addPassthroughCopy({
    'docs/images': 'docs/images',
    'scripts/docs/assets': 'assets',
    'images/icon.png': 'assets/icon.png',
  });
  eleventy.addPlugin(IdAttributePlugin, { slugify: headingId, checkDuplicates: false });
  eleventy.addGlobalData('layout', 'page.11ty.mjs');
  eleventy.addGlobalData(
    'permalink',
    () =>
      ({ page }) =>
        addressOf(`${page.filePathStem}.md`.slice(1)),
  );
  eleventy.addCollection('documents', api =>
    api
      .getFilteredByGlob('**/*.md')
      .map(({ inputPath, rawInput }) => readDocument(posix.normalize(inputPath), rawInput)),
  );
  eleventy.addTemplate('places.11ty.js', {
    data: { permalink: 'assets/places.js', layout: false },
    render: ({ collections }) => `const places = ${JSON.stringify(placesOf(collections.documents))};\n`,
  });
  eleventy.amendLibrary('md', markdown => {
    markdown.core.ruler.push('links', ({ tokens, env }) =>
      tokens.forEach(({ children }) => rewriteLinks(children ?? [], posix.normalize(env.page.inputPath))),
    );
    markdown.renderer.rules.table_open = () => '<div class="wide"><table>\n';
    markdown.renderer.rules.table_close = () => '</table></div>\n';
  });
  return {
    dir: { input: '.', output: 'out/site', includes: 'scripts/docs' },
    templateFormats: ['md', '11ty.js'],
    // Captures and commands may hold any braces; nothing in a document is a template.
    markdownTemplateEngine: false,
  };
}

/** Links between documents lead to their pages; what is linked of the sources is not on the site, so its name stays. */
function rewriteLinks(tokens, path) {
  let opened;
  for (const token of tokens) {
    if (token.type === 'link_open') opened = rewritten(token, path);
    else if (token.type === 'link_close' && opened) token.tag = opened.tag;
  }
}

function rewritten(token, path) {
  const [target, anchor] = token.attrGet('href').split('#');
  if (target === '' || /^[a-z]+:/.test(target)) return token;
  const document = posix.join(posix.dirname(path), target);
  if (/^(?:docs\/.*|[A-Z]+)\.md$/.test(document)) {
    const to = posix.relative(posix.dirname(addressOf(path)), addressOf(document));
    token.attrSet('href', to + (anchor ? `#${anchor}` : ''));
  } else if (!/\.(?:png|svg)$/.test(target)) Object.assign(token, { tag: 'span', attrs: [] });
  return token;
}
