import assert from 'node:assert/strict';
import { join } from 'node:path';
import { seededRandom } from '../../../server/src/base/seededRandom';
import { CaptureStore } from '../../../server/src/engine/captures/store';
import type { Engine } from '../../../server/src/engine/engine';
import { createEngine } from '../../../server/src/engine/flowEngine';
import type { ScoreReport } from '../../../server/src/engine/judging/answers';
import { defaultConfig } from '../../../server/src/engine/training/embedding/config';
import { flowRow, makeOffice, type PlantedFlow } from '../../support/plantedCapture';
import { temporaryFolder } from '../../support/temporaryFolder';

const config = { ...defaultConfig, size: 16, epochs: 2, workers: 1, deterministic: true };

/** Sixty desks that do alike from the first minute on, each a little more or less, and what `odd` adds. */
function desks(odd: readonly string[] = []): string {
  const random = seededRandom(3);
  const below = (n: number) => Math.floor(random() * n);
  const rows = Array.from({ length: 60 }, (_, desk) =>
    Array.from({ length: 25 + below(50) }, () => {
      const src = `10.0.1.${desk + 1}`;
      const uses: PlantedFlow[] = [
        { proto: 'udp', src, dst: '10.0.0.53', port: '53' },
        { src, dst: '10.0.0.25', port: '993' },
        { src, dst: `93.1.${below(9)}.${below(4)}`, port: '443' },
        { src, dst: `93.2.${below(9)}.${below(4)}`, port: '80' },
      ];
      return flowRow(uses[below(uses.length)] as PlantedFlow, below(1800));
    }),
  ).flat();
  const [header] = makeOffice({ flows: 1, seed: 1 }).split('\n');
  const sorted = [...rows, ...odd].sort((a, b) => (a.slice(0, 26) < b.slice(0, 26) ? -1 : 1));
  return [header, ...sorted, ''].join('\n');
}

const changed = (row: string, state: string, bytes: number) =>
  row.replace(',CON,', `,${state},`).replace(',400,200,', `,${bytes},${bytes},`);

/** What a bot does from the first minute to the last, at one of the desks. */
const bot = [
  ...Array.from({ length: 200 }, (_, i) =>
    changed(flowRow({ src: '10.0.1.7', dst: `77.0.${i}.1`, port: '25', label: 'bot' }, i * 9), 'S_', 120),
  ),
  ...Array.from({ length: 30 }, (_, i) =>
    changed(
      flowRow({ src: '10.0.1.7', dst: '66.6.6.6', port: '5678', label: 'bot' }, i * 60),
      'FSPA_FSPA',
      900,
    ),
  ),
  ...Array.from({ length: 50 }, (_, i) =>
    changed(
      flowRow({ src: '10.0.1.7', dst: '10.0.0.53', port: String(2000 + i), label: 'bot' }, 600 + i),
      'S_RA',
      60,
    ),
  ),
  ...Array.from({ length: 3 }, (_, i) =>
    changed(
      flowRow({ src: '10.0.1.7', dst: '55.5.5.5', port: '443', label: 'bot' }, 700 + i),
      'FSPA_FSPA',
      90_000_000,
    ),
  ),
];

describe('hosts judged against each other', function () {
  this.timeout(120_000);
  const folder = temporaryFolder();
  let engine: Engine;
  let captures: CaptureStore;
  let path: string;
  let report: ScoreReport;
  before(async () => {
    path = folder.file('desks.binetflow', desks(bot));
    engine = createEngine({ cacheDirectory: join(folder.path, 'cache'), maxCacheBytes: 1e9 });
    captures = new CaptureStore(join(folder.path, 'counted'));
    report = await engine.score([path], config, 'hosts', { top: 500 });
  });
  after(async () => {
    captures.dispose();
    await engine.dispose();
  });

  it('find the one that was always at it, of which a past says nothing', async () => {
    assert.equal(report.judgedBy.by, 'hosts');
    assert.equal(report.judgedBy.flows, report.flows);
    assert.equal(report.hosts[0]?.address, '10.0.1.7');
    assert.ok((report.hosts[0]?.score as number) > 0.99);
    const first = report.anomalies.slice(0, 100);
    assert.ok(first.every(({ label }) => label === 'bot'));
    assert.ok(report.hosts[0]?.unchanged.length);
    const past = await engine.score([path], config, 'past', { top: 500 });
    assert.equal(past.judgedBy.by, 'past');
    assert.ok(past.anomalies.slice(0, 100).some(({ label }) => label !== 'bot'));
  });

  it('are little apart where all do alike', async () => {
    const alike = folder.file('alike.binetflow', desks());
    const { hosts } = await engine.score([alike], config, 'hosts', { top: 500 });
    assert.ok(hosts.length <= 3, hosts.map(({ address }) => address).join());
  });

  it('need no times', async () => {
    const still = folder.file(
      'still.binetflow',
      desks(bot).replace(/^2011[^,]*/gm, '2011/08/16 10:00:00.000000'),
    );
    const { hosts } = await engine.score([still], config, 'hosts', { top: 5 });
    assert.equal(hosts[0]?.address, '10.0.1.7');
  });

  it('leave out what is expected, and nothing else', async () => {
    const [incident] = report.incidents;
    const mail = (incident?.behaviours ?? []).filter(({ service }) => service === 'tcp 25');
    assert.ok(mail.length > 0);
    await engine.expect(path, mail, 'add');
    const then = await engine.score([path], config, 'hosts', { top: 500 });
    assert.equal(then.hosts[0]?.address, '10.0.1.7');
    assert.ok(then.anomalies.slice(0, 20).every(({ token }) => !token.endsWith(' 25')));
    await engine.expect(path, mail, 'remove');
    const again = await engine.score([path], config, 'hosts', { top: 500 });
    assert.deepEqual(again.anomalies, report.anomalies);
  });

  it('are told of in sentences whose numbers the capture holds', async () => {
    const capture = await captures.open([path]);
    const count = async (sql: string): Promise<number> => {
      const rows = await capture.connection.runAndReadAll(`SELECT (${sql})::DOUBLE`);
      return Number(rows.getRows()[0]?.[0]);
    };
    const number = (text = '') => Number(text.replaceAll(',', ''));
    const near = (said: string | undefined, is: number, reason: string) =>
      assert.ok(Math.abs(number(said) - is) <= 0.051 + (is >= 10 ? 0.5 : 0), `${reason}: ${is}`);
    const states = { unanswered: 'S_', reset: 'S_RA', data: 'FSPA_FSPA', answered: 'CON' };
    const flows = (where: string, what = 'count(*)') => `SELECT ${what} FROM flows WHERE ${where}`;
    const targets = 'count(DISTINCT dst_addr)';
    const others = (await count('SELECT count(DISTINCT src_addr) FROM flows')) - 1;
    async function recount(reason: string): Promise<string> {
      const [did = '', beside = ''] = reason.split('; ');
      const users = async (by: string, host: string) =>
        count(flows(`${by} AND src_addr <> '${host}'`, 'count(DISTINCT src_addr)'));
      const ofOthers = async (by: string, host: string) => {
        const none = /^(?:those of )?none of the other (\S+) hosts (?:did|used it)$/.exec(beside);
        const some =
          /^(?:so did those of )?(\S+) of the other (\S+) hosts(?: did so too)?, (?:in )?(\S+) flows? each on average$/.exec(
            beside,
          );
        assert.ok(none ?? some, reason);
        assert.equal(number((none ?? some)?.[none ? 1 : 2]), others, reason);
        const who = await users(by, host);
        assert.equal(who, some ? number(some[1]) : 0, reason);
        if (some) near(some[3], (await count(flows(`${by} AND src_addr <> '${host}'`))) / who, reason);
      };
      let m =
        /^(\S+) used (\S+) port (\S+) in (\S+) flows? to (\S+) hosts?(?:, (\S+) % unanswered)?, from (\S+) on$/.exec(
          did,
        );
      if (m) {
        const [, host = '', proto, port, now, to, silent, from] = m;
        const by = `proto = '${proto}' AND dport = '${port}'`;
        const own = `${by} AND src_addr = '${host}'`;
        assert.equal(await count(flows(own)), number(now), reason);
        assert.equal(await count(flows(own, targets)), number(to), reason);
        assert.equal(await count(flows(`${own} AND strftime(start_time, '%H:%M:%S') < '${from}'`)), 0);
        const no = await count(flows(`${own} AND state = 'S_'`));
        assert.equal(silent === undefined ? 0 : number(silent), Math.floor((no / number(now)) * 1000) / 10);
        await ofOthers(by, host);
        return 'service';
      }
      m = /^from (\S+) (\S+) flows? of (\S+) by (\S+) port (\S+) to (\S+) hosts? ended "(\w+)"$/.exec(did);
      if (m) {
        const [, , now, host = '', proto, port, to, outcome] = m;
        const by = `proto = '${proto}' AND dport = '${port}' AND state = '${states[outcome as 'data']}'`;
        assert.equal(await count(flows(`${by} AND src_addr = '${host}'`)), number(now), reason);
        assert.equal(await count(flows(`${by} AND src_addr = '${host}'`, targets)), number(to), reason);
        await ofOthers(by, host);
        return 'behaviour';
      }
      m = /^(\S+) spoke by (\S+) port (\S+) to (\S+) hosts? in (\S+) flows?$/.exec(did);
      if (m) {
        const [, host = '', proto, port, to, now] = m;
        const by = `proto = '${proto}' AND dport = '${port}'`;
        assert.equal(await count(flows(`${by} AND src_addr = '${host}'`, targets)), number(to), reason);
        assert.equal(await count(flows(`${by} AND src_addr = '${host}'`)), number(now), reason);
        if (beside.startsWith('none')) await ofOthers(by, host);
        else {
          const [, who, each, flowsEach] =
            /^the (\S+) of the others that do so spoke to (\S+) hosts? each in (\S+) flows?, on average$/.exec(
              beside,
            ) ?? [];
          const n = await users(by, host);
          assert.equal(number(who), n, reason);
          const pairs = `SELECT count(*) FROM (SELECT DISTINCT src_addr, dst_addr FROM flows WHERE ${by} AND src_addr <> '${host}')`;
          near(each, (await count(pairs)) / n, reason);
          near(flowsEach, (await count(flows(`${by} AND src_addr <> '${host}'`))) / n, reason);
        }
        return 'spread';
      }
      m = /^(\S+) used (\S+) services of (\S+)$/.exec(did);
      if (m) {
        const [, host = '', now, target] = m;
        const services = "count(DISTINCT proto || ' ' || dport)";
        assert.equal(
          await count(flows(`src_addr = '${host}' AND dst_addr = '${target}'`, services)),
          number(now),
          reason,
        );
        const [, each] = /^the others use (\S+) of each host they speak to, on average$/.exec(beside) ?? [];
        const mean = `SELECT avg(n) FROM (SELECT ${services} AS n FROM flows WHERE src_addr <> '${host}' GROUP BY src_addr, dst_addr)`;
        near(each, await count(mean), reason);
        return 'ports';
      }
      m = /^(\S+) sent (\S+) bytes by (\S+) port (\S+) in (\S+) flows?$/.exec(did);
      if (m) {
        const [, host = '', sent, proto, port, now] = m;
        const by = `proto = '${proto}' AND dport = '${port}'`;
        assert.equal(await count(flows(`${by} AND src_addr = '${host}'`, 'sum(src_bytes)')), number(sent));
        assert.equal(await count(flows(`${by} AND src_addr = '${host}'`)), number(now), reason);
        const [, each] = /^the others sent (\S+) bytes in each flow by it, on average$/.exec(beside) ?? [];
        if (each === undefined) await ofOthers(by, host);
        else near(each, await count(flows(`${by} AND src_addr <> '${host}'`, 'avg(src_bytes)')), reason);
        return 'volume';
      }
      m = /^(\S+) sent (\S+) bytes to (\S+)$/.exec(did);
      if (m) {
        const [, host = '', sent, target] = m;
        const own = `src_addr = '${host}' AND dst_addr = '${target}'`;
        assert.equal(await count(flows(own, 'sum(src_bytes)')), number(sent), reason);
        const [, each] =
          /^the others sent (\S+) bytes to each host they spoke to, on average$/.exec(beside) ?? [];
        const mean = `SELECT avg(n) FROM (SELECT sum(src_bytes) AS n FROM flows WHERE src_addr <> '${host}' GROUP BY src_addr, dst_addr)`;
        near(each, await count(mean), reason);
        return 'sentTo';
      }
      m = /^(\S+) spoke to (\S+) by (\S+) port (\S+) (\S+) times, about every (\S+) s$/.exec(did);
      assert.ok(m, `no known sentence: ${reason}`);
      const [, host = '', target, proto, port, times, every] = m;
      const by = `proto = '${proto}' AND dport = '${port}'`;
      const own = `${by} AND src_addr = '${host}' AND dst_addr = '${target}'`;
      assert.equal(await count(flows(own)), number(times), reason);
      const span = await count(flows(own, 'epoch(max(start_time) - min(start_time))'));
      near(every, span / (number(times) - 1), reason);
      const [, who] =
        /^of the (\S+) hosts? that also used it, \S+ kept a beat with anybody$/.exec(beside) ?? [];
      assert.equal(number(who), await users(by, host), reason);
      return 'rhythm';
    }
    const { anomalies, hosts, incidents } = report;
    const reasons = new Set([...anomalies, ...hosts, ...incidents].flatMap(found => found.reasons));
    const kinds = new Set<string>();
    for (const reason of reasons) if (!reason.startsWith('nothing')) kinds.add(await recount(reason));
    await capture.close();
    for (const kind of ['service', 'behaviour', 'spread', 'ports', 'sentTo'])
      assert.ok(kinds.has(kind), `${kind} among ${[...kinds].join(', ')}`);
  });
});
