import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Engine } from '../../../server/src/engine/engine';
import { createEngine } from '../../../server/src/engine/flowEngine';
import { expectedPath } from '../../../server/src/engine/judging/expectedFile';
import { defaultConfig } from '../../../server/src/engine/training/embedding/config';
import { flowRow, makeOffice } from '../../support/plantedCapture';
import { temporaryFolder } from '../../support/temporaryFolder';

const config = { ...defaultConfig, size: 16, epochs: 1, workers: 1, deterministic: true };

/** A backup of 10.0.0.2, and a scan of 10.0.0.3, both new since. */
function novelties(): string[] {
  return [
    ...Array.from({ length: 30 }, (_, i) =>
      flowRow({ src: '10.0.0.2', dst: '10.9.9.9', port: '873' }, 600 + i),
    ),
    ...Array.from({ length: 30 }, (_, i) =>
      flowRow({ src: '10.0.0.3', dst: `77.0.${i}.1`, port: '22' }, 700 + i).replace(',CON,', ',S_,'),
    ),
  ];
}

describe('what is called expected', function () {
  this.timeout(120_000);
  const folder = temporaryFolder();
  let engine: Engine;
  let before_: string;
  let after_: string;
  before(() => {
    before_ = folder.file('before.binetflow', makeOffice({ flows: 4000, seed: 1 }));
    const usual = makeOffice({ flows: 1000, seed: 2 }).trimEnd();
    after_ = folder.file('after.binetflow', [usual, ...novelties(), ''].join('\n'));
    engine = createEngine({ cacheDirectory: join(folder.path, 'cache'), maxCacheBytes: 1e9 });
  });
  after(() => engine.dispose());
  const score = () => engine.score([before_], config, [after_], { top: 50 });

  it('is judged no more, beside the capture and not in it, until it is taken back', async () => {
    const bytes = readFileSync(after_);
    const first = await score();
    assert.deepEqual(
      first.hosts
        .slice(0, 2)
        .map(host => host.address)
        .sort(),
      ['10.0.0.2', '10.0.0.3'],
    );
    const backup = first.incidents.find(incident => incident.address === '10.0.0.2');
    assert.ok(backup && backup.behaviours.length === 1);
    assert.deepEqual([backup.behaviours[0]?.service, backup.behaviours[0]?.outcome], ['tcp 873', 'answered']);
    await engine.expect(after_, backup.behaviours, 'add');
    await engine.expect(after_, backup.behaviours, 'add');
    const second = await score();
    assert.deepEqual(second.expected, backup.behaviours);
    assert.ok(!second.hosts.some(host => host.address === '10.0.0.2'));
    assert.equal(second.hosts[0]?.address, '10.0.0.3');
    // The other host's flows say what they said.
    const scan = (report: typeof first) => report.anomalies.filter(a => a.token.endsWith(' 22'));
    assert.deepEqual(
      scan(second),
      scan(first).map(a => ({ ...a, incident: 1 })),
    );
    await engine.expect(after_, backup.behaviours, 'remove');
    assert.ok(!existsSync(expectedPath(after_)));
    assert.deepEqual(await score(), first);
    assert.deepEqual(readFileSync(after_), bytes);
  });

  it('hides no other behaviour of the same host', async () => {
    const { incidents } = await score();
    const scan = incidents.find(incident => incident.address === '10.0.0.3');
    const other = scan?.behaviours.map(b => ({ ...b, outcome: 'data' })) ?? [];
    await engine.expect(after_, other, 'add');
    assert.deepEqual((await score()).incidents, incidents);
    // The same behaviour, but for another kind of evidence than the one that told it.
    await engine.expect(after_, other, 'remove');
    const volume = scan?.behaviours.map(b => ({ ...b, kinds: ['volume' as const] })) ?? [];
    await engine.expect(after_, volume, 'add');
    assert.deepEqual((await score()).incidents, incidents);
    await engine.expect(after_, volume, 'remove');
  });

  it('is refused, naming the file, when the file is none of ours', async () => {
    for (const text of [
      '{',
      '[]',
      '{"version":2,"expected":[]}',
      '{"version":1,"expected":[{"address":1}]}',
    ]) {
      writeFileSync(expectedPath(after_), text);
      await assert.rejects(score(), /after\.binetflow\.expected\.json does not hold/);
      assert.equal(readFileSync(expectedPath(after_), 'utf8'), text);
    }
    writeFileSync(expectedPath(after_), '{"version":1,"expected":[]}');
    assert.deepEqual((await score()).expected, []);
    await engine.expect(after_, [], 'remove');
  });

  it('is asked of a capture by itself too, its later half judged by the earlier', async () => {
    const both = folder.file(
      'both.binetflow',
      [makeOffice({ flows: 1200, seed: 3 }).trimEnd(), ...novelties(), ''].join('\n'),
    );
    const report = await engine.score([both], config, 'past', { top: 50 });
    assert.equal(report.judgedBy.flows + report.flows, 1260);
    assert.ok(report.judgedBy.to < '2011-08-16T10:10:00');
    assert.deepEqual(
      report.hosts
        .slice(0, 2)
        .map(host => host.address)
        .sort(),
      ['10.0.0.2', '10.0.0.3'],
    );
    const { timeline } = report;
    assert.equal(
      timeline.flows.reduce((a, b) => a + b, 0),
      report.flows,
    );
    const peak = timeline.from + timeline.seconds * timeline.rarity.indexOf(Math.max(...timeline.rarity));
    const [first] = report.incidents;
    assert.ok(peak >= Date.parse(first?.from ?? '') / 1000 - timeline.seconds);
    assert.ok(peak <= Date.parse(first?.to ?? '') / 1000);
    const still = folder.file(
      'still.binetflow',
      makeOffice({ flows: 3, seed: 1 }).replaceAll(/10:00:0\d/g, '10:00:00'),
    );
    await assert.rejects(engine.score([still], config, 'past', { top: 5 }), /earlier from later/);
  });
});
