import assert from 'node:assert/strict';
import { parseRoutes } from '../../../server/src/engine/routes/parseRoutes';
import { checkCases, checkDamage, shownHops, type RouteCase } from '../../support/routeCases';

const read = (text: string) => parseRoutes(text, { name: 'test' });

const header = 'traceroute to t.example (192.0.2.9), 30 hops max, 60 byte packets\n';
const t = { destination: '192.0.2.9', name: 't.example' };
const lines = (...text: string[]) => text.join('\n');

const cases: RouteCase[] = [
  {
    what: 'traceroute -a with systems on continued lines, and behind stars',
    format: 'linux',
    ...t,
    text: `${header} 1  [AS0] 10.0.0.1 (10.0.0.1)  1 ms  2 ms
 2  * [AS64500] p.example (198.51.100.1)  3 ms
    [AS64501] q.example (198.51.100.2)  4 ms *
    [AS64501] 198.51.100.3 (198.51.100.3)  5 ms
 3  [AS64502] t.example (192.0.2.9)  9 ms`,
    hops: [
      '1 10.0.0.1=1{AS0} 10.0.0.1=2{AS0}',
      '2 * p.example/198.51.100.1=3{AS64500} q.example/198.51.100.2=4{AS64501} * 198.51.100.3=5{AS64501}',
      '3 t.example/192.0.2.9=9{AS64502}',
    ],
  },
  {
    what: 'traceroute -A: a system of each host, and none where it says [*]',
    format: 'linux',
    ...t,
    text: `${header} 1  gw (10.0.0.1) [*]  1 ms 10.0.0.2 (10.0.0.2) [AS64500/AS64501]  2 ms  3 ms
 2  192.0.2.9 (192.0.2.9) [AS64502]  4 ms *`,
    hops: [
      '1 gw/10.0.0.1=1 10.0.0.2=2{AS64500/AS64501} 10.0.0.2=3{AS64500/AS64501}',
      '2 192.0.2.9=4{AS64502} *',
    ],
  },
  {
    what: 'traceroute --mtu, --back and -v',
    format: 'linux',
    ...t,
    text: `${header} 1  10.0.0.1  1 ms F=1500  2 ms  3 ms
 2  10.0.0.2  4 ms '-3'  5 ms F=1476  6 ms
 3  192.0.2.9 (192.0.2.9)  48 bytes to 10.0.0.9  7 ms  8 ms`,
    hops: [
      '1 10.0.0.1=1 10.0.0.1=2 10.0.0.1=3',
      '2 10.0.0.2=4 10.0.0.2=5 10.0.0.2=6',
      '3 192.0.2.9=7 192.0.2.9=8',
    ],
  },
  {
    what: 'NX-OS, with systems in parentheses',
    format: 'linux',
    ...t,
    text: `sw1# traceroute t.example\n${header} 1  10.0.0.1 (10.0.0.1) (AS 64500)  1 ms  2 ms\n      [Label=24001 E=0 TTL=1 S=1]\n 2  192.0.2.9 (192.0.2.9) (AS 64501)  3 ms *`,
    hops: ['1 10.0.0.1=1{AS64500} 10.0.0.1=2{AS64500}', '2 192.0.2.9=3{AS64501} *'],
  },
  {
    what: 'an address with its name behind it',
    format: 'linux',
    ...t,
    text: 'traceroute to 192.0.2.9 (t.example), 20 hops max\n 1  10.0.0.1 (gw.example)  1 ms\n 2  192.0.2.9 (t.example)  2 ms',
    hops: ['1 gw.example/10.0.0.1=1', '2 t.example/192.0.2.9=2'],
  },
  {
    what: 'names that begin like something else',
    format: 'linux',
    ...t,
    text: `${header} 1  <b>x</b> (10.0.0.1)  1 ms\n 2  [y](z) (10.0.0.2)  2 ms\n 3  -2  3 ms\n 4  =1+1 (192.0.2.9)  4 ms`,
    hops: ['1 <b>x</b>/10.0.0.1=1', '2 [y](z)/10.0.0.2=2', '3 -2=3', '4 =1+1/192.0.2.9=4'],
  },
  {
    what: 'NextTrace, with its banner',
    format: 'nexttrace',
    ...t,
    text: lines(
      'NextTrace v1.2.0 2023-06-01T00:00:00Z abc',
      'IP Geo Data Provider: Any',
      'traceroute to 192.0.2.9 (t.example), 30 hops max, 32 byte packets',
      '1   10.0.0.1        *        [RFC1918]',
      '                                     0.5 ms / * ms / 0.7 ms',
      '2   *',
      '3   198.51.100.1    AS64500  [EX]    Somewhere',
      '                                     9.5 ms',
      '    198.51.100.2    AS64501          Elsewhere',
      '                                     8 ms / 7 ms',
      '4   192.0.2.9       AS64502          There',
      '                                     10 ms / 11 ms / 12 ms',
    ),
    hops: [
      '1 10.0.0.1=0.5 * 10.0.0.1=0.7',
      '2 *',
      '3 198.51.100.1=9.5{AS64500} 198.51.100.2=8{AS64501} 198.51.100.2=7{AS64501}',
      '4 192.0.2.9=10{AS64502} 192.0.2.9=11{AS64502} 192.0.2.9=12{AS64502}',
    ],
  },
  {
    what: 'NextTrace, copied from its header on',
    format: 'nexttrace',
    destination: '192.0.2.9',
    text: 'traceroute to 192.0.2.9, 30 hops max, 32 byte packets\n1   *\n2   192.0.2.9   AS64502   There\n        3 ms / 4 ms / * ms\n',
    hops: ['1 *', '2 192.0.2.9=3{AS64502} 192.0.2.9=4{AS64502} *'],
  },
  {
    what: 'NextTrace, with names of hosts before their times',
    format: 'nexttrace',
    destination: '192.0.2.9',
    text: 'NextTrace v1.2.8 2024-01-10T03:34:29Z 4c5f1d0\ntraceroute to 192.0.2.9 (192.0.2.9), 30 hops max, 52 bytes packets\n1   10.0.0.1   *\n    gw.example       0.5 ms / * ms\n2   192.0.2.9   AS64502\n    10    3 ms / 4 ms\n',
    hops: ['1 gw.example/10.0.0.1=0.5 *', '2 10/192.0.2.9=3{AS64502} 10/192.0.2.9=4{AS64502}'],
  },
  {
    what: 'Huawei',
    format: 'huawei',
    ...t,
    text: '<R1> tracert t.example\n traceroute to t.example(192.0.2.9), max hops: 30 ,packet length: 40,press CTRL_C to break\n 1 10.0.0.1 10 ms  1 ms  2 ms\n 2  * * *\n 3 192.0.2.9 9 ms  8 ms  7 ms\n<R1> quit',
    hops: ['1 10.0.0.1=10 10.0.0.1=1 10.0.0.1=2', '2 * * *', '3 192.0.2.9=9 192.0.2.9=8 192.0.2.9=7'],
  },
  {
    what: 'Huawei, with the system behind each host',
    format: 'huawei',
    destination: '192.0.2.9',
    text: ' traceroute to  192.0.2.9(192.0.2.9), max hops: 30 ,packet length: 40,press CTRL_C to break\n 1 10.0.0.1[AS 64500] 10 ms  * 2 ms\n 2 192.0.2.9[AS64501] 9 ms  8 ms  7 ms',
    hops: [
      '1 10.0.0.1=10{AS64500} * 10.0.0.1=2{AS64500}',
      '2 192.0.2.9=9{AS64501} 192.0.2.9=8{AS64501} 192.0.2.9=7{AS64501}',
    ],
  },
  {
    what: 'Comware',
    format: 'comware',
    ...t,
    text: 'traceroute to t.example (192.0.2.9), 30 hops at most, 40 bytes each packet, press CTRL_C to break\n 1  10.0.0.1 (10.0.0.1)  5 ms  4 ms\n     MPLS Label=100 Exp=0 TTL=1 S=1\n 2  192.0.2.9 (192.0.2.9)  9 ms  8 ms',
    hops: ['1 10.0.0.1=5 10.0.0.1=4', '2 192.0.2.9=9 192.0.2.9=8'],
  },
  {
    what: 'tcptraceroute',
    format: 'tcptraceroute',
    ...t,
    text: 'Selected device en0, address 10.0.0.9, port 5 for outgoing packets\nTracing the path to t.example (192.0.2.9) on TCP port 443 (https), 30 hops max\n 1  10.0.0.1  1 ms  2 ms\n 2  t.example (192.0.2.9) [closed]  4 ms  5 ms\n',
    hops: ['1 10.0.0.1=1 10.0.0.1=2', '2 t.example/192.0.2.9=4 t.example/192.0.2.9=5'],
  },
  {
    what: 'tracebox, which tells no times',
    format: 'tracebox',
    ...t,
    text: 'tracebox to 192.0.2.9 (t.example): 20 hops max\n1: 10.0.0.1 (gw)  [PARTIAL] IP::CheckSum\n2: *\n3: 192.0.2.9 (192.0.2.9) TCP::CheckSum\n',
    hops: ['1 gw/10.0.0.1', '2 *', '3 192.0.2.9'],
  },
  {
    what: 'MikroTik, with numbers',
    format: 'mikrotik',
    destination: '192.0.2.9',
    text: lines(
      '[me@Router] > /tool traceroute 192.0.2.9 count=2',
      ' # ADDRESS                LOSS SENT    LAST     AVG    BEST   WORST STD-DEV STATUS',
      ' 1 10.0.0.1                 0%    2   0.5ms     0.6     0.5     0.7     0.1',
      ' 2                        100%    2 timeout',
      ' 3 192.0.2.9               50%    2   8.5ms     8.5     8.5     8.5       0 <MPLS:L=4,E=0>',
    ),
    hops: ['1 10.0.0.1=0.6', '2 *', '3 192.0.2.9=8.5'],
  },
  {
    what: 'MikroTik, without numbers and prompt',
    format: 'mikrotik',
    destination: '192.0.2.9',
    text: lines(
      'Columns: ADDRESS, LOSS, SENT, LAST, AVG, BEST, WORST, STD-DEV',
      'ADDRESS       LOSS  SENT  LAST    AVG  BEST  WORST  STD-DEV',
      '10.0.0.1      0%       2  0.4ms   0.5  0.4   0.6    0.1',
      '              100%     2  timeout',
      '192.0.2.9     0%       2  4ms     4    4     4      0',
    ),
    hops: ['1 10.0.0.1=0.5', '2 *', '3 192.0.2.9=4'],
  },
  {
    what: 'the report of ripe-atlas-tools',
    format: 'ripe-report',
    destination: '192.0.2.9',
    text: '\nProbe #17\n\n  1 10.0.0.1                          1.5 ms   2 ms\n  2 198.51.100.1        AS64500      3 ms     *\n  3 192.0.2.9           AS64502      5 ms     6 ms\n',
    hops: [
      '1 10.0.0.1=1.5 10.0.0.1=2',
      '2 198.51.100.1=3{AS64500} *',
      '3 192.0.2.9=5{AS64502} 192.0.2.9=6{AS64502}',
    ],
  },
  {
    what: 'tracert in Chinese: the destination in brackets, times in two units',
    format: 'tracert',
    ...t,
    text: '通过最多 20 个跃点跟踪\r\n到 t.example [192.0.2.9] 的路由:\r\n\r\n  1     1 ms    <1 毫秒   <1 毫秒 10.0.0.1\r\n  2     *        *        *     请求超时。\r\n  3     8 ms     9 ms     8 ms  192.0.2.9\r\n\r\n跟踪完成。\r\n',
    hops: ['1 10.0.0.1=1 10.0.0.1=1 10.0.0.1=1', '2 * * *', '3 192.0.2.9=8 192.0.2.9=9 192.0.2.9=8'],
  },
  {
    what: 'tracert in a code page that was not the text’s',
    format: 'tracert',
    destination: '192.0.2.9',
    text: '\uFFFD\uFFFD\uFFFD\uFFFD 192.0.2.9 \uFFFD\uFFFD (30 \uFFFD\uFFFD)\n\n  1    <1 \uFFFD\uFFFD   <1 \uFFFD\uFFFD    2 \uFFFD\uFFFD  10.0.0.1\n  2     *        *        *     \uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\n  3     8 ms     *        8 ms  192.0.2.9\n\n\uFFFD\uFFFD\uFFFD\uFFFD\n',
    hops: ['1 10.0.0.1=1 10.0.0.1=1 10.0.0.1=2', '2 * * *', '3 192.0.2.9=8 * 192.0.2.9=8'],
  },
  {
    what: 'tracert in Russian',
    format: 'tracert',
    ...t,
    text: 'Трассировка маршрута к t.example [192.0.2.9]\nс максимальным числом прыжков 30:\n\n  1    <1 мс    <1 мс     1 мс  10.0.0.1\n  2  10.0.0.5  сообщает: Заданный узел недоступен.\n\nТрассировка завершена.\n',
    hops: ['1 10.0.0.1=1 10.0.0.1=1 10.0.0.1=1', '2 10.0.0.5!H'],
    reached: 0,
  },
  {
    what: 'tracetcp: an address with its name behind it, and how it ended',
    format: 'tracert',
    ...t,
    text: 'Tracing route to 192.0.2.9 [t.example] on port 80\nOver a maximum of 20 hops.\n1       7 ms    6 ms    *       10.0.0.1        [gw.example]\n2       *       *       *       Request timed out.\n3       Destination Reached in 15 ms. Connection established to 192.0.2.9\nTrace Complete.\n',
    hops: ['1 gw.example/10.0.0.1=7 gw.example/10.0.0.1=6 *', '2 * * *', '3 192.0.2.9=15'],
  },
  {
    what: 'Globalping',
    format: 'globalping',
    ...t,
    text: JSON.stringify({
      type: 'traceroute',
      target: 't.example',
      results: [
        {
          probe: { country: 'XX' },
          result: {
            resolvedAddress: '192.0.2.9',
            hops: [
              { resolvedHostname: 'gw', resolvedAddress: '10.0.0.1', timings: [{ rtt: 1.5 }, { rtt: 2 }] },
              { resolvedHostname: null, resolvedAddress: null, timings: [] },
              {
                resolvedHostname: '192.0.2.9',
                resolvedAddress: '192.0.2.9',
                asn: [64502],
                timings: [{ rtt: 9 }],
              },
            ],
          },
        },
      ],
    }),
    hops: ['1 gw/10.0.0.1=1.5 gw/10.0.0.1=2', '2 *', '3 192.0.2.9=9{AS64502}'],
  },
  {
    what: 'tracepath, where a router before the hop told the packet size',
    format: 'tracepath',
    destination: '192.0.2.9',
    text: ' 1:  10.0.0.9   0.07ms pmtu 1500\n 1:  10.0.0.1   0.5ms\n 2:  10.0.0.1   0.6ms pmtu 1480\n 2:  no reply\n 3:  192.0.2.9  4.5ms reached\n     Resume: pmtu 1480 hops 3 back 3\n',
    hops: ['1 10.0.0.1=0.5', '2 *', '3 192.0.2.9=4.5'],
  },
  {
    what: 'hops without a header: the last answer is the destination',
    format: 'linux',
    destination: '192.0.2.9',
    text: ' 1  10.0.0.1  1 ms\n 2  * * *\n 3  t.example (192.0.2.9)  3 ms  4 ms\n',
    hops: ['1 10.0.0.1=1', '2 * * *', '3 t.example/192.0.2.9=3 t.example/192.0.2.9=4'],
    problems: [1],
  },
  {
    what: 'hops without a header that ask on in vain have not reached it',
    format: 'linux',
    destination: '198.51.100.1',
    text: ' 1  10.0.0.1  1 ms\n 2  198.51.100.1  3 ms\n 3  * * *\n 4  * * *\n',
    hops: ['1 10.0.0.1=1', '2 198.51.100.1=3', '3 * * *', '4 * * *'],
    reached: 0,
    problems: [1],
  },
  {
    what: 'hops of mtr without a header',
    format: 'mtr',
    destination: '192.0.2.9',
    text: '  1.|-- 10.0.0.1     0.0%     9    1.0   1.5   1.0   2.0   0.2\n  2.|-- 192.0.2.9    0.0%     9    3.0   3.5   3.0   4.0   0.2\n',
    hops: ['1 10.0.0.1=1.5', '2 192.0.2.9=3.5'],
    problems: [1],
  },
  {
    what: 'hosts beyond the destination',
    format: 'linux',
    ...t,
    text: `${header} 1  10.0.0.1  1 ms\n 2  192.0.2.9  2 ms\n 3  198.51.100.7  3 ms\n 4  * * *\n`,
    hops: ['1 10.0.0.1=1', '2 192.0.2.9=2', '3 198.51.100.7=3', '4 * * *'],
  },
];

describe('what tools were reported to write', () => {
  checkCases(cases);
  checkDamage(cases);

  it('all of them in one file, one after the other, as they read alone', () => {
    const texts = cases.filter(each => !each.text.startsWith('{'));
    const { routes, rejected } = read(
      texts.map(each => `# label: benign\n${each.text.trimEnd()}\n`).join('\n'),
    );
    assert.equal(rejected, 0);
    assert.deepEqual(
      routes.map(shownHops),
      texts.map(each => each.hops),
    );
    assert.ok(routes.every(route => route.label === 'benign'));
  });
});

describe('what is refused', () => {
  it('says what is read, and how to report another tool', () => {
    const text = read('any tool 9.9\nhop one: 10.0.0.1\n')
      .problems.map(p => p.message)
      .join('\n');
    for (const tool of ['tracert in any language', 'MikroTik', 'NextTrace', 'Globalping', 'RIPE Atlas'])
      assert.ok(text.includes(tool), tool);
    assert.match(text, /report that tool, its version/);
    assert.match(
      read('{"any": "tool", "hops": []}').problems[0]?.message ?? '',
      /Globalping.*report that tool/,
    );
    const ping = { type: 'ping', target: 't', results: [{ probe: {}, result: {} }] };
    assert.match(
      read(JSON.stringify(ping)).problems[0]?.message ?? '',
      /of the type "ping"; traceroute and mtr/,
    );
  });
});
