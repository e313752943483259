import assert from 'node:assert/strict';
import type { Workbench } from '../../scripts/host/workbench';
import { plantedText } from '../support/plantedRoutes';
import { Session } from './session';

describe('the panel of networks of routes', function () {
  this.timeout(240_000);

  let session: Session;
  let workbench: Workbench;

  before(async () => {
    session = await Session.start('ui-route-networks');
    workbench = await session.open('lab.traceroute', plantedText(600, 3));
  });
  after(() => session?.stop());

  const choose = async (text: RegExp) => {
    const row = workbench.page.locator('.quick-input-list .monaco-list-row').filter({ hasText: text });
    await row.first().click();
  };

  it('trains the network that was chosen, and reports it as scikit-learn does', async () => {
    await workbench.runCommand('Flow2Vec: Train a Network on Routes…', 'asks');
    await choose(/^Dense/);
    await choose(/random fifth/);
    await choose(/Nothing, as in the notebook/);
    const frame = await workbench.webview('routes-scores');
    const accuracy = Number(await frame.getByTestId('routes-accuracy').innerText());
    assert.ok(accuracy > 0.7 && accuracy <= 1, String(accuracy));
    for (const row of ['benign', 'malicious', 'accuracy', 'macro', 'weighted'])
      assert.equal(await frame.getByTestId(`routes-row-${row}`).count(), 1, row);
    for (const chart of ['roc', 'pr', 'calibration', 'epoch-loss', 'epoch-accuracy'])
      assert.equal(await frame.getByTestId(`routes-${chart}-picture`).count(), 1, chart);
    assert.match(await frame.getByTestId('routes-backend').innerText(), /wasm|tfjs-node/i);
    await workbench.screenshot('routes');
  });

  it('counts anew when the threshold moves', async () => {
    const frame = await workbench.webview('routes-scores');
    const cells = async () => frame.locator('[data-testid^=routes-confusion-]').allInnerTexts();
    const before = await cells();
    const slider = frame.getByTestId('routes-threshold');
    await slider.focus();
    await workbench.page.keyboard.press('End');
    assert.equal(await frame.getByTestId('routes-threshold-value').innerText(), '1.00');
    const after = await cells();
    assert.notDeepEqual(after, before);
    // Nothing is called malicious any more.
    assert.deepEqual([after[1], after[3]], ['0', '0']);
    await frame.getByTestId('routes-normalise').selectOption('true');
    assert.deepEqual(await cells(), ['100 %', '0 %', '100 %', '0 %']);
    await workbench.page.keyboard.press('Escape');
  });

  it('shows a misclassified route in the editor', async () => {
    const frame = await workbench.webview('routes-scores');
    const link = frame.getByTestId('routes-wrong-reveal').first();
    const line = Number((await link.innerText()).replace(/\D/g, ''));
    await link.click();
    await workbench.showsLine(line);
  });

  it('writes probabilities above the routes', async () => {
    const frame = await workbench.webview('routes-scores');
    await frame.getByTestId('routes-classify').click();
    const said = /probability of malicious \d\.\d\d/;
    const lens = workbench.page.locator('.codelens-decoration:visible', { hasText: said });
    await lens.first().waitFor();
    await workbench.screenshot('routes-lenses');
  });

  it('sets another network beside it', async () => {
    const frame = await workbench.webview('routes-scores');
    await frame.getByTestId('routes-train-autoencoder').click();
    await frame.getByTestId('routes-collapse').waitFor();
    assert.match(await frame.getByTestId('routes-collapse').innerText(), /distinct reconstructions/);
    const runs = frame.getByTestId('routes-runs-row');
    assert.equal(await runs.count(), 2);
  });
});
