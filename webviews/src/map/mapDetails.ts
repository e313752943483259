import type { NearToken } from './contract';
import type { MapColumns } from './mapColumns';
import type { PointSet } from './pointSet';
import { factsOf } from './pointWords';
import { pointPanel, selectionPanel, type PointEvents, type SelectionEvents } from './selectionPanel';
import { linesOf } from './exportPoints';
import { summaryOf } from './selectionSummary';

/** A point that was asked about, and its neighbours in the original space once they are known. */
export interface Asked {
  point: number;
  neighbours?: readonly NearToken[];
}

export interface Detailed {
  asked: Asked | undefined;
  selected: PointSet;
  isolated: boolean;
  /** Tokens of the model, of which the map may have a sample. */
  of: number;
}

/** What stands below the legend: the point asked about, and what is selected. */
export function detailParts(
  map: MapColumns,
  find: (token: string) => number | undefined,
  { asked, selected, isolated, of }: Detailed,
  events: { point(point: number): PointEvents; selection: SelectionEvents },
): HTMLElement[] {
  const parts: HTMLElement[] = [];
  if (asked) {
    const near = asked.neighbours?.map(neighbour => {
      const at = find(neighbour.token);
      return {
        ...neighbour,
        onMap: at !== undefined,
        label: at === undefined ? '' : factsOf(map, at).label,
      };
    });
    parts.push(pointPanel(factsOf(map, asked.point), near, events.point(asked.point)));
  }
  if (selected.size > 0) {
    const lines = linesOf(map, selected.list()).length;
    const state = { isolated, lines, drawn: map.points, of };
    parts.push(selectionPanel(summaryOf(map, selected), state, events.selection));
  }
  return parts;
}
