import { seededRandom } from '../../server/src/base/seededRandom';
import type { RouteTable } from '../../server/src/engine/routes/routeTable';

/** Host subnets; subnets before them, and hops through those. */
export interface RouteWorld {
  hosts: number;
  transit: number;
  between: number;
}
const small: RouteWorld = { hosts: 40, transit: 10, between: 3 };

interface PlantedRoute {
  malicious: boolean;
  hops: number[];
}

/** Malicious routes end in the odd host subnets, benign ones in the even ones; one in ten is labelled wrongly. */
function* planted(
  count: number,
  seed: number,
  { hosts, transit, between }: RouteWorld = small,
): Generator<PlantedRoute & { label: number; time: number }> {
  const random = seededRandom(seed);
  for (let i = 0; i < count; i++) {
    const malicious = random() < 0.4;
    const host = 2 * Math.floor(random() * (hosts / 2)) + Number(malicious);
    const hops = [0, 1 + Math.floor(random() * 4)];
    for (let k = 0; k < between; k++) hops.push(random() < 0.1 ? -1 : 5 + Math.floor(random() * transit));
    hops.push(5 + transit + host);
    const label = Number(random() < 0.1 !== malicious);
    yield { malicious, hops, label, time: 1_500_000_000_000 + i * 1000 };
  }
}

const subnetName = (s: number) => `10.${s}.0.0/24`;

/** A table of routes whose last subnet tells the class. */
export function plantedRoutes(count: number, seed: number, world: RouteWorld = small): RouteTable {
  const routes = [...planted(count, seed, world)];
  const length = world.between + 3;
  return {
    size: count,
    statistics: Float32Array.from(
      routes.flatMap(({ hops }) => [hops.filter(h => h < 0).length, 20, hops.length, 0, 1]),
    ),
    hops: Int32Array.from(routes.flatMap(({ hops }) => hops)),
    offsets: Uint32Array.from({ length: count + 1 }, (_, r) => r * length),
    subnets: Array.from({ length: 5 + world.transit + world.hosts }, (_, s) => subnetName(s)),
    labels: Uint8Array.from(routes, r => r.label),
    times: Float64Array.from(routes, r => r.time),
    lines: Uint32Array.from({ length: count }, (_, r) => r * 8 + 2),
    files: new Uint16Array(count),
    destinations: routes.map((r, i) => `10.${r.hops[length - 1]}.0.${1 + (i % 250)}`),
  };
}

/** The same as the text of `traceroute -n`, with labels. */
export function plantedText(count: number, seed: number): string {
  return [...planted(count, seed)]
    .map(({ hops, label }, i) => {
      const destination = `10.${hops[5]}.0.${1 + (i % 250)}`;
      const lines = hops.map((subnet, h) => {
        // A time of its own for each route, so that none is a duplicate.
        const ms = `${h + 1}.${String(i).padStart(3, '0')} ms`;
        const address = h === 5 ? destination : `10.${subnet}.0.1`;
        return ` ${h + 1}  ${subnet < 0 ? '* * *' : `${address}  ${ms}  ${ms}  ${ms}`}`;
      });
      const head = `traceroute to ${destination} (${destination}), 30 hops max, 60 byte packets`;
      return [`# label: ${label === 1 ? 'malicious' : 'benign'}`, head, ...lines].join('\n');
    })
    .join('\n')
    .concat('\n');
}
