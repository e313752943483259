import assert from 'node:assert/strict';
import { recognise } from '../../../../server/src/engine/captures/formats/formats';
import { defaultTokenColumns, tokenOfFields } from '../../../../server/src/engine/training/corpus/tokens';

/** Rows whose cells say otherwise what the store holds. */
const cases: [name: string, lines: string[], token: string][] = [
  [
    'nfdump',
    [
      'Date first seen             Duration     Proto      Src IP Addr:Port          Dst IP Addr:Port   Packets    Bytes Flows',
      '2013-07-05 02:15:52.819     00:00:00.000 UDP           10.0.0.6:5353  ->         10.0.0.9:53           1       57     1',
    ],
    'udp 10.0.0.6 10.0.0.9 53',
  ],
  [
    'silk',
    ['sIP|dIP|sPort|dPort|pro|packets|bytes|', '010.000.000.006|010.000.000.009|5353|53|17|1|57|'],
    'udp 10.0.0.6 10.0.0.9 53',
  ],
  [
    'aws-vpc',
    [
      '2 123456789010 eni-1235b8ca123456789 10.0.0.6 10.0.0.9 5353 53 17 2 57 1418530010 1418530070 ACCEPT OK',
    ],
    'udp 10.0.0.6 10.0.0.9 53',
  ],
  [
    'suricata',
    [
      '{"timestamp":"2021-06-06T16:00:00.25+0200","event_type":"flow","src_ip":"2001:0db8:0000:0000:0000:0000:0000:0001","src_port":5,"dest_ip":"ff02::1","dest_port":53,"proto":"UDP"}',
    ],
    'udp 2001:db8::1 ff02::1 53',
  ],
];

describe('tokens of rows as the editor shows them', () => {
  for (const [name, lines, token] of cases)
    it(`are those of the store: ${name}`, () => {
      const found = recognise({ name, bytes: Buffer.from(lines.join('\n')), lines, firstLine: 1 });
      assert.ok('format' in found && found.format.name === name);
      const row = found.format.lines?.read(lines.at(-1) ?? '', lines.length, found.layout);
      assert.equal(row && tokenOfFields(row.fields, { columns: defaultTokenColumns }, row.flow), token);
    });
});
