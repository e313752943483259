import assert from 'node:assert/strict';
import { readCase } from '../../../shared/investigation/readCase';
import { caseText } from '../../../shared/investigation/writeCase';
import { caseOf, type AskedCase } from '../../../server/src/engine/spark/scoredCase';

const hostile = `10.0.0.1' OR 1=1 --|<img src=x>`;

const asked: AskedCase = {
  question: {
    asked: {
      inputs: ['s3a://lake/to*day*'],
      trainedOn: ['s3a://lake/past'],
      model: 's3a://lake/m.f2v',
      top: 3,
    },
    model: { flows: 4000, epochs: 5 },
    engine: '1.0+abc',
  },
  answer: {
    flows: 20_000,
    unknown: 12,
    incidentsInAll: 2,
    hosts: [
      { address: hostile, score: 0.9, from: 'a', to: 'b', flows: 7, reasons: ['asks much', 'sends | much'] },
    ],
    anomalies: [{ file: 's3a://lake/x', line: 3, time: 't', token: 'tcp a b 1', score: 1, reasons: [] }],
    scores: 's3a://lake/out/scores',
  },
  extract: { name: 'extract.parquet', digest: 'd', flows: 7, hosts: 1, of: 1 },
  time: '2026-01-02T03:04:05.000000Z',
};

describe('an investigation of what a cluster scored', () => {
  const read = readCase(caseText(caseOf(asked)));

  it('names the capture beside it, what was asked and what was answered', () => {
    assert.equal(read.more?.['capture'], 'extract.parquet');
    const [first] = read.cells;
    for (const wanted of [
      's3a\\://lake/past',
      '20,000 flows',
      'incidents: 2',
      '1.0+abc',
      '7 flows of 1 of the 1',
    ])
      assert.ok(first?.text.includes(wanted), wanted);
    // A place is text, whatever it looks like.
    assert.ok(!first?.text.includes('to*day*'));
  });

  it('asks the extract for the flows of each host, and quotes what an address says', () => {
    const where = `SrcAddr = '10.0.0.1'' OR 1=1 --|<img src=x>'`;
    const sql = read.cells.filter(({ kind }) => kind === 'sql');
    assert.equal(sql.length, 1);
    assert.ok(sql[0]?.text.includes(where));
    assert.deepEqual(read.evidence[0]?.about, { where });
    assert.deepEqual(read.evidence[0]?.captures, [{ name: 'extract.parquet', digest: 'd' }]);
    const tables = read.cells.filter(({ kind }) => kind === 'markdown').map(({ text }) => text);
    assert.ok(tables.every(text => !/(?<!\\)<img/.test(text)));
  });
});
