import { seededRandom } from '../../server/src/base/seededRandom';

const header =
  'StartTime,Dur,Proto,SrcAddr,Sport,Dir,DstAddr,Dport,State,sTos,dTos,TotPkts,TotBytes,SrcBytes,Label';

interface Draft {
  proto: string;
  src: string;
  dir: string;
  dst: string;
  dport: string;
  state: string;
  packets: number;
  bytes: number;
  label: string;
}

/**
 * A capture as CTU-13 prints it: header, 15 columns, in order of time. One host is a bot that looks up mail
 * servers and then spams them; others browse, ask for the time, and speak to peers; strangers scan.
 * The same options give the same text. Without the bot, what it would have done is left out.
 */
export function makeCapture(options: { flows: number; seed?: number; withoutBot?: boolean }): string {
  const random = seededRandom(options.seed ?? 1);
  const below = (n: number): number => Math.floor(random() * n);
  const pick = <T>(items: readonly T[]): T => items[below(items.length)] as T;
  const scenes = [...(options.withoutBot ? [] : [bot, bot]), web, web, peers, clock, scan];
  const rows = [header];
  let time = Date.UTC(2011, 7, 16, 10, 0, 0) * 1000;
  let pending: Draft[] = [];
  for (let i = 0; i < options.flows; i++) {
    if (pending.length === 0) pending = pick(scenes)(below, pick);
    const flow = pending.shift() as Draft;
    time += 1 + below(400_000);
    rows.push(row(flow, time, 1024 + below(60_000), random() * (flow.state === 'CON' ? 0.4 : 20)));
  }
  return rows.join('\n') + '\n';
}

type Scene = (below: (n: number) => number, pick: <T>(items: readonly T[]) => T) => Draft[];

const resolver = '147.32.80.9';

const bot: Scene = (below, pick) => {
  const src = '147.32.84.165';
  const server = pick(['205.188.186.137', '209.85.229.26', '65.55.92.152', '74.6.140.64']);
  const label = 'flow=From-Botnet-V42-TCP-Attempt-SPAM';
  const lookup = lookupOf(src, 'flow=From-Botnet-V42-UDP-DNS', below);
  const state = pick(['S_', 'S_RA', 'FSPA_FSPA']);
  const spam = { proto: 'tcp', src, dir: '->', dst: server, dport: '25', state, label };
  return [lookup, ...[1, 2, 3].map(() => ({ ...spam, packets: 1 + below(12), bytes: 66 + below(4000) }))];
};

const web: Scene = (below, pick) => {
  const src = `147.32.84.${pick([170, 134, 164])}`;
  const dst = pick(['173.194.44.47', '77.75.73.3', '92.122.212.59', '195.113.232.88']);
  const label = 'flow=From-Normal-V42-Stribrek';
  const page = { proto: 'tcp', src, dir: '->', dst, label, state: 'FSPA_FSPA' };
  return [
    lookupOf(src, label, below),
    { ...page, dport: '80', packets: 8 + below(40), bytes: 1200 + below(60_000) },
    { ...page, dport: '443', packets: 10 + below(90), bytes: 3000 + below(190_000) },
  ];
};

const peers: Scene = (below, pick) => {
  const label = 'flow=Background-UDP-Established';
  const src = pick(['147.32.86.44', '147.32.85.7']);
  return Array.from({ length: 4 }, () => {
    const dst = `${60 + below(30)}.${below(20)}.${below(4)}.${1 + below(9)}`;
    const dport = pick(['6881', '51413', '13363']);
    return {
      proto: 'udp',
      src,
      dir: '<->',
      dst,
      dport,
      state: 'CON',
      packets: 2 + below(9),
      bytes: 250 + below(900),
      label,
    };
  });
};

const clock: Scene = (below, pick) => {
  const src = `147.32.85.${1 + below(20)}`;
  const dst = pick(['195.113.144.201', '195.113.144.238']);
  const label = 'flow=Background-UDP-NTP-Established-1';
  return [{ proto: 'udp', src, dir: '<->', dst, dport: '123', state: 'CON', packets: 2, bytes: 180, label }];
};

const scan: Scene = (below, pick) => {
  const src = `218.${below(3)}.9.${1 + below(5)}`;
  const label = 'flow=Background-Attempt-cmpgw-CVUT';
  const knock = {
    proto: 'tcp',
    src,
    dir: '->',
    dport: pick(['22', '445', '3389']),
    state: 'S_',
    packets: 1,
    bytes: 62,
    label,
  };
  const echo = { ...knock, proto: 'icmp', dport: '0x0002', state: 'ECO' };
  return [echo, knock, knock, knock].map((f, i) => ({ ...f, dst: `147.32.84.${100 + i}` }));
};

function lookupOf(src: string, label: string, below: (n: number) => number): Draft {
  const bytes = 200 + below(180);
  return {
    proto: 'udp',
    src,
    dir: '<->',
    dst: resolver,
    dport: '53',
    state: 'CON',
    packets: 2,
    bytes,
    label,
  };
}

function row(f: Draft, time: number, sport: number, seconds: number): string {
  const micros = String(time % 1_000_000).padStart(6, '0');
  const start = new Date(Math.floor(time / 1000))
    .toISOString()
    .slice(0, 19)
    .replaceAll('-', '/')
    .replace('T', ' ');
  const srcBytes = f.packets === 1 ? f.bytes : Math.round(f.bytes * 0.4);
  const port = f.proto === 'icmp' ? '0x0008' : sport;
  const tos = f.dir === '<->' ? '0' : '';
  return [
    `${start}.${micros},${seconds.toFixed(6)},${f.proto},${f.src},${port},${f.dir.padStart(5)},${f.dst},${f.dport}`,
    `${f.state},0,${tos},${f.packets},${f.bytes},${srcBytes},${f.label}`,
  ].join(',');
}
