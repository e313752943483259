import assert from 'node:assert/strict';
import { join } from 'node:path';
import { openDatabase, quoted } from '../../../server/src/base/database';
import { say } from '../../support/callCli';
import { temporaryFolder } from '../../support/temporaryFolder';

const quick = ['--size', '8', '--epochs', '1', '--workers', '1', '--json'];

describe('the command line, asked about a line that is no row of text', function () {
  this.timeout(120_000);
  const folder = temporaryFolder();
  const cacheBefore = process.env['FLOW2VEC_CACHE'];
  before(() => (process.env['FLOW2VEC_CACHE'] = join(folder.path, 'cache')));
  after(() => {
    if (cacheBefore === undefined) delete process.env['FLOW2VEC_CACHE'];
    else process.env['FLOW2VEC_CACHE'] = cacheBefore;
  });
  const asked = async (file: string, line: number) => say('similar', file, '--line', String(line), ...quick);
  const tokenOf = async (file: string, line: number) =>
    (JSON.parse((await asked(file, line)).out) as { token: string }).token;

  it('takes a row of Parquet', async () => {
    const path = join(folder.path, 'rows.parquet');
    const database = await openDatabase(folder.path, [path]);
    await database.connection.run(
      `COPY (SELECT TIMESTAMP '2024-01-01' AS StartTime, 'tcp' AS Proto, '10.0.0.' || i AS SrcAddr, '192.0.2.1' AS DstAddr, '443' AS Dport
       FROM range(1, 9) t(i)) TO ${quoted(path)} (FORMAT parquet)`,
    );
    database.close();
    assert.equal(await tokenOf(path, 3), 'tcp 10.0.0.3 192.0.2.1 443');
    assert.match((await asked(path, 99)).error, /rows\.parquet: has no flow with the number 99/);
  });

  it('takes the flow to which an alert of Suricata belongs', async () => {
    const event = (event_type: string, flow_id: number, more = {}) =>
      JSON.stringify({
        ...{ timestamp: '2024-01-01T00:00:00.000000+0000', flow_id, event_type, proto: 'TCP' },
        ...{ src_ip: `10.0.0.${flow_id}`, src_port: 4000, dest_ip: '192.0.2.1', dest_port: 443, ...more },
      });
    const alert = { alert: { signature: 'X', severity: 1 } };
    const path = folder.file(
      'eve.json',
      [event('alert', 2, alert), event('flow', 1), event('flow', 2), event('alert', 9, alert)].join('\n'),
    );
    assert.equal(await tokenOf(path, 1), 'tcp 10.0.0.2 192.0.2.1 443');
    assert.match((await asked(path, 4)).error, /line 4: is no flow, and belongs to none/);
  });
});
