import assert from 'node:assert/strict';
import { join } from 'node:path';
import { CaptureStore } from '../../../server/src/engine/captures/store';
import type { Engine } from '../../../server/src/engine/engine';
import { createEngine } from '../../../server/src/engine/flowEngine';
import type { ScoreReport, Thresholds } from '../../../server/src/engine/judging/answers';
import { defaultConfig } from '../../../server/src/engine/training/embedding/config';
import { flowRow, makeOffice } from '../../support/plantedCapture';
import { temporaryFolder } from '../../support/temporaryFolder';

const config = { ...defaultConfig, size: 16, epochs: 1, workers: 1, deterministic: true };

/** Rows of what an intruder does from 10.0.0.2, with state and bytes of its own. */
function intrusion(): string[] {
  const row = (second: number, dst: string, port: string, state: string, bytes: number) =>
    flowRow({ src: '10.0.0.2', dst, port, label: 'Intruder' }, second)
      .replace(',CON,', `,${state},`)
      .replace(/,400,200,/, `,${bytes},${bytes},`);
  return [
    ...Array.from({ length: 60 }, (_, i) =>
      row(300 + i, `77.0.${i}.1`, '25', i % 20 === 0 ? 'S_RA' : 'S_', 120),
    ),
    ...Array.from({ length: 12 }, (_, i) => row(310 + i * 30, '66.6.6.6', '5678', 'FSPA_FSPA', 5000)),
    ...Array.from({ length: 40 }, (_, i) => row(400 + i, '10.0.0.53', String(1000 + i * 3), 'S_RA', 60)),
    ...Array.from({ length: 3 }, (_, i) => row(500 + i * 9, '55.5.5.5', '443', 'FSPA_FSPA', 90_000_000)),
  ];
}

describe('the reasons of a score', function () {
  this.timeout(120_000);
  const folder = temporaryFolder();
  let engine: Engine;
  let captures: CaptureStore;
  const files = { before: '', after: '' };
  before(() => {
    files.before = folder.file('before.binetflow', makeOffice({ flows: 4000, seed: 1 }));
    const usual = makeOffice({ flows: 1000, seed: 2 }).trimEnd();
    files.after = folder.file('after.binetflow', [usual, ...intrusion(), ''].join('\n'));
    engine = createEngine({ cacheDirectory: join(folder.path, 'cache'), maxCacheBytes: 1e9 });
    captures = new CaptureStore(join(folder.path, 'counted'));
  });
  after(async () => {
    captures.dispose();
    await engine.dispose();
  });

  const score = (thresholds: Thresholds): Promise<ScoreReport> =>
    engine.score([files.before], config, [files.after], thresholds);
  const number = (text: string | undefined) => Number(text?.replaceAll(',', ''));
  const count = async (file: string, sql: string): Promise<number> => {
    const capture = await captures.open([file]);
    const rows = await capture.connection.runAndReadAll(`SELECT (${sql})::DOUBLE`);
    await capture.close();
    return Number(rows.getRows()[0]?.[0]);
  };
  const stateOf = (outcome = '') =>
    `state = '${{ unanswered: 'S_', reset: 'S_RA', data: 'FSPA_FSPA', answered: 'CON' }[outcome] ?? ''}'`;
  /** Counts each sentence again; answers its kind. */
  async function recount(reason: string): Promise<string> {
    const flowsOf = (host: string, more = 'true') =>
      `SELECT count(*) FROM flows WHERE src_addr = '${host}' AND ${more}`;
    const service = (proto: string | undefined, port: string | undefined) =>
      `proto = '${proto}' AND dport = '${port}'`;
    const same = async (file: string, sql: string, said: string | undefined) =>
      assert.equal(await count(file, sql), number(said), `${reason}\n${sql}`);
    let m =
      /^(\S+) never used (\S+) port (\S+) in its (\S+) flows?; from (\S+) it did in (\S+) flows? to (\S+) hosts?(?:, (\S+) % unanswered)?; (\S+) of (\S+) hosts did so before$/.exec(
        reason,
      );
    if (m) {
      const [, host = '', proto, port, before, from, now, targets, unanswered, others, hosts] = m;
      const by = service(proto, port);
      await same(files.before, flowsOf(host), before);
      await same(files.before, flowsOf(host, by), '0');
      await same(files.after, flowsOf(host, by), now);
      await same(files.after, flowsOf(host, by).replace('count(*)', 'count(DISTINCT dst_addr)'), targets);
      await same(files.before, `SELECT count(DISTINCT src_addr) FROM flows WHERE ${by}`, others);
      await same(files.before, 'SELECT count(DISTINCT src_addr) FROM flows', hosts);
      assert.equal(
        await count(files.after, flowsOf(host, `${by} AND strftime(start_time, '%H:%M:%S') < '${from}'`)),
        0,
      );
      if (unanswered !== undefined) {
        const no = await count(files.after, flowsOf(host, `${by} AND state IN ('S_', 'INT', 'REQ')`));
        assert.equal(Math.floor((no / number(now)) * 1000) / 10, number(unanswered), reason);
      }
      return 'service';
    }
    m =
      /^from \S+ (\S+) flows? of (\S+) by (\S+) port (\S+) to (\S+) hosts? ended "(unanswered|reset|data|answered)"; (?:it never used|none of its)/.exec(
        reason,
      );
    if (m) {
      const [, now, host = '', proto, port, targets, outcome] = m;
      const states = { unanswered: 'S_', reset: 'S_RA', data: 'FSPA_FSPA', answered: 'CON' }[
        outcome as 'data'
      ];
      const by = `${service(proto, port)} AND state = '${states}'`;
      await same(files.after, flowsOf(host, by), now);
      await same(files.after, flowsOf(host, by).replace('count(*)', 'count(DISTINCT dst_addr)'), targets);
      await same(files.before, flowsOf(host, by), '0');
      return 'behaviour';
    }
    m =
      /^(\S+) used (\S+) port (\S+) in (\S+) flows? to (\S+) hosts?, where about (\S+) were expected: it did in (\S+) of its (\S+) flows before$/.exec(
        reason,
      ) ??
      /^(?<now>\S+) flows? of (?<host>\S+) by (?<proto>\S+) port (?<port>\S+) ended "(?<outcome>[^"]+)", where about (?<expected>\S+) were expected: (?<then>\S+) of its (?<before>\S+) flows did before$/.exec(
        reason,
      );
    if (m) {
      const { outcome } = m.groups ?? {};
      const named = m.groups ?? {};
      const [, host = '', proto, port, now, targets, expected, then, before] = outcome
        ? [
            '',
            named['host'],
            named['proto'],
            named['port'],
            named['now'],
            undefined,
            named['expected'],
            named['then'],
            named['before'],
          ]
        : m;
      const by = service(proto, port) + (outcome ? ` AND ${stateOf(outcome)}` : '');
      await same(files.after, flowsOf(host, by), now);
      if (targets !== undefined)
        await same(files.after, flowsOf(host, by).replace('count(*)', 'count(DISTINCT dst_addr)'), targets);
      await same(files.before, flowsOf(host, by), then);
      await same(files.before, flowsOf(host), before);
      const span = 'SELECT epoch(max(start_time)) - epoch(min(start_time)) FROM flows';
      const pace = (await count(files.after, span)) / (await count(files.before, span));
      assert.ok(Math.abs(number(then) * pace - number(expected)) < 0.06 + 0.01 * number(expected), reason);
      return 'oftener';
    }
    m = /^(\S+) used (\S+) services of (\S+); before, (\S+)$/.exec(reason);
    if (m) {
      const [, host = '', now, target, then] = m;
      const distinct = flowsOf(host, `dst_addr = '${target}'`).replace(
        'count(*)',
        "count(DISTINCT proto || ' ' || dport)",
      );
      await same(files.after, distinct, now);
      await same(files.before, distinct, then);
      return 'ports';
    }
    m =
      /^(\S+) spoke by (\S+) port (\S+) to (\S+) hosts? that it had never spoken to; before, it spoke so to (\S+) hosts? in all$/.exec(
        reason,
      );
    if (m) {
      const [, host = '', proto, port, strangers, known] = m;
      const targets = async (file: string, more?: string) => {
        const capture = await captures.open([file]);
        const rows = await capture.connection.runAndReadAll(
          flowsOf(host, more).replace('count(*)', 'DISTINCT dst_addr'),
        );
        await capture.close();
        return new Set(rows.getRows().map(String));
      };
      const before = await targets(files.before);
      const now = [...(await targets(files.after, service(proto, port)))].filter(t => !before.has(t));
      assert.equal(now.length, number(strangers), reason);
      assert.equal((await targets(files.before, service(proto, port))).size, number(known), reason);
      return 'spread';
    }
    m = /^(\S+) spoke to (\S+) by (\S+) port (\S+) (\S+) times, about every (\S+) s, and never before$/.exec(
      reason,
    );
    if (m) {
      const [, host = '', target, proto, port, times, every] = m;
      const by = `${service(proto, port)} AND dst_addr = '${target}'`;
      await same(files.after, flowsOf(host, by), times);
      await same(files.before, flowsOf(host, by), '0');
      const span = flowsOf(host, by).replace('count(*)', 'epoch(max(start_time) - min(start_time))');
      const pause = (await count(files.after, span)) / (number(times) - 1);
      assert.ok(Math.abs(pause - number(every)) < 0.51, `${reason} ${pause}`);
      return 'rhythm';
    }
    m =
      /^(\S+) sent (\S+) bytes (?:by (\S+) port (\S+)|to (\S+)); before, (\S+) bytes (?:by|to) it, and (\S+) bytes in all$/.exec(
        reason,
      );
    assert.ok(m, `no known sentence: ${reason}`);
    const [, host = '', now, proto, port, target, then, all] = m;
    const by = target === undefined ? service(proto, port) : `dst_addr = '${target}'`;
    const sent = (more?: string) => flowsOf(host, more).replace('count(*)', 'coalesce(sum(src_bytes), 0)');
    await same(files.after, sent(by), now);
    await same(files.before, sent(by), then);
    await same(files.before, sent(), all);
    return target === undefined ? 'volume' : 'sentTo';
  }

  it('are true: each number is what the captures hold', async () => {
    const { anomalies, hosts, incidents } = await score({ top: 120 });
    assert.equal(hosts[0]?.address, '10.0.0.2');
    const reasons = new Set([...anomalies, ...hosts, ...incidents].flatMap(found => found.reasons));
    const kinds = new Set<string>();
    for (const reason of reasons) if (!reason.startsWith('nothing')) kinds.add(await recount(reason));
    for (const kind of ['service', 'behaviour', 'spread', 'ports', 'sentTo'])
      assert.ok(kinds.has(kind), `${kind} among ${[...kinds].join(', ')}`);
  });

  it('name the flows of an incident by their lines, in order of time', async () => {
    const { anomalies, incidents } = await score({ top: 2000 });
    const [first] = incidents;
    const own = anomalies.filter(flow => flow.incident === first?.id).map(flow => flow.line);
    assert.equal(own.length, first?.flows);
    assert.ok(first?.lines.every(line => own.includes(line)));
    assert.ok(anomalies.filter(a => a.label === 'Intruder').every(a => a.score > 0.9));
  });

  it('are told apart: flows are equal only where their evidence is', async () => {
    const { anomalies, flows } = await score({ top: 5000 });
    assert.equal(anomalies.length, flows);
    const scores = anomalies.map(a => a.score);
    assert.ok(scores.every((s, i) => i === 0 || s <= (scores[i - 1] as number)));
    assert.ok(scores.every(s => s >= 0 && s < 1));
    // What is beyond all of the training is still in order.
    const beyond = new Set(anomalies.filter(a => a.label === 'Intruder').map(a => a.score));
    assert.ok(beyond.size > 3, `${beyond.size}`);
  });

  it('come with thresholds: so many a day, or a share of false alarms', async () => {
    const all = await score({ top: 5000 });
    const lasts = 1000 / 86_400;
    const budget = await score({ top: Infinity, perDay: 10 / lasts });
    assert.deepEqual(budget.anomalies, all.anomalies.slice(0, budget.anomalies.length));
    assert.ok(budget.anomalies.length >= 9 && budget.anomalies.length <= 10, `${budget.anomalies.length}`);
    assert.equal((await score({ top: Infinity, perDay: 1 })).anomalies.length, 1);
    const few = await score({ top: Infinity, falseAlarms: 0.001 });
    const more = await score({ top: Infinity, falseAlarms: 0.3 });
    assert.ok(
      few.anomalies.length < more.anomalies.length,
      `${few.anomalies.length} ${more.anomalies.length}`,
    );
    const usual = (report: ScoreReport) => report.anomalies.filter(a => a.label !== 'Intruder').length;
    assert.ok(usual(few) <= 10 && usual(more) <= 450, `${usual(few)} ${usual(more)}`);
    assert.ok(few.anomalies.length - usual(few) >= 100, `${few.anomalies.length} ${usual(few)}`);
  });
});
