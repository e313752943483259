import assert from 'node:assert/strict';
import { readCapture } from '../../../support/readCapture';
import { temporaryFolder } from '../../../support/temporaryFolder';

interface Case {
  text: string | Buffer;
  format: string;
  /** Of each flow: start as DuckDB writes it, source, destination port, packets, label. */
  flows: string[];
  rejected?: number;
  notes?: RegExp;
}

/** Rows of Argus' usual columns, with times of whoever wrote them. */
const argus = (
  times: string[],
  { delimiter = ',', port = '80', dur = '0.5', total = '4', label = 'Normal' } = {},
) =>
  [
    'StartTime,Dur,Proto,SrcAddr,Sport,Dir,DstAddr,Dport,State,TotPkts,TotBytes,SrcBytes,Label'.replaceAll(
      ',',
      delimiter,
    ),
    ...times.map((time, i) =>
      [
        time,
        dur,
        'tcp',
        `10.0.0.${i + 1}`,
        port,
        '->',
        '192.0.2.1',
        port,
        'CON',
        total,
        '400',
        '100',
        label,
      ].join(delimiter),
    ),
  ].join('\n');
const flow = (time: string, i = 1, { port = '80', total = '4', label = 'Normal' } = {}) =>
  `${time} 10.0.0.${i} ${port} ${total} ${label}`;
const august = '2011-08-16 10:01:46';

const cases: Record<string, Case> = {
  'milliseconds of pandas': {
    text: argus(['1313488906972', '1313488907000']),
    format: 'argus',
    flows: [flow(`${august}.972`), flow('2011-08-16 10:01:47', 2)],
    notes: /milliseconds/,
  },
  microseconds: {
    text: argus(['1313488906972101']),
    format: 'argus',
    flows: [flow(`${august}.972101`)],
    notes: /microseconds/,
  },
  nanoseconds: {
    text: argus(['1313488906972101999']),
    format: 'argus',
    flows: [flow(`${august}.972101`)],
    notes: /nanoseconds/,
  },
  'an epoch that lost its digits': {
    text: argus(['1.313489e+12']),
    format: 'argus',
    flows: [],
    rejected: 1,
    notes: /milliseconds/,
  },
  'a German spreadsheet': {
    text: `\uFEFFsep=;\r\n${argus(['16.08.2011 10:01:46'], { delimiter: ';', port: '80,0', dur: '0,5', total: '4,0' }).replaceAll('\n', '\r\n')}`,
    format: 'argus',
    flows: [flow(august)],
    notes: /day before the month/,
  },
  'the same in UTF-16': {
    text: Buffer.from(
      `\uFEFF${argus(['16.08.2011 10:01:46'], { delimiter: '\t', port: '80,0' })}`,
      'utf16le',
    ),
    format: 'argus',
    flows: [flow(august)],
    notes: /day before the month/,
  },
  'an American spreadsheet, some of whose days are no months': {
    text: argus(['8/7/2011 10:01:46 AM', '8/16/2011 1:01:46 PM']),
    format: 'argus',
    flows: [flow('2011-08-07 10:01:46'), flow('2011-08-16 13:01:46', 2)],
    notes: /month before the day/,
  },
  'days that could be months': {
    text: argus(['8/7/2011 10:01:46']),
    format: 'argus',
    flows: [],
    rejected: 1,
  },
  'rows of separators below the last': {
    text: `${argus(['2011/08/16 10:01:46.000000'])}\n,,,,,,,,,,,,\n,,,,,,,,,,,,\n`,
    format: 'argus',
    flows: [flow(august)],
  },
  'what pandas writes for nothing': {
    text: argus(['2011-08-16 10:01:46.000000'], { port: 'nan', total: 'NaN', label: '<NA>' }),
    format: 'argus',
    flows: [flow(august, 1, { port: '-', total: '-', label: '-' })],
  },
  'spans of pandas': {
    text: argus(['2011-08-16 10:01:46.000000'], { dur: '0 days 00:00:00.500000' }),
    format: 'argus',
    flows: [flow(august)],
  },
  'thousands of a spreadsheet': {
    text: argus(['2011-08-16 10:01:46'], { total: '"1,234"' }),
    format: 'argus',
    flows: [flow(august, 1, { total: '1234' })],
  },
  'ra as it prints by default, its report on itself among them': {
    text: `         StartTime      Flgs  Proto            SrcAddr  Sport   Dir            DstAddr  Dport  TotPkts   TotBytes State 
   00:57:43.606793              man                  0      0                        0      0        0          0   STA
   10:00:00.000000  e           tcp           10.0.0.1.4000      ->          192.0.2.1.443           3        882   FIN`,
    format: 'argus',
    flows: ['1970-01-01 10:00:00 10.0.0.1 443 3 -'],
    rejected: 1,
    notes: /no day/,
  },
  'ra with a blank between its cells, where ports stand apart': {
    text: `StartTime Flgs Proto SrcAddr Sport Dir DstAddr Dport TotPkts TotBytes State 
1313488906.000000  e        tcp 10.0.0.1 4000    -> 192.0.2.1 443 3 192 FIN
1313488907.000000  e        icmp 10.0.0.2     <-> 192.0.2.1 2 84 ECO`,
    format: 'argus',
    flows: [
      flow(august, 1, { port: '443', total: '3', label: '-' }),
      flow('2011-08-16 10:01:47', 2, { port: '-', total: '2', label: '-' }),
    ],
  },
  'what went each way is summed': {
    text: 'StartTime,Proto,SrcAddr,Sport,DstAddr,Dport,SrcPkts,DstPkts,SrcBytes,DstBytes\n1313488906.000000,tcp,10.0.0.1,1,192.0.2.1,443,2,1,818,64',
    format: 'argus',
    flows: [flow(august, 1, { port: '443', total: '3', label: '-' })],
  },
  'ends of flows and their spans': {
    text: 'LastTime|Proto|SrcAddr|Sport|DstAddr|Dport|Dur|TotPkts\n1313488907.500000|tcp|10.0.0.1|1|192.0.2.1|443|1.5|3',
    format: 'argus',
    flows: [flow(august, 1, { port: '443', total: '3', label: '-' })],
  },
  'no times': {
    text: 'SrcAddr,DstAddr,Proto,Sport,Dport,TotPkts,TotBytes\n0,0,man,0,0,0,0\n10.0.0.1,192.0.2.1,tcp,1,443,3,882',
    format: 'argus',
    flows: ['1970-01-01 00:00:03 10.0.0.1 443 3 -'],
    rejected: 1,
    notes: /no times/,
  },
  'a table of another tool, as wide as a listing of Argus': {
    text: `timestamp,src_ip,dst_ip,src_port,dst_port,protocol,a,b,c,d,e,packets,label\n1313488906,10.0.0.1,192.0.2.1,1,443,6,,,,,,3,True`,
    format: 'csv',
    flows: [flow(august, 1, { port: '443', total: '3', label: 'attack' })],
  },
  "a spreadsheet's days, as it writes cells that have no format of times": {
    text: argus(['40771.4178993056', '40771.41791']),
    format: 'argus',
    flows: [flow('2011-08-16 10:01:46.5'), flow('2011-08-16 10:01:47.424', 2)],
    notes: /days since 1900/,
  },
  'times that a spreadsheet cut to minutes and seconds': {
    text: argus(['01:46.9', '59:59.9']),
    format: 'argus',
    flows: [flow('1970-01-01 00:00:02'), flow('1970-01-01 00:00:03', 2)],
    notes: /cut the times.*yyyy-mm-dd/,
  },
  'the same of another tool': {
    text: 'ts,src_ip,dst_ip,dst_port,packets\n01:46.9,10.0.0.1,192.0.2.1,443,3',
    format: 'csv',
    flows: ['1970-01-01 00:00:02 10.0.0.1 443 3 -'],
    notes: /cut the times/,
  },
  'days of a spreadsheet of another tool': {
    text: 'ts;src_ip;dst_ip;dst_port;packets\n40771,4178993056;10.0.0.1;192.0.2.1;443;3',
    format: 'csv',
    flows: ['2011-08-16 10:01:46.5 10.0.0.1 443 3 -'],
    notes: /days since 1900/,
  },
  'another tool in a German spreadsheet': {
    text: 'ts;src_ip;dst_ip;dst_port;packets;duration;label\r\n07.08.2011 10:01:46;10.0.0.1;192.0.2.1;443,0;3,0;0,25;nan\r\n;;;;;;\r\n',
    format: 'csv',
    flows: ['2011-08-07 10:01:46 10.0.0.1 443 3 -'],
    notes: /day before the month/,
  },
  'American days of another tool are not mixed with others': {
    text: 'ts,src_ip,dst_ip,dst_port,packets\n7/5/2017 10:00,10.0.0.1,192.0.2.1,443,3\n7/13/2017 10:00,10.0.0.2,192.0.2.1,443,3',
    format: 'csv',
    flows: ['2017-07-05 10:00:00 10.0.0.1 443 3 -', '2017-07-13 10:00:00 10.0.0.2 443 3 -'],
    notes: /month before the day/,
  },
  "Wireshark's conversations": {
    text: '"Address A","Port A","Address B","Port B","Packets","Bytes","Stream ID","Packets A → B","Bytes A → B","Packets B → A","Bytes B → A","Rel Start","Duration"\n"10.0.0.1",4000,"192.0.2.1",443,3,200,0,2,100,1,100,1.5,0.5',
    format: 'csv',
    flows: ['1970-01-01 00:00:01.5 10.0.0.1 443 3 -'],
    notes: /count from the beginning/,
  },
  'fields of the Elastic Common Schema': {
    text: '@timestamp,source.ip,source.port,destination.ip,destination.port,network.transport,event.duration,source.packets,destination.packets\n2011-08-16T10:01:46.000Z,10.0.0.1,4000,192.0.2.1,443,tcp,1500000000,2,1',
    format: 'csv',
    flows: [flow(august, 1, { port: '443', total: '3', label: '-' })],
  },
};

describe('tables as pandas, spreadsheets and ra write them', function () {
  this.timeout(60_000);
  const folder = temporaryFolder();
  for (const [what, { text, format, flows, rejected = 0, notes }] of Object.entries(cases))
    it(`are read: ${what}`, async () => {
      const found = await readCapture(folder, 'table.csv', text, [
        `concat_ws(' ', start_time::VARCHAR, src_addr, if(dport = '', '-', dport), coalesce(packets::VARCHAR, '-'), if(label = '', '-', label))`,
      ]);
      assert.deepEqual(
        [found.format, found.rows.map(row => row[1]), found.rejected],
        [format, flows, rejected],
      );
      if (notes) assert.match(found.notes?.join(' ') ?? '', notes);
      else assert.deepEqual(found.notes, []);
    });

  for (const [what, text] of [
    [
      'the split of UNSW-NB15',
      'id,dur,proto,service,state,spkts,dpkts,sbytes,dbytes,rate,attack_cat,label\n1,0.12,tcp,-,FIN,6,4,258,172,74.1,Normal,0\n',
    ],
    [
      'what CIC-IDS2017 has for classifiers',
      ' Destination Port, Flow Duration, Total Fwd Packets, Total Backward Packets, Label\n54865,3,2,0,BENIGN\n',
    ],
    ['a listing of ra -s', 'StartTime,Dur,Proto,Sport,Dport,State\n1313488906.000000,1,tcp,1,443,FIN\n'],
  ] as const)
    it(`are refused without addresses, with what works then: ${what}`, async () => {
      await assert.rejects(readCapture(folder, 'split.csv', text, ['record']), (error: Error) => {
        assert.match(error.message, /has no addresses \(it tells Dur, /);
        assert.match(error.message, /UNSW-NB15_1\.csv.*--mapping/);
        return true;
      });
    });

  it('are not said to have none where they stand under names that tell nothing', async () => {
    const text = 'who,whom,duration,protocol,packets\n10.0.0.1,10.0.0.2,1,tcp,2\n';
    await assert.rejects(readCapture(folder, 'odd.csv', text, ['record']), (error: Error) => {
      assert.doesNotMatch(error.message, /no addresses/);
      return true;
    });
  });
});
