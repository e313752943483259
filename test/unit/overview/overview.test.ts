import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { FlowGroup, Overview } from '../../../shared/protocol/overview';
import { parseFlowFilter } from '../../../shared/text/flowFilter';
import type { Engine } from '../../../server/src/engine/engine';
import { createEngine } from '../../../server/src/engine/flowEngine';
import { stepOf } from '../../../server/src/engine/overview/timeline';
import { say } from '../../support/callCli';
import { makeOffice } from '../../support/plantedCapture';
import { temporaryFolder } from '../../support/temporaryFolder';

describe('an overview', function () {
  this.timeout(60_000);
  const folder = temporaryFolder();
  const text = `${makeOffice({ flows: 3000, seed: 5 })}a row that is none\nanother,row\n`;
  const rows = text
    .split('\n')
    .slice(1, -3)
    .map(line => line.split(','));
  let engine: Engine;
  let file: string;
  before(() => {
    process.env['FLOW2VEC_CACHE'] = join(folder.path, 'cache');
    engine = createEngine({ cacheDirectory: join(folder.path, 'cache'), maxCacheBytes: 1e9 });
    file = folder.file('office.binetflow', text);
  });
  after(async () => {
    delete process.env['FLOW2VEC_CACHE'];
    await engine.dispose();
  });

  const of = (where?: string): Promise<Overview> =>
    engine.overview([file], { top: 5, where: where === undefined ? undefined : parseFlowFilter(where) });

  /** Flows by what `keys` say of a row, counted plainly. */
  function counted(keys: (row: readonly string[]) => readonly string[]): Map<string, number> {
    const counts = new Map<string, number>();
    for (const row of rows) for (const key of keys(row)) counts.set(key, (counts.get(key) ?? 0) + 1);
    return counts;
  }
  function agree(groups: readonly FlowGroup[], inAll: number, counts: ReadonlyMap<string, number>): void {
    assert.equal(inAll, counts.size);
    const largest = [...counts.values()].sort((a, b) => b - a).slice(0, 5);
    assert.deepEqual(
      groups.map(({ flows }) => flows),
      largest,
    );
    for (const { name, flows, labels } of groups) {
      assert.equal(flows, counts.get(name), name);
      assert.equal(
        Object.values(labels).reduce((sum, n) => sum + n, 0),
        flows,
      );
    }
  }

  it('counts hosts, conversations, services and states as a plain count does', async () => {
    const found = await of();
    assert.deepEqual([found.flows, found.rejected], [3000, 2]);
    assert.equal(
      found.bytes,
      rows.reduce((sum, row) => sum + Number(row[12]), 0),
    );
    agree(
      found.hosts,
      found.inAll.hosts,
      counted(row => [row[3] ?? '', row[6] ?? '']),
    );
    agree(
      found.conversations,
      found.inAll.conversations,
      counted(row => [`${row[3]} → ${row[6]}`]),
    );
    agree(
      found.services,
      found.inAll.services,
      counted(row => [`${row[2]} ${row[7]}`]),
    );
    agree(
      found.states,
      found.inAll.states,
      counted(row => [row[8] ?? '']),
    );
  });

  it('gives each group a filter that has its flows and no others', async () => {
    const found = await of();
    for (const group of [...found.hosts, ...found.conversations, ...found.services, ...found.states]) {
      const narrowed = await of(group.where);
      assert.deepEqual(
        [narrowed.flows, narrowed.bytes, narrowed.labels],
        [group.flows, group.bytes, group.labels],
        group.where,
      );
    }
  });

  it('counts every flow in one step of the timeline', async () => {
    const { timeline, step, flows, bytes, firstTime, lastTime } = await of();
    const sum = (value: (at: (typeof timeline)[number]) => number) =>
      timeline.reduce((all, at) => all + value(at), 0);
    assert.equal(
      sum(at => at.flows),
      flows,
    );
    assert.equal(
      sum(at => at.bytes),
      bytes,
    );
    for (const at of timeline)
      assert.equal(
        Object.values(at.labels).reduce((all, n) => all + n, 0),
        at.flows,
      );
    assert.ok(timeline.length <= 120);
    const times = timeline.map(at => Date.parse(at.time));
    assert.ok(times.every((time, i) => i === 0 || time - (times[i - 1] as number) === step * 1000));
    assert.ok((times[0] as number) <= Date.parse(firstTime as string));
    assert.ok((times.at(-1) as number) + step * 1000 > Date.parse(lastTime as string));
  });

  it('tells flows over time by service, and those that were listed as unexpected', async () => {
    const { timeline, timelineServices, services } = await engine.overview([file], {
      top: 10,
      unexpected: [2, 3, 3001, 99_999],
    });
    assert.deepEqual(
      timelineServices,
      services.slice(0, 6).map(({ name }) => name),
    );
    for (const [i, { flows }] of services.slice(0, 6).entries())
      assert.equal(
        timeline.reduce((all, at) => all + (at.services?.[i] ?? 0), 0),
        flows,
      );
    for (const at of timeline)
      assert.equal(
        at.services?.reduce((all, n) => all + n, 0),
        at.flows,
      );
    assert.equal(
      timeline.reduce((all, at) => all + (at.unexpected ?? 0), 0),
      3,
    );
    assert.ok((await of()).timeline.every(at => at.unexpected === undefined));
  });

  it('leaves the columns for later, and counts those of a filter', async () => {
    const { columns } = await engine.overview([file], { top: 5, columns: 'later' });
    assert.deepEqual(columns, []);
    const where = parseFlowFilter("Proto = 'udp'");
    const udp = await engine.columnStatistics([file], { where });
    assert.deepEqual(
      udp.filter(({ name }) => name === 'Proto').map(({ distinct, least, most }) => [distinct, least, most]),
      [[1, 'udp', 'udp']],
    );
  });

  it('tells hosts, services and conversations that a baseline lacks, and no others', async () => {
    const known = new Set(rows.slice(0, 1500).flatMap(row => [row[3], row[6]]));
    const before = folder.file('before.binetflow', `${text.split('\n').slice(0, 1501).join('\n')}\n`);
    const planted = `${text}${rows[0]?.with(3, "10.9.9.9'x").with(7, '31337').join(',')}\n`;
    const now = folder.file('now.binetflow', planted);
    const { hosts, services, conversations } = await engine.freshness([now], [before], { top: 1000 });
    const wanted = new Set(rows.flatMap(row => [row[3], row[6]]).filter(host => !known.has(host)));
    assert.deepEqual(
      hosts.groups.map(({ name }) => name).sort(),
      [...wanted, "10.9.9.9'x"].sort() as string[],
    );
    assert.ok(services.groups.some(({ name }) => name.endsWith(' 31337')));
    assert.ok(conversations.groups.some(({ values }) => values[0] === "10.9.9.9'x"));
    assert.equal(conversations.inAll, conversations.groups.length);
    assert.equal((await engine.freshness([before], [now], { top: 10 })).hosts.inAll, 0);
  });

  it('has at most 120 steps, whatever the time', () => {
    for (const seconds of [0, 0.01, 1, 119, 3600, 86_400, 1e7, 1e9])
      assert.ok(Math.floor(seconds / stepOf(seconds)) + 2 <= 121, String(seconds));
  });

  it('says why rows were not read, once for each reason, and what columns hold', async () => {
    const { reasons, columns } = await of();
    assert.equal(
      reasons.reduce((sum, { rows: n }) => sum + n, 0),
      2,
    );
    assert.equal(reasons[0]?.line, 3002);
    const proto = columns.find(({ name }) => name === 'Proto');
    assert.deepEqual([proto?.filled, proto?.distinct, proto?.least, proto?.most], [3000, 2, 'tcp', 'udp']);
    assert.equal(proto?.estimated, undefined);
    assert.equal(columns.find(({ name }) => name === 'TotBytes')?.estimated, true);
    assert.ok(!columns.some(({ name }) => name === 'History'));
  });

  it('is printed by the command line, for people and as JSON', async () => {
    const { code, out } = await say('overview', file, '--top', '3', '--json');
    assert.equal(code, 0);
    const found = JSON.parse(out) as Record<string, unknown>;
    for (const key of [
      'flows',
      'rejected',
      'firstTime',
      'lastTime',
      'hosts',
      'services',
      'states',
      'timeline',
    ])
      assert.ok(Object.hasOwn(found, key), key);
    const [host] = found['hosts'] as Record<string, unknown>[];
    assert.equal(host?.['address'], '10.0.0.53');
    const { out: words } = await say('overview', file, '--top', '3');
    assert.match(words, /^3,000 flows, 1,200,000 bytes, 2 rows not read$/m);
    assert.match(words, /^10\.0\.0\.53 +[\d,]+ flows, [\d,]+ bytes; /m);
  });
});
