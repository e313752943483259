import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  Field,
  RecordBatch,
  Schema,
  Table,
  tableToIPC,
  Decimal,
  Duration,
  makeData,
  Struct,
  TimeUnit,
  Uint32,
} from 'apache-arrow';
import { openDatabase } from '../../../../server/src/base/database';
import { readCapture } from '../../../support/readCapture';
import { temporaryFolder } from '../../../support/temporaryFolder';

const columns = ['src_addr', 'dst_addr', 'duration', 'bytes'];
const flow = [1, '10.0.0.1', '192.0.2.1', 1.5, 400];

/** One flow whose columns are of Arrow's rarer types. */
function rare() {
  const fields = [
    ['SrcAddr', makeData({ type: new Uint32(), data: Uint32Array.of(0x0a000001) })],
    ['DstAddr', makeData({ type: new Uint32(), data: Uint32Array.of(0xc0000201) })],
    ['Dur', makeData({ type: new Duration(TimeUnit.MILLISECOND), data: BigInt64Array.of(1500n) })],
    ['TotBytes', makeData({ type: new Decimal(2, 20), data: Uint32Array.of(40_000, 0, 0, 0) })],
  ] as const;
  const schema = new Schema(fields.map(([name, { type }]) => new Field(name, type)));
  const data = makeData({
    type: new Struct(schema.fields),
    length: 1,
    nullCount: 0,
    children: fields.map(([, column]) => column),
  });
  return { schema, table: new Table(schema, new RecordBatch(schema, data)) };
}

describe('columnar captures of rarer types', function () {
  this.timeout(60_000);
  const folder = temporaryFolder();

  it('are read from Arrow: decimals, spans in their unit, addresses that are numbers', async () => {
    const bytes = Buffer.from(tableToIPC(rare().table, 'file'));
    const found = await readCapture(folder, 'rare.feather', bytes, columns);
    assert.deepEqual(found.rows, [flow]);
  });

  it('are read from Parquet, where spans are numbers whose unit Arrow wrote beside them', async () => {
    const schema = Buffer.from(tableToIPC(new Table(rare().schema), 'stream')).toString('base64');
    const path = join(folder.path, 'rare.parquet');
    const { connection, close } = await openDatabase(folder.path);
    try {
      await connection.run(
        `COPY (SELECT 167772161::UINTEGER AS "SrcAddr", 3221225985::UINTEGER AS "DstAddr", 1500::BIGINT AS "Dur",
           400.00::DECIMAL(20, 2) AS "TotBytes") TO '${path}' (FORMAT parquet, KV_METADATA { 'ARROW:schema': '${schema}' })`,
      );
    } finally {
      close();
    }
    const found = await readCapture(folder, 'read.parquet', readFileSync(path), columns);
    assert.deepEqual(found.rows, [flow]);
  });

  const fromSql = async (name: string, sql: string, asked = columns) => {
    const path = join(folder.path, `written-${name}`);
    const { connection, close } = await openDatabase(folder.path);
    try {
      await connection.run(`COPY (SELECT * FROM (VALUES ${sql}) TO '${path}' (FORMAT parquet)`);
    } finally {
      close();
    }
    return readCapture(folder, name, readFileSync(path), asked);
  };

  it('are read where a column holds records, whose fields stand for columns', async () => {
    const record = `{'orig_h': '10.0.0.1', 'resp_h': '192.0.2.1', 'more': {'dur': 1.5}}`;
    const text = `(${record}, 1313485306.5, 400, [1, 2])) t(id, ts, bytes, tags)`;
    const found = await fromSql('records.parquet', text, [
      'src_addr',
      'dst_addr',
      'epoch_us(start_time)',
      'bytes',
    ]);
    assert.deepEqual(found.rows, [[1, '10.0.0.1', '192.0.2.1', 1_313_485_306_500_000, 400]]);
    await assert.rejects(
      fromSql('endless.parquet', `({'more': {'dur': 1.5}}, 1)) t(id, bytes)`),
      /it has id\.more\.dur, bytes/,
    );
  });

  it('are refused where they were cut off, by name and with what to do', async () => {
    await assert.rejects(
      readCapture(folder, 'cut.parquet', 'PAR1 and nothing that follows', columns),
      /cut\.parquet: cannot be read as Parquet \(No magic bytes.*Copy it again/,
    );
  });

  it('are read where a count is beyond 64 bits: it is not given, and that is said', async () => {
    const found = await fromSql(
      'wide.parquet',
      `('10.0.0.1', '192.0.2.1', 18446744073709551615::UBIGINT), ('10.0.0.1', '192.0.2.1', 400::UBIGINT)) t(SrcAddr, DstAddr, TotBytes)`,
      ['bytes'],
    );
    assert.deepEqual(
      [found.rows, found.rejected],
      [
        [
          [1, null],
          [2, 400],
        ],
        0,
      ],
    );
    assert.match(found.notes?.join(' ') ?? '', /1 row.* beyond 64 bits \(record 1 the first\)/);
  });

  it('say of each cell that cannot be read what it is', async () => {
    const found = await fromSql(
      'cells.parquet',
      `('2024-01-01 00:00:00', '10.0.0.1', '192.0.2.1', '4', '12'), ('yesterday', '10.0.0.1', NULL, 'many', 'x'), ('nan', '10.0.0.1', '-', 'nan', NULL))
       t(ts, src_ip, dst_ip, packets, bytes)`,
      ['packets', 'bytes'],
    );
    assert.deepEqual([found.rows, found.rejected], [[[1, 4, 12]], 2]);
    assert.deepEqual(
      found.problems?.map(({ line, message }) => `${line} ${message.split(';')[0]}`),
      [
        '2 dst_ip is empty where a flow needs a value: correct the row',
        '2 ts "yesterday" is no time: correct it',
        '2 packets "many" is not a number: correct it or leave it empty',
        '2 bytes "x" is not a number: correct it or leave it empty',
        '3 dst_ip is empty where a flow needs a value: correct the row',
        '3 ts is empty where a flow needs a value: correct the row',
      ],
    );
  });

  it('are told by their values, as tables of text are: days before months, epochs as text, labels of 0 and 1', async () => {
    const days = await fromSql(
      'days.parquet',
      `('7/7/2017 3:30', '10.0.0.1', '192.0.2.1', 0.0), ('13/7/2017 15:30:01.5', '10.0.0.1', '192.0.2.1', 1.0))
       t(Timestamp, "Source IP", "Destination IP", Label)`,
      ['start_time::VARCHAR', 'label'],
    );
    const expected = [
      [1, '2017-07-07 03:30:00', 'normal'],
      [2, '2017-07-13 15:30:01.5', 'attack'],
    ];
    assert.deepEqual(days.rows, expected);
    const epoch = await fromSql(
      'epoch.parquet',
      `('1313488906972', '10.0.0.1', '192.0.2.1')) t(ts, src_ip, dst_ip)`,
      ['start_time::VARCHAR'],
    );
    assert.deepEqual(epoch.rows, [[1, '2011-08-16 10:01:46.972']]);
  });
});
