import assert from 'node:assert/strict';
import type { Anomaly, Incident, SuspectHost } from '../../server/src/engine/judging/answers';

/** What one machine and a cluster say alike of scored flows. */
export interface Scored {
  flows: number;
  unknown: number;
  incidentsInAll: number;
  anomalies: readonly Pick<Anomaly, 'line' | 'score' | 'reasons' | 'token'>[];
  hosts: readonly SuspectHost[];
  incidents: readonly Incident[];
}

/** Throws where a cluster said otherwise than one machine of flows that stand in one file. */
export function assertSameScores(there: Scored, here: Scored): void {
  const counted = ({ flows, unknown, incidentsInAll }: Scored) => ({ flows, unknown, incidentsInAll });
  assert.deepEqual(counted(there), counted(here));
  const byLine = ({ anomalies }: Scored) =>
    new Map(anomalies.map(({ line, score, reasons, token }) => [line, { score, reasons, token }]));
  const [ours, theirs] = [byLine(here), byLine(there)];
  assert.ok(ours.size > 0);
  const least = Math.min(...[...ours.values()].map(({ score }) => score));
  // Flows of the last score may be others of the same.
  for (const [line, flow] of ours) if (flow.score > least) assert.deepEqual(theirs.get(line), flow);
  const ranked = ({ hosts }: Scored) =>
    hosts.map(({ address, score, flows, reasons }) => [address, score, flows, reasons]);
  assert.deepEqual(ranked(there), ranked(here));
  const told = ({ incidents }: Scored) =>
    incidents.map(({ address, score, flows, lines }) => [address, score, flows, lines]);
  assert.deepEqual(told(there), told(here));
}
