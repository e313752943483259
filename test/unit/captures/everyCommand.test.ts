import assert from 'node:assert/strict';
import { join } from 'node:path';
import { openDatabase, quotedFile } from '../../../server/src/base/database';
import { say } from '../../support/callCli';
import { temporaryFolder } from '../../support/temporaryFolder';

const quick = ['--size', '8', '--epochs', '2', '--deterministic'];

interface Flow {
  seconds: number;
  src: string;
  sport: number;
  dst: string;
  dport: number;
  proto: 'tcp' | 'udp';
  label: 'Malicious' | 'Benign';
}

/** Four hosts browse and look names up; one scans a neighbour. */
const flows: Flow[] = Array.from({ length: 240 }, (_, i) => {
  const scans = i % 6 === 5;
  const browses = i % 2 === 0;
  return {
    seconds: 1_600_000_000 + i,
    src: scans ? '10.0.0.66' : `10.0.0.${1 + (i % 4)}`,
    sport: 40_000 + i,
    dst: scans ? `10.0.1.${1 + (i % 7)}` : browses ? `192.0.2.${1 + (i % 3)}` : '192.0.2.53',
    dport: scans ? 23 : browses ? 443 : 53,
    proto: scans || browses ? 'tcp' : 'udp',
    label: scans ? 'Malicious' : 'Benign',
  };
});

const zeek = [
  '#separator \\x09',
  '#fields	ts	uid	id.orig_h	id.orig_p	id.resp_h	id.resp_p	proto	duration	orig_bytes	resp_bytes	conn_state	label',
  ...flows.map(({ seconds, src, sport, dst, dport, proto, label }, i) =>
    [`${seconds}.5`, `C${i}`, src, sport, dst, dport, proto, '0.5', 60, 140, 'SF', label].join('\t'),
  ),
].join('\n');

const suricata = flows
  .map(({ seconds, src, sport, dst, dport, proto }, i) =>
    JSON.stringify({
      timestamp: new Date(seconds * 1000 + 1000).toISOString().replace('Z', '000+0000'),
      flow_id: 1000 + i,
      event_type: 'flow',
      src_ip: src,
      src_port: sport,
      dest_ip: dst,
      dest_port: dport,
      proto: proto.toUpperCase(),
      flow: {
        pkts_toserver: 1,
        pkts_toclient: 1,
        bytes_toserver: 60,
        bytes_toclient: 140,
        start: new Date(seconds * 1000).toISOString().replace('Z', '000+0000'),
        end: new Date(seconds * 1000 + 500).toISOString().replace('Z', '000+0000'),
        state: 'closed',
      },
    }),
  )
  .join('\n');

const nfdump = [
  'Date first seen          Duration Proto      Src IP Addr:Port          Dst IP Addr:Port   Packets    Bytes Flows',
  ...flows.map(
    ({ seconds, src, sport, dst, dport, proto }) =>
      `${new Date(seconds * 1000).toISOString().slice(0, 23).replace('T', ' ')}     0.500 ${proto.toUpperCase()}         ${src}:${sport} ->       ${dst}:${dport}        2      200     1`,
  ),
].join('\n');

const argus = (labelled: boolean) =>
  [
    'StartTime,Dur,Proto,SrcAddr,Sport,Dir,DstAddr,Dport,State,sTos,dTos,TotPkts,TotBytes,SrcBytes,Label',
    ...flows.map(({ seconds, src, sport, dst, dport, proto, label }) =>
      [
        new Date(seconds * 1000).toISOString().slice(0, 19).replaceAll('-', '/').replace('T', ' ') +
          '.000000',
        ...[
          '0.500000',
          proto,
          src,
          sport,
          '   ->',
          dst,
          dport,
          'CON',
          0,
          0,
          2,
          200,
          60,
          labelled ? label : '',
        ],
      ].join(','),
    ),
  ].join('\n');

interface Case {
  name: string;
  format: string;
  /** The line of the first flow, or its row. */
  first: number;
  labelled: boolean;
}

const cases: Case[] = [
  { name: 'conn.log', format: 'zeek', first: 3, labelled: true },
  { name: 'eve.json', format: 'suricata', first: 1, labelled: false },
  { name: 'flows.txt', format: 'nfdump', first: 2, labelled: false },
  { name: 'flows.parquet', format: 'parquet', first: 1, labelled: true },
];

type Answer = Record<string, unknown>;

/** What an answer has, without its values: names, each with the kind of its value. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.length > 0 ? [shapeOf(value[0])] : [];
  if (typeof value !== 'object' || value === null) return value === null ? null : typeof value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, shapeOf(part)]));
}

describe('every command takes every format', function () {
  this.timeout(120_000);
  const folder = temporaryFolder();
  const cacheBefore = process.env['FLOW2VEC_CACHE'];
  before(async () => {
    process.env['FLOW2VEC_CACHE'] = join(folder.path, 'cache');
    folder.file('conn.log', zeek);
    folder.file('eve.json', suricata);
    folder.file('flows.txt', nfdump);
    const { connection, close } = await openDatabase(folder.path);
    const rows = flows.map(
      ({ seconds, src, sport, dst, dport, proto, label }) =>
        `(to_timestamp(${seconds})::TIMESTAMP, 0.5, '${src}', ${sport}, '${dst}', ${dport}, '${proto}', 200, '${label}')`,
    );
    await connection.run(
      `COPY (SELECT * FROM (VALUES ${rows.join(', ')}) t(ts, duration, src_ip, src_port, dst_ip, dst_port, protocol, bytes, label))
       TO ${quotedFile(join(folder.path, 'flows.parquet'))} (FORMAT parquet)`,
    );
    close();
  });
  after(() => {
    if (cacheBefore === undefined) delete process.env['FLOW2VEC_CACHE'];
    else process.env['FLOW2VEC_CACHE'] = cacheBefore;
  });

  async function json(...words: string[]): Promise<Answer> {
    const { code, out, error } = await say(...words, '--json');
    assert.deepEqual([code, error], [0, '']);
    return JSON.parse(out) as Answer;
  }

  const answersOf = async (path: string, first: number) => ({
    train: await json('train', path, ...quick),
    similar: await json('similar', path, '--line', String(first), '--top', '3', ...quick),
    clusters: await json('clusters', path, '--k', '2', ...quick),
    map: await json('map', path, '--method', 'pca', ...quick),
    score: await json('score', path, '--trained-on', path, '--top', '2', ...quick),
  });
  /** What Argus' flows are answered, once for those with and once for those without labels. */
  const ofArgus = new Map<boolean, ReturnType<typeof answersOf>>();

  for (const { name, format, first, labelled } of cases)
    it(`${format}: the same flows are answered as those of Argus are`, async () => {
      const path = join(folder.path, name);
      const summary = await json('summary', path);
      assert.deepEqual(
        [summary['format'], summary['flows'], summary['rejected'], summary['labels']],
        [format, flows.length, 0, labelled ? { malicious: 40, normal: 200 } : { unlabelled: 240 }],
      );
      let expected = ofArgus.get(labelled);
      if (!expected)
        ofArgus.set(
          labelled,
          (expected = answersOf(folder.file(`${labelled}.binetflow`, argus(labelled)), 2)),
        );
      const [want, found] = [await expected, await answersOf(path, first)];
      assert.deepEqual(shapeOf(found), shapeOf(want));
      const facts = ({ train, similar, clusters, score }: typeof want) => [
        ...[train['flows'], train['vocabulary'], train['loss'], similar['token'], clusters['inertia']],
        score['flows'],
        (similar['neighbours'] as Answer[]).map(({ token, similarity, count }) => [token, similarity, count]),
      ];
      assert.deepEqual(facts(found), facts(want));

      const { code, out, error } = await say('evaluate', path, ...quick);
      assert.equal(code, labelled ? 0 : 1);
      assert.match(
        labelled ? out : error,
        labelled ? /^malicious +\d/m : /No flow of the capture has a label/,
      );
    });
});
