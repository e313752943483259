import { shortText } from '../../../shared/text/visibleText';
import { boundsOf, type Camera, type Size } from './camera';
import type { MapColumns } from './mapColumns';
import type { Overlay } from './overlay';
import { clusterPlaces, crowdedPlaces, nameOf, type Place } from './places';
import type { PointGrid } from './pointGrid';

/** Names tried; those that would cover others are left out when they are drawn. */
const most = 40;
const longest = 44;

/** What is seen of a map. */
export interface Seen {
  camera: Camera;
  size: Size;
  places: { x: Float32Array; y: Float32Array };
  grid: PointGrid;
  passes(point: number): boolean;
}

/** Names of the parts of a map that are in view: of clusters where it is coloured by them, else of crowds. */
export class MapNames {
  #clusters: { of: Seen['places']; places: readonly Place[] } | undefined;

  constructor(private readonly map: MapColumns) {}

  of(seen: Seen, scheme: string): Overlay['names'] {
    const bounds = boundsOf(seen.camera, seen.size);
    const inView = ({ x, y }: Place) =>
      x >= bounds.left && x <= bounds.right && y >= bounds.bottom && y <= bounds.top;
    const places =
      this.map.cluster && scheme === 'cluster'
        ? this.#clusterPlaces(seen)
        : crowdedPlaces(
            (box, visit) => seen.grid.within(box, visit),
            seen.places,
            bounds,
            point => seen.passes(point),
          );
    const named = places
      .filter(inView)
      .slice(0, most)
      .flatMap(place => {
        const name = nameOf(this.map, place);
        return name === undefined
          ? []
          : [{ at: [place.x, place.y] as const, text: shortText(name, longest) }];
      });
    // The largest keeps a name that several share.
    const first = new Set<string>();
    return named.filter(({ text }) => !first.has(text) && first.add(text));
  }

  #clusterPlaces({ places }: Seen): readonly Place[] {
    // They move when a solid map is turned.
    if (this.#clusters?.of !== places)
      this.#clusters = { of: places, places: clusterPlaces(this.map, places) };
    return this.#clusters.places;
  }
}
