import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseRoutes } from '../../../server/src/engine/routes/parseRoutes';

const read = (text: string) => parseRoutes(text, { name: 'test' });
const header = (to: string) => `traceroute to ${to} (${to}), 30 hops max, 60 byte packets`;
const first = [header('192.0.2.1'), ' 1  10.0.0.1  1 ms', ' 2  10.1.0.1  2 ms', ' 3  192.0.2.1  3 ms'];
const last = [header('192.0.2.3'), ' 1  10.0.0.3  1 ms', ' 2  * * *', ' 3  192.0.2.3  3 ms'];
const middle = [
  header('192.0.2.2'),
  ' 1  10.0.0.2  1.5 ms',
  ' 2  a.example (10.1.0.2)  2 ms  2.5 ms',
  ' 3  10.2.0.2  3 ms *',
  ' 4  192.0.2.2  4 ms',
];

/** The middle one of three routes, damaged; whichever line of it that is told of. */
const damages: [what: string, lines: string[], line: number, says: RegExp][] = [
  [
    'a letter of the header',
    [header('192.0.2.2').replace('te to', '%e to'), ...middle.slice(1)],
    5,
    /no header/,
  ],
  ['the beginning of the header', [header('192.0.2.2').slice(9), ...middle.slice(1)], 5, /no header/],
  ['the end of the header', [header('192.0.2.2').slice(0, 40), ...middle.slice(1)], 5, /header is cut off/],
  ['a negative time', at(2, ' 2  10.1.0.2  -2.0 ms'), 7, /the time "-2.0"/],
  ['a time beyond all numbers', at(2, ' 2  10.1.0.2  1e999 ms'), 7, /the time "1e999"/],
  ['a time of letters', at(2, ' 2  10.1.0.2  x ms  1 ms'), 7, /the time "x"/],
  ['a time without its unit', at(2, ' 2  10.1.0.2  2.25'), 7, /the word "2.25"|without a time/],
  ['a time without its host', at(2, ' 2  2.25 ms  1 ms'), 7, /time without a host/],
  ['a host that is cut off', at(2, ' 2  10.1.'), 7, /cut off/],
  ['a number and no more', at(2, ' 2'), 7, /cut off behind its number/],
  ['a number and blanks', at(2, ' 2   '), 7, /nothing behind it/],
  ['the number of a hop', at(2, '%2  a.example (10.1.0.2)  2 ms  2.5 ms'), 7, /cannot be read/],
  ['words where a hop was', at(2, 'something else altogether'), 7, /a hop is missing/],
  ['a line that is gone', middle.filter((_, i) => i !== 2), 7, /Hop 3 follows hop 1/],
  ['two hops on one line', at(2, ` 2  10.1.0.2  2 ms${middle[3]}`, 1), 7, /Not read|cannot be read/],
  ['the last hop', at(4, '?4  192.0.2.2  4 ms'), 9, /cannot be read/],
];

function at(place: number, line: string, more = 0): string[] {
  return middle.toSpliced(place, 1 + more, line);
}

describe('a damaged route', () => {
  for (const [what, lines, line, says] of damages)
    it(`is rejected with its line, and no other: ${what}`, () => {
      const { routes, rejected, problems } = read([...first, ...lines, ...last].join('\n'));
      assert.deepEqual(
        routes.map(route => [route.destination, route.hops.length]),
        [
          ['192.0.2.1', 3],
          ['192.0.2.3', 3],
        ],
      );
      assert.equal(rejected, 1);
      assert.deepEqual(
        problems.map(problem => problem.line),
        [line],
      );
      assert.match(problems[0]?.message ?? '', says);
    });

  it('has its line by whichever ending lines have', () => {
    for (const ending of ['\n', '\r\n', '\r']) {
      const { routes, problems } = read([...first, ...at(2, ' 2  10.1.'), ...last].join(ending));
      assert.deepEqual(
        [routes.length, problems.map(problem => problem.line)],
        [2, [7]],
        JSON.stringify(ending),
      );
    }
  });

  it('is cut at the end of a file', () => {
    const whole = [...first, ...middle].join('\n');
    for (let end = [...first, ''].join('\n').length + 1; end < whole.length; end++) {
      const { routes, rejected, problems } = read(whole.slice(0, end));
      assert.equal(routes[0]?.hops.length, 3);
      // Cut between two lines it is a shorter route, as of a tool that was stopped.
      const between = routes.length === 2;
      if (between)
        assert.ok(
          middle.includes(whole.slice(0, end).trimEnd().split('\n').at(-1) as string) || rejected === 0,
        );
      else assert.ok(rejected === 1 || problems.length === 1, whole.slice(0, end).slice(-40));
      for (const { probes } of routes[1]?.hops ?? []) assert.ok(probes.some(probe => probe.address));
    }
  });

  it('never has a timeout where a hop could not be read, whichever byte of it is another', () => {
    const text = [...first, ...middle, ...last].join('\n');
    const from = first.join('\n').length + 1;
    const to = from + middle.join('\n').length;
    const byte = fc.tuple(fc.integer({ min: from, max: to - 1 }), fc.integer({ min: 32, max: 126 }));
    fc.assert(
      fc.property(byte, ([place, code]) => {
        const mutant = text.slice(0, place) + String.fromCharCode(code) + text.slice(place + 1);
        const { routes } = read(mutant);
        assert.equal(routes[0]?.destination, '192.0.2.1');
        assert.equal(routes[0]?.hops.length, 3);
        assert.equal(routes.at(-1)?.destination, '192.0.2.3');
        const stars = routes
          .flatMap(route => route.hops)
          .filter(hop => hop.probes.every(probe => probe.address === undefined && probe.name === undefined));
        // One of the last route, and one that the byte may have made: "*" in place of an answer cannot come of one.
        assert.ok(stars.length <= 1 || mutant.slice(from, to).split('*').length > 2);
      }),
      { numRuns: 2000 },
    );
  });

  it('of another tool: tracert, mtr, paris, NextTrace, MikroTik, raw', () => {
    for (const text of [
      'Tracing route to 192.0.2.9\n\n  1  1 ms  1 ms  1 ms  10.0.0.1\n  2  1 ms  1 m\n',
      'Tracing route to 192.0.2.9\n\n  1  1 ms  1 ms  1 ms  10.0.0.1\n  2  1 ms  1 ms  *\n',
      'Tracing route to 192.0.2.9\n\n  1  1 ms  1 ms  1 ms  10.0.0.1\n  3  1 ms  1 ms  1 ms 10.0.0.2\n',
      'HOST: me  Loss%  Snt  Avg\n  1.|-- 10.0.0.1  0.0%  1\n',
      'HOST: me  Loss%  Snt  Avg\n  1.|-- 10.0.0.1  0.0%  1  x\n',
      'HOST: me  Loss%  Snt  Avg\n  1.|-- 10.0.0.1  0.0%  1  1\n  3.|-- 10.0.0.1  0.0%  1  1\n',
      'MTR.0.95,1,OK,t.example,1\n',
      'traceroute [(10.0.0.9:1) -> (192.0.2.60:2)]\n 1  P(6, 6) gw.example (10.0.\n',
      'NextTrace v1.2.0\ntraceroute to 192.0.2.9, 30 hops max\n1   10.0.0.1   AS1  x\n2   10.0.0.2  AS1 y\n     1 ms\n',
      'ADDRESS       LOSS  SENT  LAST    AVG  BEST  WORST  STD-DEV\n1 10.0.0.1      x%       2\n',
      'x 0 1\nh 0 10.0.0\n',
      '{"report":{"mtr":{"dst":"a"},"hubs":[{"count":"one","host":"10.0.0.1","Avg":1}]}}',
      '{"prb_id":1,"dst_addr":"192.0.2.1","result":[{"hop":"x","result":[{"from":"10.0.0.1","rtt":1}]}]}',
    ]) {
      const { routes, rejected } = read(text);
      assert.deepEqual([routes.length, rejected], [0, 1], text);
    }
  });

  it('is the first of JSON lines, cut at its beginning: the others are read', () => {
    const one = (to: string) =>
      JSON.stringify({ prb_id: 1, dst_addr: to, result: [{ hop: 1, result: [{ from: to, rtt: 1 }] }] });
    const rest = ['192.0.2.1', '192.0.2.2', '192.0.2.3'].map(one);
    for (const cut of [1, 10, 25, 40]) {
      const { routes, rejected, problems } = read([one('192.0.2.9').slice(cut), ...rest].join('\n'));
      assert.deepEqual([routes.length, rejected, problems.length], [3, 1, 1], `${cut}`);
      assert.deepEqual(problems[0], {
        line: 1,
        message: 'The beginning of this JSON object is missing; it was passed over.',
      });
    }
  });

  it('leaves routes with a damaged label line as they are', () => {
    const { routes, problems } = read(['%# label: benign', ...first, '# la%el: benign', ...last].join('\n'));
    assert.deepEqual([routes.length, problems.map(p => p.line)], [2, [1]]);
  });

  it('between routes without headers begins a route', () => {
    const { routes, rejected, problems } = read([...first.slice(1), ...last.slice(1)].join('\n'));
    assert.deepEqual([routes.map(route => route.destination), rejected], [['192.0.2.1', '192.0.2.3'], 0]);
    assert.deepEqual(
      problems.map(p => p.line),
      [1, 4],
    );
  });
});
