import MarkdownIt, { type Token } from 'markdown-it';
import { el } from '../../base/dom';

const parser = new MarkdownIt('commonmark', { html: false }).enable('table');

const tags = ['p', 'strong', 'em', 'table', 'thead', 'tbody', 'tr', 'th', 'td', 'ul', 'ol', 'li'] as const;
const isTag = (tag: string): tag is (typeof tags)[number] => (tags as readonly string[]).includes(tag);

/**
 * A hover's Markdown as elements: only those that hovers have, text as text nodes, no HTML, no links but those that run
 * commands. `run` is given a link's target.
 */
export function markdownElements(text: string, run: (target: string) => void): HTMLElement {
  const root = el('div', { class: 'markdown' });
  const into = (parent: HTMLElement, tokens: readonly Token[]): void => {
    const stack = [parent];
    const top = () => stack.at(-1) as HTMLElement;
    for (const token of tokens) {
      if (token.nesting === -1) {
        if (stack.length > 1) stack.pop();
      } else if (token.nesting === 1) {
        const element = elementOf(token, run);
        top().append(element);
        stack.push(element);
      } else if (token.children) into(top(), token.children);
      else if (token.type === 'hardbreak') top().append(el('br'));
      else if (token.type === 'softbreak') top().append(' ');
      else if (token.type === 'code_inline') top().append(el('code', {}, token.content));
      else top().append(token.content);
    }
  };
  into(root, parser.parse(text, {}));
  return root;
}

function elementOf(token: Token, run: (target: string) => void): HTMLElement {
  if (token.tag !== 'a') return isTag(token.tag) ? el(token.tag) : el('span');
  const target = token.attrGet('href') ?? '';
  if (!target.startsWith('command:')) return el('span');
  const link = el('button', { type: 'button', class: 'link' });
  link.addEventListener('click', () => run(target));
  return link;
}
