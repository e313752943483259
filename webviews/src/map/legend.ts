import * as l10n from '@vscode/l10n';
import { button, el } from '../base/dom';
import { formatCount } from '../base/numbers';
import { shortText, titleText } from '../../../shared/text/visibleText';
import { cssColour, type Ground } from '../../../shared/palette/palette';
import type { LegendEntry, Scheme } from './schemes';
import { shapePath } from '../../../shared/palette/shapes';

export interface LegendEvents {
  /** Shows or hides an entry's points. */
  toggle(entry: LegendEntry): void;
  /** Shows this entry alone, or everything again. */
  only(entry: LegendEntry): void;
}

/** What colours and shapes mean; each line shows or hides its points. */
export function legend(
  scheme: Scheme,
  hidden: ReadonlySet<number>,
  ground: Ground,
  events: LegendEvents,
): HTMLElement {
  const items = scheme.entries.map(entry => {
    const shown = entry.categories.some(category => !hidden.has(category));
    const box = el('input', { type: 'checkbox', checked: shown, 'data-testid': 'map-legend-toggle' });
    box.addEventListener('change', () => events.toggle(entry));
    const name = el('bdi', { class: 'name', title: entry.own ? undefined : titleText(entry.name) });
    name.textContent = entry.own ? entry.name : shortText(entry.name, 60) || l10n.t('(empty)');
    const count = el('span', { class: 'number' }, formatCount(entry.points));
    const label = el('label', {}, box, swatch(scheme, entry, ground), name, count);
    const only = button('map-legend-only', l10n.t('only'), () => events.only(entry), {
      class: 'link only',
      'aria-label': l10n.t('Show {0} only', entry.own ? entry.name : shortText(entry.name)),
    });
    return el('li', { 'data-testid': 'map-legend-entry' }, label, only);
  });
  return el('ul', { class: 'legend', 'aria-label': l10n.t('Legend'), 'data-testid': 'map-legend' }, ...items);
}

/** The mark that points of an entry have. */
function swatch({ categories }: Scheme, entry: LegendEntry, ground: Ground): SVGSVGElement {
  const category = categories[entry.categories[0] ?? 0];
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  for (const [name, value] of [
    ['viewBox', '-1.15 -1.15 2.3 2.3'],
    ['width', '14'],
    ['height', '14'],
    ['aria-hidden', 'true'],
  ] as const)
    svg.setAttribute(name, value);
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', shapePath(category?.shape ?? 0, 0, 0, 1));
  path.setAttribute('fill', category ? cssColour(category.colour(ground)) : 'none');
  path.setAttribute('fill-rule', 'evenodd');
  svg.append(path);
  return svg;
}
