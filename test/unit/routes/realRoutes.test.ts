import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { inRoot } from '../../../scripts/build/paths.mjs';
import { loadRoutes } from '../../../server/src/engine/routes/loadRoutes';
import { parseRoutes } from '../../../server/src/engine/routes/parseRoutes';
import type { Probe, Route } from '../../../server/src/engine/routes/route';

/** Real traceroutes are not part of the project, for their licences; they lie beside it where there are any. */
const data = inRoot('../shared/data/traceroutes');
const fixtures = join(data, 'fixtures');

/** The routes of a file, by what begins one in it. */
const counted: [file: string, begins: RegExp, read: number][] = [
  ['linux-2000-from-de.txt.gz', /^traceroute to /gm, 2000],
  ['linux-2000-from-ie.txt.gz', /^traceroute to /gm, 2000],
  ['linux-2000-from-jp.txt.gz', /^traceroute to /gm, 2000],
  ['macos.txt.gz', /^traceroute to /gm, 249],
  ['ripe-atlas-400.jsonl.gz', /^\{/gm, 400],
];

/** Fixtures and the layout that each is told to have; a rejected one has the reason. */
const layouts: [file: string, format: string, routes: number][] = [
  ['bsd_1.txt', 'bsd', 1],
  ['linux_1.txt', 'linux', 1],
  ['iosxr_1.txt', 'ios', 1],
  ['mtr_1.txt', 'mtr', 1],
  ['mtr_json_1.json', 'mtr-json', 1],
  ['paris.txt', 'paris', 1],
  ['ripe-atlas-ipv6.jsonl', 'ripe-atlas', 10],
  ['scamper1-complex.jsonl', 'scamper', 1],
  ['scamper2-complex.jsonl', 'scamper', 1],
  ['win_tracert_1.txt', 'tracert', 1],
  ['win_tracert_2.txt', 'tracert', 1],
  ['winmtr_1.txt', 'winmtr', 1],
];

interface Expected {
  destination_ip?: string;
  hops: {
    hop?: number;
    probes?: { ip: string | null; name: string | null; rtt: number | null; annotation: string | null }[];
    ttl?: number;
    guess?: boolean;
    pmtu?: number | null;
    host?: string | null;
    reply_ms?: number | null;
  }[];
}

function textOf(path: string): string {
  const bytes = readFileSync(path);
  return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
}

const read = (path: string) => parseRoutes(textOf(path), { name: path });

describe('real traceroutes', function () {
  this.timeout(60_000);
  before(function () {
    if (existsSync(data)) return;
    console.log(`      skipped: ${data} is not there`);
    this.skip();
  });

  for (const [file, begins, routes] of counted)
    it(`${file}: every route is read or rejected with a reason`, () => {
      const text = textOf(join(data, file));
      const found = parseRoutes(text, { name: file });
      assert.equal(found.routes.length + found.rejected, text.match(begins)?.length);
      assert.equal(found.routes.length, routes);
      assert.deepEqual(found.problems, []);
    });

  for (const [file, format, routes] of layouts)
    it(`${file}: read whole`, () => {
      const found = read(join(fixtures, file));
      assert.deepEqual([found.format, found.routes.length, found.problems], [format, routes, []]);
    });

  it('scamper1-broken.jsonl: rejected with a reason', () => {
    const { routes, rejected, problems } = read(join(fixtures, 'scamper1-broken.jsonl'));
    assert.deepEqual([routes.length, rejected, problems[0]?.line], [0, 1, 3]);
  });

  it('paths of load balancers: every answer of every probe', () => {
    const [route] = read(join(fixtures, 'scamper1-complex.jsonl')).routes as [Route];
    const replies = textOf(join(fixtures, 'scamper1-complex.jsonl')).match(/"rtt":/g)?.length;
    assert.equal(route.hops.flatMap(h => h.probes).filter(p => p.rtt !== undefined).length, replies);
  });

  it('another parser finds the same addresses and times on every hop', () => {
    const files = readdirSync(fixtures).filter(file => file.endsWith('.expected.json'));
    assert.ok(files.length >= 13);
    for (const file of files) {
      const expected = JSON.parse(textOf(join(fixtures, file))) as Expected;
      const { routes, problems } = read(join(fixtures, file.replace('.expected.json', '.out')));
      assert.deepEqual([routes.length, problems], [1, []], file);
      const [route] = routes as [Route];
      assert.deepEqual(
        file.includes('tracepath') ? shownTtl(route) : shownHops(route),
        wanted(expected),
        file,
      );
      if (expected.destination_ip) assert.equal(route.destination, expected.destination_ip, file);
    }
  });

  it('tables of six thousand routes and more are made of them', async () => {
    const { table, summary } = await loadRoutes(counted.map(([file]) => join(data, file)));
    assert.deepEqual([summary.routes, summary.rejected], [6649, 0]);
    assert.equal(summary.unique + summary.dropped.duplicates + summary.dropped.short, 6649);
    assert.equal(table.offsets[table.size], table.hops.length);
    for (let row = 0; row < table.size; row++)
      assert.ok((table.statistics[row * 5 + 2] as number) === table.offsets[row + 1]! - table.offsets[row]!);
  });
});

/** Hops as the expected files list them: answers only, with host, time and mark. */
function shownHops({ hops }: Route): string[] {
  return hops.map(hop => `${hop.hop}: ${hop.probes.filter(isAnswer).map(shown).join(' ')}`);
}

/** The expected files of tracepath list each line by itself. */
function shownTtl({ hops }: Route): string[] {
  return hops.flatMap(hop =>
    hop.probes.map(p => `${hop.hop}: ${p.address ?? p.name ?? '-'} ${p.rtt ?? '-'}`),
  );
}

const isAnswer = (probe: Probe) => probe.address !== undefined || probe.name !== undefined;
const shown = (p: Probe) => `${p.name ?? p.address}/${p.address ?? '-'} ${p.rtt}${p.mark ?? ''}`;

function wanted({ hops }: Expected): string[] {
  return (
    hops
      // An answer that tells a smaller packet size is of a router before the hop.
      .filter(hop => hop.guess !== true && (hop.pmtu ?? null) === null)
      .map(({ hop, probes, ttl, host, reply_ms: reply }) =>
        probes
          ? `${hop}: ${probes.map(p => `${p.name ?? p.ip}/${p.ip ?? '-'} ${p.rtt}${p.annotation ?? ''}`).join(' ')}`
          : `${ttl}: ${host ?? '-'} ${reply ?? '-'}`,
      )
  );
}
