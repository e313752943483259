import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { lineAt, readLines } from '../../../server/src/base/files/textLines';
import type { LabelCounts } from '../../../server/src/engine/captures/labels';
import { CaptureStore } from '../../../server/src/engine/captures/store';
import { formatsOf, summarize } from '../../../server/src/engine/captures/summary';
import { buildCorpus } from '../../../server/src/engine/training/corpus/buildCorpus';
import { defaultConfig } from '../../../server/src/engine/training/embedding/config';
import { inRoot } from '../../../scripts/build/paths.mjs';
import { temporaryFolder } from '../../support/temporaryFolder';

/** Real captures are not part of the project, for their licences; they lie beside it where there are any. */
const data = inRoot('../shared/data/flows');

const files: [name: string, rows: 'header' | 'no header'][] = [
  ['argus-16-columns.binetflow', 'header'],
  ['argus-tabs.binetflow', 'header'],
  ['headerless-14-columns.binetflow', 'no header'],
  ['portscan.binetflow', 'header'],
  ['smb-scan.binetflow', 'header'],
  ['ctu13-20110816-first90min.binetflow.gz', 'header'],
];

/** Those of other tools; none has a row that is no flow. */
const formats: [name: string, format: string, labels: LabelCounts][] = [
  ['zeek-conn-labelled.log.gz', 'zeek', { malicious: 3951, normal: 4771, background: 326 }],
  ['zeek-conn.json.log.gz', 'zeek', { unlabelled: 4504 }],
  ['zeek-iot23-34-1-mirai.log.gz', 'zeek', { malicious: 21_222, normal: 1923 }],
  ['zeek-iot23-44-1-mirai.csv.gz', 'zeek', { malicious: 26, normal: 211 }],
  ['zeek-iot23-20-1-torii.csv.gz', 'zeek', { malicious: 16, normal: 3193 }],
  ['zeek-iot23-honeypot-5-1.csv.gz', 'zeek', { normal: 1374 }],
  ['suricata-eve.json.gz', 'suricata', { alert: 366, unlabelled: 3146 }],
  ['unsw-nb15-first20k.csv.gz', 'unsw-nb15', { malicious: 1572, normal: 18_429 }],
  ['nfdump-text-1.txt', 'nfdump', { unlabelled: 35 }],
  ['nfdump-text-2.txt', 'nfdump', { unlabelled: 167 }],
  ['ctu13-s11-rbot-botnet-only.binetflow.gz', 'argus', { botnet: 8164 }],
];

describe('real captures', function () {
  this.timeout(120_000);
  const folder = temporaryFolder();
  const open = (path: string) => new CaptureStore(join(folder.path, 'store')).open([path]);

  for (const [name, header] of files)
    it(`${name}: every row is read or rejected with a reason`, async function () {
      const path = join(data, name);
      if (!existsSync(path)) {
        console.log(`      skipped: ${path} is not there`);
        return this.skip();
      }
      let rows = header === 'header' ? -1 : 0;
      for await (const line of readLines(path)) rows += line.trim() === '' ? 0 : 1;
      const capture = await open(path);
      const { flows, rejected, problems } = await summarize(capture);
      await capture.close();
      assert.ok(flows > 0);
      assert.equal(flows + rejected, rows);
      assert.equal(problems.length, Math.min(rejected, 1000));
      for (const { line, message } of problems) assert.ok(line >= 1 && message.length > 10);
    });

  for (const [name, format, labels] of formats)
    it(`${name}: all flows are read, under the labels that its publisher counts`, async function () {
      const path = join(data, name);
      if (!existsSync(path)) {
        console.log(`      skipped: ${path} is not there`);
        return this.skip();
      }
      const capture = await open(path);
      const found = await summarize(capture);
      await capture.close();
      assert.equal(formatsOf(capture.files), format);
      assert.deepEqual([found.labels, found.rejected], [labels, 0]);
      assert.equal(
        found.flows,
        Object.values(labels).reduce((sum, n) => sum + n),
      );
    });

  it('CTU-13: flows, labels and tokens are those of the published capture', async function () {
    const path = join(data, 'ctu13-20110816-first90min.binetflow.gz');
    if (!existsSync(path)) {
      console.log(`      skipped: ${path} is not there`);
      return this.skip();
    }
    const capture = await open(path);
    const { flows, rejected, labels } = await summarize(capture);
    assert.deepEqual(
      { flows, rejected, labels },
      {
        flows: 394_168,
        rejected: 0,
        labels: { botnet: 3109, normal: 4810, background: 386_249 },
      },
    );
    const { vocabulary, tokens, sentences } = await buildCorpus(capture, defaultConfig);
    await capture.close();
    assert.deepEqual([vocabulary.size, tokens.length], [110_109, 394_168]);
    assert.equal(sentences.length - 1, Math.ceil(394_168 / 30));
    for (const token of [0, 1000, 110_108]) {
      const cells = (await lineAt(path, vocabulary.firstLines[token] as number)).split(',');
      const parts = [2, 3, 6, 7].map(c => cells[c]?.trim() || '-');
      assert.equal(vocabulary.tokens[token], parts.join(' '));
    }
  });
});
