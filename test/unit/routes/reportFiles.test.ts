import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inRoot } from '../../../scripts/build/paths.mjs';
import { statisticsOf } from '../../../server/src/engine/routes/features';
import { parseRoutes } from '../../../server/src/engine/routes/parseRoutes';

/** Files written after public reports are not part of the project; they lie beside it where there are any. */
const data = inRoot('../shared/data');

interface Expected {
  format: string;
  /** Of each route: hops, hosts, hops that timed out, whether it was reached. */
  routes: [hops: number, hosts: number, timeouts: number, reached: 0 | 1][];
  rejected?: number;
  /** Lines of problems. */
  problems?: number[];
}

const reports: Record<string, Expected> = {
  '05-jc560-star-asn.traceroute': { format: 'linux', routes: [[3, 5, 0, 1]] },
  '06-trparse7-macos-a.traceroute': { format: 'bsd', routes: [[6, 8, 1, 1]] },
  '07-perfsonar133-H.traceroute': { format: 'linux', routes: [[2, 2, 0, 0]] },
  '07b-H-first.traceroute': { format: 'linux', routes: [[3, 2, 1, 0]] },
  '08-trparse10-noheader.traceroute': { format: 'linux', routes: [[3, 3, 0, 1]], problems: [1] },
  '09-mtr415.csv': { format: 'mtr-csv', routes: [[3, 4, 0, 1]] },
  '10-mtr499-raw.mtr': { format: 'mtr-raw', routes: [[4, 3, 1, 1]] },
  '11-mtr109-report-multi.mtr': { format: 'mtr', routes: [[4, 5, 1, 1]] },
  '11b-mtr-curses-copy.mtr': { format: 'mtr', routes: [[4, 4, 1, 1]] },
  '12-mtr645-two-decimals.mtr': { format: 'mtr', routes: [[4, 2, 2, 1]] },
  '13-tracert-6605.tracert': { format: 'tracert', routes: [[4, 4, 0, 1]] },
  '14-tracert-zh.tracert': { format: 'tracert', routes: [[3, 2, 1, 1]] },
  '14e-tracert-zh-gbk.tracert': { format: 'tracert', routes: [[3, 2, 1, 1]] },
  '14f-tracert-fr-cp850.tracert': { format: 'tracert', routes: [[3, 2, 1, 1]] },
  '15-globalping.json': { format: 'globalping', routes: [[3, 2, 1, 1]] },
  '16-napalm-ios-as.traceroute': { format: 'ios', routes: [[3, 3, 0, 1]] },
  '16b-ios-novrf-ecmp.traceroute': { format: 'ios', routes: [[4, 5, 1, 1]] },
  '16c-nxos.traceroute': { format: 'linux', routes: [[3, 2, 1, 1]] },
  '17-mikrotik.traceroute': { format: 'mikrotik', routes: [[4, 3, 1, 1]] },
  '18-tracebox.traceroute': { format: 'tracebox', routes: [[3, 2, 1, 1]] },
  '19-mtrjson-int.json': { format: 'mtr-json', routes: [[3, 2, 1, 1]] },
  '20-ripe-late-dup.json': { format: 'ripe-atlas', routes: [[6, 2, 5, 1]] },
  '20b-ripe-errors.json': { format: 'ripe-atlas', routes: [[3, 3, 0, 1]], rejected: 2, problems: [1, 2] },
  '26-mtr-b-truncated.mtr': { format: 'mtr', routes: [[4, 3, 1, 1]] },
  '27-mtr.xml': { format: 'mtr-xml', routes: [[1, 1, 0, 0]] },
  '28-mtr095-report.mtr': { format: 'mtr', routes: [[3, 5, 0, 1]] },
  '29-huawei.traceroute': { format: 'huawei', routes: [[4, 3, 1, 1]] },
  '29b-comware.traceroute': { format: 'comware', routes: [[3, 3, 0, 1]] },
  '30-hp-mss.traceroute': { format: 'linux', routes: [[4, 4, 0, 1]] },
  '31-ripe-report.traceroute': { format: 'ripe-report', routes: [[3, 3, 0, 1]] },
  '34-traceroute-warning.traceroute': { format: 'bsd', routes: [[3, 4, 0, 1]] },
  '36-tcptraceroute.traceroute': { format: 'tcptraceroute', routes: [[4, 3, 1, 1]] },
  '37-linux-T.traceroute': { format: 'linux', routes: [[3, 2, 1, 1]] },
  '38-tracepath.traceroute': { format: 'tracepath', routes: [[4, 3, 1, 1]] },
  '45-tracetcp.tracert': { format: 'tracert', routes: [[5, 4, 1, 1]] },
  '46-paris-print-ttl.traceroute': { format: 'linux', routes: [[3, 2, 1, 1]] },
  '47-tracepath-old.traceroute': { format: 'tracepath', routes: [[3, 3, 0, 1]] },
  '48-mtr-first-ttl.json': {
    format: 'mtr-json',
    routes: [
      [3, 3, 0, 0],
      [3, 3, 0, 1],
    ],
    rejected: 1,
    problems: [1],
  },
  '49-nexttrace.traceroute': { format: 'nexttrace', routes: [[4, 3, 1, 1]] },
  '50-linux-mtu.traceroute': { format: 'linux', routes: [[3, 3, 0, 1]] },
  '53a-same-run.json': { format: 'mtr-json', routes: [[3, 3, 0, 1]] },
  '53b-same-run.mtr': { format: 'mtr', routes: [[3, 3, 0, 1]] },
  '54-more-after-dest.traceroute': { format: 'linux', routes: [[4, 3, 1, 1]] },
};

const read = (path: string) => parseRoutes(readFileSync(path, 'utf8'), { name: path });

describe('reported files', () => {
  before(function () {
    if (existsSync(join(data, 'reports'))) return;
    console.log(`      skipped: ${data} is not there`);
    this.skip();
  });

  for (const [file, { format, routes, rejected = 0, problems = [] }] of Object.entries(reports))
    it(file, () => {
      const found = read(join(data, 'reports', file));
      assert.deepEqual([found.format, found.rejected], [format, rejected]);
      assert.deepEqual(
        found.routes.map(route => {
          const { numHops, timeouts, reached } = statisticsOf(route);
          const hosts = new Set(route.hops.flatMap(hop => hop.probes.map(p => p.address ?? p.name)));
          hosts.delete(undefined);
          return [numHops, hosts.size, timeouts, reached];
        }),
        routes,
      );
      assert.deepEqual(
        found.problems.map(problem => problem.line),
        problems,
      );
      for (const route of found.routes)
        for (const probe of route.hops.flatMap(hop => hop.probes))
          assert.doesNotMatch(`${probe.address} ${probe.name}`, /F=\d|no route|\($|198\.51\.$/);
    });

  it('52-routes-300.traceroute: every one of them', () => {
    const { routes, problems } = read(join(data, 'reports', '52-routes-300.traceroute'));
    assert.deepEqual([routes.length, problems.length], [300, 0]);
  });

  const faults: [file: string, routes: number, rejected: number][] = [
    ['damaged-header.traceroute', 1, 1],
    ['jsonl-first-line-cut.traceroute', 29, 1],
    ['neg.traceroute', 0, 1],
  ];
  for (const [file, routes, rejected] of faults)
    it(`${file}: only what is damaged is lost`, () => {
      const found = read(join(data, 'faults', file));
      assert.deepEqual([found.routes.length, found.rejected], [routes, rejected]);
    });
});
