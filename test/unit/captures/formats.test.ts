import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { CaptureStore } from '../../../server/src/engine/captures/store';
import { formats, recognise } from '../../../server/src/engine/captures/formats/formats';
import { summarize } from '../../../server/src/engine/captures/summary';
import { readCapture } from '../../support/readCapture';
import { temporaryFolder } from '../../support/temporaryFolder';

const zeekHeader = [
  '#separator \\x09',
  '#set_separator\t,',
  '#empty_field\t(empty)',
  '#unset_field\t-',
  '#path\tconn',
  '#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tservice\tduration\torig_bytes\tresp_bytes\tconn_state\thistory\torig_pkts\torig_ip_bytes\tresp_pkts\tresp_ip_bytes\tlabel\tdetailedlabel',
];
const zeekRow = (ts: string, port: number, label = 'Benign\t(empty)') =>
  `${ts}\tCa${port}\t10.0.0.1\t${port}\t10.0.0.2\t53\tudp\tdns\t0.5\t40\t80\tSF\tDd\t1\t68\t1\t108\t${label}`;

describe('formats of captures', function () {
  this.timeout(60_000);
  const folder = temporaryFolder();
  const ends = ['src_addr', 'sport', 'dst_addr', 'dport', 'proto'];

  describe('Zeek', () => {
    it('reads a conn.log, with its bytes both ways, and counts its labels', async () => {
      const text = [
        ...zeekHeader,
        zeekRow('1655071209.953394', 1000),
        zeekRow('1655071210', 1001, 'Malicious\tC&C'),
      ];
      const columns = [
        ...ends,
        'epoch_us(start_time)::DOUBLE',
        'duration',
        'packets',
        'bytes',
        'src_bytes',
        'state',
        'history',
        'service',
        'detailed_label',
      ];
      const found = await readCapture(
        folder,
        'conn.log',
        `${text.join('\n')}\n#close\t2022-06-17\n`,
        columns,
      );
      assert.deepEqual(found.rows, [
        [
          7,
          '10.0.0.1',
          '1000',
          '10.0.0.2',
          '53',
          'udp',
          1655071209953394,
          0.5,
          2,
          176,
          68,
          'SF',
          'Dd',
          'dns',
          '',
        ],
        [
          8,
          '10.0.0.1',
          '1001',
          '10.0.0.2',
          '53',
          'udp',
          1655071210000000,
          0.5,
          2,
          176,
          68,
          'SF',
          'Dd',
          'dns',
          'C&C',
        ],
      ]);
      assert.deepEqual([found.format, found.rejected], ['zeek', 0]);
      assert.deepEqual(found.summary.labels, { malicious: 1, normal: 1 });
    });

    it('reads files whose last columns share a field, three spaces between them', async () => {
      const fields = (zeekHeader.at(-1) as string).replace(
        '\tlabel\tdetailedlabel',
        '   label   detailed-label',
      );
      const row = zeekRow('1.5', 7, '').slice(0, -1);
      const text = [...zeekHeader.slice(0, -1), fields, `${row}   Malicious   DDoS`, `${row}   Benign   -`];
      const found = await readCapture(folder, 'iot.log', text.join('\n'), ['label', 'detailed_label']);
      assert.deepEqual(
        found.rows.map(row => row.slice(1)),
        [
          ['Malicious', 'DDoS'],
          ['Benign', ''],
        ],
      );
    });

    it('reads the columns that a later #fields names, and says so', async () => {
      const short = '#fields\tts\tid.resp_h\tid.orig_h\tproto';
      const text = [...zeekHeader, zeekRow('1', 7), short, '2\t10.9.9.9\t10.8.8.8\ttcp'];
      const found = await readCapture(folder, 'rotated.log', text.join('\n'), [
        'src_addr',
        'dst_addr',
        'proto',
      ]);
      assert.deepEqual(
        found.rows.map(row => row.slice(1)),
        [
          ['10.0.0.1', '10.0.0.2', 'udp'],
          ['10.8.8.8', '10.9.9.9', 'tcp'],
        ],
      );
      assert.match(found.notes?.join() ?? '', /From line 9 the columns are others/);
    });

    it('rejects a bad row alone, naming its line, cell and remedy', async () => {
      const bad = zeekRow('yesterday', 9);
      const text = [
        ...zeekHeader,
        zeekRow('1', 7),
        bad,
        zeekRow('2', 8).replace('\t40\t', '\tmany\t').replace('\t68\t', '\tmany\t'),
        '1\t2',
        zeekRow('3', 10),
      ];
      const found = await readCapture(folder, 'bad.log', text.join('\n'), ['sport']);
      assert.deepEqual(found.rows, [
        [7, '7'],
        [11, '10'],
      ]);
      assert.deepEqual(
        found.problems?.map(p => [p.line, p.message.slice(0, 30)]),
        [
          [8, 'ts "yesterday" is no time: cor'],
          [9, 'orig_ip_bytes "many" is not a '],
          [10, 'The row has 2 fields where 19 '],
        ],
      );
    });

    it('reads JSON lines, with nested keys too, and times of either kind', async () => {
      const flat = {
        ts: 1664462456.755299,
        uid: 'C1',
        'id.orig_h': 'fe80::1',
        'id.orig_p': 4,
        'id.resp_h': '10.0.0.2',
        'id.resp_p': 53,
        proto: 'udp',
        orig_ip_bytes: 10,
        resp_ip_bytes: 5,
        conn_state: 'S0',
      };
      const nested = {
        ts: '2022-09-29T14:40:56.755299Z',
        uid: 'C2',
        id: { orig_h: '10.0.0.3', resp_h: '10.0.0.4', resp_p: 80 },
        proto: 'tcp',
      };
      const text = [JSON.stringify(flat), '{"ts": 1, broken', JSON.stringify(nested)].join('\n');
      const found = await readCapture(folder, 'conn.json', text, [
        ...ends,
        'epoch_us(start_time)::DOUBLE',
        'bytes',
        'flow_id',
      ]);
      assert.deepEqual(found.rows, [
        [1, 'fe80::1', '4', '10.0.0.2', '53', 'udp', 1664462456755299, 15, 'C1'],
        [3, '10.0.0.3', '', '10.0.0.4', '80', 'tcp', 1664462456755299, null, 'C2'],
      ]);
      assert.match(found.problems?.[0]?.message ?? '', /^The line is no JSON/);
    });

    it('says of another log that it is no conn.log', async () => {
      const dns = '#separator \\x09\n#path\tdns\n#fields\tts\tuid\tquery\n1\tC\texample.org\n';
      await assert.rejects(
        readCapture(folder, 'dns.log', dns, ['line']),
        /dns\.log, line 1: a Zeek log without ts, id\.orig_h/s,
      );
    });
  });

  describe('Suricata', () => {
    const event = (type: string, id: number, more: object = {}) =>
      JSON.stringify({
        timestamp: '2021-06-06T16:00:00.250000+0200',
        flow_id: id,
        event_type: type,
        src_ip: '10.0.0.1',
        src_port: id,
        dest_ip: '10.0.0.2',
        dest_port: 80,
        proto: 'TCP',
        ...more,
      });
    const flow = (id: number) =>
      event('flow', id, {
        app_proto: 'http',
        flow: {
          pkts_toserver: 2,
          pkts_toclient: 1,
          bytes_toserver: 100,
          bytes_toclient: 50,
          start: '2021-06-06T15:59:58.000000+0200',
          end: '2021-06-06T16:00:00.000000+0200',
          state: 'closed',
        },
      });
    const alert = (id: number, severity: number) =>
      event('alert', id, { alert: { signature: `rule ${severity}`, severity, category: 'Misc' } });

    it('reads flow events, the gravest alert of the same flow beside them', async () => {
      const text = [alert(1, 2), flow(1), alert(1, 1), flow(2), event('dns', 2), alert(9, 1)].join('\n');
      const found = await readCapture(folder, 'eve.json', text, [
        'sport',
        'epoch_us(start_time)::DOUBLE',
        'duration',
        'bytes',
        'src_packets',
        'label',
        'severity',
        'signature',
      ]);
      const time = Date.UTC(2021, 5, 6, 13, 59, 58) * 1000;
      assert.deepEqual(found.rows, [
        [2, '1', time, 2, 150, 2, 'alert', '1', 'rule 1'],
        [4, '2', time, 2, 150, 2, '', '', ''],
      ]);
      assert.deepEqual(found.summary.labels, { alert: 1, unlabelled: 1 });
    });

    it('takes what alerts and other events name where there are no flow events, each flow once', async () => {
      const text = [
        alert(1, 2),
        event('dns', 2),
        event('http', 1),
        event('stats', 3, { src_ip: undefined }),
      ].join('\n');
      const found = await readCapture(folder, 'alerts.json', text, ['sport', 'label']);
      assert.deepEqual(found.rows, [
        [1, '1', 'alert'],
        [2, '2', ''],
      ]);
      assert.match(found.notes?.join() ?? '', /no flow events: its 2 flows/);
    });
  });

  it('are told by content, each by one format, and only from what they hold', () => {
    const heads = ['hello', '{"a":1}', '#fields\tx', 'a,b,c\n1,2,3', ''];
    for (const text of heads) {
      const found = recognise({
        name: 'x.log',
        bytes: Buffer.from(text),
        lines: text.split('\n'),
        firstLine: 1,
      });
      assert.ok('error' in found, text);
    }
    assert.equal(new Set(formats.map(f => f.name)).size, formats.length);
  });

  const data = '../shared/data/flows/';
  const real: [string, string, number, Record<string, number>][] = [
    ['zeek-conn-labelled.log.gz', 'zeek', 9048, { malicious: 3951, normal: 4771, background: 326 }],
    ['zeek-iot23-34-1-mirai.log.gz', 'zeek', 23145, { malicious: 21222, normal: 1923 }],
    ['zeek-iot23-44-1-mirai.csv.gz', 'zeek', 237, { malicious: 26, normal: 211 }],
    ['zeek-iot23-20-1-torii.csv.gz', 'zeek', 3209, { malicious: 16, normal: 3193 }],
    ['zeek-iot23-honeypot-5-1.csv.gz', 'zeek', 1374, { normal: 1374 }],
    ['zeek-conn.json.log.gz', 'zeek', 4504, { unlabelled: 4504 }],
    ['suricata-eve.json.gz', 'suricata', 3512, { alert: 366, unlabelled: 3146 }],
    ['unsw-nb15-first20k.csv.gz', 'unsw-nb15', 20001, { malicious: 1572, normal: 18429 }],
    ['nfdump-text-1.txt', 'nfdump', 35, { unlabelled: 35 }],
    ['nfdump-text-2.txt', 'nfdump', 167, { unlabelled: 167 }],
  ];
  for (const [file, format, flows, labels] of real)
    (existsSync(data + file) ? it : it.skip)(`account for every row of ${file}`, async () => {
      const store = new CaptureStore(`${folder.path}/real`);
      const capture = await store.open([data + file]);
      const counts = await summarize(capture);
      await capture.close();
      assert.deepEqual(
        [capture.files[0]?.format, counts.flows, counts.rejected, counts.labels],
        [format, flows, 0, labels],
      );
    });
});
