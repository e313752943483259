import * as l10n from '@vscode/l10n';
import { button, captureText, el } from '../base/dom';
import { formatCount } from '../base/numbers';
import type { Order } from '../base/order';
import type { Column } from '../base/table/columns';
import { DataTable, type TableFormat } from '../base/table/dataTable';
import type { RowSource, RowView } from '../base/table/rowSource';
import { TableBar } from '../base/table/tableBar';
import { pointColumns } from './exportPoints';
import { isNone, valueOf, type MapColumns, type NamedColumn } from './mapColumns';
import { searchPoints } from './searchPoints';

export interface PointTableEvents {
  /** Shows the point on the map with its neighbours. */
  ask(point: number): void;
  reveal(point: number): void;
  hand(text: string, to: TableFormat): void;
  pin(points: readonly number[]): void;
  /** Lays all tokens out, not only a sample. */
  drawAll(): void;
}

/** The way from a sample to all `of` tokens. */
export function drawAll(of: number, { drawAll: run }: Pick<PointTableEvents, 'drawAll'>): HTMLElement {
  return button('map-draw-all', l10n.t('Draw All {0}', formatCount(of)), run, { class: 'secondary small' });
}

/** The picture's equivalent: the points that are selected, or shown, as a table. */
export class PointTable {
  readonly element = el('section', { class: 'list', hidden: true, 'data-testid': 'map-list' });
  readonly #rows: PointRows;
  readonly #table: DataTable<number>;
  readonly #title = el('strong');
  readonly #bar: TableBar<number>;

  /** `of`: tokens of the model, of which the map may have a sample. */
  constructor(map: MapColumns, of: number, events: PointTableEvents) {
    this.#rows = new PointRows(map);
    this.#table = new DataTable<number>({
      name: 'map',
      caption: l10n.t('Tokens on the map'),
      columns: columnsOf(map, events),
      rows: this.#rows,
      order: { key: 'flows', descending: true },
      open: point => events.reveal(point),
      hand: (text, to) => events.hand(text, to),
      changed: () => this.#bar?.update(),
    });
    this.#bar = new TableBar(this.#table, {
      name: 'map-list',
      filter: map.label.values.length > 0 ? l10n.t('Filter by field or label') : l10n.t('Filter by field'),
      ...(of > map.points ? { drawnOf: of, tools: [drawAll(of, events)] } : {}),
      pin: events.pin,
    });
    this.element.append(this.#title, this.#bar.element, this.#table.element);
  }

  show(points: Uint32Array, title: string): void {
    this.#rows.points = points;
    this.#title.textContent = title;
    void this.#table.refresh().then(() => this.#bar.update());
  }
}

/** Points of a map as rows; a million of them are ordered and searched by their columns, not one by one. */
export class PointRows implements RowSource<number> {
  points: Uint32Array = new Uint32Array();
  ids: Uint32Array = new Uint32Array();

  constructor(private readonly map: MapColumns) {}

  get total(): number {
    return this.points.length;
  }

  row(place: number): number | undefined {
    return this.ids[place];
  }

  arrange({ order, filter }: RowView): undefined {
    this.ids = orderedPoints(this.map, this.#passing(filter), order);
  }

  #passing(filter: string): Uint32Array {
    if (filter.trim() === '') return this.points;
    const found = new Set<number>();
    searchPoints(this.map, filter, point => found.add(point));
    return this.points.filter(point => found.has(point));
  }
}

// Digits are compared as numbers: 10.0.0.2 stands before 10.0.0.10.
const collator = new Intl.Collator('en', { numeric: true });

/** A sorted copy; equals stand in the order of the map. Texts are compared once for each value, not each point. */
export function orderedPoints(map: MapColumns, points: Uint32Array, { key, descending }: Order): Uint32Array {
  const rank = rankOf(map, key);
  const sign = descending ? -1 : 1;
  return points.slice().sort((a, b) => sign * ((rank[a] as number) - (rank[b] as number)) || a - b);
}

/** A number for each point that orders as its value does; unknown keys order by the map. */
function rankOf(map: MapColumns, key: string): ArrayLike<number> {
  if (key === 'flows') return map.count;
  if (key === 'line') return map.line;
  if (key === 'cluster' && map.cluster) return map.cluster.codes;
  const column = key === 'label' ? map.label : map.fields[Number(key.replace('field:', ''))];
  return column ? textRanks(column) : new Uint32Array(map.points);
}

function textRanks({ values, codes }: NamedColumn): Float64Array {
  const order = [...values.keys()].sort((a, b) => collator.compare(values[a] as string, values[b] as string));
  const rank = new Uint32Array(values.length);
  order.forEach((code, i) => (rank[code] = i));
  return Float64Array.from(codes, code => (isNone(code) ? -1 : (rank[code] ?? -1)));
}

function columnsOf(map: MapColumns, events: PointTableEvents): Column<number>[] {
  const { fields, label, cluster, count, line } = map;
  const text = (key: string, title: string, column: NamedColumn): Column<number> => ({
    key,
    title,
    value: point => valueOf(column, point),
    cell: point => captureText(valueOf(column, point) || '–'),
    exports: [],
  });
  const number = (key: string, title: string, values: ArrayLike<number>): Column<number> => ({
    key,
    title,
    kind: 'number',
    value: point => values[point],
    largestFirst: key === 'flows',
    exports: [],
  });
  const clusters = (codes: Uint32Array): Column<number> => ({
    ...number('cluster', l10n.t('Cluster'), codes),
    cell: point => {
      const id = codes[point];
      return id === undefined || isNone(id) ? '–' : formatCount(id);
    },
  });
  return [
    ...fields.map((column, i) => text(`field:${i}`, column.name, column)),
    number('flows', l10n.t('Flows'), count),
    ...(label.values.length > 0 ? [text('label', l10n.t('Label'), label)] : []),
    ...(cluster ? [clusters(cluster.codes)] : []),
    { ...number('line', l10n.t('Line'), line), cell: point => lineLink(map, point, events) },
    {
      key: 'actions',
      title: l10n.t('Actions'),
      kind: 'actions',
      cell: point =>
        button('map-table-ask', l10n.t('On the map'), () => events.ask(point), { class: 'secondary small' }),
      exports: pointColumns(map),
    },
  ];
}

function lineLink(map: MapColumns, point: number, events: PointTableEvents): HTMLElement {
  const shown = formatCount(map.line[point] ?? 0);
  const title = l10n.t('Show line {0} in the editor', shown);
  const attributes = { class: 'link', title, 'aria-label': title };
  return button('map-table-reveal', shown, () => events.reveal(point), attributes);
}
