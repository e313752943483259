import * as l10n from '@vscode/l10n';
import { counted } from '../../../shared/text/counted';
import { csvText, jsonText } from '../../../shared/text/tableText';
import { el } from '../base/dom';
import { formatCount } from '../base/numbers';
import { shortText } from '../../../shared/text/visibleText';
import type { MapMark } from '../../../shared/protocol/map';
import type { MapResult } from './contract';
import { linesOf, pinPoints, pointTable } from './exportPoints';
import type { Change } from './dragModes';
import { legend } from './legend';
import { detailParts, type Asked } from './mapDetails';
import type { MapHost } from './mapHost';
import { mapFacts, mapNotes } from './mapFacts';
import type { MapColumns } from './mapColumns';
import { keyedPicture, runKey, type KeyTargets } from './mapKeys';
import { MapView } from './mapView';
import { PointSet } from './pointSet';
import { PointTable } from './pointTable';
import { PointWalk } from './pointWalk';
import { factsOf, type PointFacts } from './pointWords';
import { pngOf, svgOf } from './savePicture';
import { readView, type SavedView } from './savedView';
import { schemeChoices, schemeOf, type LegendEntry, type Scheme } from './schemes';
import { schemeWords } from './schemeWords';
import { searchPoints } from './searchPoints';
import { mostLines, type SelectionEvents } from './selectionPanel';
import { toolbar } from './toolbar';
import { tokenIndex } from './tokenIndex';
import { Tooltip } from './tooltip';

/** A map with all that belongs to it: toolbar, picture, legend, selection, table. */
export class MapPage {
  readonly elements: HTMLElement[];
  readonly view: MapView;
  readonly #map: MapColumns;
  readonly #host: MapHost;
  readonly #result: MapResult;
  readonly #selected: PointSet;
  readonly #tooltip = new Tooltip();
  readonly #table: PointTable;
  readonly #legendFrame = el('div', { class: 'legend-frame' });
  readonly #details = el('div', { class: 'details' });
  readonly #marked = el('p', { class: 'hint marked', 'data-testid': 'map-marked', hidden: true });
  readonly #drawn = el('p', { class: 'hint drawn', 'data-testid': 'map-drawn' });
  readonly #side = el('aside', { class: 'side' });
  readonly #find: (token: string) => number | undefined;
  readonly #walk = new PointWalk();
  #saved: SavedView;
  #scheme: Scheme;
  #hidden = new Set<number>();
  #isolated: boolean;
  #asked: Asked | undefined;
  #markedPoint: number | undefined;

  constructor(map: MapColumns, result: MapResult, saved: unknown, host: MapHost) {
    this.#map = map;
    this.#host = host;
    this.#result = result;
    this.#find = tokenIndex(map);
    this.#saved = readView(saved, result.map);
    this.#isolated = this.#saved.isolated;
    this.#scheme = schemeOf(map, this.#saved.colour ?? '', schemeWords());
    this.#selected = new PointSet(map.points);
    this.#selected.addText(this.#saved.selection);
    this.#hide(this.#saved.hidden);
    const shown = {
      scheme: this.#scheme,
      hidden: this.#hidden,
      selected: this.#selected,
      isolated: this.#isolated,
      names: this.#saved.names,
    };
    this.view = new MapView(map, shown, this.#saved.camera, {
      hover: (point, at) => this.#hover(point, at),
      click: (point, change) => this.#click(point, change),
      area: (points, change) => this.#select(points, change),
      rested: camera => this.#remember({ camera }),
      themed: () => this.#showLegend(),
      drew: (points, of, moving) => this.#tellDrawn(points, of, moving),
    });
    this.view.mode = this.#saved.mode;
    this.#table = new PointTable(map, result.of, {
      ask: point => this.#ask(point, 'show'),
      reveal: point => this.#reveal(point),
      hand: (text, to) => this.#host.hand(text, to),
      pin: points => pinPoints(map, points, this.#host),
      drawAll: () => this.#host.drawAll(),
    });
    this.elements = this.#build();
    this.#showLegend();
    this.#showDetails();
    if (this.#saved.table) this.#showTable(true);
    const asked = this.#saved.asked === undefined ? undefined : this.#find(this.#saved.asked);
    if (asked !== undefined) this.#ask(asked);
  }

  dispose(): void {
    this.view.dispose();
  }

  /** The editor's cursor, or whoever opened the map, points at a flow. */
  mark({ point, token, note }: MapMark): void {
    this.#markedPoint = point ?? undefined;
    this.view.show(point === null ? { mark: undefined } : { mark: point });
    if (point !== null) this.view.reveal(point);
    this.#marked.hidden = false;
    this.#marked.textContent = [
      l10n.t('Marked: {0}', shortText(token)),
      ...(note ? [shortText(note, 300)] : point === null ? [l10n.t('not on the map')] : []),
    ].join(' · ');
  }

  #build(): HTMLElement[] {
    const solid = this.#map.z !== undefined;
    const bar = toolbar(
      {
        choices: schemeChoices(this.#map),
        solid,
        colour: this.#scheme.key,
        search: this.#saved.search,
        mode: this.#saved.mode,
        names: this.#saved.names,
      },
      {
        colour: key => this.#colour(key),
        search: text => this.#search(text),
        mode: mode => {
          this.view.mode = mode;
          this.view.element.dataset.mode = mode;
          this.#remember({ mode });
        },
        zoom: factor => this.view.zoomBy(factor),
        fit: () => this.view.fit(),
        names: names => {
          this.view.show({ names });
          this.#remember({ names });
        },
        table: () => this.#showTable(!this.#saved.table),
        picture: as => this.#savePicture(as),
        parameters: () => this.#host.askAgain(),
      },
    );
    const { element } = this.view;
    element.dataset.mode = this.#saved.mode;
    const keys = keyedPicture(element, this.#map.points, solid);
    element.append(this.#tooltip.element);
    element.addEventListener('keydown', event => runKey(event, targets));
    const targets: KeyTargets = {
      view: this.view,
      walk: this.#walk,
      solid,
      stops: () => this.#stops(),
      show: point => this.#show(point),
      ask: point => this.#ask(point),
      reveal: point => this.#reveal(point),
      leave: () => this.#leave(),
    };
    if (!this.view.drawsPoints)
      element.append(
        el(
          'p',
          { class: 'note', 'data-testid': 'map-no-webgl' },
          l10n.t('This window has no WebGL 2, so points cannot be drawn. The table shows them all.'),
        ),
      );
    this.#side.append(this.#legendFrame, this.#details);
    return [
      mapFacts(this.#result, this.#map),
      ...mapNotes(this.#result),
      bar,
      el('div', { class: 'stage' }, element, this.#side),
      el('div', { class: 'status-line' }, this.#marked, this.#drawn, keys),
      this.#table.element,
    ];
  }

  #colour(key: string): void {
    this.#scheme = schemeOf(this.#map, key, schemeWords());
    this.#hidden = new Set();
    this.#remember({ colour: this.#scheme.key, hidden: [] });
    this.view.show({ scheme: this.#scheme, hidden: this.#hidden });
    this.#showLegend();
    this.#tellList();
  }

  #hide(names: readonly string[]): void {
    for (const { name, categories } of this.#scheme.entries)
      if (names.includes(name)) for (const category of categories) this.#hidden.add(category);
  }

  #showLegend(): void {
    const isHidden = ({ categories }: LegendEntry) => categories.every(c => this.#hidden.has(c));
    const set = (hidden: readonly LegendEntry[]) => {
      this.#hidden = new Set(hidden.flatMap(({ categories }) => categories));
      this.#remember({ hidden: hidden.map(({ name }) => name) });
      this.view.show({ hidden: this.#hidden });
      this.#showLegend();
      this.#tellList();
    };
    const { entries } = this.#scheme;
    const all = legend(this.#scheme, this.#hidden, this.view.theme.ground, {
      toggle: entry => set(entries.filter(other => isHidden(other) !== (other === entry))),
      only: entry => {
        const alone = entries.every(other => isHidden(other) === (other !== entry));
        set(alone ? [] : entries.filter(other => other !== entry));
      },
    });
    this.#legendFrame.replaceChildren(all);
  }

  #hover(point: number | undefined, at: { x: number; y: number }): void {
    if (point === undefined) this.#tooltip.hide();
    else this.#tooltip.show(factsOf(this.#map, point), at, this.view.size);
  }

  #click(point: number | undefined, change: Change): void {
    this.view.element.focus();
    if (point === undefined) return;
    if (change !== 'replace') return this.#select([point], change);
    this.#walk.go(point);
    this.#show(point);
    this.#ask(point);
  }

  #select(points: Iterable<number>, change: Change): void {
    if (change === 'replace') this.#selected.clear();
    for (const point of points)
      if (change === 'remove') this.#selected.delete(point);
      else this.#selected.add(point);
    if (this.#selected.size === 0) this.#isolated = false;
    this.view.show({ selected: this.#selected, isolated: this.#isolated });
    this.#remember({ selection: this.#selected.toText(), isolated: this.#isolated });
    this.#showDetails();
    this.#tellList();
    this.#host.announce(l10n.t('{0} tokens selected', formatCount(this.#selected.size)));
  }

  #search(text: string): void {
    const found: number[] = [];
    searchPoints(this.#map, text, point => found.push(point));
    this.#remember({ search: text });
    this.#select(found, 'replace');
  }

  /** Asks for a point's neighbours in the original space, which become lines. */
  #ask(point: number, how?: 'show'): void {
    const token = this.#map.token(point);
    this.#asked = { point };
    this.#remember({ asked: token });
    this.view.show({ asked: { point, neighbours: [] } });
    if (how === 'show') {
      this.view.reveal(point);
      this.view.element.scrollIntoView({ block: 'nearest' });
    }
    this.#showDetails();
    this.#host.neighbours(token, neighbours => {
      if (this.#asked?.point !== point) return;
      this.#asked = { point, neighbours };
      const onMap = neighbours.flatMap(({ token: name, similarity }) => {
        const at = this.#find(name);
        return at === undefined ? [] : [{ point: at, similarity }];
      });
      this.view.show({ asked: { point, neighbours: onMap } });
      this.#showDetails();
      const said = l10n.t('{0} neighbours, {1} of them on the map', neighbours.length, onMap.length);
      this.#host.announce(said);
    });
  }

  #unask(): void {
    this.#asked = undefined;
    this.#remember({ asked: undefined });
    this.view.show({ asked: undefined });
    this.#showDetails();
  }

  #reveal(point: number): void {
    this.#host.reveal({ line: this.#map.line[point] as number, file: this.#map.file[point] as number });
  }

  #showDetails(): void {
    const shown = {
      asked: this.#asked,
      selected: this.#selected,
      isolated: this.#isolated,
      of: this.#result.of,
    };
    const parts = detailParts(this.#map, this.#find, shown, {
      point: point => ({
        reveal: () => this.#reveal(point),
        similar: () => this.#host.similar(this.#map.token(point)),
        pin: () => pinPoints(this.#map, [point], this.#host),
        fit: () => this.view.fit(this.#near(point)),
        close: () => this.#unask(),
        go: token => {
          const at = this.#find(token);
          if (at !== undefined) this.#ask(at, 'show');
        },
      }),
      selection: this.#selectionEvents,
    });
    this.#details.replaceChildren(...parts);
  }

  readonly #selectionEvents: SelectionEvents = {
    fit: () => this.view.fit(this.#selected.list()),
    drawAll: () => this.#host.drawAll(),
    isolate: () => {
      this.#isolated = !this.#isolated;
      this.#remember({ isolated: this.#isolated });
      this.view.show({ isolated: this.#isolated });
      this.#showDetails();
    },
    clear: () => this.#select([], 'replace'),
    list: () => this.#showTable(true),
    showLines: () => {
      this.#host.showLines(linesOf(this.#map, this.#selected.list()).slice(0, mostLines));
    },
    save: as => {
      const table = pointTable(this.#map, this.#selected.list());
      this.#host.hand(as === 'csv' ? csvText(table) : jsonText(table), as);
    },
    pin: () => pinPoints(this.#map, this.#selected.list(), this.#host),
  };

  #showTable(open: boolean): void {
    this.#remember({ table: open });
    this.#table.element.hidden = !open;
    this.#tellList();
    if (open) this.#table.element.scrollIntoView({ block: 'nearest' });
  }

  /** Brings the table up to date with what is selected, or else shown. */
  #tellList(): void {
    if (!this.#saved.table) {
      this.#table.element.hidden = true;
      return;
    }
    if (this.#selected.size > 0) return this.#table.show(this.#selected.list(), l10n.t('Selected tokens'));
    const shown = new PointSet(this.#map.points);
    for (let point = 0; point < this.#map.points; point++) if (this.view.passes(point)) shown.add(point);
    this.#table.show(shown.list(), l10n.t('Tokens on the map'));
  }

  /** The points that Tab goes through: those selected, else the asked one's neighbours. */
  #stops(): ArrayLike<number> {
    if (this.#selected.size > 0) return this.#selected.list();
    if (this.#asked) return this.#near(this.#asked.point);
    return this.#markedPoint === undefined ? [] : [this.#markedPoint];
  }

  /** A point and those of its neighbours that are on the map, as far as they are known. */
  #near(point: number): number[] {
    return [point, ...(this.#asked?.neighbours ?? []).flatMap(({ token }) => this.#find(token) ?? [])];
  }

  #show(point: number | undefined): void {
    this.view.show({ focus: point });
    if (point === undefined) return;
    this.view.reveal(point);
    this.#host.announce(spoken(factsOf(this.#map, point)));
  }

  #leave(): void {
    this.#tooltip.hide();
    if (this.#walk.at !== undefined) {
      this.#walk.go(undefined);
      this.#show(undefined);
    } else if (this.#asked) this.#unask();
    else if (this.#selected.size > 0) this.#select([], 'replace');
  }

  #tellDrawn(points: number, of: number, moving: boolean): void {
    const text = moving
      ? l10n.t('While it moves: {0} of {1} points drawn', formatCount(points), formatCount(of))
      : l10n.t('{0} points drawn', formatCount(points));
    if (this.#drawn.textContent !== text) this.#drawn.textContent = text;
  }

  #savePicture(as: 'png' | 'svg'): void {
    const { method, map } = this.#result;
    const title = `${method} · ${map.slice(0, 8)}`;
    const scene = { title, scheme: this.#scheme, hidden: this.#hidden };
    if (as === 'svg') return this.#host.hand(svgOf(this.view, this.#map, scene), 'svg');
    pngOf(this.view, scene).then(
      base64 => this.#host.savePicture(base64),
      (error: Error) => this.#host.fail(error.message),
    );
  }

  #remember(changes: Partial<Record<keyof SavedView, unknown>>): void {
    this.#saved = { ...this.#saved, ...(changes as Partial<SavedView>) };
    this.#host.remember({ ...this.#saved, map: this.#result.map });
  }
}

function spoken({ token, flows, label }: PointFacts): string {
  return [shortText(token), counted(flows, 'flow'), shortText(label)].filter(Boolean).join(', ');
}
