import assert from 'node:assert/strict';
import { join } from 'node:path';
import { tableFromArrays, tableToIPC } from 'apache-arrow';
import { openDatabase, quoted } from '../../../server/src/base/database';
import type { Engine } from '../../../server/src/engine/engine';
import { createEngine } from '../../../server/src/engine/flowEngine';
import { temporaryFolder } from '../../support/temporaryFolder';

describe('columns of a table', () => {
  const folder = temporaryFolder();
  let engine: Engine;
  before(
    () => (engine = createEngine({ cacheDirectory: join(folder.path, 'cache'), maxCacheBytes: Infinity })),
  );
  after(() => engine.dispose());

  it('are proposed by names and values, and rows become flows or say why not', async () => {
    const path = folder.file(
      'known.csv',
      'ts,src_ip,dst_ip,bytes\n2024-01-01 00:00:00,10.0.0.1,10.0.0.2,5\n2024-01-01 00:00:01,10.0.0.1,10.0.0.3,many\n',
    );
    const found = await engine.mapColumns(path);
    assert.deepEqual(found.mapping['SrcAddr'], { column: 'src_ip' });
    assert.deepEqual(found.columns[3], { name: 'bytes', samples: ['5', 'many'] });
    assert.deepEqual([found.looked, found.read, found.missing], [2, 1, []]);
    assert.match(found.rows[1]?.problems[0] ?? '', /"many" is not a number/);
    const at = found.filled.indexOf('TotBytes');
    assert.equal(found.rows[0]?.cells[at], '5');
  });

  it('that tell nothing need both ends of a flow', async () => {
    const path = folder.file('odd.csv', 'a;b;c\nweb;10.0.0.2;x\n');
    const nothing = await engine.mapColumns(path);
    assert.deepEqual([nothing.mapping, nothing.missing], [{ SrcAddr: { column: 'b' } }, ['DstAddr']]);
    const mapping = { SrcAddr: { column: 'a' }, DstAddr: { column: 'b' } };
    const said = await engine.mapColumns(path, mapping);
    assert.deepEqual([said.read, said.missing], [1, []]);
    engine.readAs([path], { mapping });
    assert.equal((await engine.mapColumns(path)).isSaid, true);
    assert.equal((await engine.formatOf(path)).isMapped, true);
    assert.equal((await engine.summary([path])).flows, 1);
    // Labels that come and go leave it.
    engine.readAs([path], { labels: undefined });
    assert.equal((await engine.summary([path])).flows, 1);
    engine.readAs([path]);
    assert.notEqual((await engine.formatOf(path)).error, undefined);
  });

  it('whose names tell nothing are proposed by their values, which alone make no capture', async () => {
    const path = folder.file(
      'values.csv',
      'no,began,from,at,to,door,how,octets\n1,1600000000123,10.0.0.1,4000,10.0.0.2,53,udp,100\n2,1600000001123,10.0.0.1,4001,10.0.0.2,53,udp,70000\n',
    );
    const { proposed, read } = await engine.mapColumns(path);
    assert.deepEqual(proposed, {
      StartTime: { column: 'began', as: 'milliseconds' },
      SrcAddr: { column: 'from' },
      Sport: { column: 'at' },
      DstAddr: { column: 'to' },
      Dport: { column: 'door' },
      Proto: { column: 'how' },
      TotBytes: { column: 'octets' },
    });
    assert.equal(read, 2);
    assert.match((await engine.formatOf(path)).error ?? '', /do not tell by their names.*"Map Columns…"/);
  });

  it('of Parquet are those of its rows', async () => {
    const path = join(folder.path, 'rows.parquet');
    const database = await openDatabase(folder.path, [path]);
    await database.connection.run(
      `COPY (SELECT TIMESTAMP '2024-01-01' AS began, '10.0.0.1' AS source, '10.0.0.2' AS target) TO ${quoted(path)} (FORMAT parquet)`,
    );
    database.close();
    const mapping = {
      StartTime: { column: 'began' },
      SrcAddr: { column: 'source' },
      DstAddr: { column: 'target' },
    };
    const { rows, filled } = await engine.mapColumns(path, mapping);
    assert.equal(rows[0]?.cells[filled.indexOf('StartTime')], '2024-01-01T00:00:00.000Z');
  });

  it('of Arrow, files and streams, are those of its rows, with each cell that cannot be read', async () => {
    const table = tableFromArrays({
      began: ['2024-01-01 00:00:00', 'soon'],
      source: ['10.0.0.1', '10.0.0.1'],
      target: ['10.0.0.2', '10.0.0.3'],
      size: ['5', 'many'],
    });
    const mapping = {
      StartTime: { column: 'began' },
      SrcAddr: { column: 'source' },
      DstAddr: { column: 'target' },
      TotBytes: { column: 'size' },
    };
    for (const kind of ['file', 'stream'] as const) {
      const path = folder.file(`rows-${kind}.arrow`, Buffer.from(tableToIPC(table, kind)));
      const { rows, filled, columns, read, looked } = await engine.mapColumns(path, mapping);
      assert.deepEqual(columns[3], { name: 'size', samples: ['5', 'many'] });
      assert.deepEqual([looked, read, rows[0]?.cells[filled.indexOf('TotBytes')]], [2, 1, '5']);
      assert.deepEqual(
        rows[1]?.problems.map(text => text.split(';')[0]),
        ['began "soon" is no time: correct it', 'size "many" is not a number: correct it or leave it empty'],
      );
    }
  });

  it('are not those of formats that name their own', async () => {
    const path = folder.file('log.json', '{"event_type":"flow"}\n');
    await assert.rejects(engine.mapColumns(path), /log\.json: is no table/);
  });
});
