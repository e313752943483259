import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LabelReport } from '../../../shared/protocol/reading';
import type { Engine } from '../../../server/src/engine/engine';
import { createEngine } from '../../../server/src/engine/flowEngine';
import { say } from '../../support/callCli';
import { temporaryFolder } from '../../support/temporaryFolder';

const capture = [
  'StartTime,Dur,Proto,SrcAddr,Sport,Dir,DstAddr,Dport,State,sTos,dTos,TotPkts,TotBytes,SrcBytes,Label',
  '2011/08/16 10:00:00.000000,5.0,tcp,10.0.0.5,4000,  ->,192.0.2.1,443,CON,0,0,2,200,100,Background',
  '2011/08/16 10:00:10.000000,1.0,udp,10.0.0.6,4001,  <->,10.0.0.9,53,CON,0,0,2,200,100,Background',
  '2011/08/16 10:00:20.000000,1.0,tcp,192.0.2.1,443,  ->,10.0.0.5,4002,CON,0,0,2,9000,100,',
  '2011/08/16 10:00:30.000000,1.0,tcp,fe80::1,4003,  ->,fe80::2,80,CON,0,0,2,200,100,',
  '2011/08/16 10:00:40.000000,1.0,tcp,10.0.1.7,4004,  ->,203.0.113.9,4444,CON,0,0,2,200,100,Normal',
].join('\n');

describe('labels from elsewhere', function () {
  this.timeout(120_000);
  const folder = temporaryFolder();
  let engine: Engine;
  let path: string;

  before(() => {
    engine = createEngine({ cacheDirectory: join(folder.path, 'cache'), maxCacheBytes: 1e9 });
    path = folder.file('flows.binetflow', capture);
  });
  after(() => engine.dispose());

  /** Labels of the five flows, and what is said of the rules. */
  async function labelled(...texts: string[]): Promise<{ labels: string[]; report: LabelReport }> {
    const files = texts.map((text, i) =>
      folder.file(`labels-${createHash('sha1').update(text).digest('hex').slice(0, 8)}-${i}`, text),
    );
    engine.readAs([path], { labels: await engine.readLabels(files) });
    const sql = `SELECT Label || CASE WHEN DetailedLabel = '' THEN '' ELSE '/' || DetailedLabel END FROM flows ORDER BY Line`;
    const { rows } = await engine.query([path], sql, { rows: 10, seconds: 60 });
    const { labelled: report } = await engine.summary([path]);
    engine.readAs([path]);
    return { labels: rows.map(([label]) => String(label)), report: report as LabelReport };
  }
  const own = ['Background', 'Background', '', '', 'Normal'];
  const withAt = (changes: Record<number, string>) => own.map((label, i) => changes[i + 1] ?? label);

  const kinds: [name: string, text: string, expected: Record<number, string>][] = [
    ['hosts of a CSV', 'host,label\n10.0.0.5,Botnet\n', { 1: 'Botnet', 3: 'Botnet' }],
    [
      'networks of a CSV',
      'network;label;comment\n10.0.0.0/24;Inside;lab\n',
      { 1: 'Inside/lab', 2: 'Inside/lab', 3: 'Inside/lab' },
    ],
    ['networks of IPv6', 'ip,label\nfe80::/64,Local\n', { 4: 'Local' }],
    ['sources alone', 'Source IP,Label\n10.0.0.5,From\n', { 1: 'From' }],
    ['conversations, either way', 'src,dst,dport,label\n10.0.0.5,192.0.2.1,443,C2\n', { 1: 'C2', 3: 'C2' }],
    [
      'times',
      'start,end,label\n2011-08-16 10:00:05,2011-08-16 10:00:30,Attack\n',
      { 2: 'Attack', 3: 'Attack', 4: 'Attack' },
    ],
    [
      'times in milliseconds, and of a spreadsheet',
      'start;end;label\n1313488805000;1313488812000;Early\n16.08.2011 10:00:40;16.08.2011 10:00:41;Late\n',
      { 2: 'Early', 5: 'Late' },
    ],
    ['addresses with capitals and zeros', 'ip,label\nFE80:0:0::0001,Local\n', { 4: 'Local' }],
    ['a day', 'from,to,proto,label\n2011/08/16,2011/08/16,17,Day\n', { 2: 'Day' }],
    [
      'JSON',
      '[{ "host": "10.0.0.6", "port": 53, "label": "DNS" }, { "lines": "6", "label": "Line" }]',
      { 2: 'DNS', 5: 'Line' },
    ],
    [
      'hosts of labels in JSON',
      '{ "Botnet": ["10.0.1.7"], "Normal": ["10.0.0.6"] }',
      { 2: 'Normal', 5: 'Botnet' },
    ],
    [
      'JSON lines with conditions',
      '{"where":"TotBytes > 1000","label":"Large"}\n{"where":"Proto = udp","label":"U"}\n',
      { 2: 'U', 3: 'Large' },
    ],
    [
      'labels.config',
      '# rules\nBackground:\n    - srcIP=all\nMalicious, From_Malware:\n    - srcIP=10.0.0.5 & Proto=TCP # and\n    - dstPort=4444\nLarge:\n  - Bytes>=1000\nOther:\n  - srcIP!=10.0.0.5 & dstPort=53\n',
      { 1: 'Malicious/From_Malware', 2: 'Other', 3: 'Large', 4: 'Background', 5: 'Malicious/From_Malware' },
    ],
    [
      'indicators',
      '# a list\n192[.]0[.]2.1  # Emotet\nport 4444\n10.0.0.9:53, resolver\nexample.org\n',
      {
        1: 'malicious indicator/Emotet',
        2: 'malicious indicator/resolver',
        3: 'malicious indicator/Emotet',
        5: 'malicious indicator',
      },
    ],
    [
      'indicators of reports: links, words behind a blank, cells in quotes',
      'hxxp://192[.]0[.]2[.]1:443/evil.php\n10(.)0(.)0(.)6 DNS tunnel\n"10.0.1.7","Dridex"\nhxxps://example[.]org/\n',
      {
        1: 'malicious indicator',
        2: 'malicious indicator/DNS tunnel',
        3: 'malicious indicator',
        5: 'malicious indicator/Dridex',
      },
    ],
    [
      'alerts of Suricata',
      [
        '{"timestamp":"2011-08-16T10:00:04.000000+0000","event_type":"alert","src_ip":"192.0.2.1","src_port":443,"dest_ip":"10.0.0.5","dest_port":4000,"proto":"TCP","alert":{"signature":"ET MALWARE X","severity":1}}',
        '{"timestamp":"2011-08-16T12:00:04.000000+0000","event_type":"alert","src_ip":"10.0.0.6","src_port":4001,"dest_ip":"10.0.0.9","dest_port":53,"proto":"UDP","alert":{"signature":"LATE","severity":1}}',
        '{"timestamp":"2011-08-16T10:00:04.000000+0000","event_type":"dns","src_ip":"10.0.0.6","dest_ip":"10.0.0.9"}',
      ].join('\n'),
      { 1: 'alert/ET MALWARE X' },
    ],
    [
      'alerts of Suricata that Filebeat sent',
      JSON.stringify({
        message:
          '{"timestamp":"2011-08-16T10:00:04.000000+0000","event_type":"alert","src_ip":"192.0.2.1","src_port":443,"dest_ip":"10.0.0.5","dest_port":4000,"proto":"TCP","alert":{"signature":"ET MALWARE X","severity":1}}',
      }),
      { 1: 'alert/ET MALWARE X' },
    ],
    [
      'alerts in fast.log',
      [
        '08/16/2011-10:00:04.000000  [**] [1:2000:3] ET MALWARE X [**] [Classification: A Trojan] [Priority: 1] {TCP} 192.0.2.1:443 -> 10.0.0.5:4000',
        '08/16/11-10:00:30.500000  [**] [1:2001:1] ET SCAN [**] [Priority: 2] {TCP} fe80::1:4003 -> fe80::2:80',
        '08/16/2011-12:00:00.000000  [**] [1:2002:1] LATE [**] [Priority: 2] {UDP} 10.0.0.6:4001 -> 10.0.0.9:53',
      ].join('\n'),
      { 1: 'alert/ET MALWARE X', 4: 'alert/ET SCAN' },
    ],
  ];
  for (const [name, text, expected] of kinds)
    it(`are read: ${name}`, async () => assert.deepEqual((await labelled(text)).labels, withAt(expected)));

  it('are counted by rule, with what conflicts and what was passed over', async () => {
    const { labels, report } = await labelled(
      'host,label\n10.0.0.5,Botnet\n10.0.0.300,Nobody\n10.9.9.9,Never\n',
      'port,label\n443,Web\n',
    );
    assert.deepEqual(labels, withAt({ 1: 'Web', 3: 'Web' }));
    assert.deepEqual(
      report.rules.map(({ line, label, caught, labelled: left }) => [line, label, caught, left]),
      [
        [2, 'Botnet', 2, 0],
        [4, 'Never', 0, 0],
        [2, 'Web', 2, 2],
      ],
    );
    assert.deepEqual(report.conflicts, [{ labels: ['Botnet', 'Web'], flows: 2 }]);
    assert.deepEqual([report.flows, report.relabelled], [2, 1]);
    assert.match(report.notes.join('\n'), /line 3: "10\.0\.0\.300" is no address/);
  });

  it('stand beside the capture, which keeps every byte, and make models of their own', async () => {
    const bytes = readFileSync(path);
    const labels = folder.file('hosts.csv', 'host,label\n10.0.0.5,Botnet\n');
    const before = process.env['FLOW2VEC_CACHE'];
    process.env['FLOW2VEC_CACHE'] = join(folder.path, 'cli');
    try {
      const summary = async (...words: string[]) =>
        JSON.parse((await say('summary', path, '--json', ...words)).out) as {
          labels: Record<string, number>;
        };
      assert.equal((await summary('--labels', labels)).labels['botnet'], 2);
      assert.equal((await summary()).labels['botnet'], undefined);
      const text = await say('summary', path, '--labels', labels);
      assert.match(text.out, /labelled {3}2 flows by 1 of 1 rules; 1 had another label/);
      const only = await summary('--labels', labels, '--where', 'Class = botnet');
      assert.deepEqual(only.labels, { botnet: 2 });
      const quick = ['--epochs', '1', '--min-count', '1', '--json'];
      const model = async (...words: string[]) =>
        (JSON.parse((await say('train', path, ...quick, ...words)).out) as { model: string }).model;
      assert.notEqual(await model('--labels', labels), await model());
    } finally {
      if (before === undefined) delete process.env['FLOW2VEC_CACHE'];
      else process.env['FLOW2VEC_CACHE'] = before;
    }
    assert.deepEqual(readFileSync(path), bytes);
  });

  for (const [text, message] of [
    ['', /is empty/],
    ['nothing of the kind\n', /holds no labels that can be read/],
    ['{ "Botnet": 5 }', /is no list of labels/],
    ['[{ "host": ', /is no JSON/],
  ] as const)
    it(`are refused, naming the file: ${text || 'empty'}`, async () => {
      const file = folder.file('refused.labels', text);
      await assert.rejects(engine.readLabels([file]), (error: Error) => {
        assert.match(error.message, message);
        return error.message.includes(file);
      });
    });

  it('are text of anybody: quotes do no harm', async () => {
    const { labels } = await labelled(`[{ "host": "10.0.0.6", "label": "x'); DROP VIEW flows; --" }]`);
    assert.equal(labels[1], "x'); DROP VIEW flows; --");
  });
});
