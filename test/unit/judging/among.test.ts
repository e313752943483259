import assert from 'node:assert/strict';
import { join } from 'node:path';
import { CaptureStore } from '../../../server/src/engine/captures/store';
import type { Engine } from '../../../server/src/engine/engine';
import { createEngine } from '../../../server/src/engine/flowEngine';
import type { ScoreReport } from '../../../server/src/engine/judging/answers';
import { defaultConfig } from '../../../server/src/engine/training/embedding/config';
import { judgeAmong } from '../../../server/src/engine/judging/amongJudgement';
import { BehaviourNames, readBehaviours } from '../../../server/src/engine/judging/behaviour';
import { allSentences } from '../../support/allSentences';
import { botAtADesk, desks } from '../../support/plantedDesks';
import { recountOf } from '../../support/recount';
import { amongKinds, recountAmong } from '../../support/recountAmong';
import { temporaryFolder } from '../../support/temporaryFolder';

const config = { ...defaultConfig, size: 16, epochs: 2, workers: 1, deterministic: true };

describe('hosts judged against each other', function () {
  this.timeout(120_000);
  const folder = temporaryFolder();
  let engine: Engine;
  let captures: CaptureStore;
  let path: string;
  let report: ScoreReport;
  before(async () => {
    path = folder.file('desks.binetflow', desks(botAtADesk));
    engine = createEngine({ cacheDirectory: join(folder.path, 'cache'), maxCacheBytes: 1e9 });
    captures = new CaptureStore(join(folder.path, 'counted'));
    report = await engine.score([path], config, 'hosts', { top: 500 });
  });
  after(async () => {
    captures.dispose();
    await engine.dispose();
  });

  it('find the one that was always at it, of which a past says nothing', async () => {
    assert.equal(report.judgedBy.by, 'hosts');
    assert.equal(report.judgedBy.flows, report.flows);
    assert.equal(report.hosts[0]?.address, '10.0.1.7');
    assert.ok((report.hosts[0]?.score as number) > 0.99);
    const first = report.anomalies.slice(0, 100);
    assert.ok(first.every(({ label }) => label === 'bot'));
    assert.ok(report.hosts[0]?.unchanged.length);
    const past = await engine.score([path], config, 'past', { top: 500 });
    assert.equal(past.judgedBy.by, 'past');
    assert.ok(past.anomalies.slice(0, 100).some(({ label }) => label !== 'bot'));
  });

  it('are little apart where all do alike', async () => {
    const alike = folder.file('alike.binetflow', desks());
    const { hosts } = await engine.score([alike], config, 'hosts', { top: 500 });
    assert.ok(hosts.length <= 3, hosts.map(({ address }) => address).join());
  });

  it('need no times', async () => {
    const still = folder.file(
      'still.binetflow',
      desks(botAtADesk).replace(/^2011[^,]*/gm, '2011/08/16 10:00:00.000000'),
    );
    const { hosts } = await engine.score([still], config, 'hosts', { top: 5 });
    assert.equal(hosts[0]?.address, '10.0.1.7');
  });

  it('leave out what is expected, and nothing else', async () => {
    const [incident] = report.incidents;
    const mail = (incident?.behaviours ?? []).filter(({ service }) => service === 'tcp 25');
    assert.ok(mail.length > 0);
    await engine.expect(path, mail, 'add');
    const then = await engine.score([path], config, 'hosts', { top: 500 });
    assert.equal(then.hosts[0]?.address, '10.0.1.7');
    assert.ok(then.anomalies.slice(0, 20).every(({ token }) => !token.endsWith(' 25')));
    await engine.expect(path, mail, 'remove');
    const again = await engine.score([path], config, 'hosts', { top: 500 });
    assert.deepEqual(again.anomalies, report.anomalies);
  });

  /** Counts sentences again; answers their kinds. */
  async function recounted(reasons: Iterable<string>): Promise<Set<string>> {
    const capture = await captures.open([path]);
    const recount = await recountOf(capture);
    const kinds = new Set<string>();
    for (const reason of new Set(reasons))
      if (!reason.startsWith('nothing about it')) kinds.add(await recountAmong(reason, recount));
    await capture.close();
    return kinds;
  }

  it('are told of in sentences whose numbers the capture holds', async () => {
    const { anomalies, hosts, incidents } = report;
    const kinds = await recounted([...anomalies, ...hosts, ...incidents].flatMap(found => found.reasons));
    for (const kind of ['service', 'behaviour', 'spread', 'ports', 'sentTo'])
      assert.ok(kinds.has(kind), `${kind} among ${[...kinds].join(', ')}`);
  });

  it('are told of truly by every kind of sentence, those too that weightier ones leave unsaid', async () => {
    const capture = await captures.open([path]);
    const names = new BehaviourNames();
    const judgement = await judgeAmong(undefined, names, await readBehaviours(capture, names));
    await capture.close();
    assert.deepEqual([...(await recounted(allSentences(judgement)))].sort(), [...amongKinds].sort());
  });
});
