import assert from 'node:assert/strict';
import { join } from 'node:path';
import { answerParameters } from '../../../shared/parameters/answers';
import { createEngine } from '../../../server/src/engine/flowEngine';
import type { Engine } from '../../../server/src/engine/engine';
import { defaultConfig } from '../../../server/src/engine/training/embedding/config';
import { makeCapture } from '../../support/makeCapture';
import { temporaryFolder } from '../../support/temporaryFolder';

/** Takes the labels of two rows of three, so that tokens without a label stand among the nearest. */
function withFewLabels(capture: string): string {
  const lines = capture.split('\n');
  return lines.map((line, i) => (i > 0 && i % 3 !== 0 ? line.replace(/,[^,]*$/, ',') : line)).join('\n');
}

describe('one vote', function () {
  this.timeout(120_000);
  const folder = temporaryFolder();
  const config = { ...defaultConfig, size: 16, epochs: 2, deterministic: true };
  const { neighbours, confidence } = answerParameters;
  const options = { neighbours: neighbours.default, confidence: confidence.default };
  let engine: Engine;
  before(() => {
    engine = createEngine({ cacheDirectory: join(folder.path, 'cache'), maxCacheBytes: 1e9 });
  });
  after(() => engine.dispose());

  const captures: [of: string, text: string][] = [
    ['a capture with labels', makeCapture({ flows: 1200, seed: 5 })],
    ['a capture of which some flows have labels', withFewLabels(makeCapture({ flows: 1200, seed: 6 }))],
  ];
  for (const [of, text] of captures)
    it(`is what an evaluation measures, queries tell and hovers show, of ${of}`, async () => {
      const path = folder.file(`${of.length}.binetflow`, text);
      const report = await engine.evaluate([path], config, { neighbours: options.neighbours });
      const sql =
        "SELECT token, label_vote(token), bool_or(Label <> '') FROM flows WHERE token IS NOT NULL GROUP BY token";
      const model = {
        config,
        clusters: { k: 0, restarts: 1, spherical: false, method: 'full' as const, seed: 1 },
      };
      const { rows } = await engine.query([path], sql, {
        rows: 10_000,
        seconds: 60,
        model: { ...model, confidence: options.confidence },
      });
      let [unsure, asked] = [0, 0];
      for (const [token, voted, isLabelled] of rows) {
        const vote = await engine.predictLabel([path], config, { token: String(token) }, options);
        assert.equal(voted, vote?.label, String(token));
        if (isLabelled !== true) continue;
        asked++;
        if (vote?.label === 'unknown') unsure++;
      }
      assert.ok(report);
      assert.equal(report.sampledOut, 0);
      assert.deepEqual([report.tokens, report.unsure], [asked, unsure]);
      assert.ok(!('unlabelled' in report.perClass));
    });

  it('is not held where no flow has a label', async () => {
    const path = folder.file(
      'bare.binetflow',
      makeCapture({ flows: 200, seed: 7 }).replace(/,[^,\n]*$/gm, ','),
    );
    await assert.rejects(engine.evaluate([path], config, { neighbours: 7 }), /has a label/);
  });
});
