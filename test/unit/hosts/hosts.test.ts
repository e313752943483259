import assert from 'node:assert/strict';
import { join } from 'node:path';
import { parseFlowFilter } from '../../../shared/text/flowFilter';
import type { HostPage } from '../../../shared/protocol/hosts';
import type { Engine } from '../../../server/src/engine/engine';
import { createEngine } from '../../../server/src/engine/flowEngine';
import { readHostNames } from '../../../server/src/engine/hosts/hostNames';
import { defaultConfig } from '../../../server/src/engine/training/embedding/config';
import { say } from '../../support/callCli';
import { flowRow, makeOffice } from '../../support/plantedCapture';
import { temporaryFolder } from '../../support/temporaryFolder';

describe('the page of a host', function () {
  this.timeout(60_000);
  const folder = temporaryFolder();
  const beats = Array.from({ length: 20 }, (_, i) =>
    flowRow(
      { src: '10.0.0.3', dst: '66.6.6.6', port: '6667', label: 'From-Botnet' },
      1000 + i * 60 + (i % 2),
    ),
  );
  const text = `${makeOffice({ flows: 3000, seed: 5 })}${beats.join('\n')}\n`;
  const rows = text
    .split('\n')
    .slice(1, -1)
    .map(line => line.split(','));
  const own = rows.filter(row => row[3] === '10.0.0.3' || row[6] === '10.0.0.3');
  let engine: Engine;
  let file: string;
  let page: HostPage;
  before(async () => {
    process.env['FLOW2VEC_CACHE'] = join(folder.path, 'cache');
    engine = createEngine({ cacheDirectory: join(folder.path, 'cache'), maxCacheBytes: 1e9 });
    file = folder.file('office.binetflow', text);
    page = (await engine.host([file], '10.0.0.3', { top: 10 })) as HostPage;
  });
  after(async () => {
    delete process.env['FLOW2VEC_CACHE'];
    await engine.dispose();
  });

  it('counts its flows, bytes each way and peers', () => {
    const begun = own.filter(row => row[3] === '10.0.0.3');
    assert.deepEqual([page.flows, page.began, page.answered], [own.length, begun.length, 0]);
    // Half of each flow's 400 bytes is the source's.
    assert.deepEqual([page.sent, page.received], [own.length * 200, own.length * 200]);
    assert.equal(page.inAll.peers, new Set(own.map(row => row[6])).size);
    for (const peer of page.peers)
      assert.equal(peer.flows, own.filter(row => row[6] === peer.address).length, peer.address);
    assert.equal(
      page.timeline.reduce((sum, at) => sum + at.flows, 0),
      page.flows,
    );
  });

  it('has the other side of a conversation too', async () => {
    const server = await engine.host([file], '10.0.0.53', { top: 10 });
    assert.deepEqual(
      [server?.began, server?.services.length, server?.offered.map(({ name }) => name)],
      [0, 0, ['udp 53']],
    );
  });

  it('finds beats, and what it began to use later', () => {
    const [beat] = page.rhythms;
    assert.deepEqual([beat?.address, beat?.service, beat?.flows], ['66.6.6.6', 'tcp 6667', 20]);
    assert.ok(Math.abs((beat?.every as number) - 60) < 0.1 && (beat?.unevenness as number) < 0.05);
    const change = page.changes.find(({ service }) => service === 'tcp 6667');
    assert.deepEqual([change?.flows, change?.peers, change?.since], [20, 1, '2011-08-16T10:16:40.000000Z']);
    assert.ok(!page.changes.some(({ service }) => service === 'udp 53'));
  });

  it('gives each row a filter that has its flows', async () => {
    const narrowed = async (where: string) =>
      (await engine.overview([file], { top: 1, where: parseFlowFilter(where) })).flows;
    for (const row of [...page.peers, ...page.services, ...page.states, ...page.rhythms, ...page.changes])
      assert.equal(await narrowed(row.where), row.flows, row.where);
  });

  it('is printed by the command line; an address that is not there is said', async () => {
    const { code, out } = await say('host', file, '10.0.0.3', '--json');
    assert.equal(code, 0);
    assert.equal((JSON.parse(out) as { address: string }).address, '10.0.0.3');
    const { out: words } = await say('host', file, '10.0.0.3');
    assert.match(words, /^66\.6\.6\.6 {2}tcp 6667 {2}20 flows, about every 60\.\d s \(± \d %\)$/m);
    const none = await say('host', file, "10.9.9.9' or 1=1");
    assert.equal(none.code, 1);
    assert.match(none.error, /no flow has the address "10\.9\.9\.9' or 1=1"/);
  });
});

describe('pages of conversations, services and subnets', function () {
  this.timeout(60_000);
  const folder = temporaryFolder();
  const text = makeOffice({ flows: 3000, seed: 5 });
  const rows = text
    .split('\n')
    .slice(1, -1)
    .map(line => line.split(','));
  let engine: Engine;
  let file: string;
  before(() => {
    engine = createEngine({ cacheDirectory: join(folder.path, 'cache'), maxCacheBytes: 1e9 });
    file = folder.file('office.binetflow', text);
  });
  after(() => engine.dispose());

  const page = async (name: string) => (await engine.host([file], name, { top: 1000 })) as HostPage;
  const [first = []] = rows;
  const [from = '', to = '', proto = '', port = ''] = [first[3], first[6], first[2], first[7]];
  const inSubnet = (address = '') => address.startsWith('10.0.0.');

  const cases: [name: string, kind: string, has: (row: readonly string[]) => boolean][] = [
    [
      `${from} → ${to}`,
      'conversation',
      row => (row[3] === from && row[6] === to) || (row[3] === to && row[6] === from),
    ],
    [`${proto} ${port}`, 'service', row => row[2] === proto && row[7] === port],
    ['10.0.0.0/24', 'subnet', row => inSubnet(row[3]) || inSubnet(row[6])],
  ];
  for (const [name, kind, has] of cases)
    it(`${name} has the flows of the ${kind}, and a filter for them and each row`, async () => {
      const found = await page(name);
      const flows = rows.filter(has).length;
      assert.deepEqual([found.kind, found.address, found.flows], [kind, name, flows]);
      const narrowed = async (where: string) =>
        (await engine.overview([file], { top: 1, where: parseFlowFilter(where) })).flows;
      assert.equal(await narrowed(found.where), flows);
      for (const row of [...found.peers, ...found.services, ...found.rhythms].slice(0, 12))
        assert.equal(await narrowed(row.where), row.flows, row.where);
    });

  it('lists the clients of a service, and the hosts of a subnet', async () => {
    const service = await page(`${proto} ${port}`);
    const clients = new Set(rows.filter(row => row[2] === proto && row[7] === port).map(row => row[3]));
    assert.equal(service.inAll.members, clients.size);
    const subnet = await page('10.0.0.0/24');
    assert.ok(subnet.members.length > 0 && subnet.members.every(({ name }) => inSubnet(name)));
  });

  it('refuse a subnet that is none', async () => {
    await assert.rejects(page('10.0.0.0/23'), /write 10\.0\.0\.0\/8, \/16 or \/24/);
    assert.equal(await page('192.0.2.0/24'), undefined);
  });
});

describe('names of hosts', () => {
  const folder = temporaryFolder();

  it('are read from a table with or without a header', async () => {
    const path = folder.file(
      'hosts.csv',
      'address,name\n10.0.0.5,"printer, second floor"\n2001:db8::1;gateway\n',
    );
    assert.deepEqual(
      [...(await readHostNames(path))],
      [
        ['10.0.0.5', 'printer, second floor'],
        ['2001:db8::1', 'gateway'],
      ],
    );
  });

  it('are refused with the line that is wrong, and where there is no file', async () => {
    const path = folder.file('wrong.csv', '10.0.0.5,printer\nprinter,10.0.0.5\n');
    await assert.rejects(readHostNames(path), /wrong\.csv, line 2: write an address and a name/);
    await assert.rejects(readHostNames(join(folder.path, 'gone.csv')), /gone\.csv: is not there/);
  });
});

describe('hosts that behave alike', function () {
  this.timeout(120_000);
  const folder = temporaryFolder();

  it('are found by what they do, not by who they are', async () => {
    const engine = createEngine({ cacheDirectory: join(folder.path, 'cache'), maxCacheBytes: 1e9 });
    const scanner = (src: string, from: number) =>
      Array.from({ length: 60 }, (_, i) =>
        flowRow({ src, dst: `10.1.0.${i % 30}`, port: '22', label: 'From-Botnet' }, from + i * 7),
      );
    const text = `${makeOffice({ flows: 3000, seed: 5 })}${[
      ...scanner('10.0.0.201', 1000),
      ...scanner('10.0.0.202', 1003),
    ].join('\n')}\n`;
    const file = folder.file('office.binetflow', text);
    const config = { ...defaultConfig, deterministic: true };
    assert.equal(await engine.similarHosts([file], config, '10.0.0.201', 3), undefined);
    await engine.train([file], config, {});
    const found = await engine.similarHosts([file], config, '10.0.0.201', 3);
    assert.equal(found?.similar[0]?.address, '10.0.0.202');
    assert.deepEqual(Object.keys(found?.similar[0]?.labels ?? {}), ['botnet']);
    assert.ok(found?.tokens.every(({ token }) => token.includes('10.0.0.201')));
    assert.equal(await engine.similarHosts([file], config, '192.0.2.1', 3), undefined);
    await engine.dispose();
  });
});
