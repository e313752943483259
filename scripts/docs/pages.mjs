import MarkdownIt from 'markdown-it';
import { headingId } from './headingId.mjs';

/** Where the page of a document stands on the site. */
export function addressOf(path) {
  return path.replace(/(^|\/)README\.md$/, '$1index.md').replace(/\.md$/, '.html');
}

/**
 * The headings of a document with what stands below each, as plain text.
 * @returns {{ path: string, address: string, title: string,
 *   sections: { level: number, title: string, id: string, text: string }[] }}
 */
export function readDocument(path, markdown) {
  const sections = [];
  const tokens = new MarkdownIt({ html: true }).parse(markdown, {});
  tokens.forEach(({ type, tag }, i) => {
    if (type === 'heading_open') {
      const title = plain(tokens[i + 1]);
      sections.push({ level: Number(tag.slice(1)), title, id: headingId(title), text: '' });
    } else if (tokens[i - 1]?.type !== 'heading_open' && sections.length > 0) {
      const text = type === 'inline' ? plain(tokens[i]) : type === 'fence' ? tokens[i].content : '';
      if (text !== '') sections.at(-1).text += `${text}\n`;
    }
  });
  return { path, address: addressOf(path), title: sections[0]?.title ?? path, sections };
}

function plain({ children }) {
  return children.map(({ type, content }) => (type.endsWith('break') ? ' ' : content)).join('');
}

/** What the search looks through: title, address and text of each section. */
export function placesOf(documents) {
  return documents.flatMap(({ address, title, sections }) =>
    sections.map((section, i) => [
      i === 0 ? title : `${title}: ${section.title}`,
      i === 0 ? address : `${address}#${section.id}`,
      section.text,
    ]),
  );
}
