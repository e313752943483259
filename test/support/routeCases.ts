import assert from 'node:assert/strict';
import { statisticsOf } from '../../server/src/engine/routes/features';
import { parseRoutes } from '../../server/src/engine/routes/parseRoutes';
import type { Route } from '../../server/src/engine/routes/route';

/** Hops in one line each: "2 host/10.0.0.2=1.5{AS64500} *"; hosts without a time as "10.0.0.1". */
export const shownHops = ({ hops }: Route): string[] =>
  hops.map(({ hop, probes }) =>
    [
      hop,
      ...probes.map(({ address, name, rtt, mark, network }) =>
        address === undefined && name === undefined
          ? '*'
          : [
              [name, address].filter(Boolean).join('/'),
              rtt === undefined ? '' : `=${rtt}`,
              mark ?? '',
              network === undefined ? '' : `{${network}}`,
            ].join(''),
      ),
    ].join(' '),
  );

/** A text of one tool, and what is to be read of it. */
export interface RouteCase {
  what: string;
  text: string;
  format: string;
  destination: string;
  name?: string;
  hops: string[];
  reached?: 0 | 1;
  /** Lines of problems that the route is read in spite of. */
  problems?: number[];
}

/** A test for each: one route, read whole. */
export function checkCases(cases: readonly RouteCase[]): void {
  for (const { what, text, format, destination, name, hops, reached = 1, problems = [] } of cases)
    it(what, () => {
      const found = parseRoutes(text, { name: 'test' });
      assert.deepEqual(
        found.problems.map(problem => problem.line),
        problems,
      );
      assert.deepEqual([found.format, found.routes.length, found.rejected], [format, 1, 0]);
      const [route] = found.routes as [Route];
      assert.deepEqual(shownHops(route), hops);
      assert.equal(route.destination, destination);
      if (name !== undefined) assert.equal(route.name, name);
      assert.equal(statisticsOf(route).reached, reached);
    });
}

/** A test for each: whichever line is lost or byte is another, no hop becomes a timeout without a word. */
export function checkDamage(cases: readonly RouteCase[]): void {
  for (const { what, text } of cases)
    it(`${what}, damaged in one place`, () => {
      const whole = parseRoutes(text, { name: 'test' });
      const [before = 0] = whole.routes.map(route => statisticsOf(route).timeouts);
      const check = (mutant: string) => {
        const { routes, problems } = parseRoutes(mutant, { name: 'test' });
        if (problems.length > whole.problems.length || routes.length !== 1) return;
        const [after = 0] = routes.map(route => statisticsOf(route).timeouts);
        assert.ok(after <= before || mutant.split('*').length > text.split('*').length, mutant);
      };
      const lines = text.split('\n');
      lines.forEach((_, i) => check(lines.toSpliced(i, 1).join('\n')));
      for (let i = 0; i < text.length; i++)
        for (const other of ['x', ' ', '7', '\n']) check(text.slice(0, i) + other + text.slice(i + 1));
    });
}
