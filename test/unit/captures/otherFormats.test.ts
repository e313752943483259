import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import {
  Bool,
  CompressionType,
  compressionRegistry,
  Dictionary,
  DurationMillisecond,
  Float64,
  Int32,
  Table,
  tableToIPC,
  TimestampMillisecond,
  Utf8,
  vectorFromArray,
} from 'apache-arrow';
import { compress } from 'lz4js';
import { openDatabase } from '../../../server/src/base/database';
import { readCapture } from '../../support/readCapture';
import { temporaryFolder } from '../../support/temporaryFolder';

/** A stream of 300 equal flows whose buffers pyarrow compressed with Zstandard, and gzip once more. */
const zstdStream = Buffer.from(
  [
    'H4sIAIjbCGsC/9VUu07DMBQ9btwklAwZMhRRoVRiYKig5QtAYujCyIbUSDCAYECkK//AysaIBEMXBCMjEiu/wR+AwrHjENfQwoqr',
    '05v7vvfISVEURV8ACarTQgQfTYR84hESkmKfcUp6xCtxSij9jnYGNVX+DpEauzo+cZiPR8dnYLWEkAQQq7Koz42uAaFyr/kco804',
    'HwEniZkX66jZPfLzA9Mj1B71H0HpERFovaovUe4T63nKHkozPVpKdqz6DWKcl51UvG+sHLN4Qs1bxJlL1iJdEQ1JC7Bl7WnPF+uc',
    'FUr5lZMRq0Tb4afsHZjeEB5mnyUjU0eHqSmceMMN1u43PtJwe9r4k3/QX1e/gbErHp6neEi+8ZBYPNj3oOPM85/52LT4gJhzLzyp',
    '9z6as/eltXdPzN7bn7N3t5rTsVf6spFDxz90/DDvfM8h6jc9W6h5yrLwgjcg7b6dvDw0yc7e1ejRxE2kFTfxdvWbIXD7jsU/+Yvy',
    '24FPGXJHesgEAAA=',
  ].join(''),
  'base64',
);

describe('formats of captures', function () {
  this.timeout(60_000);
  const folder = temporaryFolder();
  const ends = ['src_addr', 'sport', 'dst_addr', 'dport', 'proto'];

  describe('nfdump', () => {
    const line =
      'Date first seen          Duration Proto      Src IP Addr:Port          Dst IP Addr:Port   Packets    Bytes Flows';
    const extended =
      'Date first seen          Duration Proto      Src IP Addr:Port          Dst IP Addr:Port   Flags Tos  Packets    Bytes      pps      bps    Bpp Flows';
    const biline =
      'Date first seen          Duration Proto      Src IP Addr:Port          Dst IP Addr:Port  Out Pkt   In Pkt Out Byte  In Byte Flows';
    const columns = [...ends, 'duration', 'packets', 'bytes', 'src_bytes', 'state'];
    const cases: [string, string, string, unknown[]][] = [
      [
        'line',
        line,
        '2013-07-09 01:15:33.005     0.548 TCP         10.0.0.1:49161 ->       10.0.0.2:80        5      333     1',
        ['10.0.0.1', '49161', '10.0.0.2', '80', 'tcp', 0.548, 5, 333, null, ''],
      ],
      [
        'extended',
        extended,
        '2013-07-09 01:15:33.005     0.548 TCP         10.0.0.1:49161 ->       10.0.0.2:80   .AP.SF   0        5    1.2 M        9   4861     66     1',
        ['10.0.0.1', '49161', '10.0.0.2', '80', 'tcp', 0.548, 5, 1200000, null, '.AP.SF'],
      ],
      [
        'biline',
        biline,
        '2013-07-09 01:15:33.005     0.548 UDP         10.0.0.1:5 <->       10.0.0.2:53        1        2       60      140     1',
        ['10.0.0.1', '5', '10.0.0.2', '53', 'udp', 0.548, 3, 200, 140, ''],
      ],
      [
        'IPv6',
        line,
        '2013-07-09 01:15:33.005 00:00:01.500 UDP       2001:db8::1.546 ->       ff02::1.547        5      333     1',
        ['2001:db8::1', '546', 'ff02::1', '547', 'udp', 1.5, 5, 333, null, ''],
      ],
    ];
    for (const [name, header, row, want] of cases)
      it(`reads ${name}, and passes over the summary at the end`, async () => {
        const text = [
          header,
          row,
          'Summary: total flows: 1, total bytes: 333',
          'Time window: 2013',
          'Total flows processed: 1',
          'Sys: 0.010s',
        ];
        const found = await readCapture(folder, `${name}.txt`, text.join('\n'), columns);
        assert.deepEqual(found.rows, [[2, ...want]]);
        assert.deepEqual([found.format, found.rejected], ['nfdump', 0]);
      });

    it('reads comma-separated values of 1.6, with both directions and their summary', async () => {
      const text = [
        'ts,te,td,sa,da,sp,dp,pr,flg,fwd,stos,ipkt,ibyt,opkt,obyt',
        '2013-07-09 01:00:00,2013-07-09 01:00:02,2.000,10.0.0.1,10.0.0.2,5,53,UDP,......,0,0,1,60,2,140',
        'Summary',
        'flows,bytes,packets,avg_bps,avg_pps,avg_bpp',
        '1,200,3,0,0,0',
      ];
      const found = await readCapture(folder, 'nf.csv', text.join('\n'), columns);
      assert.deepEqual(found.rows, [[2, '10.0.0.1', '5', '10.0.0.2', '53', 'udp', 2, 3, 200, 60, '......']]);
      assert.equal(found.rejected, 0);
    });

    it('reads comma-separated values of 1.7', async () => {
      const text = [
        'firstSeen,duration,proto,srcAddr,srcPort,dstAddr,dstPort,packets,bytes,bps,bpp,flows',
        '2023-01-01 00:00:00.500,0.100,TCP,10.0.0.1,5,10.0.0.2,443,4,400,0,0,1',
      ];
      const found = await readCapture(folder, 'nf17.csv', text.join('\n'), columns);
      assert.deepEqual(found.rows, [[2, '10.0.0.1', '5', '10.0.0.2', '443', 'tcp', 0.1, 4, 400, null, '']]);
    });
  });

  describe('other tools', () => {
    const columns = [...ends, 'epoch_us(start_time)::DOUBLE', 'duration', 'packets', 'bytes', 'label'];
    const at = (...time: [number, number, number, number?, number?, number?]) => Date.UTC(...time) * 1000;
    const cases: [string, string, string[], unknown[]][] = [
      [
        'silk',
        'rwcut',
        [
          '            sIP|            dIP|sPort|dPort|pro|   packets|     bytes|   flags|                  sTime| duration|                  eTime|sen|',
          '       10.0.0.1|       10.0.0.2|56795|   53| 17|         1|        66|        |2009/02/12T00:00:00.390|    0.500|2009/02/12T00:00:00.890| S0|',
        ],
        ['10.0.0.1', '56795', '10.0.0.2', '53', 'udp', at(2009, 1, 12) + 390000, 0.5, 1, 66],
      ],
      [
        'aws-vpc',
        'version 2 without a header',
        [
          '2 123456789010 eni-1235b8ca123456789 10.0.0.1 10.0.0.2 20641 22 6 20 4249 1418530010 1418530070 ACCEPT OK',
          '2 123456789010 eni-1235b8ca123456789 - - - - - - - 1431280876 1431280934 - NODATA',
        ],
        ['10.0.0.1', '20641', '10.0.0.2', '22', 'tcp', 1418530010e6, 60, 20, 4249],
      ],
      [
        'aws-vpc',
        'fields of its own',
        [
          'interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action tcp-flags',
          'eni-1 10.0.0.1 10.0.0.2 5 443 6 1 40 1418530010 1418530011 REJECT 2',
        ],
        ['10.0.0.1', '5', '10.0.0.2', '443', 'tcp', 1418530010e6, 1, 1, 40],
      ],
      [
        'unsw-nb15',
        'raw files',
        [
          'srcip,sport,dstip,dsport,proto,state,dur,sbytes,dbytes,Spkts,Dpkts,Stime,Ltime,attack_cat,Label',
          '10.0.0.1,5,10.0.0.2,53,udp,CON,0.001,100,50,1,1,1421927414,1421927414,Fuzzers,1',
        ],
        ['10.0.0.1', '5', '10.0.0.2', '53', 'udp', 1421927414e6, 0.001, 2, 150, 'attack'],
      ],
      [
        'unsw-nb15',
        'raw files as published, without a header',
        [
          '59.166.0.0,1390,149.171.126.6,53,udp,CON,0.001055,132,164,31,29,0,0,dns,500473.9,621800.9,2,2,0,0,0,0,66,82,0,0,0,0,1421927414,1421927414,0.017,0.013,0,0,0,0,0,0,0,0,3,7,1,3,1,1,1,,0',
        ],
        ['59.166.0.0', '1390', '149.171.126.6', '53', 'udp', 1421927414e6, 0.001055, 4, 296, 'normal'],
      ],
      [
        'cicflowmeter',
        'of version 4',
        [
          'Flow ID,Src IP,Src Port,Dst IP,Dst Port,Protocol,Timestamp,Flow Duration,Total Fwd Packet,Total Bwd packets,Total Length of Fwd Packet,Total Length of Bwd Packet,Label',
          'a-b,10.0.0.1,5,10.0.0.2,80,6,03/07/2017 08:55:58 AM,1500000,2,1,100.0,50.0,NeedManualLabel',
        ],
        ['10.0.0.1', '5', '10.0.0.2', '80', 'tcp', at(2017, 6, 3, 8, 55, 58), 1.5, 3, 150, 'NeedManualLabel'],
      ],
      [
        'cicflowmeter',
        'of Python',
        [
          'src_ip,dst_ip,src_port,dst_port,protocol,timestamp,flow_duration,tot_fwd_pkts,tot_bwd_pkts,totlen_fwd_pkts,totlen_bwd_pkts,label',
          '10.0.0.1,10.0.0.2,5,80,6,2017-07-03 08:55:58,1500000,2,1,100,50,BENIGN',
        ],
        ['10.0.0.1', '5', '10.0.0.2', '80', 'tcp', at(2017, 6, 3, 8, 55, 58), 1.5, 3, 150, 'BENIGN'],
      ],
      [
        'nf-v2',
        'version 3, with times',
        [
          'FLOW_START_MILLISECONDS,FLOW_END_MILLISECONDS,IPV4_SRC_ADDR,L4_SRC_PORT,IPV4_DST_ADDR,L4_DST_PORT,PROTOCOL,L7_PROTO,IN_BYTES,IN_PKTS,OUT_BYTES,OUT_PKTS,TCP_FLAGS,FLOW_DURATION_MILLISECONDS,Label,Attack',
          '1421927414500,1421927414750,10.0.0.1,5,10.0.0.2,80,6,7.0,100,2,50,1,27,250,1,Exploits',
        ],
        ['10.0.0.1', '5', '10.0.0.2', '80', 'tcp', 1421927414500e3, 0.25, 3, 150, 'attack'],
      ],
      [
        'cicflowmeter',
        'of 2017',
        [
          'Flow ID, Source IP, Source Port, Destination IP, Destination Port, Protocol, Timestamp, Flow Duration, Total Fwd Packets, Total Backward Packets, Label',
          'a-b,10.0.0.1,5,10.0.0.2,80,6,03/07/2017 08:55:58,1500000,2,1,BENIGN',
        ],
        ['10.0.0.1', '5', '10.0.0.2', '80', 'tcp', at(2017, 6, 3, 8, 55, 58), 1.5, 3, null, 'BENIGN'],
      ],
      [
        'nf-v2',
        'without times',
        [
          'IPV4_SRC_ADDR,L4_SRC_PORT,IPV4_DST_ADDR,L4_DST_PORT,PROTOCOL,L7_PROTO,IN_BYTES,IN_PKTS,OUT_BYTES,OUT_PKTS,TCP_FLAGS,FLOW_DURATION_MILLISECONDS,Label,Attack',
          '10.0.0.1,5,10.0.0.2,80,6,7.0,100,2,50,1,27,250,0,Benign',
        ],
        ['10.0.0.1', '5', '10.0.0.2', '80', 'tcp', 2e6, 0.25, 3, 150, 'normal'],
      ],
    ];
    for (const [format, what, text, want] of cases)
      it(`are read: ${format}, ${what}`, async () => {
        const has = (name: string) => name !== 'label' || want.length === 10;
        const found = await readCapture(
          folder,
          'capture.txt',
          gzipSync(text.join('\n')),
          columns.filter(has),
        );
        assert.deepEqual(
          [found.format, found.rejected, found.rows.map(row => row.slice(1))],
          [format, 0, [want]],
        );
      });
  });

  describe('columns of any tool', () => {
    const columns = [...ends, 'epoch_us(start_time)::DOUBLE', 'duration', 'bytes', 'label'];

    it('are told by their names and values', async () => {
      const text = [
        'Event Time;Client IP;Client Port;Server IP;Server Port;Transport;Bytes To Server;Bytes To Client;Is Attack',
        '1609459200500;10.0.0.1;5;10.0.0.2;443;6;100;50;1',
        '1609459201500;10.0.0.1;6;10.0.0.2;443.0;17;10;5;0',
        'never;10.0.0.1;6;10.0.0.2;443;17;10;5;0',
      ];
      const found = await readCapture(folder, 'any.csv', text.join('\n'), columns);
      assert.deepEqual([found.format, found.rejected], ['csv', 1]);
      assert.deepEqual(found.rows, [
        [2, '10.0.0.1', '5', '10.0.0.2', '443', 'tcp', 1609459200500000, null, 150, 'attack'],
        [3, '10.0.0.1', '6', '10.0.0.2', '443', 'udp', 1609459201500000, null, 15, 'normal'],
      ]);
    });

    it('are no flows without both ends, or where what is called an address is none', async () => {
      for (const text of [
        'name,source,destination\na,London,Paris',
        'a,b,c\n1,2,3',
        'source,destination,time',
      ])
        await assert.rejects(readCapture(folder, 'no.csv', text, ['record']), /no\.csv, line 1: /);
    });

    it('are read from Parquet, a row without ends or time left out', async () => {
      const path = folder.file('flows.parquet', '');
      const { connection, close } = await openDatabase(folder.path);
      await connection.run(`COPY (SELECT * FROM (VALUES
        (TIMESTAMP '2021-01-01 00:00:00.5', '10.0.0.1', 5, '10.0.0.2', 443, 6, 100::BIGINT, true),
        (NULL, '10.0.0.1', 5, '10.0.0.2', 443, 6, 100::BIGINT, false),
        (TIMESTAMP '2021-01-01 00:00:01', '10.0.0.3', 5, '10.0.0.2', 53, 17, 70::BIGINT, false))
        t(ts, src_ip, src_port, dst_ip, dst_port, protocol, bytes, label)) TO '${path}' (FORMAT parquet)`);
      close();
      const found = await readCapture(folder, 'flows.parquet', readFileSync(path), columns);
      assert.deepEqual([found.format, found.rejected, found.problems?.[0]?.line], ['parquet', 1, 2]);
      assert.deepEqual(found.rows, [
        [1, '10.0.0.1', '5', '10.0.0.2', '443', 'tcp', 1609459200500000, null, 100, 'attack'],
        [3, '10.0.0.3', '5', '10.0.0.2', '53', 'udp', 1609459201000000, null, 70, 'normal'],
      ]);
    });

    const table = () =>
      new Table({
        ts: vectorFromArray([1609459200500, null, 1609459201000], new TimestampMillisecond('UTC')),
        duration: vectorFromArray([1500n, 2000n, null], new DurationMillisecond()),
        src_ip: vectorFromArray(
          ['10.0.0.1', '10.0.0.1', '10.0.0.3'],
          new Dictionary(new Utf8(), new Int32()),
        ),
        src_port: vectorFromArray(Int32Array.of(5, 5, 5)),
        dst_ip: vectorFromArray(['10.0.0.2', '10.0.0.2', '10.0.0.2'], new Utf8()),
        dst_port: vectorFromArray([443, 443, NaN], new Float64()),
        protocol: vectorFromArray(Uint8Array.of(6, 6, 17)),
        bytes: vectorFromArray(BigUint64Array.of(100n, 100n, 70n)),
        label: vectorFromArray([true, false, false], new Bool()),
      });
    before(() => {
      // Only tests write it; how it is read stays as it is.
      const codec = compressionRegistry.get(CompressionType.LZ4_FRAME);
      compressionRegistry.set(CompressionType.LZ4_FRAME, { ...codec, encode: compress });
    });
    const fromArrow = [
      [1, '10.0.0.1', '5', '10.0.0.2', '443', 'tcp', 1609459200500000, 1.5, 100, 'attack'],
      [3, '10.0.0.3', '5', '10.0.0.2', '', 'udp', 1609459201000000, null, 70, 'normal'],
    ];
    for (const [name, written] of [
      ['flows.feather', () => tableToIPC(table(), 'file')],
      ['stream.arrow', () => tableToIPC(table(), 'stream')],
      ['packed.arrow.gz', () => gzipSync(tableToIPC(table(), 'stream'))],
      ['packed.feather.gz', () => gzipSync(tableToIPC(table(), 'file'))],
      ['lz4.feather', () => tableToIPC(table(), 'file', CompressionType.LZ4_FRAME)],
    ] as const)
      it(`are read from Arrow (${name}), a row without ends or time left out`, async () => {
        const found = await readCapture(folder, name, Buffer.from(written()), columns);
        assert.deepEqual([found.format, found.rejected, found.problems?.[0]?.line], ['arrow', 1, 2]);
        assert.deepEqual(found.rows, fromArrow);
      });

    it('are read from Arrow whose buffers are compressed with Zstandard', async () => {
      const found = await readCapture(folder, 'zstd.arrow.gz', zstdStream, columns.slice(0, 6));
      assert.deepEqual([found.format, found.rejected, found.rows.length], ['arrow', 0, 300]);
      assert.deepEqual(found.rows[299], [300, '10.0.0.1', '', '10.0.0.2', '', '', 1609459200500000]);
    });

    it('are refused with the name of an Arrow file that was cut off', async () => {
      const whole = tableToIPC(table(), 'stream');
      const bytes = Buffer.from(whole.subarray(0, whole.length - 200));
      await assert.rejects(
        readCapture(folder, 'cut.arrow', bytes, columns),
        /cut\.arrow: cannot be read as Arrow/,
      );
    });
  });
});
