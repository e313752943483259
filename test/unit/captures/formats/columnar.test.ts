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
});
