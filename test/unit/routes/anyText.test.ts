import assert from 'node:assert/strict';
import fc from 'fast-check';
import { hopsInOrder, statisticsOf } from '../../../server/src/engine/routes/features';
import { readerOf, parseRoutes } from '../../../server/src/engine/routes/parseRoutes';
import type { ParsedRoutes, Route } from '../../../server/src/engine/routes/route';
import { RouteCount } from '../../../server/src/engine/routes/sink';

const scraps = [
  ...[
    'traceroute to a.b (1.2.3.4), 30 hops max, 60 byte packets',
    'traceroute to a.b',
    ' 1  1.2.3.4  5 ms  *',
  ],
  ...[
    '    5.6.7.8 (5.6.7.8)  9 ms !X',
    '# label: benign',
    '# label: odd',
    '  2  <1 ms  *  7 ms  a [1.1.1.1]',
  ],
  ...[
    'Tracing route to a [1.2.3.4]',
    'HOST: x Loss% Snt Last Avg Best Wrst StDev',
    '  1.|-- ??? 100.0 1 0 0 0 0 0',
  ],
  ...[
    'MTR.0.9,1,OK,h,1,???,0,1',
    ' 1?: [LOCALHOST] pmtu 1500',
    ' 1:  h  5ms reached',
    '| h - 0 | 1 | 1 | 1 | 1 | 1 | 1 |',
  ],
  ...[
    'WinMTR statistics',
    'traceroute [(1.1.1.1) -> (2.2.2.2)]',
    ' 1 P(1, 1) a (1.1.1.1) 1/2/3/4 ms',
    '{"result":[{"hop":1,',
  ],
  ...[
    '"result":[{"from":"1.1.1.1","rtt":1}]}],"prb_id":1}',
    '{"report":{"mtr":{},"hubs":[',
    '}',
    ']',
    '}}',
    '[',
    '{',
    '"',
  ],
  ...['', '\u0000', '\uFEFF', '\t', '999  x', ' 3 ', '!', '(', '<', '*', '1 1 1 ms'],
];
const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(fc.tuple(fc.constantFrom(...scraps), fc.constantFrom('\n', '\r\n', '\r', ' ', '')), {
      maxLength: 40,
    })
    .map(parts => parts.flat().join('')),
);

/** Three lines, for a carriage return alone ends one, too, where newlines end others. */
const mixedEnds = '\n\r\u0000';

const read = (text: string) => parseRoutes(text, { name: 'any' });

describe('any text', () => {
  it('is read without a failure; problems and hops stand on lines that exist', () => {
    fc.assert(
      fc.property(anyText, text => {
        const lines = text.split(/\r\n|\n|\r/).length;
        const { routes, problems, rejected, problemCount } = read(text);
        assert.ok(problemCount >= rejected && problems.length === Math.min(1000, problemCount));
        for (const { line, message } of problems)
          assert.ok(line >= 1 && line <= lines && message.length > 10);
        for (const route of routes) {
          assert.ok(route.line >= 1 && route.line <= route.lastLine && route.lastLine <= lines);
          assert.ok(route.hops.length > 0);
          for (const { line, hop } of route.hops)
            assert.ok(line >= route.line && line <= route.lastLine && hop >= 1 && hop <= 255);
        }
      }),
      { numRuns: 1000, examples: [[mixedEnds]] },
    );
  });

  it('has the lines that the editor counts, whatever ends them', () => {
    assert.deepEqual(
      read(mixedEnds).problems.map(({ line }) => line),
      [1, 3],
    );
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(...scraps), fc.constantFrom('\n', '\r\n', '\r')), {
          maxLength: 40,
        }),
        parts => {
          // An empty line behind a carriage return would make one end of two.
          const said = parts.map(([line, end]) => [line === '' ? ' ' : line, end] as const);
          const ended = said.map(part => part.join('')).join('');
          assert.deepEqual(read(ended), read(said.map(([line]) => `${line}\n`).join('')));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('has statistics that agree with each other', () => {
    fc.assert(
      fc.property(anyText, text => {
        for (const route of read(text).routes) {
          const s = statisticsOf(route);
          assert.ok(s.tailTimeouts <= s.timeouts && s.timeouts <= s.numHops && s.numHops <= 254);
          assert.equal(hopsInOrder(route).length, s.numHops);
          assert.ok(s.averagePing >= 0 && Number.isFinite(s.averagePing));
        }
      }),
      { numRuns: 500 },
    );
  });

  it('has times exactly as JavaScript reads the same digits', () => {
    const time = fc.stringMatching(/^\d{1,20}(\.\d{0,8})?$/);
    fc.assert(
      fc.property(time, text => {
        const { routes } = read(
          `traceroute to 192.0.2.1 (192.0.2.1), 30 hops max\n 1  10.0.0.1  ${text} ms\n`,
        );
        assert.equal(routes[0]?.hops[0]?.probes[0]?.rtt, Number(text));
      }),
    );
    const endless = `traceroute to 192.0.2.1 (192.0.2.1), 30 hops max\n 1  10.0.0.1  ${'9'.repeat(400)} ms\n`;
    assert.match(read(endless).problems[0]?.message ?? '', /the time "9+"/);
  });

  it('reads the same in pieces cut anywhere', () => {
    fc.assert(
      fc.property(anyText, fc.array(fc.nat(400), { maxLength: 6 }), (text, cuts) => {
        const whole = read(text);
        assert.deepEqual(inPieces(text, cuts), { ...whole, problems: whole.problems });
      }),
      { numRuns: 500 },
    );
  });
});

function inPieces(text: string, cuts: readonly number[]): ParsedRoutes {
  const routes: Route[] = [];
  const count = new RouteCount(route => routes.push(route));
  const reader = readerOf(text, count);
  const places = [...new Set(cuts.map(cut => cut % (text.length + 1)))].sort((a, b) => a - b);
  const rest = text.replace(/^\uFEFF/, '');
  [0, ...places].forEach((from, i) => reader.push(rest.slice(from, places[i])));
  reader.end();
  if (count.routes === 0 && count.rejected === 0)
    count.problem({ line: 1, message: read('').problems[0]?.message.replace(/^any/, 'any') ?? '' });
  return count.asParsed(routes);
}
