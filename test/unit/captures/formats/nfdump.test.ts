import assert from 'node:assert/strict';
import { readCapture } from '../../../support/readCapture';
import { temporaryFolder } from '../../../support/temporaryFolder';

const [day, later] = ['2013-07-05 02:15:52.819', '2013-07-05 02:15:53.319'];
const start = Date.UTC(2013, 6, 5, 2, 15, 52, 819) * 1000;
const summary = [
  'Summary: total flows: 1, total bytes: 2.3 M, total packets: 1852, avg bps: 841021, avg pps: 86, avg bpp: 1218',
  'Time window: 2013-07-05 02:15:33 - 2013-07-05 02:15:54',
  'Total flows processed: 1, passed: 1, Blocks skipped: 0, Bytes read: 1456',
  'Sys: 0.0000s User: 0.0011s Wall: 0.0002s flows/second: 111025.7 Runtime: 0.0002s',
];
const record = (type: string, more: object = {}) => ({
  type,
  first: '2013-07-05T02:15:52.819',
  last: '2013-07-05T02:15:53.319',
  proto: 17,
  tcp_flags: '........',
  src_port: 5353,
  dst_port: 53,
  src4_addr: '10.0.0.6',
  dst4_addr: '10.0.0.9',
  in_packets: 2,
  in_bytes: 57,
  label: '<none>',
  ...more,
});

describe('listings of nfdump', function () {
  this.timeout(60_000);
  const folder = temporaryFolder();
  const columns = [
    ...['epoch_us(start_time)::DOUBLE', 'duration', 'proto', 'src_addr', 'sport', 'dst_addr', 'dport'],
    ...['packets', 'bytes', 'src_bytes', 'state'],
  ];
  const ends = ['udp', '10.0.0.6', '5353', '10.0.0.9', '53'];
  const listed = (header: string, row: string) => [header, row, ...summary].join('\n');

  // The header and a row as the program prints them, and what must become of it.
  const cases: [what: string, text: string, record: number, want: unknown[]][] = [
    [
      'with spans in words of a clock (1.7)',
      listed(
        'Date first seen             Duration     Proto      Src IP Addr:Port          Dst IP Addr:Port   Packets    Bytes Flows',
        `${day}     00:00:00.500 UDP           10.0.0.6:5353  ->         10.0.0.9:53           2    1.2 M     1`,
      ),
      2,
      [start, 0.5, ...ends, 2, 1_200_000, null, ''],
    ],
    [
      'of both directions: what comes in is of the source',
      listed(
        'Date first seen             Duration     Proto      Src IP Addr:Port           Dst IP Addr:Port     Flags Tos  Out Pkt   In Pkt Out Byte  In Byte Flows',
        `${day}     00:00:00.500 UDP           10.0.0.6:5353  <->         10.0.0.9:53    ........   0        1        2       40       57     2`,
      ),
      2,
      [start, 0.5, ...ends, 3, 97, 57, '........'],
    ],
    [
      'of elements in another order, with the last time in the place of a span',
      listed(
        'Proto      Src IP Addr Src Pt      Dst IP Addr Dst Pt Date first seen         Date last seen           Packets    Bytes',
        `UDP           10.0.0.6   5353         10.0.0.9     53 ${day} ${later}        2       57`,
      ),
      2,
      [start, 0.5, ...ends, 2, 57, null, ''],
    ],
    [
      'of elements separated by commas, with seconds since 1970',
      listed(
        'Date first seen (raw)         Duration          Src IP Addr Src Pt      Dst IP Addr Dst Pt Proto  Packets    Bytes    Flags',
        '1372990552.819,    00:00:00.500,        10.0.0.6,  5353,        10.0.0.9,    53,UDP  ,       2,      57,........',
      ),
      2,
      [start, 0.5, ...ends, 2, 57, null, '........'],
    ],
    [
      'of elements separated by bars, some of which are of no flow here',
      listed(
        'Date first seen              Src IP Addr Src Pt      Dst IP Addr Dst Pt Proto  Src AS   In Pkt  In Byte  Out Pkt Out Byte',
        `${day}|        10.0.0.6|  5353|        10.0.0.9|    53|UDP  |       0|       2|      57|       0|       0`,
      ),
      2,
      [start, null, ...ends, 2, 57, 57, ''],
    ],
    [
      'with countries behind addresses',
      listed(
        'Date first seen             Duration     Proto      Src IP Addr(..):Port          Dst IP Addr(..):Port   Packets    Bytes Flows',
        `${day}     00:00:00.500 UDP           10.0.0.6(..):5353  ->         10.0.0.9(DE):53           2       57     1`,
      ),
      2,
      [start, 0.5, ...ends, 2, 57, null, ''],
    ],
    [
      'of flows put together, without protocol and ports',
      listed(
        'Date first seen             Duration           Src IP Addr      Dst IP Addr   Packets    Bytes      bps    Bpp Flows',
        `${day}     00:00:00.500          10.0.0.6         10.0.0.9         2       57        0     40     1`,
      ),
      2,
      [start, 0.5, '', '10.0.0.6', '', '10.0.0.9', '', 2, 57, null, ''],
    ],
    [
      'without header and summary (-q)',
      `${day}     00:00:00.500 UDP           10.0.0.6:5353  ->         10.0.0.9:53           2       57     1`,
      1,
      [start, 0.5, ...ends, 2, 57, null, ''],
    ],
    [
      'of ICMP between addresses of IPv6, whose type and code are the port',
      listed(
        'Date first seen             Duration     Proto      Src IP Addr:Port          Dst IP Addr:Port   Packets    Bytes Flows',
        `${day}     00:00:00.500 ICMP6          fe80::1.0     ->          ff02::1.128.0        2       57     1`,
      ),
      2,
      [start, 0.5, 'icmp6', 'fe80::1', '0', 'ff02::1', '128.0', 2, 57, null, ''],
    ],
    [
      'as comma-separated values of 1.6 without a header (-q)',
      `${day},${later},0.500,10.0.0.6,10.0.0.9,5353,53,UDP,........,0,0,2,57,1,40${',0'.repeat(33)}`,
      1,
      [start, 0.5, ...ends, 3, 97, 57, '........'],
    ],
    [
      'as JSON over lines',
      JSON.stringify([record('EVENT'), record('FLOW')], undefined, 1),
      16,
      [start, 0.5, ...ends, 2, 57, 57, '........'],
    ],
    [
      'as JSON of 1.6, with IPv6',
      JSON.stringify([
        record('FLOW', {
          ...{ first: undefined, last: undefined, src4_addr: undefined, dst4_addr: undefined },
          ...{ t_first: '2013-07-05T02:15:52.819', t_last: '2013-07-05T02:15:53.319' },
          ...{ src6_addr: '2001:db8::1', dst6_addr: 'ff02::1' },
        }),
      ]),
      1,
      [start, 0.5, 'udp', '2001:db8::1', '5353', 'ff02::1', '53', 2, 57, 57, '........'],
    ],
    ['as JSON lines', JSON.stringify(record('FLOW')), 1, [start, 0.5, ...ends, 2, 57, 57, '........']],
  ];
  for (const [what, text, at, want] of cases)
    it(`are read ${what}`, async () => {
      const found = await readCapture(folder, 'nfdump.txt', text, columns);
      assert.deepEqual([found.format, found.rejected], ['nfdump', 0]);
      assert.deepEqual(found.rows, [[at, ...want]]);
    });

  const refused: [what: string, text: string, reason: RegExp][] = [
    [
      'statistics',
      'Top 10 Src IP Addr ordered by bytes:\nDate first seen                 Duration Proto       Src IP Addr    Flows(%)     Packets(%)       Bytes(%)         pps      bps   bpp\n',
      /statistics of nfdump \("-s"\)/,
    ],
    [
      'comma-separated statistics, as wide as a listing of Argus',
      'ts,te,td,pr,val,fl,flP,ipkt,ipktP,ibyt,ibytP,ipps,ibps,ibpp\n2011-08-16 10:00:00,2011-08-16 10:00:49,49.000,any,10.0.1.2,50,100.0,50,100.0,1900,100.0,1,310,38\n',
      /statistics of nfdump \("-s"\)/,
    ],
    [
      'the same without their header (-q)',
      '2011-08-16 10:00:00,2011-08-16 10:00:49,49.000,any,10.0.1.2,50,100.0,50,100.0,1900,100.0,1,310,38\n',
      /statistics of nfdump \("-s"\)/,
    ],
    ['full records', '\nFlow Record: \n  Flags        =              0x00 FLOW\n', /full records of nfdump/],
    [
      'records separated by bars',
      '2|1372990552819|1372990552819|17|0|0|0|167772166|5353|0|0|0|167772169|53|0|0|0|0|0|0|1|57\n',
      /\("-o pipe"\): print them with "nfdump -o json"/,
    ],
  ];
  for (const [what, text, reason] of refused)
    it(`are refused with a remedy where they are ${what}`, async () => {
      await assert.rejects(readCapture(folder, 'other.txt', text, ['record']), reason);
    });
});
