import { seededRandom } from '../../server/src/base/seededRandom';

const header =
  'StartTime,Dur,Proto,SrcAddr,Sport,Dir,DstAddr,Dport,State,sTos,dTos,TotPkts,TotBytes,SrcBytes,Label';

/** Proto, source, direction, destination, destination port, state, label. */
type Flow = readonly [string, string, string, string, string, string, string];

/**
 * Rows of a campus in order of time, with as many distinct tokens in proportion as CTU-13 has: peers by the
 * ten thousand, addresses of all ranks, one bot that works in phases (look-ups, spam, controllers). The
 * fixtures' generator repeats a few dozen scenes, which subsampling leaves little of to train on.
 */
export function* generateRows(flows: number, seed: number): Generator<string> {
  const random = seededRandom(seed);
  const below = (n: number) => Math.floor(random() * n);
  /** A number below n whose frequency falls with its rank. */
  const ranked = (n: number) => Math.floor(Math.exp(random() * Math.log(n + 1))) - 1;
  const pick = <T>(items: readonly T[]) => items[below(items.length)] as T;
  const campus = () => `147.32.${84 + below(3)}.${1 + ranked(250)}`;
  const peer = (): Flow => {
    const label = 'flow=Background-UDP-Established';
    return [
      'udp',
      pick(['147.32.84.229', '147.32.86.58']),
      '<->',
      remote(1, ranked(300_000)),
      '13363',
      'CON',
      label,
    ];
  };
  const browse = (source: string, sites: number, label: string): Flow => {
    return ['tcp', source, '->', remote(2, ranked(sites)), pick(['80', '80', '443']), 'FSPA_FSPA', label];
  };
  const scan = (): Flow => {
    const port = pick(['22', '445', '3389']);
    return ['tcp', remote(3, ranked(50_000)), '->', campus(), port, 'S_', 'flow=Background-TCP-Attempt'];
  };
  const resolve = (source: string, server: string, label: string): Flow => {
    return ['udp', source, '<->', server, '53', 'CON', label];
  };
  const bot = '147.32.84.165';
  const phases: readonly (() => Flow)[] = [
    () => resolve(bot, remote(4, ranked(900)), 'flow=From-Botnet-V42-UDP-DNS'),
    () => ['tcp', bot, '->', remote(5, ranked(2500)), '25', 'S_', 'flow=From-Botnet-V42-TCP-Attempt-SPAM'],
    () => ['tcp', bot, '->', remote(6, below(12)), '888', 'SPA_SPA', 'flow=From-Botnet-V42-TCP-CC'],
  ];
  const person = (): Flow => {
    const source = `147.32.84.${pick([134, 164, 170])}`;
    const label = 'flow=From-Normal-V42-Jist';
    return random() < 0.4 ? resolve(source, '147.32.80.9', label) : browse(source, 600, label);
  };
  const others = (): Flow => {
    const share = random();
    if (share < 0.5) return peer();
    if (share < 0.7) return resolve(campus(), '147.32.80.9', 'flow=To-Background-UDP-CVUT-DNS-Server');
    return share < 0.9 ? browse(campus(), 6000, 'flow=Background-TCP-Established') : scan();
  };
  yield header;
  let time = Date.UTC(2011, 7, 16, 10) * 1000;
  let phase = { flow: pick(phases), left: 0 };
  for (let i = 0; i < flows; i++) {
    if (phase.left <= 0) phase = { flow: pick(phases), left: 20 + below(100) };
    const share = random();
    if (share < 0.02) phase.left--;
    time += 1 + below(30_000);
    yield rowOf(share < 0.02 ? phase.flow() : share < 0.035 ? person() : others(), time, below);
  }
}

/** An address outside the campus; the same for the same kind and number. */
function remote(kind: number, number: number): string {
  const mixed = Math.imul((kind << 20) ^ number ^ 0x9e3779b9, 0x85ebca6b) >>> 0;
  return `${1 + (mixed % 140)}.${(mixed >>> 8) & 255}.${(mixed >>> 16) & 255}.${1 + ((mixed >>> 24) % 254)}`;
}

function rowOf(flow: Flow, time: number, below: (n: number) => number): string {
  const [proto, source, direction, destination, port, state, label] = flow;
  const start = new Date(Math.floor(time / 1000))
    .toISOString()
    .slice(0, 19)
    .replaceAll('-', '/')
    .replace('T', ' ');
  const packets = 1 + below(20);
  const bytes = packets * (60 + below(600));
  const micros = String(time % 1_000_000).padStart(6, '0');
  const ends = [source, 1024 + below(60_000), direction.padStart(5), destination, port].join(',');
  const half = Math.floor(bytes / 2);
  return `${start}.${micros},${(below(9_000_000) / 1e6).toFixed(6)},${proto},${ends},${state},0,0,${packets},${bytes},${half},${label}`;
}
