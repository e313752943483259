import * as l10n from '@vscode/l10n';
import { button, captureText, el } from '../base/dom';
import { formatCount } from '../base/numbers';
import { shortText } from '../../../shared/text/visibleText';
import { isNone, valueOf, type MapColumns } from './mapColumns';
import { orderedPoints, type PointOrder } from './pointOrder';

export interface PointTableEvents {
  /** Shows the point on the map with its neighbours. */
  ask(point: number): void;
  reveal(point: number): void;
}

/** Rows on screen at a time. */
const page = 100;

/** The picture's equivalent: the points that are selected, or shown, as a table, page by page. */
export class PointTable {
  readonly element = el('section', { class: 'list', 'data-testid': 'map-list' });
  readonly #map: MapColumns;
  readonly #events: PointTableEvents;
  #points: Uint32Array = new Uint32Array();
  #ordered: Uint32Array = new Uint32Array();
  #order: PointOrder = { key: 'flows', descending: true };
  #from = 0;
  #title = '';

  constructor(map: MapColumns, events: PointTableEvents) {
    this.#map = map;
    this.#events = events;
  }

  show(points: Uint32Array, title: string): void {
    this.#points = points;
    this.#title = title;
    this.#from = 0;
    this.#arrange();
  }

  #arrange(): void {
    this.#ordered = orderedPoints(this.#map, this.#points, this.#order);
    this.#draw();
  }

  #draw(): void {
    const to = Math.min(this.#ordered.length, this.#from + page);
    const rows = Array.from(this.#ordered.subarray(this.#from, to), point => this.#row(point));
    const turn = (by: number) => () => {
      this.#from = Math.max(0, Math.min(this.#ordered.length - 1, this.#from + by));
      this.#draw();
    };
    const second = { class: 'secondary small' };
    this.element.replaceChildren(
      el(
        'div',
        { class: 'toolbar' },
        el('strong', {}, this.#title),
        el(
          'span',
          { class: 'count', 'aria-live': 'polite', 'data-testid': 'map-list-shown' },
          this.#ordered.length === 0
            ? l10n.t('no tokens')
            : l10n.t(
                '{0} to {1} of {2}',
                formatCount(this.#from + 1),
                formatCount(to),
                formatCount(this.#ordered.length),
              ),
        ),
        button('map-list-previous', l10n.t('Previous'), turn(-page), {
          ...second,
          disabled: this.#from === 0,
        }),
        button('map-list-next', l10n.t('Next'), turn(page), {
          ...second,
          disabled: to >= this.#ordered.length,
        }),
      ),
      el(
        'div',
        { class: 'table-frame', tabindex: 0, role: 'region', 'aria-label': this.#title },
        el('table', { 'data-testid': 'map-table' }, this.#head(), el('tbody', {}, ...rows)),
      ),
    );
  }

  #head(): HTMLElement {
    const { fields, label, cluster } = this.#map;
    const columns: [string, string, string?][] = [
      ...fields.map(({ name }, i): [string, string] => [`field:${i}`, shortText(name)]),
      ['flows', l10n.t('Flows'), 'number'],
      ...(label.values.length > 0 ? [['label', l10n.t('Label')] as [string, string]] : []),
      ...(cluster ? [['cluster', l10n.t('Cluster'), 'number'] as [string, string, string]] : []),
      ['line', l10n.t('Line'), 'number'],
    ];
    const headers = columns.map(([key, title, className]) => {
      const sorter = button(
        `map-sort-${key}`,
        title,
        () => {
          const same = this.#order.key === key;
          this.#order = { key, descending: same ? !this.#order.descending : key === 'flows' };
          this.#from = 0;
          this.#arrange();
        },
        { class: 'sorter' },
      );
      const sorted = this.#order.key === key ? (this.#order.descending ? 'descending' : 'ascending') : 'none';
      return el('th', { scope: 'col', class: className, 'aria-sort': sorted }, sorter);
    });
    const actions = el('th', { scope: 'col' }, el('span', { class: 'spoken' }, l10n.t('Actions')));
    return el('thead', {}, el('tr', {}, ...headers, actions));
  }

  #row(point: number): HTMLElement {
    const { fields, label, cluster, count, line } = this.#map;
    const text = (value: string) => el('td', {}, captureText(value || '–'));
    const number = (...content: (Node | string)[]) => el('td', { class: 'number' }, ...content);
    const id = cluster?.codes[point];
    const shown = formatCount(line[point] ?? 0);
    const lineTitle = l10n.t('Show line {0} in the editor', shown);
    const reveal = button('map-table-reveal', shown, () => this.#events.reveal(point), {
      class: 'link',
      'aria-label': lineTitle,
      title: lineTitle,
    });
    const ask = button('map-table-ask', l10n.t('On the map'), () => this.#events.ask(point), {
      class: 'secondary small',
    });
    return el(
      'tr',
      { 'data-testid': 'map-row' },
      ...fields.map(column => text(valueOf(column, point))),
      number(formatCount(count[point] ?? 0)),
      ...(label.values.length > 0 ? [text(valueOf(label, point))] : []),
      ...(cluster ? [number(id === undefined || isNone(id) ? '–' : formatCount(id))] : []),
      number(reveal),
      el('td', {}, ask),
    );
  }
}
