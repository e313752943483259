import { looksLikeAddress } from '../../../shared/text/address';
import { shortText, titleText } from '../../../shared/text/visibleText';

type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** Makes an element. Text becomes text nodes, never markup; `false` and undefined attributes are left out. */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes))
    if (value !== undefined && value !== false)
      element.setAttribute(name, value === true ? '' : String(value));
  element.append(...children);
  return element;
}

export function button(
  testId: string,
  label: string,
  run: () => void,
  attributes: Attributes = {},
): HTMLButtonElement {
  const element = el('button', { type: 'button', 'data-testid': testId, ...attributes }, label);
  element.addEventListener('click', run);
  return element;
}

/** Text from a capture: isolated from the direction of what surrounds it, made visible, cut, whole in the title. */
export function captureText(text: string): HTMLElement {
  const short = shortText(text);
  const menu = looksLikeAddress(text) ? addressMenu(text) : undefined;
  return el(
    'bdi',
    { title: short === text ? undefined : titleText(text), 'data-vscode-context': menu },
    short,
  );
}

/**
 * What `data-vscode-context` says of an address, or of a name that stands for one, in a capture where that is named: VS Code's menu has
 * its page, only it, all but it.
 */
export const addressMenu = (address: string, uri?: string) =>
  JSON.stringify({ flow2vecAddress: true, address, uri });

/** A number of 0 to 1 as a bar with the number beside it. */
export function bar(value: number, text: string): HTMLElement {
  const fill = el('span', { class: 'bar-fill' });
  // The policy of the page allows no style attributes; setting a property by script is none.
  fill.style.setProperty('width', `${Math.max(0, Math.min(1, value)) * 100}%`);
  const frame = el('span', { class: 'bar', 'aria-hidden': 'true' }, fill);
  return el('span', { class: 'with-bar' }, frame, el('span', { class: 'number' }, text));
}

/** Whether it is a button, or within one. */
export function isButton(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('button') !== null;
}

/** Whether the user has marked text in the page. */
export function textIsSelected(): boolean {
  return window.getSelection()?.isCollapsed === false;
}
