/** What moving needs to know: how many columns can be moved, those after the line's number, and what is to be done. */
export interface ColumnMovesDoes {
  count: number;
  /** Moves a column to the place of another; moved by keys, its header keeps the keyboard. */
  move(from: number, to: number, by: 'keys' | 'mouse'): void;
}

/** Has columns moved by dragging their headers, and by Ctrl+Shift and arrows on a header. */
export function listenForMoves(table: HTMLElement, does: ColumnMovesDoes): void {
  let dragged: number | undefined;
  let onEdge = false;
  const headerOf = (target: EventTarget | null): HTMLTableCellElement | null =>
    target instanceof Element ? target.closest<HTMLTableCellElement>('thead th') : null;
  const placeOf = (target: EventTarget | null): number | undefined => {
    const place = (headerOf(target)?.cellIndex ?? 0) - 1;
    return place >= 0 && place < does.count ? place : undefined;
  };
  const mark = (name: 'dragged' | 'drop-before' | 'drop-after', header: Element | null) => {
    for (const marked of table.querySelectorAll(`thead th.${name}`)) marked.classList.remove(name);
    header?.classList.add(name);
  };
  /** Shows on which side of a header the one that is dragged would come. */
  const markDrop = (header: HTMLTableCellElement | null) => {
    const before = header !== null && dragged !== undefined && header.cellIndex - 1 < dragged;
    mark('drop-before', before ? header : null);
    mark('drop-after', before ? null : header);
  };
  for (const header of table.querySelectorAll<HTMLElement>('thead th'))
    if (placeOf(header) !== undefined) header.draggable = true;
  table.addEventListener('pointerdown', ({ target }) => {
    // The edge of a header is dragged to widen it.
    onEdge = target instanceof Element && target.closest('.column-edge') !== null;
  });
  table.addEventListener('dragstart', event => {
    dragged = onEdge ? undefined : placeOf(event.target);
    if (dragged === undefined) return event.preventDefault();
    if (event.dataTransfer) event.dataTransfer.effectAllowed = 'move';
    mark('dragged', headerOf(event.target));
  });
  table.addEventListener('dragover', event => {
    if (dragged === undefined) return;
    const to = placeOf(event.target);
    markDrop(to === undefined || to === dragged ? null : headerOf(event.target));
    if (to !== undefined) event.preventDefault();
  });
  table.addEventListener('dragleave', ({ relatedTarget }) => {
    if (!headerOf(relatedTarget)) markDrop(null);
  });
  table.addEventListener('drop', event => {
    const to = placeOf(event.target);
    if (dragged === undefined || to === undefined) return;
    event.preventDefault();
    if (to !== dragged) does.move(dragged, to, 'mouse');
  });
  table.addEventListener('dragend', () => {
    mark('dragged', null);
    markDrop(null);
    dragged = undefined;
  });
  table.addEventListener('keydown', event => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const from = placeOf(event.target);
    if (by === undefined || from === undefined || !event.shiftKey || !(event.ctrlKey || event.metaKey))
      return;
    event.preventDefault();
    event.stopPropagation();
    const to = from + by;
    if (to >= 0 && to < does.count) does.move(from, to, 'keys');
  });
}
