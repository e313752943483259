/** What dragging does; Shift or Ctrl while it begins chooses another one for once. */
export type DragMode = 'move' | 'turn' | 'box' | 'lasso';

/** How a selection changes the one before. */
export type Change = 'replace' | 'add' | 'remove';
