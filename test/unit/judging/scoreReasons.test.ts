import assert from 'node:assert/strict';
import { join } from 'node:path';
import { CaptureStore } from '../../../server/src/engine/captures/store';
import type { Engine } from '../../../server/src/engine/engine';
import { createEngine } from '../../../server/src/engine/flowEngine';
import type { ScoreReport, Thresholds } from '../../../server/src/engine/judging/answers';
import { defaultConfig } from '../../../server/src/engine/training/embedding/config';
import { BehaviourNames, readBehaviours } from '../../../server/src/engine/judging/behaviour';
import { judge } from '../../../server/src/engine/judging/judgement';
import { allSentences } from '../../support/allSentences';
import { flowRow, makeOffice } from '../../support/plantedCapture';
import { recountOf } from '../../support/recount';
import { pastKinds, recountPast } from '../../support/recountPast';
import { temporaryFolder } from '../../support/temporaryFolder';

const config = { ...defaultConfig, size: 16, epochs: 1, workers: 1, deterministic: true };

/** Rows of what an intruder does from 10.0.0.2, with state and bytes of its own. */
function intrusion(): string[] {
  const row = (second: number, dst: string, port: string, state: string, bytes: number) =>
    flowRow({ src: '10.0.0.2', dst, port, label: 'Intruder' }, second)
      .replace(',CON,', `,${state},`)
      .replace(/,400,200,/, `,${bytes},${bytes},`);
  return [
    ...Array.from({ length: 60 }, (_, i) =>
      row(300 + i, `77.0.${i}.1`, '25', i % 20 === 0 ? 'S_RA' : 'S_', 120),
    ),
    ...Array.from({ length: 12 }, (_, i) => row(310 + i * 30, '66.6.6.6', '5678', 'FSPA_FSPA', 5000)),
    ...Array.from({ length: 40 }, (_, i) => row(400 + i, '10.0.0.53', String(1000 + i * 3), 'S_RA', 60)),
    ...Array.from({ length: 3 }, (_, i) => row(500 + i * 9, '55.5.5.5', '443', 'FSPA_FSPA', 90_000_000)),
  ];
}

/** More of what a host does anyway, and a host that nobody knows. */
const more = [
  ...Array.from({ length: 400 }, (_, i) =>
    flowRow({ src: '10.0.0.2', dst: '10.0.0.25', port: '993', label: 'Intruder' }, 450 + i),
  ),
  ...Array.from({ length: 30 }, (_, i) =>
    flowRow({ src: '10.0.0.200', dst: `77.9.${i}.1`, port: '2222', label: 'Intruder' }, 600 + i),
  ),
];

describe('the reasons of a score', function () {
  this.timeout(120_000);
  const folder = temporaryFolder();
  let engine: Engine;
  let captures: CaptureStore;
  const files = { before: '', after: '' };
  before(() => {
    files.before = folder.file('before.binetflow', makeOffice({ flows: 4000, seed: 1 }));
    const usual = makeOffice({ flows: 1000, seed: 2 }).trimEnd();
    files.after = folder.file('after.binetflow', [usual, ...intrusion(), ''].join('\n'));
    engine = createEngine({ cacheDirectory: join(folder.path, 'cache'), maxCacheBytes: 1e9 });
    captures = new CaptureStore(join(folder.path, 'counted'));
  });
  after(async () => {
    captures.dispose();
    await engine.dispose();
  });

  const score = (thresholds: Thresholds): Promise<ScoreReport> =>
    engine.score([files.before], config, [files.after], thresholds);

  /** Counts sentences again; answers how many there are of each kind. */
  async function recounted(reasons: Iterable<string>, asked = files.after): Promise<Map<string, number>> {
    const [before, after] = await Promise.all([captures.open([files.before]), captures.open([asked])]);
    const [then, now] = [await recountOf(before, after), await recountOf(after, before)];
    const kinds = new Map<string, number>();
    for (const reason of new Set(reasons)) {
      if (reason.startsWith('nothing about it')) continue;
      const kind = await recountPast(reason, then, now);
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    }
    await Promise.all([before.close(), after.close()]);
    return kinds;
  }

  it('are true: each number is what the captures hold', async () => {
    const { anomalies, hosts, incidents } = await score({ top: 120 });
    assert.equal(hosts[0]?.address, '10.0.0.2');
    const kinds = await recounted([...anomalies, ...hosts, ...incidents].flatMap(found => found.reasons));
    for (const kind of ['service', 'behaviour', 'spread', 'ports', 'sentTo'])
      assert.ok(kinds.has(kind), `${kind} among ${[...kinds.keys()].join(', ')}`);
  });

  it('are true of every kind, those too that weightier ones leave unsaid', async () => {
    const usual = makeOffice({ flows: 1000, seed: 2 }).trimEnd();
    const asked = folder.file('more.binetflow', [usual, ...intrusion(), ...more, ''].join('\n'));
    const [before, after] = await Promise.all([captures.open([files.before]), captures.open([asked])]);
    const names = new BehaviourNames();
    const training = await readBehaviours(before, names);
    const judgement = await judge(undefined, names, training, await readBehaviours(after, names));
    await Promise.all([before.close(), after.close()]);
    const kinds = await recounted(allSentences(judgement), asked);
    assert.deepEqual([...kinds.keys()].sort(), [...pastKinds].sort());
  });

  it('name the flows of an incident by their lines, in order of time', async () => {
    const { anomalies, incidents } = await score({ top: 2000 });
    const [first] = incidents;
    const own = anomalies.filter(flow => flow.incident === first?.id).map(flow => flow.line);
    assert.equal(own.length, first?.flows);
    assert.ok(first?.lines.every(line => own.includes(line)));
    assert.ok(anomalies.filter(a => a.label === 'Intruder').every(a => a.score > 0.9));
  });

  it('are told apart: flows are equal only where their evidence is', async () => {
    const { anomalies, flows } = await score({ top: 5000 });
    assert.equal(anomalies.length, flows);
    const scores = anomalies.map(a => a.score);
    assert.ok(scores.every((s, i) => i === 0 || s <= (scores[i - 1] as number)));
    assert.ok(scores.every(s => s >= 0 && s < 1));
    // What is beyond all of the training is still in order.
    const beyond = new Set(anomalies.filter(a => a.label === 'Intruder').map(a => a.score));
    assert.ok(beyond.size > 3, `${beyond.size}`);
  });

  it('come with thresholds: so many a day, or a share of false alarms', async () => {
    const all = await score({ top: 5000 });
    const lasts = 1000 / 86_400;
    const budget = await score({ top: Infinity, perDay: 10 / lasts });
    assert.deepEqual(budget.anomalies, all.anomalies.slice(0, budget.anomalies.length));
    assert.ok(budget.anomalies.length >= 9 && budget.anomalies.length <= 10, `${budget.anomalies.length}`);
    assert.equal((await score({ top: Infinity, perDay: 1 })).anomalies.length, 1);
    const few = await score({ top: Infinity, falseAlarms: 0.001 });
    const more = await score({ top: Infinity, falseAlarms: 0.3 });
    assert.ok(
      few.anomalies.length < more.anomalies.length,
      `${few.anomalies.length} ${more.anomalies.length}`,
    );
    const usual = (report: ScoreReport) => report.anomalies.filter(a => a.label !== 'Intruder').length;
    assert.ok(usual(few) <= 10 && usual(more) <= 450, `${usual(few)} ${usual(more)}`);
    assert.ok(few.anomalies.length - usual(few) >= 100, `${few.anomalies.length} ${usual(few)}`);
  });
});
