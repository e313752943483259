import { parseRoutes } from '../../server/src/engine/routes/parseRoutes';
import type { Route } from '../../server/src/engine/routes/route';
import { mutatedLine } from './mutate';
import { hangMs, Tally, times, type Campaign, type Section } from './section';

function text(routes: number): string[] {
  return Array.from({ length: routes }, (_, i) => [
    `traceroute to 10.9.${i}.1 (10.9.${i}.1), 30 hops max, 60 byte packets`,
    ` 1  10.0.0.1 (10.0.0.1)  0.${100 + i} ms  0.2 ms  0.3 ms`,
    ` 2  10.1.${i}.1 (10.1.${i}.1)  1.5 ms !X  10.1.${i}.2 (10.1.${i}.2)  1.7 ms  *`,
    ` 3  * * *`,
    ` 4  10.9.${i}.1 (10.9.${i}.1)  9.1 ms  9.2 ms  9.3 ms`,
  ]).flat();
}

/** All that is told of a route but the lines it stands on. */
const identity = (route: Route) =>
  JSON.stringify(route, (key, value: unknown) => (key === 'line' || key === 'lastLine' ? undefined : value));

/** Changes one line of one route after another: the other routes must be read as before. */
export const routes: Section = {
  name: 'routes',
  run(campaign: Campaign) {
    const { random } = campaign;
    const [lines, perRoute] = [text(20), 5];
    const whole = parseRoutes(lines.join('\n'), { name: 'routes' }).routes;
    const tally = new Tally('one line of a route changed', [
      'crashes',
      'other routes lost or changed',
      'hangs',
    ]);
    const wanted = times(campaign, 8000);
    for (; tally.tried < wanted; tally.tried++) {
      const at = Math.floor(random() * lines.length);
      const mutant = [...lines];
      mutant[at] = mutatedLine(Buffer.from(lines[at] as string), random).toString('utf8');
      const example = () => `line ${at + 1}: ${JSON.stringify(mutant[at])}`;
      const began = performance.now();
      try {
        const found = parseRoutes(mutant.join('\n'), { name: 'routes' }).routes;
        const known = new Set(found.map(identity));
        const hit = Math.floor(at / perRoute);
        const lost = whole.filter((route, i) => i !== hit && !known.has(identity(route)));
        if (lost.length > 0)
          tally.fault('other routes lost or changed', `${example()}: ${lost.length} of them`);
      } catch (error) {
        tally.fault('crashes', `${example()}: ${(error as Error).message}`);
      }
      if (performance.now() - began > hangMs) tally.fault('hangs', example());
    }
    return Promise.resolve([tally.row()]);
  },
};
