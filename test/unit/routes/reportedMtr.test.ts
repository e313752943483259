import assert from 'node:assert/strict';
import { statisticsOf } from '../../../server/src/engine/routes/features';
import { parseRoutes } from '../../../server/src/engine/routes/parseRoutes';
import type { Route } from '../../../server/src/engine/routes/route';
import { checkCases, checkDamage, type RouteCase } from '../../support/routeCases';

const read = (text: string) => parseRoutes(text, { name: 'test' });
const t = { destination: '192.0.2.9', name: 't.example' };
const lines = (...text: string[]) => text.join('\n');

const cases: RouteCase[] = [
  {
    what: 'mtr --csv with several hosts on a hop, and its destination by name',
    format: 'mtr-csv',
    ...t,
    text: lines(
      'Mtr_Version,Start_Time,Status,Host,Hop,Ip,Loss%,Snt, ,Last,Avg,Best,Wrst,StDev,',
      'MTR.0.95,1700000000,OK,t.example,1,10.0.0.1,0.00,9,0,1,1.5,1,2,0.2',
      'MTR.0.95,1700000000,OK,t.example,2,???,100.00,9,0,0,0,0,0,0',
      'MTR.0.95,1700000000,OK,t.example,3,10.1.0.1,0.00,9,0,2,2.5,1,2,0.2',
      'MTR.0.95,1700000000,OK,t.example,3,10.1.0.2,0.00,9,0,2,2.5,1,2,0.2',
      'MTR.0.95,1700000000,OK,t.example,3,10.1.0.3,0.00,9,0,2,2.5,1,2,0.2',
      'MTR.0.95,1700000000,OK,t.example,4,192.0.2.9,0.00,9,0,3,3.5,1,2,0.2',
    ),
    hops: ['1 10.0.0.1=1.5', '2 *', '3 10.1.0.1=2.5 10.1.0.2 10.1.0.3', '4 192.0.2.9=3.5'],
  },
  {
    what: 'mtr --report with several hosts, cut names, two decimals and what is no host',
    format: 'mtr',
    destination: '192.0.2.9',
    text: lines(
      'HOST: me              Loss%   Snt   Last   Avg  Best  Wrst StDev',
      '  1.|-- 10.0.0.1          0.00%     9    1.0   1.5   1.0   2.0   0.2',
      '        10.0.0.2',
      '        b.example (10.0.0.3)',
      '  2.|-- core.isp.example (198.51.  0.0%     9    3.0   3.5   3.0   4.0   0.2',
      '  3.|-- (no route to host) 50.0%     9    3.0   3.5   3.0   4.0   0.2',
      '  4.|-- a-name-that-is-long.ex100.00%     9    0.0   0.0   0.0   0.0   0.0',
      '  5.|-- 192.0.2.9         6.67%     9    8.0   8.5   8.0   9.0   0.2',
    ),
    hops: [
      '1 10.0.0.1=1.5 10.0.0.2 b.example/10.0.0.3',
      '2 core.isp.example=3.5',
      '3 *',
      '4 *',
      '5 192.0.2.9=8.5',
    ],
  },
  {
    what: 'mtr’s screen, copied',
    format: 'mtr',
    ...t,
    text: lines(
      'me (10.0.0.9) -> t.example (192.0.2.9)                 2024-01-01T00:00:00+0000',
      'Keys:  Help   Display mode   Restart statistics   Order of fields   quit',
      '                                 Packets               Pings',
      ' Host                          Loss%   Snt   Last   Avg  Best  Wrst StDev',
      ' 1. 10.0.0.1                    0.0%   999    0.6   1.6   0.3 1061.  28.3',
      '    2001:db8::1',
      ' 2. (waiting for reply)',
      ' 3. 192.0.2.9                  30.5%   999  3106. 1010.  14.2 29997 2463.',
    ),
    hops: ['1 10.0.0.1=1.6 2001:db8::1', '2 *', '3 192.0.2.9=1010'],
  },
  {
    what: 'mtr --raw: names, several rounds, what was sent in vain',
    format: 'mtr-raw',
    destination: '192.0.2.9',
    text: lines(
      'x 0 1',
      'h 0 10.0.0.1',
      'p 0 1500 1',
      'x 1 2',
      'x 2 3',
      'h 2 192.0.2.9',
      'p 2 9000 3',
      'd 2 t.example',
      'x 0 4',
      'p 0 2500 4',
      'x 1 5',
      'x 2 6',
    ),
    hops: ['1 10.0.0.1=1.5 10.0.0.1=2.5', '2 * *', '3 t.example/192.0.2.9=9 *'],
  },
  {
    what: 'mtr --xml',
    format: 'mtr-xml',
    ...t,
    text: lines(
      '<?xml version="1.0"?>',
      '<MTR SRC="me" DST="t.example" TESTS="9">',
      '  <HUB COUNT="1" HOST="a&amp;b (10.0.0.1)">',
      '    <Loss>0.0%</Loss><Snt>9</Snt><Last>1.0</Last><Avg>1.5</Avg><Best>1.0</Best><Wrst>2.0</Wrst><StDev>0.1</StDev>',
      '  </HUB>',
      '  <HUB COUNT="2" HOST="???">',
      '    <Loss>100.0%</Loss><Snt>9</Snt>',
      '  </HUB>',
      '  <HUB COUNT=3 HOST=192.0.2.9>',
      '    <Loss>  0.0%</Loss>',
      '    <Avg> 4.5</Avg>',
      '  </HUB>',
      '</MTR>',
    ),
    hops: ['1 a&b/10.0.0.1=1.5', '2 *', '3 192.0.2.9=4.5'],
  },
  {
    what: 'mtr --json with whole numbers, several hosts, and its destination by name',
    format: 'mtr-json',
    ...t,
    text: JSON.stringify({
      report: {
        mtr: { src: 'me', dst: 't.example', tos: 0, tests: 9 },
        hubs: [
          { count: 1, host: '_gateway', 'Loss%': 0, Snt: 9, Avg: 1.5 },
          { count: 2, host: '198.51.100.1', 'Loss%': 0, Snt: 9, Avg: 2.5 },
          { count: 2, host: '198.51.100.2', 'Loss%': 0, Snt: 9, Avg: 2.5 },
          { count: 3, host: 'far.example (192.0.2.9)', 'Loss%': 0, Snt: 9, Avg: 3.5 },
        ],
      },
    }),
    hops: ['1 _gateway=1.5', '2 198.51.100.1=2.5 198.51.100.2', '3 far.example/192.0.2.9=3.5'],
  },
];

describe('what mtr was reported to write', () => {
  checkCases(cases);
  checkDamage(cases);

  const rows = [
    { host: '10.0.0.1', loss: 0, average: 1 },
    { host: '198.51.100.1', loss: 0, average: 5 },
    { host: '???', loss: 100, average: 0 },
    { host: '192.0.2.9', loss: 0, average: 9 },
  ];
  for (const [what, listed, reached] of [
    ['that arrived', rows, 1],
    ['that did not', rows.slice(0, 3), 0],
  ] as const)
    it(`one run of mtr ${what} says the same as text, CSV, XML and JSON`, () => {
      const columns = (r: (typeof rows)[number]) => [
        `${r.loss}.0%`,
        9,
        r.average,
        r.average,
        r.average,
        r.average,
        0,
      ];
      const text = [
        'HOST: me  Loss%  Snt  Last  Avg  Best  Wrst  StDev',
        ...listed.map((r, i) => `  ${i + 1}.|-- ${r.host}  ${columns(r).join('  ')}`),
      ].join('\n');
      const csv = listed
        .map(
          (r, i) =>
            `MTR.0.95,1700000000,OK,t.example,${i + 1},${r.host},${r.loss},9,0,${columns(r).slice(2).join()}`,
        )
        .join('\n');
      const xml = [
        '<MTR SRC="me" DST="t.example">',
        ...listed.map(
          (r, i) =>
            `<HUB COUNT="${i + 1}" HOST="${r.host}"><Loss>${r.loss}.0%</Loss><Snt>9</Snt><Avg>${r.average}</Avg></HUB>`,
        ),
        '</MTR>',
      ].join('\n');
      const json = JSON.stringify({
        report: {
          mtr: { src: 'me', dst: 't.example' },
          hubs: listed.map((r, i) => ({
            count: i + 1,
            host: r.host,
            'Loss%': r.loss,
            Snt: 9,
            Avg: r.average,
          })),
        },
      });
      for (const said of [text, csv, xml, json]) {
        const [route] = read(said).routes as [Route];
        const { averagePing, ...others } = statisticsOf(route);
        assert.deepEqual(
          others,
          { timeouts: 1, numHops: listed.length, tailTimeouts: 1 - reached, reached },
          said.slice(0, 20),
        );
        assert.equal(averagePing, reached === 1 ? 5 : 3);
      }
    });
});
