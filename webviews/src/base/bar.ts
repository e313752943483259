import { el } from './dom';

/** A number of 0 to 1 as a bar with the number beside it. */
export function bar(value: number, text: string): HTMLElement {
  const fill = el('span', { class: 'bar-fill' });
  fill.style.setProperty('width', `${Math.max(0, Math.min(1, value)) * 100}%`);
  const frame = el('span', { class: 'bar', 'aria-hidden': 'true' }, fill);
  return el('span', { class: 'with-bar' }, frame, el('span', { class: 'number' }, text));
}
