import assert from 'node:assert/strict';
import { join } from 'node:path';
import fc from 'fast-check';
import { filterSql } from '../../../server/src/engine/captures/filterSql';
import { labelClass, labelClassSql } from '../../../server/src/engine/captures/labels';
import { readOnlyQuery } from '../../../server/src/engine/queries/readOnlyQuery';
import { FlowSelection, narrow } from '../../../server/src/engine/captures/selection';
import { CaptureStore, type Capture } from '../../../server/src/engine/captures/store';
import { summarize } from '../../../server/src/engine/captures/summary';
import { flowFilterText, parseFlowFilter, type FlowFilter } from '../../../shared/text/flowFilter';
import { temporaryFolder } from '../../support/temporaryFolder';

const header =
  'StartTime,Dur,Proto,SrcAddr,Sport,Dir,DstAddr,Dport,State,sTos,dTos,TotPkts,TotBytes,SrcBytes,Label';
const rows = [
  '2011/08/16 10:00:01.500000,1.0,tcp,10.0.0.5,1025,   ->,192.168.1.7,443,FIN,0,0,10,700,300,flow=From-Botnet-V42',
  '2011/08/16 10:00:02.000000,0.5,udp,10.0.1.5,5353,  <->,10.0.0.5,53,CON,0,0,2,160,80,flow=Background',
  '2011/08/16 10:00:03.000000,,icmp,10.1.0.9,0x0008,   ->,10.0.0.6,0x1c00,ECO,0,,,,,',
  '2011/08/16 10:00:04.000000,2.5,tcp,fe80::1,80,   ->,fe80::2,8080,S_RA,0,0,3,180,180,o\'clock 100% "x"',
  '2011/08/17 00:00:00.000000,9.0,tcp,10.0.0.5,1026,   ->,192.168.1.7,22,REQ,0,0,8,585,585,flow=From-Normal-x',
];

describe('a filter', function () {
  this.timeout(60_000);
  const folder = temporaryFolder();
  let store: CaptureStore;
  let capture: Capture;
  before(async () => {
    const path = folder.file('filter.binetflow', `${header}\n${rows.join('\n')}\n`);
    store = new CaptureStore(join(folder.path, 'store'));
    capture = await store.open([path]);
  });
  after(async () => {
    await capture.close();
    store.dispose();
  });
  const linesOf = async (filter: FlowFilter) =>
    (await (await FlowSelection.make(capture, { filter })).page(0, 100)).map(row => row.record);

  const cases: [text: string, lines: number[]][] = [
    ["SrcAddr = '10.0.0.5'", [2, 6]],
    ["SrcAddr = '10.0.0.5' and Dport = 53", []],
    ["srcaddr='10.0.0.5' AND dport=443", [2]],
    ['Host = 10.0.0.5', [2, 3, 6]],
    ['Host != 10.0.0.5', [4, 5]],
    ['Port in (53, 443)', [2, 3]],
    ['Dport < 1024', [2, 3, 6]],
    ['not Dport < 1024', [4, 5]],
    ['SrcAddr in 10.0.0.0/23', [2, 3, 6]],
    ['SrcAddr in (10.0.0.0/24, fe80::1)', [2, 5, 6]],
    ['SrcAddr not in 10.0.0.0/8', [5]],
    ['Proto = tcp and (Dport = 22 or Dport = 443)', [2, 6]],
    ['Proto = tcp and Dport = 22 or Proto = udp', [3, 6]],
    ["Label contains 'BOTNET'", [2]],
    ['Label is empty', [4]],
    ['Label is not empty and Label not starts with flow', [5]],
    [`Label = 'o''clock 100% "x"'`, [5]],
    ['Class = botnet', [2]],
    ['Class in (normal, unlabelled)', [4, 6]],
    ['TotBytes >= 180 and TotBytes <= 600', [5, 6]],
    ['TotBytes between 180 and 600', [5, 6]],
    ['TotPkts is empty', [4]],
    ['TotPkts != 10', [3, 4, 5, 6]],
    ['Dur > 1.5', [5, 6]],
    ["StartTime >= '2011/08/17'", [6]],
    ["StartTime between '2011-08-16T10:00:02Z' and '2011/08/16 10:00:03'", [3, 4]],
    ['StartTime = 1313488801.5', [2]],
    ['Line >= 4 and Line < 6', [4, 5]],
    ["SrcAddr = ''' OR TRUE --'", []],
    ["Label contains '%'", [5]],
  ];
  for (const [text, lines] of cases) {
    it(`selects ${lines.length} of ${rows.length}: ${text}`, async () => {
      assert.deepEqual(await linesOf(parseFlowFilter(text)), lines);
    });

    it(`is the same filter when it is written out: ${text}`, () => {
      const filter = parseFlowFilter(text);
      assert.deepEqual(parseFlowFilter(flowFilterText(filter)), filter);
    });
  }

  const wrong: [text: string, says: RegExp][] = [
    ['', /its end where a column is needed/],
    ['SrcAddr', /its end where a comparison is needed/],
    ['SrcAddr =', /its end where a value is needed/],
    ["SrcAddr = 'open", /quote that is not closed \(character 11\)/],
    ['SrcAddr = a b', /"b" \(character 13\) where "and" or "or" is needed/],
    ['(SrcAddr = a', /its end where "\)" is needed/],
    ['SrcAddr = a; DROP TABLE flows', /"DROP" \(character 14\)/],
    ['Nonsense = 1', /"Nonsense" is no column of flows: choose from StartTime, .*Host, Port, Class, Line/],
    ['TotBytes > many', /TotBytes is compared with numbers, and "many" is none/],
    ['TotBytes contains 1', /TotBytes is a number or a time/],
    ['StartTime > noon', /"noon" is no time like/],
    ['SrcAddr in 10.0.0.0/40', /"10\.0\.0\.0\/40" is no network/],
    ['('.repeat(60) + 'Dport = 1' + ')'.repeat(60), /nested deeper than 50/],
    [`Dport in (${'1, '.repeat(9000)}1)`, /longer than 20000 characters/],
  ];
  for (const [text, says] of wrong)
    it(`says what is wrong with ${text.slice(0, 40)}`, () => {
      assert.throws(() => filterSql(parseFlowFilter(text)), says);
    });

  it('binds what it is given, whatever that is', async () => {
    const value = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom("'", "''", '$1', '\\', '--', '"', ';'),
    );
    const condition = fc.record({
      column: fc.constantFrom('SrcAddr', 'Label', 'Host', 'Class', 'State'),
      is: fc.constantFrom(
        '=' as const,
        '!=' as const,
        'contains' as const,
        'starts with' as const,
        '<' as const,
      ),
      values: fc.tuple(value),
    });
    await fc.assert(
      fc.asyncProperty(condition, async drawn => {
        const filter = { ...drawn };
        const { sql } = filterSql(filter);
        assert.ok(!/--|;|DROP/.test(sql));
        const text = filter.values[0].replaceAll('\0', '');
        const lines = await linesOf({ ...filter, values: [text] });
        assert.ok(lines.length <= rows.length);
        assert.deepEqual(parseFlowFilter(flowFilterText(filter)), filter);
      }),
      { numRuns: 150, seed: 3 },
    );
  });

  it('classes labels in SQL as it does elsewhere', async () => {
    const labels = [
      '',
      ' ',
      '\u3000',
      'flow=From-Botnet-V1',
      'C&C',
      'Attack',
      'alert: x',
      'alerting',
      'Benign',
      'x',
    ];
    for (const label of labels) {
      const found = await capture.connection.runAndReadAll(`SELECT ${labelClassSql('$1')}`, [label]);
      assert.equal(found.getRows()[0]?.[0], labelClass(label), JSON.stringify(label));
    }
  });

  it('narrows a capture for one connection and no other', async () => {
    const narrowed = await store.open(capture.files.map(file => file.path));
    await narrow(narrowed, parseFlowFilter("SrcAddr = '10.0.0.5' and Proto = 'tcp'"));
    assert.equal((await summarize(narrowed)).flows, 2);
    assert.equal((await summarize(capture)).flows, 5);
    await narrowed.close();
  });
});

describe('a selection of flows', function () {
  this.timeout(60_000);
  const folder = temporaryFolder();
  let capture: Capture;
  before(async () => {
    const path = folder.file('rows.binetflow', `${header}\n${rows.join('\n')}\n`);
    capture = await new CaptureStore(join(folder.path, 'store')).open([path]);
  });
  after(() => capture.close());

  it('gives pages in the order that was asked for', async () => {
    const selection = await FlowSelection.make(capture, { order: [{ column: 'Dport' }] });
    assert.equal(selection.count, 5);
    const first = await selection.page(0, 2);
    const rest = await selection.page(2, 10);
    assert.deepEqual(
      [...first, ...rest].map(row => row.cells[7]),
      ['22', '53', '443', '8080', '0x1c00'],
    );
    const down = await FlowSelection.make(capture, { order: [{ column: 'TotBytes', descending: true }] });
    assert.deepEqual(
      (await down.page(0, 5)).map(row => row.record),
      [2, 6, 5, 3, 4],
    );
    assert.deepEqual(first[0]?.cells.slice(0, 5), [
      '2011/08/17 00:00:00.000000',
      '9.0',
      'tcp',
      '10.0.0.5',
      '1026',
    ]);
  });

  it('tells where a flow stands in it', async () => {
    const selection = await FlowSelection.make(capture, { filter: parseFlowFilter('Proto = tcp') });
    assert.equal(await selection.placeOf({ file: 0, record: 5 }), 1);
    assert.equal(await selection.placeOf({ file: 0, record: 3 }), 1, 'the next, when it is not in it');
    assert.equal(await selection.placeOf({ file: 0, record: 7 }), -1);
    await selection.drop();
  });

  it('refuses an order by what is no column', async () => {
    await assert.rejects(
      FlowSelection.make(capture, { order: [{ column: 'x; DROP TABLE flows' }] }),
      /no column to sort by/,
    );
  });
});

describe('a query of an analyst', function () {
  this.timeout(60_000);
  const folder = temporaryFolder();
  let capture: Capture;
  before(async () => {
    const path = folder.file('query.binetflow', `${header}\n${rows.join('\n')}\n`);
    capture = await new CaptureStore(join(folder.path, 'store')).open([path]);
  });
  after(() => capture.close());
  const ask = (sql: string, most = 100, seconds = 20) => readOnlyQuery(capture, sql, { rows: most, seconds });

  it('answers columns and rows as plain data', async () => {
    const answer = await ask(
      'SELECT proto, count(*) AS flows, sum(bytes) AS bytes, min(start_time) AS first FROM flows GROUP BY 1 ORDER BY 2 DESC, 1',
    );
    assert.deepEqual(
      answer.columns.map(c => c.name),
      ['proto', 'flows', 'bytes', 'first'],
    );
    assert.deepEqual(JSON.parse(JSON.stringify(answer.rows)), [
      ['tcp', '3', '1465', '2011-08-16 10:00:01.5'],
      ['icmp', '1', null, '2011-08-16 10:00:03'],
      ['udp', '1', '160', '2011-08-16 10:00:02'],
    ]);
    assert.equal(answer.truncated, false);
  });

  it('says when there is more than was asked for', async () => {
    const answer = await ask('SELECT * FROM range(100000)', 10);
    assert.equal(answer.rows.length, 10);
    assert.equal(answer.truncated, true);
    assert.equal((await ask('SELECT 1')).rows.length, 1, 'and the connection is free again');
  });

  it('is stopped when it takes too long, or when nobody wants it', async () => {
    const endless = 'SELECT count(*) FROM range(10000000000) a, range(1000) b';
    await assert.rejects(ask(endless, 10, 0.2), /took longer than 0\.2 s and was stopped/);
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 100);
    await assert.rejects(
      readOnlyQuery(capture, endless, { rows: 1, seconds: 60, signal: stop.signal }),
      // Before the database has begun with it, or while it works on it.
      /abort|interrupt/i,
    );
    assert.equal((await ask('SELECT 1')).rows.length, 1);
  });

  for (const sql of [
    'DROP VIEW flows',
    'CREATE TABLE x AS SELECT 1',
    'INSERT INTO file_0_records SELECT * FROM file_0_records',
    "COPY flows TO '/tmp/x.csv'",
    "ATTACH '/tmp/x.duckdb'",
    'SET threads = 1',
    'CALL pragma_version()',
    'INSTALL httpfs',
    'LOAD httpfs',
    'SELECT 1; SELECT 2',
    '',
  ])
    it(`only reads: ${sql}`, async () => {
      await assert.rejects(ask(sql));
      assert.deepEqual((await ask('SELECT count(*)::INTEGER FROM flows')).rows, [[5]]);
    });

  for (const sql of [
    "SELECT * FROM read_text('/etc/passwd')",
    "SELECT * FROM '/etc/hostname'",
    "SELECT * FROM glob('/*')",
  ])
    it(`sees no other file: ${sql}`, async () => {
      await assert.rejects(
        ask(sql),
        /reads the flows of the capture, and nothing else: "[\w/]+" is not read/,
      );
    });
});
