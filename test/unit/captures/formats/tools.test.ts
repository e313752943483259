import assert from 'node:assert/strict';
import { readCapture } from '../../../support/readCapture';
import { temporaryFolder } from '../../../support/temporaryFolder';

const columns = [
  ...['epoch_us(start_time)::DOUBLE', 'duration', 'proto', 'src_addr', 'sport', 'dst_addr', 'dport'],
  ...['packets', 'bytes'],
];
type Case = [what: string, text: string, records: number[]];

describe("SiLK's rwcut", function () {
  this.timeout(60_000);
  const folder = temporaryFolder();
  const names = 'sIP dIP sPort dPort pro packets bytes flags sTime duration eTime sen'.split(' ');
  const at = (time: string) => ({ sTime: `2009/02/${time}`, eTime: `2009/02/${time}` });
  const usual: Record<string, string> = {
    sIP: '10.0.0.1',
    dIP: '10.0.0.2',
    sPort: '5353',
    dPort: '53',
    pro: '17',
    packets: '2',
    bytes: '57',
    flags: '',
    ...at('12T00:00:00.500'),
    duration: '0.500',
    sen: 'S0',
  };
  interface Written {
    delimiter?: string;
    width?: number;
    end?: string;
  }
  const cut = (said: Record<string, string> = {}, fields = names, written: Written = {}) => {
    const { delimiter = '|', width = 16 } = written;
    const all: Record<string, string> = { ...usual, 'sTime+msec': usual['sTime'] as string, ...said };
    const line = (cells: string[]) =>
      cells.map(cell => cell.padStart(width)).join(delimiter) + (written.end ?? delimiter);
    return `${line(fields)}\n${line(fields.map(name => all[name] ?? ''))}\n`;
  };
  const want = [
    Date.UTC(2009, 1, 12) * 1000 + 500_000,
    0.5,
    'udp',
    '10.0.0.1',
    '5353',
    '10.0.0.2',
    '53',
    2,
    57,
  ];

  const cases: Case[] = [
    ['as it is', cut(), [2]],
    ['without its last bar', cut({}, names, { end: '' }), [2]],
    ['separated by commas', cut({}, names, { delimiter: ',', width: 0, end: '' }), [2]],
    ['separated by spaces', cut({ flags: 'A' }, names, { delimiter: ' ', width: 0, end: '' }), [2]],
    ['without titles', cut().split('\n').slice(1).join('\n'), [1]],
    [
      'separated by commas, without titles',
      cut({}, names, { delimiter: ',', width: 0, end: '' }).split('\n').slice(1).join('\n'),
      [1],
    ],
    [
      'with all fields',
      cut({}, [...names, 'class', 'type', 'iTy', 'iCo', 'in', 'out', 'nhIP', 'initialF', 'sTime+msec']),
      [2],
    ],
    ['with seconds since 1970', cut({ sTime: '1234396800.500', eTime: '1234396801.000' }), [2]],
    ['with months first', cut({ sTime: '02/12/2009 00:00:00.500', eTime: '02/12/2009 00:00:01.000' }), [2]],
    ['with addresses as numbers', cut({ sIP: '167772161', dIP: '167772162' }), [2]],
    ['with addresses in hexadecimal', cut({ sIP: '0a000001', dIP: '0a000002' }), [2]],
    ['with zeros in addresses', cut({ sIP: '010.000.000.001', dIP: '010.000.000.002' }), [2]],
    ['with addresses mapped to IPv6', cut({ sIP: '::ffff:10.0.0.1', dIP: '::ffff:10.0.0.2' }), [2]],
  ];
  for (const [what, text, records] of cases)
    it(`is read ${what}`, async () => {
      const found = await readCapture(folder, 'rwcut.txt', text, columns);
      assert.deepEqual([found.format, found.rejected], ['silk', 0]);
      assert.deepEqual(
        found.rows,
        records.map(record => [record, ...want]),
      );
    });

  it('is read without times, and that is said', async () => {
    const found = await readCapture(folder, 'short.txt', cut({}, names.slice(0, 7)), ['proto']);
    assert.deepEqual([found.format, found.rows], ['silk', [[2, 'udp']]]);
    assert.match(found.notes?.join() ?? '', /no times/);
  });
});

describe('flow logs of an Amazon VPC', function () {
  this.timeout(60_000);
  const folder = temporaryFolder();
  const row =
    '2 123456789010 eni-1235b8ca123456789 10.0.0.1 10.0.0.2 5353 53 17 2 57 1418530010 1418530070 ACCEPT OK';
  const gap = '2 123456789010 eni-1235b8ca123456789 - - - - - - - 1431280876 1431280934 - NODATA';
  const skipped = gap.replace('NODATA', 'SKIPDATA');
  const header =
    'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status';
  const want = [1418530010e6, 60, 'udp', '10.0.0.1', '5353', '10.0.0.2', '53', 2, 57];
  const stamped = (stamp: string) => [row, gap].map(line => `${stamp} ${line}`).join('\n');

  const cases: Case[] = [
    ['without a header, from a gap on', [gap, skipped, row].join('\n'), [3]],
    ['with a header', [header, gap, row].join('\n'), [3]],
    [
      'of other fields, gaps among them',
      `version log-status tcp-flags ${header.slice(8, -11)}\n5 OK 2 ${row.slice(2, -3)}\n5 NODATA - ${gap.slice(2, -7)}`,
      [2],
    ],
    [
      'of few fields in another order',
      'dstaddr srcaddr end start bytes packets protocol dstport srcport\n10.0.0.2 10.0.0.1 1418530070 1418530010 57 2 17 53 5353',
      [2],
    ],
    [
      'with addresses of packets alone',
      `${header.replace('srcaddr dstaddr', 'pkt-srcaddr pkt-dstaddr')}\n${row}`,
      [2],
    ],
    ['as CloudWatch exports them', stamped('2014-12-14T04:06:50.000Z'), [1]],
    ['as CloudWatch prints them', stamped('2014-12-14 04:06:50'), [1]],
    [
      'as CloudWatch gives them for download',
      `timestamp,message\n1418530010000,${row}\n1418530010000,${gap}`,
      [2],
    ],
    [
      'as "aws logs" prints them',
      JSON.stringify({ events: [gap, row].map(message => ({ timestamp: 1418530010000, message })) }, null, 4),
      [9],
    ],
    [
      'as a subscription delivers them, all on one line',
      JSON.stringify({
        messageType: 'DATA_MESSAGE',
        logEvents: [gap, row, row].map(message => ({ id: '3', message })),
      }),
      [2, 3],
    ],
    [
      'as the console exports them',
      `[${[row, gap].map(message => JSON.stringify({ '@timestamp': 1418530010000, '@message': message })).join(',\n')}]`,
      [1],
    ],
    [
      'as Athena answers',
      `"${header.replaceAll('-', '_').replaceAll(' ', '","')}"\n"${row.replaceAll(' ', '","')}"`,
      [2],
    ],
  ];
  for (const [what, text, records] of cases)
    it(`are read ${what}`, async () => {
      const found = await readCapture(folder, 'vpc.log', text, columns);
      assert.deepEqual([found.format, found.rejected], ['aws-vpc', 0]);
      assert.deepEqual(
        found.rows,
        records.map(record => [record, ...want]),
      );
    });

  it('are refused without a header where their fields are their own', async () => {
    const text =
      '5 123456789010 vpc-1 subnet-1 i-1 eni-1 10.0.0.1 52.1.1.1 43416 443 6 7 500 1418530010 1418530070 ACCEPT OK 3\n';
    await assert.rejects(
      readCapture(folder, 'own.log', text, ['record']),
      /write the names of its fields into the first line/,
    );
  });

  it('are refused where they say no times, and the fields are named that do', async () => {
    const text =
      'version vpc-id instance-id srcaddr dstaddr action pkt-srcaddr\n5 vpc-1 i-1 10.0.0.1 52.1.1.1 ACCEPT 10.0.0.9\n';
    await assert.rejects(
      readCapture(folder, 'timeless.log', text, ['record']),
      /timeless\.log, line 1: a flow log of an Amazon VPC that says no times: .*start and end/,
    );
  });
});
