import type { Incident } from '../protocol/judging';

/** What of an incident was told before. */
export type Heard = Pick<Incident, 'address' | 'from' | 'to' | 'flows'>;

/** An incident is told again when it has so many times the flows that were told of it. */
const growth = 2;

/** Of the same host, at times that meet. */
export const isSameIncident = (a: Heard, b: Heard) =>
  a.address === b.address && a.from <= b.to && b.from <= a.to;

/** Incidents of a capture that was scored again that were not told before, or that grew twofold. */
export function unheardOf<I extends Heard>(incidents: readonly I[], heard: readonly Heard[]): I[] {
  return incidents.filter(incident =>
    heard
      .filter(each => isSameIncident(incident, each))
      .every(({ flows }) => incident.flows >= growth * flows),
  );
}
