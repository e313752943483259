import assert from 'node:assert/strict';
import { readCapture } from '../../../support/readCapture';
import { temporaryFolder } from '../../../support/temporaryFolder';

const names =
  'ts uid id.orig_h id.orig_p id.resp_h id.resp_p proto service duration orig_bytes resp_bytes conn_state local_orig local_resp missed_bytes history orig_pkts orig_ip_bytes resp_pkts resp_ip_bytes tunnel_parents'.split(
    ' ',
  );
const row = (ts = '1591367999.5', more: string[] = []) => [
  ...`${ts} CX1 10.0.0.1 4000 10.0.0.2 53 udp dns - 62 141 SF T T 0 Dd 2 118 2 197 -`.split(' '),
  ...more,
];

interface Written {
  separator?: string;
  said?: string;
  unset?: string;
  path?: string;
  fields?: string[];
  rows?: string[][];
}

function log({
  separator = '\t',
  said = '\\x09',
  unset = '-',
  path = 'conn',
  fields = names,
  rows = [row()],
}: Written = {}): string {
  const line = (...cells: string[]) => cells.join(separator);
  return [
    `#separator ${said}`,
    line('#set_separator', ','),
    line('#empty_field', '(empty)'),
    line('#unset_field', unset),
    line('#path', path),
    line('#fields', ...fields),
    line('#types', ...fields.map(() => 'string')),
    ...rows.map(cells => line(...cells.map(cell => (cell === '-' ? unset : cell)))),
    '',
  ].join('\n');
}

const connection = {
  ts: 1591367999.5,
  uid: 'CX1',
  'id.orig_h': '10.0.0.1',
  'id.orig_p': 4000,
  'id.resp_h': '10.0.0.2',
  'id.resp_p': 53,
  proto: 'udp',
  service: 'dns',
  conn_state: 'SF',
  orig_pkts: 2,
  resp_pkts: 2,
  orig_ip_bytes: 118,
  resp_ip_bytes: 197,
};
const query = { ts: 1, uid: 'C', 'id.orig_h': '10.0.0.1', 'id.resp_h': '10.0.0.2', query: 'a', rcode: 0 };
const json = (...objects: object[]) => objects.map(object => JSON.stringify(object)).join('\n');

describe("Zeek's logs", function () {
  this.timeout(60_000);
  const folder = temporaryFolder();
  const columns = [
    'epoch_us(start_time)::DOUBLE',
    'src_addr',
    'sport',
    'dst_addr',
    'dport',
    'bytes',
    'state',
  ];
  const flow = (at = 1591367999.5e6) => [at, '10.0.0.1', '4000', '10.0.0.2', '53', 315, 'SF'];

  // What is written, and the lines or places of its flows.
  const cases: [what: string, text: string, records: number[], at?: number][] = [
    ['separated by commas', log({ separator: ',', said: '\\x2c' }), [8]],
    ['separated by bars', log({ separator: '|', said: '|' }), [8]],
    ['whose unset fields are called otherwise', log({ unset: 'NULL' }), [8]],
    ['whose unset fields are empty', log({ unset: '' }), [8]],
    ['with times from 0', log({ rows: [row('2.25')] }), [8], 2.25e6],
    ['with times of ISO 8601', log({ rows: [row('2020-06-05T14:39:59.500000Z')] }), [8]],
    ['of long connections', log({ path: 'conn_long' }), [8]],
    [
      'with columns of policies',
      log({
        fields: [...names, 'vlan', 'orig_l2_addr', 'community_id'],
        rows: [row(undefined, ['42', '-', '1:a='])],
      }),
      [8],
    ],
    [
      'joined, with columns more',
      log() + log({ fields: [...names, 'vlan'], rows: [row(undefined, ['42'])] }),
      [8, 16],
    ],
    ['joined, with another separator', log() + log({ separator: ',', said: '\\x2c' }), [8, 16]],
    ['joined, with unset fields called otherwise', log() + log({ unset: 'NULL' }), [8, 16]],
    ['without a header', `${row().join('\t')}\n${row().join('\t')}\n`, [1, 2]],
    [
      'as JSON lines with names of their streams',
      json({ _path: 'dns', ...query }, { _path: 'conn', ...connection }),
      [2],
    ],
    ['as JSON with milliseconds', json({ ...connection, ts: 1591367999500 }), [1]],
    ['as JSON in a wrapper', json({ conn: connection }, { dns: query }), [1]],
    ['as a list of JSON over lines', JSON.stringify([connection, connection], undefined, 2), [2, 17]],
    ['as a list of JSON on one line', JSON.stringify([connection, connection]), [1, 2]],
    ['as a list of JSON, one on each line', `[\n${json(connection)},\n${json(connection)}\n]\n`, [2, 3]],
    [
      'as JSON that Filebeat put into its own',
      json({ message: JSON.stringify(connection) }, { message: JSON.stringify(query) }),
      [1],
    ],
    [
      'as JSON whose keys have no points',
      json(
        Object.fromEntries(Object.entries(connection).map(([key, value]) => [key.replace('.', '_'), value])),
      ),
      [1],
    ],
    [
      'as a data frame writes them, with its numbers of rows and its word for nothing',
      `,${names.join(',')}\n0,${row()
        .map(cell => (cell === '-' ? 'nan' : cell))
        .join(',')}\n`,
      [2],
    ],
    ['as JSON over lines without a list', JSON.stringify(connection, undefined, 1), [1]],
  ];
  for (const [what, text, records, at] of cases)
    it(`are read ${what}`, async () => {
      const found = await readCapture(folder, 'conn.log', text, columns);
      assert.deepEqual([found.format, found.rejected], ['zeek', 0]);
      assert.deepEqual(
        found.rows,
        records.map(record => [record, ...flow(at)]),
      );
    });

  it('say so where times count from the beginning, or no header names the columns', async () => {
    const relative = await readCapture(folder, 'a.log', log({ rows: [row('0.5')] }), ['record']);
    assert.match(relative.notes?.join() ?? '', /count from the beginning/);
    const headless = await readCapture(folder, 'b.log', row().join('\t'), ['record']);
    assert.match(headless.notes?.join() ?? '', /no header: its 21 columns/);
  });

  const others: [string, string, RegExp][] = [
    [
      'http.log',
      log({ path: 'http', fields: ['ts', 'uid', 'id.orig_h', 'id.resp_h', 'host'] }),
      /log of "http"/,
    ],
    ['dns.json', json(query), /not of connections \(no conn_state/],
    ['dns2.json', json({ _path: 'dns', ...query }), /log of "dns"/],
  ];
  for (const [name, text, reason] of others)
    it(`of another kind are refused, and the conn.log is named: ${name}`, async () => {
      await assert.rejects(readCapture(folder, name, text, ['record']), (error: Error) => {
        assert.match(error.message, reason);
        assert.match(error.message, /name the conn\.log beside it/);
        return true;
      });
    });
});
