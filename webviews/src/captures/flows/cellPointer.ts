import * as l10n from '@vscode/l10n';
import type { TableOpened } from '../../../../shared/protocol/flowTables';
import type { FlowFilter } from '../../../../shared/text/flowFilter';
import type { DataTable } from '../../base/table/dataTable';
import { shortText } from '../../../../shared/text/visibleText';
import { proposalsOf, timeRange, type AskedCell } from './cellFilters';
import type { FlowCommand, FlowsCalls } from './contract';
import type { FlowRow } from './flowColumns';
import { markdownElements } from './markdown';
import { CellMenu, HoverCard, type MenuItem } from './popups';

export interface PointerDoes {
  call<K extends keyof FlowsCalls & string>(
    name: K,
    argument: Parameters<FlowsCalls[K]>[0],
  ): Promise<ReturnType<FlowsCalls[K]>>;
  propose(filter: FlowFilter): void;
  nextOfHost(host: string, direction: 'next' | 'previous'): Promise<boolean>;
  copyRows(): Promise<void>;
  /** Copies the selected rows as they stand in the file, with names for addresses where these are wanted. */
  copyText(pseudonyms: boolean): Promise<void>;
  /** Moves a column of the file to the place of another. */
  moveColumn(from: number, to: number): void;
  /** Adds the selected rows to an investigation. */
  pinRows(): void;
  /** Labels by hand: the selected rows if the row is one of them, else that row alone. */
  labelRows(record: number): Promise<void>;
  failed(error: Error): void;
  say(text: string): void;
  /** Tells a screen reader what the page shows anyway. */
  speak(text: string): void;
}

/** The pointer rests so long before it is told what a cell says. */
const restMs = 400;

/** The cell under the pointer or the keyboard: what is said of it, and what can be done with it. */
export class CellPointer {
  readonly menu = new CellMenu();
  readonly card = new HoverCard();
  /** Number of the column of the keyboard, the line's first. */
  #column = 1;
  #resting: ReturnType<typeof setTimeout> | undefined;
  #turn = 0;

  constructor(
    private readonly table: DataTable<FlowRow>,
    private readonly opened: TableOpened,
    private readonly does: PointerDoes,
  ) {
    const { element } = table;
    element.addEventListener('contextmenu', event => {
      event.preventDefault();
      this.#showMenu(event);
    });
    element.addEventListener('click', event => this.#clicked(event));
    element.addEventListener('pointermove', event => this.#moved(event));
    element.addEventListener('pointerleave', event => this.#left(event));
    this.card.element.addEventListener('pointerleave', event => this.#left(event));
    this.card.element.addEventListener('keydown', event => {
      if (event.key !== 'Escape') return;
      this.#hide();
      this.table.focus();
    });
    element.addEventListener('scroll', () => this.#hide());
    // Before the table's own keys, which know rows only.
    element.addEventListener('keydown', event => this.#key(event), { capture: true });
  }

  /** What a hover says of the cell of the keyboard, in a card that can be read and its links followed by keys. */
  async explain(): Promise<void> {
    const cell = this.#cellOfKeyboard();
    const { active } = this.table;
    if (!cell || !active) return;
    await this.#explain(active.row, cell);
    if (this.card.open) (this.card.element.querySelector('button') ?? this.card.element).focus();
  }

  /** Goes on to another flow of the host in the cell of the keyboard, or of the row's source. */
  async nextOfHost(direction: 'next' | 'previous'): Promise<void> {
    const { active } = this.table;
    if (!active) return;
    const { name, text } = this.#asked(active.row, this.#column) ?? { name: '', text: '' };
    const isHost = (name === 'SrcAddr' || name === 'DstAddr') && text !== '';
    const host = isHost ? text : this.#textOf(active.row, 'SrcAddr');
    if (host === '') return;
    try {
      if (await this.does.nextOfHost(host, direction)) return;
      this.does.say(
        direction === 'next'
          ? l10n.t('No later flow of {0}.', host)
          : l10n.t('No earlier flow of {0}.', host),
      );
    } catch (error) {
      this.does.failed(error as Error);
    }
  }

  #key(event: KeyboardEvent): void {
    if (this.card.open && event.key === 'Escape') this.#hide();
    else if (event.key === 'ContextMenu' || (event.shiftKey && event.key === 'F10'))
      this.#showMenuOfKeyboard();
    else if (!event.altKey && !event.shiftKey && (event.key === 'ArrowLeft' || event.key === 'ArrowRight')) {
      if (!(event.target instanceof HTMLTableRowElement)) return;
      this.#step(event.key === 'ArrowLeft' ? -1 : 1);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #step(by: number): void {
    const last = this.opened.columns.length;
    this.#column = Math.max(1, Math.min(last, this.#column + by));
    this.#markCell();
    const { active } = this.table;
    const asked = active && this.#asked(active.row, this.#column);
    if (asked)
      this.does.speak(
        l10n.t('{0}: {1}', asked.name, asked.text === '' ? l10n.t('(empty)') : shortText(asked.text)),
      );
  }

  #markCell(): void {
    for (const old of this.table.element.querySelectorAll('.active-cell'))
      old.classList.remove('active-cell');
    const cell = this.#cellOfKeyboard();
    cell?.classList.add('active-cell');
    cell?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }

  #cellOfKeyboard(): HTMLElement | undefined {
    const row = this.table.element.querySelector<HTMLTableRowElement>('tbody tr[tabindex="0"]');
    return row?.cells[this.#column];
  }

  #clicked(event: MouseEvent): void {
    const cell = cellOf(event.target);
    if (!cell) return;
    this.#column = Math.max(1, cell.cellIndex);
    this.#markCell();
  }

  #moved(event: PointerEvent): void {
    clearTimeout(this.#resting);
    if (this.menu.open || event.buttons !== 0) return;
    const cell = cellOf(event.target);
    const at = this.table.at(event.target);
    if (!cell || !at) return;
    this.#resting = setTimeout(() => void this.#explain(at.row, cell), restMs);
  }

  #left(event: PointerEvent): void {
    clearTimeout(this.#resting);
    const to = event.relatedTarget;
    // On its way to the card the pointer leaves the table.
    if (to instanceof Node && (this.card.element.contains(to) || this.table.element.contains(to))) return;
    this.#hide();
  }

  #hide(): void {
    clearTimeout(this.#resting);
    this.#turn++;
    this.card.hide();
  }

  async #explain(row: FlowRow, cell: HTMLElement): Promise<void> {
    const asked = this.#asked(row, (cell as HTMLTableCellElement).cellIndex);
    if (row.text !== undefined) return this.#hide();
    const turn = ++this.#turn;
    try {
      const column = asked?.name ?? this.opened.columns[0]?.name ?? '';
      const text = await this.does.call('hover', { record: row.record, column });
      if (turn !== this.#turn || text === null || !cell.isConnected) return;
      this.card.show(
        markdownElements(text, target => void this.#follow(target, row.record)),
        cell.getBoundingClientRect(),
      );
    } catch (error) {
      this.does.failed(error as Error);
    }
  }

  /** Links name commands of the extension; the extension runs those it knows, for this row. */
  async #follow(target: string, record: number): Promise<void> {
    this.#hide();
    const command = /^command:flow2vec\.(\w+)\?/.exec(target)?.[1];
    try {
      await this.does.call('run', { command: command as FlowCommand, record });
    } catch (error) {
      this.does.failed(error as Error);
    }
  }

  #showMenuOfKeyboard(): void {
    const { active } = this.table;
    const cell = this.#cellOfKeyboard();
    if (active && cell) this.#open(active.row, this.#column, cell.getBoundingClientRect());
  }

  #showMenu(event: MouseEvent): void {
    const cell = cellOf(event.target);
    const at = this.table.at(event.target);
    if (!cell || !at) return;
    this.#column = Math.max(1, cell.cellIndex);
    const { clientX, clientY } = event;
    this.#open(at.row, this.#column, { left: clientX, top: clientY, bottom: clientY });
  }

  #open(row: FlowRow, column: number, at: { left: number; top: number; bottom: number }): void {
    this.#hide();
    const asked = this.#asked(row, column);
    const filters = asked && row.text === undefined ? proposalsOf(asked) : [];
    const range = timeRange(this.table.selected.map(selected => this.#textOf(selected, 'StartTime')));
    const items: (MenuItem | undefined)[] = filters.map(({ key, title, filter }) => ({
      key,
      title,
      run: () => this.does.propose(filter),
    }));
    if (range)
      items.push({
        key: 'range',
        title: l10n.t('Only the time of the selected rows'),
        run: () => this.does.propose(range),
      });
    if (items.length > 0) items.push(undefined);
    if (row.text === undefined) items.push(...this.#flowItems(row), undefined);
    if (this.table.counts.selected > 0)
      items.push({
        key: 'pinRows',
        title: l10n.t('Add Selected Rows to Investigation'),
        run: () => this.does.pinRows(),
      });
    items.push({
      key: 'labelRows',
      title: l10n.t('Label These Rows…'),
      run: () => void this.does.labelRows(row.record),
    });
    items.push({
      key: 'copyCell',
      title: l10n.t('Copy Cell'),
      run: () => void this.#copy(asked?.text ?? row.text ?? ''),
    });
    items.push({
      key: 'copyRows',
      title: l10n.t('Copy Selected Rows'),
      run: () => void this.does.copyRows(),
    });
    if (this.table.counts.selected > 0) items.push(...this.#copyItems());
    items.push(...this.#moveItems(column - 1));
    if (this.opened.lines)
      items.push({
        key: 'asText',
        title: l10n.t('Show in Text Editor'),
        run: () => void this.does.call('openAsText', { record: row.record }).catch(this.does.failed),
      });
    this.menu.show(items, at, () => this.table.focus());
  }

  #flowItems(row: FlowRow): MenuItem[] {
    const run = (command: FlowCommand) => () =>
      void this.does.call('run', { command, record: row.record }).catch(this.does.failed);
    return [
      { key: 'similar', title: l10n.t('Show Similar Flows'), run: run('showSimilar') },
      { key: 'map', title: l10n.t('Show on Map'), run: run('showOnMap') },
      { key: 'cluster', title: l10n.t('Show Cluster of Flow'), run: run('showClusterOfFlow') },
      { key: 'pin', title: l10n.t('Add Flow to Investigation'), run: run('addToInvestigation') },
      { key: 'nextOfHost', title: l10n.t('Next Flow of This Host'), run: () => void this.nextOfHost('next') },
      {
        key: 'previousOfHost',
        title: l10n.t('Previous Flow of This Host'),
        run: () => void this.nextOfHost('previous'),
      },
    ];
  }

  #copyItems(): MenuItem[] {
    return [
      {
        key: 'copyText',
        title: l10n.t('Copy Selected Rows as in the File'),
        run: () => void this.does.copyText(false),
      },
      {
        key: 'copyPseudonyms',
        title: l10n.t('Copy Selected Rows with Pseudonyms'),
        run: () => void this.does.copyText(true),
      },
    ];
  }

  #moveItems(place: number): MenuItem[] {
    const last = this.opened.columns.length - 1;
    const to = (key: string, title: string, by: number): MenuItem[] =>
      place < 0 || place > last || place + by < 0 || place + by > last
        ? []
        : [{ key, title, run: () => this.does.moveColumn(place, place + by) }];
    return [
      ...to('moveLeft', l10n.t('Move Column Left'), -1),
      ...to('moveRight', l10n.t('Move Column Right'), 1),
    ];
  }

  async #copy(text: string): Promise<void> {
    try {
      await this.does.call('copy', { text });
      this.does.say(l10n.t('Copied'));
    } catch (error) {
      this.does.failed(error as Error);
    }
  }

  /** The cell in a column of the table, whose first is the line's number. */
  #asked(row: FlowRow, column: number): (AskedCell & { name: string }) | undefined {
    const found = this.opened.columns[column - 1];
    if (!found) return undefined;
    return {
      column: found,
      name: found.name,
      text: row.cells[column - 1] ?? '',
      of: name => this.#textOf(row, name),
    };
  }

  #textOf(row: FlowRow, name: string): string {
    return row.cells[this.opened.columns.findIndex(column => column.name === name)] ?? '';
  }
}

function cellOf(target: EventTarget | null): HTMLTableCellElement | undefined {
  return target instanceof Element
    ? (target.closest<HTMLTableCellElement>('tbody td') ?? undefined)
    : undefined;
}
