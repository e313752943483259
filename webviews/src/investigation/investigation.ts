import * as l10n from '@vscode/l10n';
import type { Answer, AnswerTable, CaseCell } from '../../../shared/investigation/case';
import { pictureSvg } from '../../../shared/investigation/pictureSvg';
import { looksLikeAddress } from '../../../shared/text/address';
import { shortText, titleText, visibleText } from '../../../shared/text/visibleText';
import { addressMenu } from '../base/dom';
import { answerStyle } from './answerStyle';

interface OutputItem {
  /** The same as long as it is on the page. */
  id: string;
  json(): unknown;
}

interface RendererContext {
  postMessage?(message: unknown): void;
  onDidReceiveMessage?(listener: (message: unknown) => void): unknown;
}

/** What the extension tells: whether hosts are shown by pseudonyms, or an answer that names them so. */
interface Told {
  pseudonyms?: boolean;
  id?: string;
  answer?: Answer;
}

/** Rows that a table shows at once; a button shows the others that the file keeps. */
const mostRows = 200;

/**
 * VS Code calls this in the notebook's page: it draws answers from what the file keeps, without the server; where hosts are shown
 * by pseudonyms, as the extension names them, and not before.
 */
export function activate({ postMessage, onDidReceiveMessage }: RendererContext): {
  renderOutputItem(item: OutputItem, element: HTMLElement): void;
  disposeOutputItem(id?: string): void;
} {
  const style = document.createElement('style');
  style.textContent = answerStyle;
  document.head.append(style);
  const shown = new Map<string, { answer: Answer; element: HTMLElement }>();
  // Nobody else is there to be asked.
  let pseudonyms = onDidReceiveMessage ? undefined : false;
  const draw = (element: HTMLElement, answer: Answer) =>
    element.replaceChildren(view(answer, message => postMessage?.(message)));
  const show = (id: string) => {
    const { answer, element } = shown.get(id) ?? {};
    if (!answer || !element || pseudonyms === undefined) return;
    if (!pseudonyms) return draw(element, answer);
    element.replaceChildren(make('p', '', l10n.t('Waits for the pseudonyms of its addresses.')));
    postMessage?.({ name: answer, id });
  };
  onDidReceiveMessage?.(message => {
    const told = message as Told;
    if (told.pseudonyms !== undefined) {
      pseudonyms = told.pseudonyms;
      for (const id of shown.keys()) show(id);
    }
    const { element } = shown.get(told.id ?? '') ?? {};
    if (told.answer && element && pseudonyms) draw(element, told.answer);
  });
  postMessage?.({ begun: true });
  return {
    renderOutputItem(item, element) {
      shown.set(item.id, { answer: item.json() as Answer, element });
      show(item.id);
    },
    disposeOutputItem(id) {
      if (id === undefined) shown.clear();
      else shown.delete(id);
    },
  };
}

type Post = (message: unknown) => void;

function view(answer: Answer, post: Post): HTMLElement {
  const root = make('section', 'flow2vec-answer');
  if (answer.error !== undefined) {
    const failed = make('p', 'error', answer.error);
    failed.setAttribute('role', 'alert');
    root.append(failed);
    return root;
  }
  root.append(...answer.says.map(each => make('p', '', each)));
  const ground = document.body.className.includes('light') ? 'light' : 'dark';
  for (const picture of answer.pictures) {
    const svg = pictureSvg(answer, picture, ground);
    if (svg !== undefined) root.append(drawn(picture.title, svg));
  }
  root.append(...answer.tables.map((table, i) => tableView(table, answer, i === 0, post)));
  const asked = answer.captures.map(({ name, digest }) => `${name} (${digest.slice(0, 12)})`).join(', ');
  root.append(make('p', 'asked', `${asked}, ${answer.time}`));
  return root;
}

/** Parsed as a picture of its own: what is not SVG becomes nothing. */
function drawn(title: string, svg: string): Node {
  const figure = make('figure', '');
  figure.append(make('figcaption', '', title));
  const parsed = new DOMParser().parseFromString(svg, 'image/svg+xml').documentElement;
  if (parsed.tagName === 'svg') figure.append(document.importNode(parsed, true));
  return figure;
}

function tableView(table: AnswerTable, answer: Answer, open: boolean, post: Post): HTMLElement {
  const details = make('details', '') as HTMLDetailsElement;
  details.open = open && answer.pictures.every(({ kind }) => kind === 'bars');
  const { title, columns, rows } = table;
  const all = Math.max(table.of ?? 0, rows.length);
  const shown = rows.slice(0, mostRows);
  const numbers = [shown.length, all].map(each => each.toLocaleString());
  const count =
    all > shown.length ? l10n.t('{0} of {1}', numbers[0] ?? '', numbers[1] ?? '') : (numbers[0] ?? '');
  details.append(make('summary', '', `${title} (${count})`));
  const [element, head, body] = [make('table', ''), make('thead', ''), make('tbody', '')];
  const names = make('tr', '');
  names.append(...columns.map(columnHead));
  head.append(names);
  body.append(...shown.map(row => rowView(row, table, answer, post)));
  element.append(head, body);
  element.setAttribute('aria-label', visibleText(title));
  const scrolled = make('div', 'wide');
  // It is scrolled by keys too, and so says what it is.
  scrolled.tabIndex = 0;
  scrolled.setAttribute('role', 'group');
  scrolled.setAttribute('aria-label', visibleText(title));
  scrolled.append(element);
  details.append(scrolled);
  if (rows.length > shown.length) {
    const text = l10n.t('Show All {0}', rows.length.toLocaleString());
    const others = button(text, text, () => {
      body.append(...rows.slice(mostRows).map(row => rowView(row, table, answer, post)));
      others.remove();
    });
    details.append(others);
  }
  return details;
}

function columnHead(name: string): HTMLElement {
  const head = make('th', '', name);
  head.setAttribute('scope', 'col');
  return head;
}

function rowView(row: readonly CaseCell[], table: AnswerTable, answer: Answer, post: Post): HTMLElement {
  const view = make('tr', '');
  const at = (name: string | undefined) => (name === undefined ? -1 : table.columns.indexOf(name));
  const [line, token, where] = [at(table.line), at(table.token), at('Where')];
  // Lines are of the first file only where there are several.
  const isFirst = table.file === undefined || row[at(table.file)] === 0;
  for (const [i, value] of row.entries()) {
    const cell = make('td', typeof value === 'number' ? 'number' : '');
    if (i === line && typeof value === 'number' && isFirst)
      cell.append(
        button(String(value), l10n.t('Show line {0} in the capture', value), () =>
          post({ show: value, digest: answer.captures[0]?.digest }),
        ),
      );
    else {
      const text = value === null ? '' : String(value);
      cell.textContent = shortText(text);
      if (looksLikeAddress(text)) cell.dataset['vscodeContext'] = addressMenu(text);
      if (text.length > 100) cell.title = titleText(text);
      const pin = i === token ? { token: text } : i === where ? { where: text } : undefined;
      if (pin && text !== '')
        cell.append(
          ' ',
          button('+', l10n.t('Add these flows to the investigation'), () => post({ pin })),
        );
    }
    view.append(cell);
  }
  return view;
}

function button(text: string, title: string, click: () => void): HTMLButtonElement {
  const made = make('button', '', text) as HTMLButtonElement;
  made.type = 'button';
  made.title = title;
  made.setAttribute('aria-label', title);
  made.addEventListener('click', click);
  return made;
}

function make(tag: string, className: string, text?: string): HTMLElement {
  const made = document.createElement(tag);
  if (className !== '') made.className = className;
  if (text !== undefined) made.textContent = visibleText(text, Infinity);
  return made;
}
