import type { JobShown } from '../../../webviews/src/base/jobContract';
import type { ScoreResult } from '../../../webviews/src/judging/score/contract';

/** What the page asked of the extension. */
const told: { name: string; argument: unknown }[] = [];
let kept: unknown;
Object.assign(window, {
  told,
  acquireVsCodeApi: () => ({
    postMessage(message: { id: number; name: string; argument: unknown }) {
      told.push({ name: message.name, argument: message.argument });
      window.postMessage({ type: 'reply', id: message.id, ok: true, value: null }, '*');
    },
    getState: () => kept,
    setState: (state: unknown) => (kept = state),
  }),
});

const iso = (minute: number) => new Date(Date.UTC(2011, 7, 16, 11, minute)).toISOString();
const incident = (id: number, host: number) => ({
  id,
  address: `10.0.0.${host}`,
  score: 1 - id / 1000,
  from: iso(host % 60),
  to: iso((host % 60) + 1),
  flows: 10,
  lines: [host],
  reasons: [`10.0.0.${host} never sent mail`],
  behaviours: [],
});

/** An answer about so many hosts, those of `unheard` among them since it is followed. */
function result(hosts: readonly number[], unheard: readonly number[]): ScoreResult {
  const incidents = hosts.map((host, i) => incident(i + 1, host));
  return {
    uri: 'file:///live.binetflow',
    unseen: 'file:///live.binetflow',
    unseenName: 'live.binetflow',
    flows: 1000 + hosts.length,
    unknown: 0,
    anomalies: incidents.map(({ id, address, score }, i) => ({
      line: hosts[i] as number,
      token: `tcp ${address} 25`,
      score,
      reasons: [],
      label: '',
      incident: id,
    })),
    hosts: incidents.map(({ id, ...one }) => ({ ...one, incidents: [id], unchanged: [] })),
    incidents,
    incidentsInAll: incidents.length,
    judgedBy: { by: 'past', flows: 500, from: iso(0), to: iso(30) },
    timeline: { from: Date.UTC(2011, 7, 16, 11) / 1000, seconds: 60, rarity: [1, 2, 3], flows: [3, 4, 5] },
    expected: [],
    asOf: iso(hosts.length),
    heard: [],
    unheard: incidents.filter((_, i) => unheard.includes(hosts[i] as number)).map(({ id }) => id),
  };
}

function show(hosts: readonly number[], unheard: readonly number[], follow: boolean): void {
  const shown: JobShown<ScoreResult> = {
    question: { uri: 'file:///live.binetflow', by: 'past', follow },
    capture: 'live.binetflow',
    view: { kind: 'result', result: result(hosts, unheard) },
    texts: {},
    askable: true,
  };
  window.postMessage({ type: 'show', shown }, '*');
}
Object.assign(window, { show });

// It listens as it is loaded, and asks at once.
void import('../../../webviews/src/judging/score/score').then(
  () => import('../../../webviews/src/judging/score/score.css'),
);
