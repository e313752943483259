import assert from 'node:assert/strict';
import { Cache } from '../../../server/src/base/files/cache';
import { execFile } from 'node:child_process';
import { readdirSync, rmSync, statSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { CaptureStore, type Capture } from '../../../server/src/engine/captures/store';
import { summarize } from '../../../server/src/engine/captures/summary';
import { buildCorpus } from '../../../server/src/engine/training/corpus/buildCorpus';
import { defaultConfig } from '../../../server/src/engine/training/embedding/config';
import { makeCapture } from '../../support/makeCapture';
import { temporaryFolder } from '../../support/temporaryFolder';

const columns =
  'StartTime,Dur,Proto,SrcAddr,Sport,Dir,DstAddr,Dport,State,sTos,dTos,TotPkts,TotBytes,SrcBytes,Label';
const row = (i: number) =>
  `2011/08/16 10:01:${String(i).padStart(2, '0')}.5,1.5,tcp,10.0.0.${i},1025,   ->,10.0.1.1,25,S_,0,0,8,1200,500,flow=From-Normal-x`;
const cut = (text: string, from: number, to: number, ...put: string[]) => {
  const cells = text.split(',');
  cells.splice(from, to - from, ...put);
  return cells.join(',');
};
const tabs = (text: string) => text.replaceAll(',', '\t');
const lines = (...texts: string[]) => texts.join('\n') + '\n';
const man = row(9).replace('tcp', 'man');

interface Case {
  content: string | Uint8Array;
  name?: string;
  /** Lines of the flows. */
  flows: number[];
  /** `line: beginning of the reason` of each rejected row. */
  rejected?: string[];
}

const cases: Record<string, Case> = {
  'a header and 15 columns': { content: lines(columns, row(1), row(2)), flows: [2, 3] },
  '14 columns, no header': { content: lines(cut(row(1), 13, 14), cut(row(2), 13, 14)), flows: [1, 2] },
  '15 columns, no header': { content: lines(row(1), row(2)), flows: [1, 2] },
  '16 columns, no header': {
    content: lines(cut(row(1), 14, 14, '3'), cut(row(2), 14, 14, '')),
    flows: [1, 2],
  },
  '17 columns, no header': { content: lines(cut(row(1), 14, 14, 's[4]=YWJj', 'd[0]=')), flows: [1] },
  tabs: { content: lines(tabs(columns), tabs(row(1))), flows: [2] },
  'columns in another order, one unknown': {
    content: lines(
      'Label,Extra,Proto,StartTime,DstAddr,SrcAddr',
      'x,y,udp,2011/08/16 10:00:00,10.0.0.1,10.0.0.2',
    ),
    flows: [2],
  },
  'no final newline': { content: `${columns}\n${row(1)}`, flows: [2] },
  'carriage returns': { content: lines(columns, row(1), row(2)).replaceAll('\n', '\r\n'), flows: [2, 3] },
  'carriage returns and a bad row': {
    content: lines(columns, row(1), 'x', row(2)).replaceAll('\n', '\r\n'),
    flows: [2, 4],
    rejected: ['3: The row has 1 fields where 15'],
  },
  'mixed line endings': {
    content: `${columns}\n${row(1)}\r\n\r\n${row(2)}\n\n${row(3)}\r${row(4)}`,
    flows: [2, 4, 6, 7],
  },
  'blank lines, first and between': {
    content: lines('', columns, '', row(1), '   ', row(2), ''),
    flows: [4, 6],
  },
  'a BOM': { content: `\ufeff${lines(columns, row(1))}`, flows: [2] },
  'a BOM and no header': { content: `\ufeff${lines(row(1), row(2))}`, flows: [1, 2] },
  'a BOM, no header and a bad row': {
    content: `\ufeff${lines(row(1), 'x', row(2))}`,
    flows: [1, 3],
    rejected: ['2: The row has 1 fields'],
  },
  'man records': {
    content: lines(columns, man, row(1), man, row(2)),
    flows: [3, 5],
    rejected: ["2: Argus' report on itself", "4: Argus' report on itself"],
  },
  'bad rows of every kind': {
    content: lines(
      columns,
      row(1),
      'a,b',
      cut(row(2), 0, 1, 'noon'),
      cut(row(2), 11, 12, 'many'),
      columns,
      row(3),
    ),
    flows: [2, 7],
    rejected: [
      '3: The row has 2 fields where 15 belong',
      '4: StartTime "noon" is no time like',
      '5: TotPkts "many" is not a number',
    ],
  },
  'NUL bytes': { content: lines(columns, row(1).replace('x', '\0'), row(2)), flows: [2, 3] },
  'bytes that are not UTF-8': {
    content: Buffer.from(lines(columns, row(1).replace('Normal-x', 'Normal-\xe9\xff'), row(2)), 'latin1'),
    flows: [2, 3],
  },
  'quotes around cells, delimiters and quotes inside': {
    content: lines(columns, row(1).replace('flow=', '"a, ""b"" ').concat('"'), cut(row(2), 2, 3, '"udp"')),
    flows: [2, 3],
  },
  'a quote that is never closed': {
    content: lines(columns, row(1).replace('flow=', '"'), row(2)),
    flows: [2, 3],
  },
  'a label of 100,000 characters': {
    content: lines(columns, row(1) + 'x'.repeat(100_000), row(2)),
    flows: [2, 3],
  },
  gzip: {
    content: gzipSync(lines(columns, row(1), 'x', row(2))),
    name: 'c.GZ',
    flows: [2, 4],
    rejected: ['3: The row has 1'],
  },
  'gzip in several members': {
    content: Buffer.concat([gzipSync(lines(columns, row(1))), gzipSync(lines(row(2)))]),
    name: 'members.binetflow.gz',
    flows: [2, 3],
  },
  'a line beyond 16 MiB': {
    content: lines(columns, row(1), 'x'.repeat(40_000_000), row(2)),
    flows: [2, 4],
    rejected: ['3: The line is longer than 16 MiB'],
  },
  'a header only': { content: lines(columns), flows: [] },
};

const failures: Record<string, { content: string | Uint8Array; name?: string; says: RegExp }> = {
  'an empty file': { content: '', says: /is empty\. A capture has at least one line/ },
  'blank lines only': { content: '\n\n', says: /holds nothing but blank lines/ },
  'a truncated gzip file': {
    content: gzipSync(makeCapture({ flows: 200 })).subarray(0, 900),
    name: 'cut.gz',
    says: /cut\.gz: the gzip data are cut off before their end/,
  },
  'no gzip file': {
    content: 'plain',
    name: 'plain.gz',
    says: /plain\.gz, line 1: the first line is neither/,
  },
  'another kind of log': {
    content: '#separator \\x09\n#fields\tts\tuid\n',
    says: /line 1: a Zeek log without ts, .*: name a conn\.log\. Captures are read from: /,
  },
  'a first row of 9 fields': { content: lines(cut(row(1), 9, 15)), says: /line 1: a first row of 9 fields/ },
  'a header that names a column twice': {
    content: lines(`${columns},Dur`),
    says: /line 1: the header names/,
  },
};

async function seen(capture: Capture): Promise<{ flows: number[]; rejected: string[] }> {
  const rows = await capture.connection.runAndReadAll('SELECT record FROM flows ORDER BY file, record');
  const { problems, rejected, flows } = await summarize(capture);
  assert.equal(rows.currentRowCount, flows);
  assert.equal(problems.length, rejected);
  return {
    flows: rows.getRows().map(([line]) => Number(line)),
    rejected: problems.map(p => `${p.line}: ${p.message}`),
  };
}

async function using<T>(capture: Capture, use: (capture: Capture) => Promise<T>): Promise<T> {
  try {
    return await use(capture);
  } finally {
    await capture.close();
  }
}

describe('a capture in the store', function () {
  this.timeout(60_000);
  const folder = temporaryFolder();
  const store = () => new CaptureStore(join(folder.path, 'store'));

  async function check({ content, name = 'c.binetflow', flows, rejected = [] }: Case): Promise<void> {
    const path = folder.file(name, content);
    for (const how of ['loaded', 'opened again']) {
      const found = await using(await store().open([path]), seen);
      assert.deepEqual(found.flows, flows, how);
      assert.equal(found.rejected.length, rejected.length, `${how}: ${found.rejected.join('\n')}`);
      for (const [i, reason] of rejected.entries())
        assert.ok(found.rejected[i]?.startsWith(reason), `${how}: ${found.rejected[i]} for ${reason}`);
    }
    const left = readdirSync(join(folder.path, 'store')).filter(
      file => !file.endsWith('.duckdb') && file !== 'spill',
    );
    assert.deepEqual(left, [], 'no copies or drafts are left behind');
  }

  for (const [what, wanted] of Object.entries(cases))
    it(`keeps line numbers and reasons: ${what}`, () => check(wanted));

  for (const [what, { content, name = 'bad.binetflow', says }] of Object.entries(failures))
    it(`says what is wrong with ${what}`, async () => {
      const path = folder.file(name, content);
      await assert.rejects(store().open([path]), error => {
        assert.match((error as Error).message.slice(0, 500), says);
        assert.ok((error as Error).message.includes(path));
        return true;
      });
    });

  it('says that a folder or a missing file cannot be read', async () => {
    await assert.rejects(store().open([folder.path]), /is a folder\. Name the capture files in it/);
    await assert.rejects(store().open([join(folder.path, 'gone')]), /gone: is not there/);
  });

  it('counts what a label means, hosts, protocols and times', async () => {
    const path = folder.file('sum.binetflow', lines(columns, row(1), row(2).replace('tcp', 'udp'), 'x'));
    const { problems, ...counts } = await using(await store().open([path]), summarize);
    assert.deepEqual(counts, {
      flows: 2,
      rejected: 1,
      hosts: 3,
      firstTime: '2011-08-16T10:01:01.500000Z',
      lastTime: '2011-08-16T10:01:02.500000Z',
      protocols: { tcp: 1, udp: 1 },
      labels: { normal: 2 },
    });
    assert.deepEqual(
      problems.map(p => [p.file, p.line]),
      [[0, 4]],
    );
  });

  it('keeps the line of a token’s first flow when rows before it were rejected, in a large file too', async () => {
    const all = makeCapture({ flows: 60_000, seed: 5 }).trimEnd().split('\n');
    for (const at of [3, 20_000, 59_000]) all.splice(at, 0, '', 'no flow');
    const path = folder.file('large.binetflow', lines(...all));
    const { vocabulary } = await using(await store().open([path]), capture =>
      buildCorpus(capture, defaultConfig),
    );
    for (let token = 0; token < vocabulary.size; token += 37) {
      const cells = (all[(vocabulary.firstLines[token] as number) - 1] as string).split(',');
      assert.equal(vocabulary.tokens[token], [2, 3, 6, 7].map(c => cells[c]).join(' '));
    }
  });

  it('takes several files as one, each with its own lines', async () => {
    const one = folder.file('one.binetflow', lines(columns, row(1), row(2)));
    const two = folder.file('two.binetflow', lines('', tabs(row(3)), 'x'));
    await using(await store().open([one, two]), async capture => {
      const rows = await capture.connection.runAndReadAll(
        'SELECT file, record, src_addr FROM flows ORDER BY ALL',
      );
      assert.deepEqual(rows.getRows(), [
        [0, 2, '10.0.0.1'],
        [0, 3, '10.0.0.2'],
        [1, 2, '10.0.0.3'],
      ]);
      const { problems } = await summarize(capture);
      assert.deepEqual(
        problems.map(p => [p.file, p.line]),
        [[1, 3]],
      );
    });
    const digest = async (files: string[]) =>
      using(await store().open(files), async capture => capture.digest);
    assert.notEqual(await digest([one, two]), await digest([two, one]));
  });
});

describe('the files of the capture store', function () {
  this.timeout(60_000);
  const folder = temporaryFolder();
  const stored = (name: string) =>
    readdirSync(join(folder.path, name))
      .filter(file => file.endsWith('.duckdb'))
      .map(file => join(folder.path, name, file));
  const countFlows = async (store: CaptureStore, path: string) =>
    (await using(await store.open([path]), seen)).flows.length;

  for (const [what, spoil] of Object.entries({
    truncated: (file: string) => truncateSync(file, statSync(file).size - 5000),
    'cut to a few bytes': (file: string) => truncateSync(file, 100),
    empty: (file: string) => truncateSync(file, 0),
    garbage: (file: string) => writeFileSync(file, 'garbage '.repeat(4000)),
  }))
    it(`are a miss when ${what}`, async () => {
      const path = folder.file('miss.binetflow', makeCapture({ flows: 400, seed: 2 }));
      const store = new CaptureStore(join(folder.path, 'miss'));
      assert.equal(await countFlows(store, path), 400);
      const [file] = stored('miss');
      spoil(file as string);
      assert.equal(await countFlows(store, path), 400);
      assert.equal(await countFlows(store, path), 400);
    });

  it('go, least recently used first, when they pass the limit', async () => {
    const paths = [1, 2, 3].map(seed =>
      folder.file(`lru-${seed}.binetflow`, makeCapture({ flows: 300, seed })),
    );
    const roomy = new CaptureStore(join(folder.path, 'lru'));
    for (const path of paths.slice(0, 2)) await countFlows(roomy, path);
    const [a, b] = stored('lru') as [string, string];
    const bytes = statSync(a).size;
    utimesSync(a, 2000, 2000);
    utimesSync(b, 1000, 1000);
    const log: string[] = [];
    await countFlows(
      new CaptureStore(join(folder.path, 'lru'), new Cache({ maxBytes: bytes * 2.5, log: m => log.push(m) })),
      paths[2] as string,
    );
    const left = stored('lru');
    assert.equal(left.length, 2);
    assert.ok(left.includes(a) && !left.includes(b));
    assert.equal(log.length, 1);
    assert.ok(log[0]?.startsWith(`${b}: deleted as least recently used`));
  });

  it('can be made twice at once in one process', async () => {
    const path = folder.file('twice.binetflow', makeCapture({ flows: 500 }));
    const store = new CaptureStore(join(folder.path, 'twice'));
    const opened = await Promise.all([1, 2, 3].map(() => store.open([path])));
    await Promise.all(opened.map(capture => capture.close()));
    assert.equal(stored('twice').length, 1);
    const again = await Promise.all([1, 2].map(() => countFlows(store, path)));
    assert.deepEqual(again, [500, 500]);
  });

  it('can be made by two processes at once', async () => {
    const path = folder.file('processes.binetflow', makeCapture({ flows: 5000 }));
    const cli = new URL('../../../server/dist/cli.mjs', import.meta.url).pathname;
    const env = { ...process.env, FLOW2VEC_CACHE: join(folder.path, 'processes') };
    const runs = [1, 2].map(() =>
      promisify(execFile)(process.execPath, [cli, 'summary', path, '--json'], { env }),
    );
    for (const { stdout } of await Promise.all(runs)) assert.equal(JSON.parse(stdout).flows, 5000);
    assert.equal(stored('processes/captures').length, 1);
  });

  it('are all deleted by clear', async () => {
    const store = new CaptureStore(join(folder.path, 'twice'));
    const { captures, bytes } = await store.clear();
    assert.equal(captures, 1);
    assert.ok(bytes > 0);
    assert.deepEqual(stored('twice'), []);
    rmSync(join(folder.path, 'twice'), { recursive: true });
    assert.deepEqual(await store.clear(), { captures: 0, bytes: 0 });
  });
});
