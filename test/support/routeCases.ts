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
