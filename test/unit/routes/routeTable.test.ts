import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { readDestinationLabels } from '../../../server/src/engine/routes/destinationLabels';
import { statisticsOf } from '../../../server/src/engine/routes/features';
import { loadRoutes } from '../../../server/src/engine/routes/loadRoutes';
import { longestValue } from '../../../server/src/engine/routes/jsonValues';
import { parseRoutes, readerOf } from '../../../server/src/engine/routes/parseRoutes';
import { RouteCount } from '../../../server/src/engine/routes/sink';
import { ipv4Bits, ipv6Groups, sameHost, subnetOf } from '../../../server/src/engine/routes/subnets';
import { temporaryFolder } from '../../support/temporaryFolder';

const header = (destination: string) =>
  `traceroute to ${destination} (${destination}), 30 hops max, 60 byte packets\n`;
const hops = (...said: string[]) => said.map((text, i) => ` ${i + 1}  ${text}\n`).join('');
const route = (destination: string, ...said: string[]) => header(destination) + hops(...said);
const statistics = (text: string) => {
  const [read] = parseRoutes(text, { name: 'test' }).routes;
  assert.ok(read);
  const { timeouts, averagePing, numHops, tailTimeouts, reached } = statisticsOf(read);
  return [timeouts, averagePing, numHops, tailTimeouts, reached];
};

const atlas = (...results: object[]) => JSON.stringify({ prb_id: 1, dst_addr: '192.0.2.1', result: results });
const hop = (number: number, from?: string) => ({
  hop: number,
  result: [from ? { from, rtt: 4 } : { x: '*' }],
});

describe('the statistics of a route', () => {
  const cases: [what: string, text: string, expected: number[]][] = [
    [
      'timeouts, also inside, and those at the end',
      route('192.0.2.1', '10.0.0.1  1 ms  2 ms  3 ms', '* * *', '10.1.0.1  6 ms  * *', '* * *', '* * *'),
      [3, 3, 5, 2, 0],
    ],
    ['the destination answered', route('192.0.2.1', '10.0.0.1  1 ms', '192.0.2.1  3 ms'), [0, 2, 2, 0, 1]],
    ['no answer at all: an average of 0', route('192.0.2.1', '* * *', '* * *', '* * *'), [3, 0, 3, 3, 0]],
    [
      'a refusal by the destination is an answer',
      route('192.0.2.1', '*', '192.0.2.1  3 ms !X'),
      [1, 3, 2, 0, 1],
    ],
    ['a refusal by a router is not', route('192.0.2.1', '*', '10.0.0.2  3 ms !H'), [1, 3, 2, 0, 0]],
    [
      'hops that the tool leaves out have timed out',
      `${atlas(hop(1, '10.0.0.1'), hop(4, '10.0.0.4'))}`,
      [2, 4, 4, 0, 0],
    ],
    [
      'hop 255 tells whether the destination answers, and is no hop',
      atlas(hop(1, '10.0.0.1'), hop(2), hop(255, '192.0.2.1')),
      [1, 4, 2, 1, 1],
    ],
    [
      'averages count as often as they were measured',
      'WinMTR statistics\n| 10.0.0.1 - 0 | 9 | 9 | 0 | 1 | 3 | 1 |\n| 192.0.2.1 - 66 | 3 | 1 | 0 | 11 | 11 | 11 |\n',
      [0, 2, 2, 0, 1],
    ],
    [
      'the same address, written differently',
      'traceroute to 2001:DB8::1 (2001:DB8:0:0::1), 30 hops max\n 1  2001:db8::1  1 ms\n',
      [0, 1, 1, 0, 1],
    ],
  ];
  for (const [what, text, expected] of cases) it(what, () => assert.deepEqual(statistics(text), expected));
});

describe('subnets', () => {
  const prefix = { ipv4: 24, ipv6: 48 };
  const cases: [host: string, prefix: { ipv4: number; ipv6: number }, subnet: string][] = [
    ['147.32.84.165', prefix, '147.32.84.0/24'],
    ['255.255.255.255', { ...prefix, ipv4: 20 }, '255.255.240.0/20'],
    ['10.1.2.3', { ...prefix, ipv4: 32 }, '10.1.2.3/32'],
    ['10.1.2.3', { ...prefix, ipv4: 1 }, '0.0.0.0/1'],
    ['2001:db8:1234:5678::1', prefix, '2001:db8:1234::/48'],
    ['2001:db8::1', { ...prefix, ipv6: 128 }, '2001:db8:0:0:0:0:0:1/128'],
    ['2001:db8:ffff::', { ...prefix, ipv6: 36 }, '2001:db8:f000::/36'],
    ['fe80::1%eth0', prefix, 'fe80::/48'],
    ['::ffff:10.1.2.3', prefix, '10.1.2.0/24'],
    ['Core.Example.NET', prefix, 'core.example.net'],
    ['1.2.3', prefix, '1.2.3'],
    ['1.2.3.256', prefix, '1.2.3.256'],
  ];
  for (const [host, length, subnet] of cases)
    it(`${host} in /${length.ipv4} and /${length.ipv6}: ${subnet}`, () =>
      assert.equal(subnetOf(host, length), subnet));

  it('addresses are read as node:net reads them', () => {
    fc.assert(fc.property(fc.ipV6(), address => ipv6Groups(address)?.length === 8));
    fc.assert(
      fc.property(fc.ipV4(), address => {
        const bits = ipv4Bits(address);
        assert.equal([24, 16, 8, 0].map(shift => (bits >>> shift) & 255).join('.'), address);
        assert.ok(sameHost(address, `::ffff:${address}`) && !sameHost(address, 'name'));
      }),
    );
    for (const bad of ['', '1:2', '::1::', '1:2:3:4:5:6:7:8:9', 'g::', '1:2:3:4:5:6:7::8:9', ':::'])
      assert.equal(ipv6Groups(bad), undefined, bad);
  });
});

describe('a table of routes', () => {
  const folder = temporaryFolder();
  const three = ['10.0.0.1  1 ms', '10.0.1.1  2 ms', '10.0.0.9  3 ms'] as const;
  const load = (text: string, more: Parameters<typeof loadRoutes>[1] = {}) =>
    loadRoutes([folder.file('routes.txt', text)], more);

  it('lists the subnets of each route in order, -1 for a timeout', async () => {
    const { table } = await load(
      route('192.0.2.1', ...three, '* * *', '192.0.2.1  9 ms') + route('192.0.2.2', '* * *', ...three),
    );
    assert.deepEqual(table.subnets, ['10.0.0.0/24', '10.0.1.0/24', '192.0.2.0/24']);
    assert.deepEqual([...table.hops], [0, 1, 0, -1, 2, -1, 0, 1, 0]);
    assert.deepEqual([...table.offsets], [0, 5, 9]);
    assert.deepEqual([...table.statistics], [1, 3.75, 5, 0, 1, 1, 2, 4, 0, 0]);
    assert.deepEqual([...table.lines], [1, 7]);
    assert.deepEqual(table.destinations, ['192.0.2.1', '192.0.2.2']);
    assert.deepEqual([...table.times], [NaN, NaN]);
  });

  it('drops what the notebook drops, and counts it', async () => {
    const label = '# label: benign\n';
    const text = [
      label + route('192.0.2.1', ...three),
      label + route('192.0.2.1', ...three),
      route('192.0.2.1', ...three), // Without the label it is another.
      label + route('192.0.2.2', ...three),
      label + route('192.0.2.1', '10.0.0.1  3 ms', '10.0.1.1  2 ms', '10.0.0.9  1 ms'), // The same set and mean.
      label + route('192.0.2.1', '10.0.0.1  1 ms', '10.0.1.1  2 ms'),
    ];
    const { table, summary } = await load(text.join(''));
    assert.deepEqual([summary.routes, summary.unique, table.size], [6, 3, 3]);
    assert.deepEqual(summary.dropped, { duplicates: 2, short: 1 });
    assert.deepEqual([...table.labels], [0, 255, 0]);
    assert.deepEqual(summary.labels, { benign: 2, malicious: 0, none: 1 });
  });

  it('drops exactly the rows that a comparison of all pairs drops', async () => {
    const one = fc.record({
      destination: fc.constantFrom('192.0.2.1', '192.0.2.2'),
      hosts: fc.array(fc.constantFrom('10.0.0.1', '10.0.1.1', '10.0.2.1'), { minLength: 3, maxLength: 4 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(one, { minLength: 1, maxLength: 30 }), async routes => {
        const text = routes.map(r => route(r.destination, ...r.hosts.map(host => `${host}  1 ms`))).join('');
        const keys = routes.map(r => [r.destination, r.hosts.length, ...new Set([...r.hosts].sort())].join());
        const { summary } = await load(text);
        assert.equal(summary.unique, new Set(keys).size);
      }),
      { numRuns: 30 },
    );
  });

  it('takes labels from the line above, a CSV, and the folder, in this order', async () => {
    const labels = folder.file('labels.csv', 'destination,label\n192.0.2.1,malicious\nb.example,MALICIOUS\n');
    const b = route('192.0.2.7', ...three).replace('to 192.0.2.7', 'to b.example');
    const text =
      `# label: benign\n${route('192.0.2.1', ...three)}` +
      route('192.0.2.1', ...three, '*') +
      b +
      route('192.0.2.9', ...three);
    mkdirSync(join(folder.path, 'all', 'benign'), { recursive: true });
    mkdirSync(join(folder.path, 'all', 'Malicious', 'deep'), { recursive: true });
    writeFileSync(join(folder.path, 'all', 'benign', 'a.txt'), text);
    writeFileSync(join(folder.path, 'all', 'Malicious', 'deep', 'b.txt.gz'), gzipSync(text));
    const { table, summary } = await loadRoutes([join(folder.path, 'all')], { labels });
    assert.deepEqual([...table.labels], [0, 1, 1, 1, 0]);
    assert.deepEqual([...table.files], [0, 0, 0, 0, 1]);
    assert.deepEqual([summary.routes, summary.dropped.duplicates], [8, 3]);
    assert.match(summary.notes.join(), /2 destinations have a label/);
  });

  it('reads UTF-16, as PowerShell writes it', async () => {
    const text = `\uFEFF${route('192.0.2.1', ...three)}`;
    const { summary } = await loadRoutes([folder.file('utf16.txt', Buffer.from(text, 'utf16le'))]);
    assert.deepEqual([summary.routes, summary.problemCount], [1, 0]);
  });

  it('says which hops tell names only', async () => {
    const { table, summary } = await load(
      'HOST: me Loss% Snt Last Avg Best Wrst StDev\n' +
        ['a.example', 'b.example', '10.0.0.1']
          .map((h, i) => ` ${i + 1}.|-- ${h} 0.0% 1 1 1 1 1 0\n`)
          .join(''),
    );
    assert.deepEqual(table.subnets, ['a.example', 'b.example', '10.0.0.0/24']);
    assert.match(summary.notes.join(), /^2 hops tell a name/);
  });

  it('fails with the name of the file and what to do', async () => {
    await assert.rejects(load('Dear diary'), /routes\.txt: no traceroute was found\. Text of traceroute/);
    await assert.rejects(loadRoutes([join(folder.path, 'none')]), /none: is not there/);
    await assert.rejects(load(header('192.0.2.1')), /line 1|no traceroute could be read.*no hops/);
    await assert.rejects(
      load(route('192.0.2.1', ...three), { labels: 'nowhere.csv' }),
      /nowhere\.csv: is not there/,
    );
    await assert.rejects(loadRoutes([folder.file('bad.gz', 'no gzip')]), /bad\.gz: no traceroute was found/);
  });

  it('says what is wrong with compressed files, and reads them by any name', async () => {
    const text = route('192.0.2.1', ...three);
    const packed = gzipSync(text.repeat(3));
    assert.equal((await loadRoutes([folder.file('packed.traceroute', packed)])).summary.routes, 3);
    const cut = folder.file('cut.gz', packed.subarray(0, packed.length - 9));
    await assert.rejects(loadRoutes([cut]), /cut\.gz: the gzip data are cut off before their end/);
    const flipped = Buffer.from(packed);
    flipped[packed.length - 6] = (flipped[packed.length - 6] as number) ^ 1;
    await assert.rejects(
      loadRoutes([folder.file('flip.gz', flipped)]),
      /flip\.gz: the gzip data are damaged/,
    );
    const other = Buffer.concat([Buffer.from('BZh9'), packed]);
    await assert.rejects(loadRoutes([folder.file('a.txt', other)]), /a\.txt: the bzip2 data are damaged/);
  });

  it('reads a stream under its name, in pieces of any size', async () => {
    const text = Buffer.from(route('192.0.2.1', ...three));
    const pieces = Array.from({ length: text.length }, (_, i) => text.subarray(i, i + 1));
    const { summary } = await loadRoutes([{ name: 'standard input', stream: Readable.from(pieces) }]);
    assert.deepEqual([summary.files, summary.routes], [['standard input'], 1]);
    await assert.rejects(
      loadRoutes([{ name: 'standard input', stream: Readable.from([]) }]),
      /standard input: no traceroute was found/,
    );
  });

  it('refuses what may have no end', async function () {
    if (process.platform === 'win32') return this.skip();
    const pipe = join(folder.path, 'pipe');
    execFileSync('mkfifo', [pipe]);
    await assert.rejects(loadRoutes([pipe]), /pipe: is a named pipe and may have no end/);
    await assert.rejects(loadRoutes(['/dev/zero']), /\/dev\/zero: is a device/);
    await assert.rejects(load(route('192.0.2.1', ...three), { labels: pipe }), /pipe: is a named pipe/);
  });

  it('passes over a JSON object of more characters than are kept of one, and reads the next', () => {
    const count = new RouteCount(() => {});
    const reader = readerOf('{"prb_id": 1, "x": "', count);
    reader.push('{"prb_id": 1, "x": "');
    const piece = 'y'.repeat(1 << 20);
    for (let length = 0; length <= longestValue; length += piece.length) reader.push(piece);
    reader.push(`"}\n${atlas(hop(1, '192.0.2.1'))}\n`);
    reader.end();
    assert.deepEqual([count.routes, count.rejected], [1, 1]);
    assert.match(count.problems[0]?.message ?? '', /more than 64 Mi characters/);
  });

  it('stops when it is told to', async () => {
    await assert.rejects(load(route('192.0.2.1', ...three), { signal: AbortSignal.abort() }), /abort/i);
  });
});

describe('labels of destinations', () => {
  it('are read with or without a header, by its names, whatever separates them', () => {
    for (const text of [
      '192.0.2.1,benign\n192.0.2.2,malicious',
      'destination;label\r\n192.0.2.1;benign\r\n192.0.2.2;malicious\r\n',
      'label\tseen\tdst\nbenign\t3\t192.0.2.1\nMalicious\t4\t"192.0.2.2"\n',
    ]) {
      const labels = readDestinationLabels(text);
      assert.deepEqual([labels.size, labels.problems], [2, []], text);
      assert.deepEqual(
        [labels.of('192.0.2.1'), labels.of('192.0.2.2'), labels.of('x')],
        ['benign', 'malicious', undefined],
      );
    }
  });

  it('say on which line they are off', () => {
    const { problems, size } = readDestinationLabels('a,benign\nb,good\n\n,malicious\nA,malicious\n');
    assert.equal(size, 1);
    assert.deepEqual(
      problems.map(p => p.line),
      [2, 4, 5],
    );
    assert.match(problems[2]?.message ?? '', /is benign on an earlier line/);
  });
});
