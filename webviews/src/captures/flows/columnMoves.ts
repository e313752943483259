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
  const placeOf = (target: EventTarget | null): number | undefined => {
    const header = target instanceof Element ? target.closest<HTMLTableCellElement>('thead th') : null;
    const place = header ? header.cellIndex - 1 : -1;
    return place >= 0 && place < does.count ? place : undefined;
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
  });
  table.addEventListener('dragover', event => {
    if (dragged !== undefined && placeOf(event.target) !== undefined) event.preventDefault();
  });
  table.addEventListener('drop', event => {
    const to = placeOf(event.target);
    if (dragged === undefined || to === undefined) return;
    event.preventDefault();
    if (to !== dragged) does.move(dragged, to, 'mouse');
  });
  table.addEventListener('dragend', () => (dragged = undefined));
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
