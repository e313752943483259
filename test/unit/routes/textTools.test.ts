import assert from 'node:assert/strict';
import { parseRoutes } from '../../../server/src/engine/routes/parseRoutes';
import type { Hop, Route } from '../../../server/src/engine/routes/route';

const read = (text: string) => parseRoutes(text, { name: 'test' });

/** Hops in one line each: "2 10.0.0.1=1.5,1.75 *"; hosts without time as "10.0.0.1". */
function show({ hops }: Route): string[] {
  return hops.map(hop => `${hop.hop} ${answers(hop)}${extras(hop)}`);
}

function answers({ probes }: Hop): string {
  return probes
    .map(({ address, name, rtt, mark }) =>
      address === undefined && name === undefined
        ? '*'
        : `${[name, address].filter(Boolean).join('/')}${rtt === undefined ? '' : `=${rtt}`}${mark ?? ''}`,
    )
    .join(' ');
}

function extras({ mpls, networks, loss }: Hop): string {
  return [
    mpls && ` mpls(${mpls.join('|')})`,
    networks && ` ${networks.join()}`,
    loss === undefined ? undefined : ` loss ${Math.round(loss * 100)}%`,
  ].join('');
}

interface Case {
  tool: string;
  text: string;
  format: string;
  destination: string;
  hops: string[];
}

const cases: Case[] = [
  {
    tool: 'Linux, several hosts on a hop, marks, error lines, no answer',
    format: 'linux',
    destination: '192.0.2.80',
    text: `traceroute to www.example.net (192.0.2.80), 30 hops max, 60 byte packets
 1  gw.example.net (10.0.0.1)  0.501 ms  0.450 ms  0.398 ms
 2  * * *
 3  198.51.100.1 (198.51.100.1)  5.100 ms core.example.net (198.51.100.9)  6.200 ms *
traceroute: sendto: No route to host
 4  192.0.2.80 (192.0.2.80)  9.000 ms !X  9.100 ms !<10>  9.2 ms !`,
    hops: [
      '1 gw.example.net/10.0.0.1=0.501 gw.example.net/10.0.0.1=0.45 gw.example.net/10.0.0.1=0.398',
      '2 * * *',
      '3 198.51.100.1=5.1 core.example.net/198.51.100.9=6.2 *',
      '4 192.0.2.80=9!X 192.0.2.80=9.1!<10> 192.0.2.80=9.2!',
    ],
  },
  {
    tool: 'Linux with -n, -A, -e and IPv6',
    format: 'linux',
    destination: '2001:db8:9::80',
    text: `traceroute to v6.example.net (2001:db8:9::80), 30 hops max, 80 byte packets
 1  fe80::1%eth0  0.3 ms  0.2 ms
 2  2001:db8:1::2 [AS64500/AS64501]  1.5 ms <MPLS:L=24016,E=0,S=1,T=1> 2001:db8:1::3 [*]  1.6 ms
 3  2001:db8:9::80 [AS 64502]  2 ms  3 ms`,
    hops: [
      '1 fe80::1%eth0=0.3 fe80::1%eth0=0.2',
      '2 2001:db8:1::2=1.5 2001:db8:1::3=1.6 mpls(L=24016,E=0,S=1,T=1) AS64500/AS64501',
      '3 2001:db8:9::80=2 2001:db8:9::80=3 AS64502',
    ],
  },
  {
    tool: 'BSD, continued lines, errors of sendto between and on them',
    format: 'bsd',
    destination: '192.0.2.9',
    text: `traceroute: Warning: b.example has multiple addresses; using 192.0.2.9
traceroute to b.example (192.0.2.9), 64 hops max, 52 byte packets
 1  [AS64500] gw (10.0.0.1)  4.070 ms  1.194 ms  0.989 ms
 2  a.example (198.51.100.1)  5 ms
    b.example (198.51.100.2)  6 ms  7 ms
 3 traceroute: wrote b.example 52 chars, ret=-1
 *traceroute: sendto: No route to host
traceroute: wrote b.example 52 chars, ret=-1
 *
traceroute: sendto: No route to host
 4  * 192.0.2.9 (192.0.2.9)  9.5 ms *`,
    hops: [
      '1 gw/10.0.0.1=4.07 gw/10.0.0.1=1.194 gw/10.0.0.1=0.989 AS64500',
      '2 a.example/198.51.100.1=5 b.example/198.51.100.2=6 b.example/198.51.100.2=7',
      '3 * *',
      '4 * 192.0.2.9=9.5 *',
    ],
  },
  {
    tool: 'Junos with MPLS labels',
    format: 'junos',
    destination: '192.0.2.7',
    text: `traceroute to 192.0.2.7 (192.0.2.7), 30 hops max, 40 byte packets
 1  10.1.1.1 (10.1.1.1)  10.432 ms  9.921 ms  9.870 ms
     MPLS Label=299792 CoS=0 TTL=1 S=1
 2  192.0.2.7 (192.0.2.7)  12.1 ms  11.9 ms  12.0 ms`,
    hops: [
      '1 10.1.1.1=10.432 10.1.1.1=9.921 10.1.1.1=9.87 mpls(299792 CoS=0 TTL=1 S=1)',
      '2 192.0.2.7=12.1 192.0.2.7=11.9 192.0.2.7=12',
    ],
  },
  {
    tool: 'IOS-XR and IOS',
    format: 'ios',
    destination: '192.0.2.5',
    text: `Type escape sequence to abort.
Tracing the route to r5.example (192.0.2.5)
VRF info: (vrf in name/id, vrf out name/id)
 1  10.1.1.1 [AS 64500] [MPLS: Label 24016 Exp 0] 4 msec  *  8 msec
 2  10.2.2.1 12 msec
    10.2.2.5 13 msec !A  *`,
    hops: ['1 10.1.1.1=4 * 10.1.1.1=8 mpls(Label 24016 Exp 0) AS64500', '2 10.2.2.1=12 10.2.2.5=13!A *'],
  },
  {
    tool: 'tracert, with its header on two lines',
    format: 'tracert',
    destination: '192.0.2.1',
    text: `\r\nTracing route to one.example [192.0.2.1]\r\nover a maximum of 30 hops:\r\n\r
  1    <1 ms    <1 ms     1 ms  10.0.0.1\r
  2     *        7 ms     *     edge.example [198.51.100.7]\r
  3     *        *        *     Request timed out.\r
  4  198.51.100.9  reports: Destination net unreachable.\r\n\r\nTrace complete.\r\n`,
    hops: [
      '1 10.0.0.1=1 10.0.0.1=1 10.0.0.1=1',
      '2 * edge.example/198.51.100.7=7 *',
      '3 * * *',
      '4 198.51.100.9!N',
    ],
  },
  {
    tool: 'tracert in German',
    format: 'tracert',
    destination: '192.0.2.1',
    text: `Routenverfolgung zu eins.example [192.0.2.1]
über maximal 30 Hops:

  1     1 ms     1 ms     1 ms  10.0.0.1
  2     *        *        *     Zeitüberschreitung der Anforderung.

Ablaufverfolgung beendet.`,
    hops: ['1 10.0.0.1=1 10.0.0.1=1 10.0.0.1=1', '2 * * *'],
  },
  {
    tool: 'tracepath, with a late answer and its destination',
    format: 'tracepath',
    destination: 'dst.example',
    text: ` 1?: [LOCALHOST]                      pmtu 1500
 1:  gw.example                         0.411ms
 1:  gw.example                         0.502ms asymm  2
 2:  no reply
 3:  dst.example (192.0.2.3)           13.5ms !H
 2:  198.51.100.2                   12000.5ms
 4:  dst.example                       14.25ms reached
     Resume: pmtu 1500 hops 4 back 4`,
    hops: [
      '1 gw.example=0.411 gw.example=0.502',
      '2 *',
      '3 dst.example/192.0.2.3=13.5!H',
      '2 198.51.100.2=12000.5',
      '4 dst.example=14.25',
    ],
  },
  {
    tool: 'mtr --report with -z and -e, and a host cut at the column',
    format: 'mtr',
    destination: '192.0.2.44',
    text: `Start: 2024-05-01T10:00:00+0000
HOST: probe.example                 Loss%   Snt   Last   Avg  Best  Wrst StDev
  1. AS64500  10.0.0.1               0.0%    10    0.5   0.6   0.4   0.9   0.1
       [MPLS: Lbl 1201 Exp 0 S u TTL 1]
  2. AS???    ???                  100.0%    10    0.0   0.0   0.0   0.0   0.0
  3.|-- a-very-long-name.example.net100.0%   10    0.0   0.0   0.0   0.0   0.0
  4.|-- 198.51.100.4                20.0%    10    3.5   3.0   2.0   4.0   0.5
     |  \`|-- 198.51.100.5
  5.|-- last.example (192.0.2.44)    0.0%    10    9.5   9.0   8.0  10.0   0.5`,
    hops: [
      '1 10.0.0.1=0.6 mpls(Lbl 1201 Exp 0 S u TTL 1) AS64500 loss 0%',
      '2 * loss 100%',
      '3 * loss 100%',
      '4 198.51.100.4=3 198.51.100.5 loss 20%',
      '5 last.example/192.0.2.44=9 loss 0%',
    ],
  },
  {
    tool: 'mtr --csv',
    format: 'mtr-csv',
    destination: '192.0.2.44',
    text: `Mtr_Version,Start_Time,Status,Host,Hop,Ip,Asn,Loss%,Snt, ,Last,Avg,Best,Wrst,StDev,
MTR.0.95,1714557600,OK,192.0.2.44,1,10.0.0.1,AS64500,0.00,10,0,0.50,0.60,0.40,0.90,0.10
MTR.0.95,1714557600,OK,192.0.2.44,2,???,AS???,100.00,10,0,0.00,0.00,0.00,0.00,0.00
MTR.0.95,1714557600,OK,192.0.2.44,3,192.0.2.44,AS64501,0.00,10,0,5.50,5.60,5.40,5.90,0.10`,
    hops: ['1 10.0.0.1=0.6 AS64500 loss 0%', '2 * loss 100%', '3 192.0.2.44=5.6 AS64501 loss 0%'],
  },
  {
    tool: 'WinMTR',
    format: 'winmtr',
    destination: '192.0.2.8',
    text: `|------------------------------------------------------------------------------------------|
|                                      WinMTR statistics                                   |
|                       Host              -   %  | Sent | Recv | Best | Avrg | Wrst | Last |
|------------------------------------------------|------|------|------|------|------|------|
|                                10.0.0.1 -    0 |   20 |   20 |    0 |    1 |    3 |    1 |
|                   No response from host -  100 |   20 |    0 |    0 |    0 |    0 |    0 |
|                               192.0.2.8 -   50 |   20 |   10 |    7 |    9 |   20 |    9 |
|________________________________________________|______|______|______|______|______|______|
   WinMTR v0.92 GPL V2 by Appnor MSP - Fully Managed Hosting & Cloud Provider`,
    hops: ['1 10.0.0.1=1 loss 0%', '2 * loss 100%', '3 192.0.2.8=9 loss 50%'],
  },
  {
    tool: 'paris-traceroute',
    format: 'paris',
    destination: '192.0.2.60',
    text: `traceroute [(10.0.0.9:33456) -> (192.0.2.60:33457)], protocol udp, algo hopbyhop, duration 3 s
 1  P(6, 6) gw.example (10.0.0.1)  0.340/0.548/1.280/0.330 ms
 2  P(0, 6)
 3  P(4, 6) a.example (198.51.100.1):0,2  5.0/6.0/7.0/0.5 ms b.example (198.51.100.2):1  8.0/9.0/9.5/0.2 ms !T2
   MPLS Label 25916 TTL=1`,
    hops: [
      '1 gw.example/10.0.0.1=0.548 loss 0%',
      '2 * loss 100%',
      '3 a.example/198.51.100.1=6 b.example/198.51.100.2=9!T2 mpls(25916 TTL=1) loss 33%',
    ],
  },
];

describe('text of', () => {
  for (const { tool, text, format, destination, hops } of cases)
    it(tool, () => {
      const { routes, problems, rejected, format: told } = read(text);
      assert.deepEqual(problems, []);
      assert.deepEqual([told, routes.length, rejected], [format, 1, 0]);
      const [route] = routes as [Route];
      assert.deepEqual(show(route), hops);
      assert.equal(route.destination, destination);
    });

  it('several tools in one file, one after the other', () => {
    const { routes, problems } = read(cases.map(each => each.text).join('\n'));
    assert.deepEqual(problems, []);
    assert.deepEqual(
      routes.map(route => [route.format, route.hops.length]),
      cases.map(each => [each.format, each.hops.length]),
    );
  });

  it('what the header tells', () => {
    const { routes } = read(cases.map(each => each.text).join('\n'));
    const [linux, , bsd, , , windows, , , mtr, csv] = routes as Route[];
    assert.deepEqual([linux?.name, linux?.maxHops], ['www.example.net', 30]);
    assert.equal(bsd?.maxHops, 64);
    assert.deepEqual([windows?.name, windows?.maxHops], ['one.example', 30]);
    assert.deepEqual([mtr?.time, mtr?.source], [Date.UTC(2024, 4, 1, 10), 'probe.example']);
    assert.equal(csv?.time, 1714557600000);
    assert.deepEqual(mtr?.hops[3]?.times, {
      sent: 10,
      received: 8,
      last: 3.5,
      average: 3,
      best: 2,
      worst: 4,
      deviation: 0.5,
    });
  });
});

describe('a route that cannot be read', () => {
  const whole = 'traceroute to a.example (192.0.2.1), 30 hops max, 60 byte packets\n 1  10.0.0.1  1 ms\n';
  const spoiled: [name: string, text: string, line: number, says: RegExp][] = [
    ['a header that is cut off', 'traceroute to a.exa\n 1  10.0.0.1  1 ms\n', 1, /header is cut off/],
    ['no hops', 'traceroute to a.example (192.0.2.1), 30 hops max\n', 1, /no hops/],
  ];
  for (const [name, text, line, says] of spoiled)
    it(`is rejected with a reason, and loses no other: ${name}`, () => {
      const first = read(text + whole);
      assert.deepEqual([first.routes.length, first.rejected, first.problems.length], [1, 1, 1]);
      assert.equal(first.problems[0]?.line, line);
      assert.match(first.problems[0]?.message ?? '', says);
      assert.equal(first.routes[0]?.line, text.split('\n').length);
    });

  it('a hop that is cut off rejects its route, with its line', () => {
    const { routes, rejected, problems } = read(`${whole}${whole} 2  10.0.0.2  1 ms\n 3  10.0.`);
    assert.deepEqual([routes.length, routes[0]?.hops.length, rejected], [1, 1, 1]);
    assert.deepEqual(
      problems.map(p => p.line),
      [6],
    );
    assert.match(problems[0]?.message ?? '', /cut off/);
  });

  it('a header without an address in parentheses, and with a source', () => {
    const [a, b] = read(
      'traceroute to 192.0.2.1, 30 hops max\n 1  192.0.2.1  1 ms\ntraceroute to a (192.0.2.2) from 10.0.0.9, 20 hops max\n 1  *\n',
    ).routes;
    assert.deepEqual([a?.destination, a?.name, a?.maxHops], ['192.0.2.1', undefined, 30]);
    assert.deepEqual([b?.destination, b?.name, b?.source, b?.maxHops], ['192.0.2.2', 'a', '10.0.0.9', 20]);
  });

  it('lines made to keep a pattern busy are passed over, and told', () => {
    const blank = ' '.repeat(100_000);
    const busy = [
      `${blank}x`,
      `# label${blank}x y`,
      `| ${blank} x|`,
      ` 1 P(1, 1) ${'x'.repeat(100_000)}`,
      ` 1: ${blank}5`,
    ];
    const { routes, problemCount } = read(whole + busy.join('\n'));
    assert.deepEqual([routes.length, problemCount], [1, busy.length]);
    for (const line of [`# label${' '.repeat(1900)}x y`, `${' '.repeat(1990)}x`, `| ${' '.repeat(1900)} x|`])
      assert.equal(read(whole + line).routes.length, 1);
  });

  it('prose is no hop, and is told line by line, up to a limit', () => {
    const { routes, problems, problemCount } = read(whole + 'Dear diary, today\n'.repeat(1500));
    assert.equal(routes.length, 1);
    assert.deepEqual([problems.length, problemCount], [1000, 1500]);
  });

  it('a text without any traceroute says what is read', () => {
    const { format, problems } = read('');
    assert.equal(format, 'unknown');
    assert.match(problems[0]?.message ?? '', /no traceroute was found/);
  });
});
