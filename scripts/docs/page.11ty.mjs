import { posix } from 'node:path';
import { contents } from './contents.mjs';

/** The frame of a page: contents, search, and the document. Addresses are relative: the site may lie anywhere. */
export function render({ content, page, collections }) {
  const here = page.url.slice(1).replace(/(^|\/)$/, '$1index.html');
  const to = address => posix.relative(posix.dirname(here), address);
  const documents = new Map(collections.documents.map(each => [each.path, each]));
  const shown = collections.documents.find(({ address }) => address === here);
  const parts = contents.map(({ title, pages }) => {
    const links = pages.map(path => entry(documents.get(path), shown, to));
    return `<h2>${escape(title)}</h2>\n<ul>\n${links.join('\n')}\n</ul>`;
  });
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(shown.title)} – flow2vec</title>
<link rel="icon" href="${to('assets/icon.png')}">
<link rel="stylesheet" href="${to('assets/site.css')}">
</head>
<body>
<nav aria-label="Contents">
<p class="name"><a href="${to('index.html')}">flow2vec</a></p>
<input type="search" id="search" placeholder="Search" aria-label="Search the documents" autocomplete="off">
<ul id="found" data-root="${to('index.html').slice(0, -'index.html'.length)}" hidden></ul>
<div id="contents">
${parts.join('\n')}
</div>
</nav>
<main>
${content}
</main>
<script src="${to('assets/places.js')}"></script>
<script src="${to('assets/search.js')}"></script>
</body>
</html>
`;
}

/** A page in the contents; the one that is shown with its sections. */
function entry(document, shown, to) {
  if (document !== shown) return `<li><a href="${to(document.address)}">${escape(document.title)}</a></li>`;
  const sections = document.sections.filter(({ level }) => level === 2);
  const inner = sections.map(({ id, title }) => `<li><a href="#${id}">${escape(title)}</a></li>`).join('');
  return `<li><a aria-current="page" href="#">${escape(document.title)}</a><ul>${inner}</ul></li>`;
}

function escape(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
