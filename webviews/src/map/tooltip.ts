import * as l10n from '@vscode/l10n';
import { el } from '../base/dom';
import { formatCount } from '../base/numbers';
import { shortText } from '../../../shared/text/visibleText';
import type { Size } from './camera';
import { numberName, type PointFacts } from './pointWords';

/** What the pointer is at; beside the pointer, inside the picture. */
export class Tooltip {
  readonly element = el('div', {
    class: 'tooltip',
    role: 'tooltip',
    hidden: true,
    'data-testid': 'map-tooltip',
  });

  show(facts: PointFacts, at: { x: number; y: number }, size: Size): void {
    const row = (name: string, value: string) =>
      el('tr', {}, el('th', { scope: 'row' }, name), el('td', {}, el('bdi', {}, shortText(value, 60))));
    this.element.replaceChildren(
      el(
        'table',
        {},
        ...facts.fields.map(({ name, value }) => row(shortText(name), value || '–')),
        row(l10n.t('Flows'), formatCount(facts.flows)),
        ...(facts.label ? [row(l10n.t('Label'), facts.label)] : []),
        ...(facts.cluster ? [row(l10n.t('Cluster'), `${facts.cluster.id} · ${facts.cluster.name}`)] : []),
        ...facts.numbers.map(({ name, text }) => row(numberName(name), text)),
        row(l10n.t('First line'), formatCount(facts.line)),
      ),
    );
    this.element.hidden = false;
    const { offsetWidth: width, offsetHeight: height } = this.element;
    const gap = 14;
    const left = at.x + gap + width > size.width ? at.x - gap - width : at.x + gap;
    const top = at.y + gap + height > size.height ? at.y - gap - height : at.y + gap;
    // The policy of the page allows no style attributes; setting a property by script is none.
    this.element.style.setProperty('left', `${Math.max(0, left)}px`);
    this.element.style.setProperty('top', `${Math.max(0, top)}px`);
  }

  hide(): void {
    this.element.hidden = true;
  }
}
