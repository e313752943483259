import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { runStep } from '../../../server/src/engine/captures/importing/runStep';
import { PacketFlows } from '../../../server/src/engine/captures/importing/packets';
import { programAt, tools } from '../../../server/src/engine/captures/importing/tools';
import { Cancelled } from '../../../server/src/base/threads/cancelled';
import type { Engine } from '../../../server/src/engine/engine';
import { createEngine } from '../../../server/src/engine/flowEngine';
import { say } from '../../support/callCli';
import { makePcap, type Packet } from '../../support/makePcap';
import { temporaryFolder } from '../../support/temporaryFolder';

/** 2011/08/16 10:00:00, UTC. */
const ten = Date.UTC(2011, 7, 16, 10) / 1000;

/** Ten connections and ten questions with their answers. */
const packets: Packet[] = Array.from({ length: 10 }, (_, i): Packet[] => {
  const time = ten + i;
  const web = { src: '10.0.0.5', sport: 4000 + i, dst: '192.0.2.1', dport: 443, proto: 'tcp' } as const;
  const dns = { src: '10.0.0.6', sport: 5000 + i, dst: '10.0.0.9', dport: 53, proto: 'udp' } as const;
  const back = <P extends Omit<Packet, 'time'>>(p: P) => ({
    ...p,
    src: p.dst,
    sport: p.dport,
    dst: p.src,
    dport: p.sport,
  });
  return [
    { ...web, time, flags: 2 },
    { ...back(web), time: time + 0.1, flags: 18 },
    { ...web, time: time + 0.2, flags: 17 },
    { ...dns, time: time + 0.3 },
    { ...back(dns), time: time + 0.35, bytes: 80 },
  ];
}).flat();

describe('binary captures', function () {
  this.timeout(120_000);
  const folder = temporaryFolder();
  let engine: Engine;
  let cache: string;
  let path: string;

  before(() => {
    cache = join(folder.path, 'cache');
    engine = createEngine({ cacheDirectory: cache, maxCacheBytes: 1e9 });
    // A name that a shell, or a tool that asks one, would act on.
    mkdirSync(join(folder.path, 'named'));
    path = join(folder.path, 'named', '-w $(touch pwned);`touch pwned`::1.pcap');
    writeFileSync(path, makePcap(packets));
  });
  after(() => engine.dispose());

  const installed = async (name: string) => {
    const tool = tools.find(each => each.name === name);
    const programs = (tool?.steps('pcap') ?? []).map(({ program }) => program);
    return (await Promise.all(programs.map(programAt))).every(found => found !== undefined);
  };

  for (const { name } of tools)
    it(`of packets become flows by ${name}`, async function () {
      if (!(await installed(name))) this.skip();
      const plan = await engine.importPlan(path);
      assert.ok((plan.tools.find(tool => tool.name === name)?.commands.length ?? 0) > 0);
      const { path: flows, cached } = await engine.importCapture(path, name);
      assert.equal(cached, false);
      const sql = `SELECT Proto, least(SrcAddr, DstAddr), greatest(SrcAddr, DstAddr), sum(TotPkts)::INTEGER, min(StartTime)::VARCHAR
        FROM flows GROUP BY ALL ORDER BY 1`;
      const { rows } = await engine.query([flows], sql, { rows: 10, seconds: 60 });
      assert.deepEqual(
        rows.map(([proto, a, b, count]) => [proto, a, b, count]),
        [
          ['tcp', '10.0.0.5', '192.0.2.1', 30],
          ['udp', '10.0.0.6', '10.0.0.9', 20],
        ],
      );
      assert.ok(String(rows[0]?.[4]).startsWith('2011-08-16 10:00:00'), String(rows[0]?.[4]));
      assert.equal((await engine.importCapture(path, name)).cached, true, 'it is not run again');
      assert.deepEqual(
        readdirSync(join(cache, 'imported')).filter(each => !each.endsWith('.flows')),
        [],
        'nothing else is left behind',
      );
      assert.deepEqual(readdirSync(join(folder.path, 'named')).length, 1);
    });

  it('of Argus and nfdump become flows by their own tools', async function () {
    for (const [program, args, tool] of [
      ['argus', ['-X', '-r', path, '-w'], 'argus'],
      ['nfpcapd', ['-r', path, '-l'], 'nfdump'],
    ] as const) {
      const found = await programAt(program);
      if (found === undefined || !(await installed(tool))) return this.skip();
      const out = join(folder.path, `records-${tool}`);
      mkdirSync(out);
      const input = join(out, 'input');
      writeFileSync(input, readFileSync(path));
      const [flag, ...rest] = args;
      assert.ok(flag);
      const target = tool === 'argus' ? join(out, 'flows.argus') : out;
      await runStep(
        found,
        { program, args: args.map(each => (each === path ? input : each)).concat(target) },
        out,
        undefined,
      );
      assert.ok(rest.length > 0);
      const records =
        tool === 'argus'
          ? target
          : join(out, readdirSync(out).find(name => name.startsWith('nfcapd.')) ?? '');
      const { path: flows } = await engine.importCapture(records, tool);
      assert.ok((await engine.summary([flows])).flows >= 20);
    }
  });

  it('are decompressed first', async function () {
    if (!(await installed('tshark'))) this.skip();
    const zipped = folder.file('zipped.pcap.gz', '');
    writeFileSync(zipped, gzipSync(makePcap(packets)));
    const { path: flows } = await engine.importCapture(zipped, 'tshark');
    assert.equal((await engine.summary([flows])).flows, 20);
  });

  it('are not opened as captures: what imports them is named, and nothing is run', async () => {
    await assert.rejects(engine.summary([path]), /holds packets \(pcap\).*flow2vec import/);
    await assert.rejects(
      engine.importPlan(folder.file('text.log', 'no packets\n')),
      /text\.log: holds no packets/,
    );
  });

  it('say which package has the tool that is missing, in one sentence', async () => {
    const before = process.env['PATH'];
    const found = await programAt('zeek');
    if (found !== undefined) return;
    process.env['PATH'] = '';
    try {
      const { tools: choices } = await engine.importPlan(path);
      const zeek = choices.find(({ name }) => name === 'zeek');
      assert.deepEqual(zeek, {
        name: 'zeek',
        commands: [],
        missing: 'zeek is not installed: Debian has it in zeek.',
      });
    } finally {
      process.env['PATH'] = before;
    }
  });

  it('are imported by the command line, which shows what it runs', async function () {
    if (!(await installed('tshark'))) this.skip();
    const before = process.env['FLOW2VEC_CACHE'];
    process.env['FLOW2VEC_CACHE'] = join(folder.path, 'cli');
    try {
      const out = join(folder.path, 'flows.csv');
      const {
        code,
        out: said,
        error,
      } = await say('import', path, '--tool', 'tshark', '--out', out, '--json');
      assert.equal(code, 0, error);
      assert.match(error, /^runs \/.*tshark -n -r input /m);
      assert.equal((JSON.parse(said) as { flows: number }).flows, 20);
      assert.equal(readFileSync(out, 'utf8').split('\n').length, 22);
      assert.equal((await say('import', path, '--tool', 'wireshark')).code, 2);
    } finally {
      if (before === undefined) delete process.env['FLOW2VEC_CACHE'];
      else process.env['FLOW2VEC_CACHE'] = before;
    }
  });

  describe('tools', () => {
    const script = (name: string, text: string) => {
      const file = folder.file(name, `#!/bin/sh\n${text}\n`);
      chmodSync(file, 0o755);
      return file;
    };

    it('are ended when the import is cancelled', async function () {
      if (process.platform === 'win32') this.skip();
      const stop = new AbortController();
      const waits = script('waits', 'echo started > began\nexec sleep 600');
      const run = runStep(waits, { program: 'waits', args: [] }, folder.path, stop.signal);
      const began = join(folder.path, 'began');
      for (;;) {
        if (readdirSync(folder.path).includes('began') && readFileSync(began, 'utf8') !== '') break;
        await new Promise(resolve => setImmediate(resolve));
      }
      stop.abort();
      await assert.rejects(run, (error: Error) => error instanceof Cancelled);
    });

    it('say why they failed', async function () {
      if (process.platform === 'win32') this.skip();
      const fails = script('fails', 'echo "the file is cut short" >&2\nexit 3');
      const run = runStep(fails, { program: 'fails', args: [] }, folder.path, undefined);
      await assert.rejects(run, /fails ended with code 3: the file is cut short/);
    });
  });

  it('of packets make flows by ends, with what is idle between', () => {
    const flows = new PacketFlows();
    const line = (time: number, src: string, dst: string) =>
      [
        time,
        60,
        src,
        dst,
        '',
        '',
        '',
        '',
        17,
        '',
        '',
        '',
        src === '10.0.0.1' ? 9 : 53,
        src === '10.0.0.1' ? 53 : 9,
        '',
      ].join('\t');
    for (const time of [0, 1, 2]) flows.add(line(ten + time, '10.0.0.1', '10.0.0.2'));
    flows.add(line(ten + 3, '10.0.0.2', '10.0.0.1'));
    flows.add(line(ten + 100, '10.0.0.1', '10.0.0.2'));
    flows.add('\t\t');
    const rows = [...flows.lines()].slice(1).map(row => row.split(',').slice(2, 12).join(','));
    assert.deepEqual(rows, [
      'udp,10.0.0.1,9,10.0.0.2,53,,4,3,240,180',
      'udp,10.0.0.1,9,10.0.0.2,53,,1,1,60,60',
    ]);
    assert.equal(flows.others, 1);
  });
});
