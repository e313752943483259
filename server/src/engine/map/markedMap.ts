import * as l10n from '@vscode/l10n';
import type { Neighbourhood } from '../similar/neighbours';
import type { MapHeader } from '../../../../shared/protocol/mapColumns';

export interface Mark {
  /** Place in the map's columns; null when nothing on the map can stand for the token. */
  point: number | null;
  token: string;
  /** Whether the point is this very token. */
  known: boolean;
  note?: string;
}

/** A map as far as it is needed to find tokens on it. */
export class MarkedMap {
  readonly trainedAt: string;
  private readonly places: Map<number, number>;
  private readonly drawn: Uint8Array;

  constructor({ of, trainedAt }: Pick<MapHeader, 'of' | 'trainedAt'>, row: Uint32Array) {
    this.trainedAt = trainedAt;
    this.places = new Map(Array.from(row, (token, point) => [token, point]));
    this.drawn = new Uint8Array(of);
    for (const token of row) this.drawn[token] = 1;
  }

  /** The point of a token; of one that is not on the map, the point whose vector is nearest to its own. */
  mark(token: string, neighbourhood: Pick<Neighbourhood, 'place' | 'nearestRows'>): Mark {
    const place = neighbourhood.place(token);
    if (!place)
      return {
        point: null,
        token,
        known: false,
        note: l10n.t(
          'No flow of the training has this token, nor any of its fields: it has no place on the map.',
        ),
      };
    const point = 'row' in place ? this.places.get(place.row) : undefined;
    if (point !== undefined) return { point, token, known: true };
    const [nearest] = neighbourhood.nearestRows(token, 1, this.drawn);
    if (!nearest) return { point: null, token, known: false, note: l10n.t('The map has no other point.') };
    const cosine = nearest.similarity.toFixed(2);
    const why =
      'row' in place
        ? l10n.t('This token is not among the points that were drawn')
        : l10n.t('No flow of the training has this token; its vector is composed from its fields');
    return {
      point: this.places.get(nearest.row) ?? null,
      token,
      known: false,
      note: l10n.t('{0}. Marked is the nearest point on the map (cosine {1}).', why, cosine),
    };
  }
}
