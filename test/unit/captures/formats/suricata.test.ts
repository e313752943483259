import assert from 'node:assert/strict';
import { recognise } from '../../../../server/src/engine/captures/formats/formats';
import { readCapture } from '../../../support/readCapture';
import { temporaryFolder } from '../../../support/temporaryFolder';

const event = (type: string, id: number, more: object = {}) => ({
  timestamp: '2021-06-06T16:00:00.250000+0200',
  flow_id: id,
  event_type: type,
  src_ip: '10.0.0.1',
  src_port: 4000 + id,
  dest_ip: '10.0.0.2',
  dest_port: 80,
  proto: 'TCP',
  ...more,
});
const ten = { start: '2021-06-06T15:59:58.000000+0200', end: '2021-06-06T16:00:00.000000+0200' };
const flow = (id: number, more: object = {}, times: object = ten) =>
  event('flow', id, {
    flow: {
      pkts_toserver: 2,
      pkts_toclient: 1,
      bytes_toserver: 100,
      bytes_toclient: 50,
      state: 'closed',
      ...times,
    },
    ...more,
  });
const alert = (id: number, severity = 2, more: object = {}) =>
  event('alert', id, { alert: { signature: `rule ${severity}`, severity, category: 'Misc' }, ...more });
const back = { src_ip: '10.0.0.2', src_port: 80, dest_ip: '10.0.0.1' };
const half = (id: number, bytes: number, more: object = {}) =>
  event('netflow', id, { netflow: { pkts: 2, bytes, ...ten }, ...more });
const lines = (...objects: object[]) => objects.map(object => JSON.stringify(object)).join('\n');
const dayAfter = { start: '2021-06-07T10:00:00.000000+0200', end: '2021-06-07T10:00:02.000000+0200' };

describe("Suricata's EVE", function () {
  this.timeout(60_000);
  const folder = temporaryFolder();
  const columns = ['src_addr', 'sport', 'bytes', 'src_bytes', 'label', 'severity'];

  const cases: [what: string, text: string, rows: unknown[][], note?: RegExp][] = [
    ['an alert after its flow', lines(flow(1), alert(1)), [[1, '10.0.0.1', '4001', 150, 100, 'alert', '2']]],
    [
      'alerts of both directions, the gravest of which stands',
      lines(alert(1, 2), alert(1, 1, { ...back, dest_port: 4001 }), flow(1)),
      [[3, '10.0.0.1', '4001', 150, 100, 'alert', '1']],
    ],
    [
      'flow ids that are given anew: between others',
      lines(alert(1), flow(1), flow(1, { src_ip: '10.0.0.9' }, dayAfter)),
      [
        [2, '10.0.0.1', '4001', 150, 100, 'alert', '2'],
        [3, '10.0.0.9', '4001', 150, 100, '', ''],
      ],
    ],
    [
      'flow ids that are given anew: between the same, at another time',
      lines(flow(1), flow(1, {}, dayAfter), alert(1, 3, { timestamp: '2021-06-07T10:00:01.000000+0200' })),
      [
        [1, '10.0.0.1', '4001', 150, 100, '', ''],
        [2, '10.0.0.1', '4001', 150, 100, 'alert', '3'],
      ],
    ],
    [
      'halves of netflow events, put together',
      lines(half(1, 100), half(2, 7), half(1, 50, { ...back, dest_port: 4001 })),
      [
        [1, '10.0.0.1', '4001', 150, 100, '', ''],
        [2, '10.0.0.1', '4002', 7, 7, '', ''],
      ],
      /2 flows are put together of netflow events/,
    ],
    [
      'flow events beside netflow events',
      lines(half(1, 100), flow(1)),
      [[2, '10.0.0.1', '4001', 150, 100, '', '']],
    ],
    [
      'IPv6 as other tools write it, ICMP by type and code',
      lines(
        flow(1, {
          src_ip: '2001:0db8:0000:0000:0000:0000:0000:0001',
          src_port: undefined,
          icmp_type: 128,
          icmp_code: 0,
        }),
      ),
      [[1, '2001:db8::1', '128', 150, 100, '', '']],
    ],
    [
      'a list of events over lines',
      JSON.stringify([flow(1), alert(1)], undefined, 1),
      [[2, '10.0.0.1', '4001', 150, 100, 'alert', '2']],
    ],
    [
      'a list of events on one line',
      JSON.stringify([event('stats', 0), flow(1)]),
      [[2, '10.0.0.1', '4001', 150, 100, '', '']],
    ],
  ];
  const logged = (prefix: string) =>
    lines(flow(1), alert(1))
      .split('\n')
      .filter(Boolean)
      .map(line => prefix + line)
      .join('\n');
  for (const prefix of [
    'Aug 16 10:01:46 sensor suricata[812]: ',
    '<134>Aug  6 10:01:46 sensor suricata: @cee: ',
    '<134>1 2011-08-16T10:01:46.123+02:00 sensor suricata 812 - - ',
    '2011-08-16T10:01:46.123456+00:00 sensor suricata[812]: ',
  ])
    cases.push([
      `what a log daemon wrote before it: ${prefix}`,
      logged(prefix),
      [[1, '10.0.0.1', '4001', 150, 100, 'alert', '2']],
    ]);
  // Each event as the text of an object of a shipper, between those of other programs.
  for (const [shipper, around] of [
    ['Filebeat', message => ({ '@timestamp': '2021-06-06T14:00:00Z', log: { offset: 3 }, message })],
    ['Filebeat behind a pipeline', original => ({ event: { original, kind: 'event' } })],
    ['Docker', log => ({ log, stream: 'stdout' })],
    ['Splunk', raw => ({ result: { _raw: raw } })],
  ] as [string, (text: string) => object][])
    cases.push([
      `what ${shipper} put around it`,
      lines(...[flow(1), alert(1)].map(each => around(`${JSON.stringify(each)}\n`)), around('Started.')),
      [[1, '10.0.0.1', '4001', 150, 100, 'alert', '2']],
    ]);
  for (const [what, text, rows, note] of cases)
    it(`is read with ${what}`, async () => {
      const found = await readCapture(folder, 'eve.json', text, columns);
      assert.deepEqual([found.format, found.rejected], ['suricata', 0]);
      assert.deepEqual(found.rows, rows);
      if (note) assert.match(found.notes?.join() ?? '', note);
    });

  it('loses the last line alone where that was cut off', async () => {
    const text = lines(flow(1), flow(2)).slice(0, -50);
    const found = await readCapture(folder, 'cut.json', text, ['sport']);
    assert.deepEqual([found.rows, found.problems?.map(p => p.line)], [[[1, '4001']], [2]]);
  });

  it('has its cells where they stand in the text of another object', () => {
    const line = JSON.stringify({
      note: 'src_ip',
      message: JSON.stringify({ ...flow(1), note: 'a "quote" \u00e9' }),
    });
    const head = { name: 'eve.json', bytes: Buffer.from(line), lines: [line], firstLine: 1 };
    const found = recognise(head);
    assert.ok('layout' in found);
    const row = found.format.lines?.read(line, 1, found.layout);
    for (const [column, text] of [
      ['SrcAddr', '10.0.0.1'],
      ['Sport', '4001'],
      ['Proto', 'TCP'],
    ]) {
      const cell = row?.fields.find(field => field.column === column);
      assert.equal(line.slice(cell?.start, cell?.end), text, column);
    }
  });

  it('reports an object of a shipper that was cut off', async () => {
    const whole = lines(...[flow(1), flow(2)].map(each => ({ message: JSON.stringify(each) })));
    const found = await readCapture(folder, 'cut-beat.json', whole.slice(0, -50), ['sport']);
    assert.deepEqual([found.rows, found.problems?.map(p => p.line)], [[[1, '4001']], [2]]);
  });

  it('says of events that name no flows that there are none', async () => {
    const stats = { timestamp: '2011-08-16T09:01:46.500000+0000', event_type: 'stats', stats: { uptime: 8 } };
    const found = await readCapture(folder, 'stats.json', lines(stats, stats), ['sport']);
    assert.deepEqual(found.rows, []);
    assert.deepEqual(found.notes, [
      'The file has no flow events, and its 2 events of other kinds name no flows.',
    ]);
  });

  it('says nothing of other events where there are none', async () => {
    const found = await readCapture(folder, 'flows.json', lines(flow(1)), ['sport']);
    assert.deepEqual(found.notes, []);
  });
});
