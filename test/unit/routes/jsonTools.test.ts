import assert from 'node:assert/strict';
import { parseRoutes } from '../../../server/src/engine/routes/parseRoutes';
import type { Route } from '../../../server/src/engine/routes/route';

const read = (text: string) => parseRoutes(text, { name: 'test' });

const atlas = (more: object, hops: unknown[]) => ({
  ...{ type: 'traceroute', prb_id: 7, msm_id: 1, af: 4, timestamp: 1700000000 },
  ...{ dst_name: 'a.example', dst_addr: '192.0.2.1', src_addr: '10.0.0.9' },
  ...{ result: hops, ...more },
});

const ripe = atlas({}, [
  { hop: 1, result: [{ from: '10.0.0.1', rtt: 1.5 }, { x: '*' }, { from: '10.0.0.1', late: 2 }] },
  {
    hop: 2,
    result: [
      { from: '198.51.100.1', rtt: 2, err: 'A' },
      { from: '198.51.100.1', rtt: 2.5, dup: true },
      { from: '198.51.100.2', rtt: 3, err: 13, icmpext: { obj: [{ mpls: [{ label: 9, ttl: 1 }] }] } },
    ],
  },
  { hop: 255, result: [{ from: '192.0.2.1', rtt: 40 }] },
]);

const scamperTrace = {
  ...{ type: 'trace', src: '10.0.0.9', dst: '::ffff:192.0.2.1', firsthop: 1, hop_count: 4, attempts: 2 },
  start: { sec: 1700000000, usec: 500000 },
  hops: [
    { addr: '10.0.0.1', probe_ttl: 1, rtt: 0.5, icmp_type: 11, icmp_code: 0 },
    {
      ...{ addr: '::ffff:198.51.100.1', probe_ttl: 3, rtt: 4, icmp_type: 3, icmp_code: 13 },
      icmpext: [{ ie_cn: 1, mpls_labels: [{ mpls_label: 33, mpls_ttl: 1 }] }],
    },
  ],
};

const probes = (ttl: number, ...rtts: number[]) => rtts.map(rtt => ({ ttl, replies: [{ rtt }] }));
const scamperBalanced = {
  ...{ type: 'tracelb', src: '10.0.0.9', dst: '192.0.2.1', firsthop: 1, start: { sec: 1 } },
  nodes: [
    {
      addr: '10.0.0.1',
      links: [
        [
          { addr: '198.51.100.1', probes: probes(2, 5, 6) },
          { addr: '198.51.100.2', probes: probes(2, 7) },
        ],
      ],
    },
    {
      addr: '198.51.100.1',
      links: [
        [{ addr: '*', probes: [{ ttl: 3, replies: [] }] }],
        [{ addr: '192.0.2.1', probes: probes(4, 9) }],
      ],
    },
  ],
};

const hub = (count: string, host: string, loss: number) => ({
  ...{ count, host, ASN: 'AS64500', 'Loss%': loss, Snt: 10, Last: 2, Avg: 3, Best: 1, Wrst: 5, StDev: 0.5 },
});
const mtr = (hubs: object[]) => ({ report: { mtr: { src: 'me', dst: '192.0.2.1', tests: '10' }, hubs } });

const trippy = {
  info: { target: { ip: '192.0.2.1', hostname: 'a.example' }, start_timestamp: '2024-05-01T10:00:00Z' },
  hops: [
    {
      ...{ ttl: 1, hosts: [{ ip: '10.0.0.1', hostname: '10.0.0.1' }], loss_pct: '25.00', sent: 4, recv: 3 },
      ...{ last: '1.00', avg: '2.00', best: '1.00', worst: '3.00', stddev: '0.50' },
      extensions: [{ mpls: { members: [{ label: 5, exp: 0, bos: 1, ttl: 1 }] } }],
    },
    { ttl: 2, hosts: [], loss_pct: '100.00', sent: 4, recv: 0, avg: '0.00', extensions: [] },
  ],
};

const dublinHop = (ttl: number, src: string | undefined, rtt: number) => ({
  ...{
    name: src ?? '',
    rtt_usec: rtt,
    sent: { timestamp: '1700000000.5', ip: { dst: '192.0.2.1', src: '10.0.0.9', ttl } },
  },
  received: src === undefined ? null : { ip: { src }, icmp: { mpls_labels: [{ label: 8, ttl: 1 }] } },
});
const dublin = {
  flows: {
    '33434': [dublinHop(1, '10.0.0.1', 1500), dublinHop(2, undefined, 0)],
    '33435': [dublinHop(1, '10.0.0.2', 2500)],
  },
};

/** Hops in one line: "1 10.0.0.1=1.5 *; 2 …". */
const show = ({ hops }: Route) =>
  hops
    .map(({ hop, probes: sent, mpls }) => {
      const said = sent.map(p =>
        p.address === undefined && p.name === undefined
          ? '*'
          : `${p.address ?? p.name}${p.rtt === undefined ? '' : `=${p.rtt}`}${p.mark ?? ''}`,
      );
      return `${hop} ${said.join(' ')}${mpls ? ` (${mpls.join()})` : ''}`;
    })
    .join('; ');

const cases: [tool: string, format: string, value: object, shown: string[]][] = [
  [
    'RIPE Atlas',
    'ripe-atlas',
    ripe,
    ['1 10.0.0.1=1.5 *; 2 198.51.100.1=2!X 198.51.100.2=3!<13> (9 TTL=1); 255 192.0.2.1=40'],
  ],
  ['scamper trace', 'scamper', scamperTrace, ['1 10.0.0.1=0.5; 2 *; 3 198.51.100.1=4!X (33 TTL=1); 4 *']],
  [
    'scamper tracelb',
    'scamper',
    scamperBalanced,
    ['1 10.0.0.1; 2 198.51.100.1=5 198.51.100.1=6 198.51.100.2=7; 3 *; 4 192.0.2.1=9'],
  ],
  [
    'mtr',
    'mtr-json',
    mtr([hub('1', '10.0.0.1', 0), hub('2', '???', 100), hub('3', 'a.example (192.0.2.1)', 20)]),
    ['1 10.0.0.1=3; 2 *; 3 192.0.2.1=3'],
  ],
  ['Trippy', 'trippy', trippy, ['1 10.0.0.1=2 (5 TTL=1); 2 *']],
  ['dublin-traceroute', 'dublin', dublin, ['1 10.0.0.1=1.5 (8 TTL=1); 2 *', '1 10.0.0.2=2.5 (8 TTL=1)']],
];

describe('JSON of', () => {
  for (const [tool, format, value, shown] of cases)
    for (const [how, text] of [
      ['on one line', JSON.stringify(value)],
      ['on many lines', JSON.stringify(value, undefined, 2)],
      ['in an array on one line', JSON.stringify([value])],
      ['in an array on many lines, CRLF', JSON.stringify([value], undefined, '\t').replaceAll('\n', '\r\n')],
    ] as const)
      it(`${tool}, ${how}`, () => {
        const { routes, problems, rejected, format: told } = read(text);
        assert.deepEqual(problems, []);
        assert.deepEqual([told, rejected], [format, 0]);
        assert.deepEqual(routes.map(show), shown);
        assert.deepEqual(new Set(routes.map(r => r.destination)), new Set(['192.0.2.1']));
      });

  it('all tools in one file, one object on a line, with labels between', () => {
    const text = cases.map(([, , value]) => `# label: malicious\n${JSON.stringify(value)}`).join('\n');
    const { routes, problems } = read(text);
    assert.deepEqual(problems, []);
    assert.deepEqual(
      routes.map(show),
      cases.flatMap(([, , , shown]) => shown),
    );
    assert.deepEqual([routes[1]?.line, routes[1]?.label, routes[1]?.time], [4, 'malicious', 1700000000500]);
  });

  it('hops know their lines where the JSON has lines', () => {
    const [route] = read(`\n${JSON.stringify(ripe, undefined, 1)}`).routes as [Route];
    const lines = JSON.stringify(ripe, undefined, 1).split('\n');
    const second = lines.findIndex(line => line.includes('"hop": 2'));
    assert.deepEqual([route.line, route.lastLine, route.hops[1]?.line], [2, lines.length + 1, second + 1]);
  });

  it('lines of scamper that tell of the measurement are no routes', () => {
    const more = [
      { UUID: '1', TracerouteCallerVersion: '2' },
      { type: 'cycle-start' },
      { type: 'cycle-stop' },
    ];
    const { routes, rejected, problems } = read(
      [...more, scamperTrace].map(line => JSON.stringify(line)).join('\n'),
    );
    assert.deepEqual([routes.length, rejected, problems], [1, 0, []]);
  });
});

describe('broken JSON', () => {
  const line = JSON.stringify(ripe);

  it('old mtr: a list that is never closed is read, and told', () => {
    const text = JSON.stringify(mtr([hub('1', '10.0.0.1', 0)]), undefined, 2).replace(
      /\]\s*\}\s*\}$/,
      '}\n}\n',
    );
    const { routes, problems } = read(text + text);
    assert.deepEqual(routes.map(show), ['1 10.0.0.1=3', '1 10.0.0.1=3']);
    assert.match(problems[0]?.message ?? '', /a list that does not end on line/);
  });

  it('old mtr without hops: rejected with a reason', () => {
    const { rejected, problems } = read(
      '{\n  "report": {\n    "mtr": { "dst": "a" },\n    "hubs": [\n  }\n}\n',
    );
    assert.equal(rejected, 1);
    assert.match(problems.at(-1)?.message ?? '', /"hubs" is empty/);
  });

  it('commas missing or too many, and nan, are mended', () => {
    const text = JSON.stringify(mtr([hub('1', '10.0.0.1', 0), hub('2', '10.0.0.2', 0)]), undefined, 2)
      .replace('},\n      {', '}\n      {')
      .replace('0.5\n', 'nan,\n');
    assert.equal(read(text).routes[0]?.hops.length, 2);
  });

  it('an object that is cut off in the middle of a file loses no other', () => {
    const { routes, rejected, problems } = read(
      `${line}\n${line.slice(0, 200)}\n${line}\n${line.slice(0, -1)}`,
    );
    assert.deepEqual([routes.length, rejected], [2, 2]);
    assert.deepEqual(
      problems.map(p => p.line),
      [2, 4],
    );
    for (const { message } of problems) assert.match(message, /cut off/);
  });

  it('objects of other kinds, and text between, are told with their lines', () => {
    const { routes, rejected, problems } = read(`{"type":"dns","result":[]}\nhello\n${line}\n{"a" 1}\n`);
    assert.deepEqual([routes.length, rejected], [1, 2]);
    assert.deepEqual(
      problems.map(p => p.line),
      [1, 2, 4],
    );
  });

  it('members of any type are no failure', () => {
    for (const result of [null, 7, 'x', [null, 7, [], { hop: '3', result: 5 }], [{ hop: 1e9, result: [{}] }]])
      assert.equal(
        read(JSON.stringify(atlas({ timestamp: {}, dst_addr: 5 }, result as unknown[]))).routes.length <= 1,
        true,
      );
    assert.equal(read(JSON.stringify({ ...scamperTrace, hop_count: 1e12 })).routes[0]?.hops.length, 255);
  });

  it('a result that says why it has no hops', () => {
    const failed = atlas({}, [{ error: 'name resolution failed: non-recoverable' }]);
    assert.match(read(JSON.stringify(failed)).problems[0]?.message ?? '', /could not trace: name resolution/);
  });
});
