import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { say } from '../../support/callCli';
import { temporaryFolder } from '../../support/temporaryFolder';

const text = `# label: malicious
traceroute to 192.0.2.1 (192.0.2.1), 30 hops max, 60 byte packets
 1  10.0.0.1  1.25 ms
 2  * * *
 3  192.0.2.1  3.1 ms
traceroute to =cmd (198.51.100.1), 30 hops max, 60 byte packets
 1  10.0.0.1  1 ms
 2  * * *
 3  * * *
odd \u001b[31mline
traceroute to c.example (198.51.100.2), 30 hops max, 60 byte packets
`;

describe('routes on the command line', () => {
  const folder = temporaryFolder();
  const cacheBefore = process.env['FLOW2VEC_CACHE'];
  let file: string;
  before(() => {
    process.env['FLOW2VEC_CACHE'] = join(folder.path, 'cache');
    file = folder.file('r.traceroute', text);
  });
  after(() => {
    if (cacheBefore === undefined) delete process.env['FLOW2VEC_CACHE'];
    else process.env['FLOW2VEC_CACHE'] = cacheBefore;
  });

  it('summary prints what the contract promises', async () => {
    const { code, out, error } = await say('routes', 'summary', file, '--json');
    assert.deepEqual([code, error], [0, '']);
    const { problems, seconds, ...counts } = JSON.parse(out) as Record<string, unknown>;
    assert.ok(typeof seconds === 'number');
    assert.deepEqual(counts, {
      format: 'linux',
      formats: { linux: 2 },
      files: [file],
      routes: 2,
      unique: 2,
      dropped: 0,
      duplicates: 0,
      short: 0,
      subnets: 2,
      labels: { benign: 0, malicious: 1, none: 1 },
      reached: 1,
      rejected: 1,
      problemCount: 2,
      notes: [],
    });
    assert.deepEqual(
      (problems as { line: number }[]).map(p => p.line),
      [10, 11],
    );
  });

  it('summary as text is safe on a terminal', async () => {
    const { out } = await say('routes', 'summary', file, '--prefix', '8');
    assert.match(out, /^r\.traceroute: 2 routes read, 1 not/);
    assert.match(out, /r\.traceroute, line 11: This route has no hops/);
    assert.ok(!out.includes('\u001b'));
  });

  it('features as CSV, safe in a spreadsheet', async () => {
    const out = join(folder.path, 'f.csv');
    const { code } = await say('routes', 'features', file, '--out', out);
    assert.equal(code, 0);
    assert.deepEqual(readFileSync(out, 'utf8').split('\n'), [
      'file,line,destination,label,time,Timeouts,AveragePing,NumHops,Tail Timeouts,Reached,subnets',
      `${file},2,192.0.2.1,malicious,,1,2.175,3,0,1,10.0.0.0/24 * 192.0.2.0/24`,
      `${file},6,198.51.100.1,,,2,1,3,2,0,10.0.0.0/24 * *`,
      '',
    ]);
  });

  it('features as Parquet, subnets as lists', async () => {
    const out = join(folder.path, "f'.parquet");
    const { code, error } = await say('routes', 'features', file, '--out', out, '--prefix', '16');
    assert.deepEqual([code, error], [0, '']);
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    const rows = await connection.runAndReadAll(
      `SELECT line, label, NumHops, AveragePing, to_json(subnets), typeof(time) FROM '${out.replace("'", "''")}' ORDER BY line`,
    );
    assert.deepEqual(rows.getRowsJson(), [
      [2, 'malicious', 3, Math.fround(2.175), '["10.0.0.0/16",null,"192.0.0.0/16"]', 'TIMESTAMP'],
      [6, null, 3, 1, '["10.0.0.0/16",null,null]', 'TIMESTAMP'],
    ]);
    connection.closeSync();
    instance.closeSync();
  });

  it('says what is off', async () => {
    for (const [words, code, says] of [
      [['routes'], 2, /^Usage: flow2vec routes COMMAND[^]*summary[^]*features/],
      [['routes', 'dance'], 2, /unknown command 'dance'/],
      [
        ['routes', 'summary', file, '--prefix', '33'],
        2,
        /--prefix takes a whole number from 1 to 32, not "33"/,
      ],
      [['routes', 'features', file, '--out', 'f.txt'], 2, /F\.csv or F\.parquet/],
      [['routes', 'features', file, '--out', join(folder.path, 'no', 'f.csv')], 1, /folder does not exist/],
      [['routes', 'summary', join(folder.path, 'none')], 1, /none: is not there/],
    ] as const) {
      const said = await say(...words);
      assert.equal(said.code, code, words.join(' '));
      assert.match(said.error, says);
    }
  });
});
