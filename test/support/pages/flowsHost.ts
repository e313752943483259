import type { FlowsCalls, FlowsShown } from '../../../webviews/src/captures/flows/contract';

/** Rows of a made capture; each condition of a filter leaves the half of them. */
const rows = 1000;
const names = ['StartTime', 'Proto', 'SrcAddr', 'TotBytes', 'Label'];

interface Call {
  type: 'call';
  id: number;
  name: keyof FlowsCalls;
  argument: never;
}

/** Lets go of answers that wait. */
const held: (() => void)[] = [];

const told: { name: string; argument: unknown }[] = [];

const stepOf = (where = '') => (where === '' ? 1 : 2 ** where.split(' and ').length);
const rowOf = (record: number) => ({
  record,
  cells: ['2011/08/16 10:00:00', record % 2 ? 'tcp' : 'udp', `10.0.0.${record % 250}`, String(record), 'x'],
  class: 'background',
});

const answers: Partial<{ [K in keyof FlowsCalls]: (argument: Parameters<FlowsCalls[K]>[0]) => unknown }> = {
  ready: () => void show(),
  rows: ({ view, from, count, to }) => {
    const step = stepOf(view.where);
    const all = Math.floor(rows / step);
    const place =
      to &&
      ('record' in to ? Math.floor((to.record - 2) / step) : 'share' in to ? Math.floor(to.share * all) : 0);
    const first = place === undefined ? from : place - (place % count);
    const length = Math.max(0, Math.min(count, all - first));
    return {
      rows: Array.from({ length }, (_, i) => rowOf(2 + (first + i) * step)),
      from: first,
      ...(place === undefined ? {} : { place }),
      count: all,
      total: rows,
      exact: true,
      ready: true,
    };
  },
  nearest: ({ place, direction }) => ({ place: direction === 'next' ? place + 1 : place - 1 }),
  /** Of "slow" a first piece is answered, and the next one when it is let go. */
  spread: ({ where, parts, piece: { from, beyond } }) => {
    const counts = Array.from({ length: parts }, (_, i) => (i < 3 && beyond === undefined ? 1 : 0));
    if (!where.includes('slow') || beyond !== undefined) return { counts };
    return from === 500
      ? new Promise(resolve => held.push(() => resolve({ counts })))
      : { counts, next: 500 };
  },
  groups: () => ({
    groups: [1, 2, 3].map(n => ({
      values: [`10.0.0.${n}`],
      name: `10.0.0.${n}`,
      where: `Host = 10.0.0.${n}`,
      flows: n,
      bytes: n,
      labels: { background: n },
    })),
    inAll: 3,
  }),
  marks: ({ records }) => ({
    clusters: records.map(record => (record % 3 === 0 ? null : record % 7)),
    votes: records.map(record => (record === 5 ? { text: 'botnet 92 %', said: 'Neighbours vote' } : null)),
    incidents: records.map(record => (record === 4 ? 'Score 0.997: it beacons' : null)),
  }),
};

function show(): void {
  const shown: FlowsShown = {
    capture: 'made.binetflow',
    reading: 1,
    opened: {
      format: 'Argus',
      lines: true,
      columns: names.map(name => ({
        name,
        kind: name === 'StartTime' ? 'time' : name === 'TotBytes' ? 'number' : 'text',
        stored: true,
      })),
    },
    remedies: [],
    colours: {},
    tinted: true,
    votes: true,
    newFlows: 1204,
    texts: {},
  };
  window.postMessage({ type: 'show', shown });
}

/** What VS Code gives a page; what it remembers stays over a reload. */
const api = {
  postMessage({ id, name, argument }: Call) {
    told.push({ name, argument });
    const value = answers[name]?.(argument) ?? null;
    if (value instanceof Promise)
      void value.then(late => window.postMessage({ type: 'reply', id, ok: true, value: late as unknown }));
    else window.postMessage({ type: 'reply', id, ok: true, value });
  },
  getState: () => JSON.parse(sessionStorage.getItem('state') ?? 'null') as unknown,
  setState: (state: unknown) => sessionStorage.setItem('state', JSON.stringify(state)),
};

Object.assign(window, { told, held, acquireVsCodeApi: () => api });
