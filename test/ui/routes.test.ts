import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { textColours } from '../../scripts/host/inPage.mjs';
import type { Workbench } from '../../scripts/host/workbench';
import { plantedText } from '../support/plantedRoutes';
import { Session } from './session';

const hops = (...said: string[]) => said.map((text, i) => ` ${i + 1}  ${text}\n`).join('');
const good = `# label: benign
traceroute to good.example (203.0.113.9), 30 hops max, 60 byte packets
${hops('gw.example (10.0.0.1)  1.102 ms  1.310 ms  1.204 ms', '198.51.100.77 (198.51.100.77)  8.4 ms  8.6 ms  *', 'good.example (203.0.113.9)  20.1 ms  20.4 ms  20.2 ms')}`;
const bad = `# label: malicious
traceroute to bad.example (192.0.2.9), 30 hops max, 60 byte packets
${hops('gw.example (10.0.0.1)  1.002 ms  2.104 ms  1.704 ms', '* * *', '198.51.100.1 (198.51.100.1)  12.501 ms 198.51.100.200 (198.51.100.200)  13.5 ms  *', 'bad.example (192.0.2.9)  20.0 ms !X  21.0 ms !X  22.0 ms !X')}`;
const odd = `# label: nasty\n${good.split('\n').slice(1).join('\n').replaceAll('203.0.113.9', '203.0.113.10')}`;

describe('traceroutes in the editor', function () {
  this.timeout(240_000);

  let session: Session;
  let workbench: Workbench;

  before(async () => {
    session = await Session.start('ui-routes');
    workbench = await session.open('lab.traceroute', bad + good + odd);
  });
  after(() => session?.stop());

  /** Another file in the window, whose other editors are closed. */
  const openAlone = async (file: string, text: string) => {
    writeFileSync(join(session.folder, file), text);
    await workbench.runCommand('View: Close All Editors');
    await workbench.openFromExplorer(file);
    await workbench.waitForEditor(file);
  };

  it('are coloured, labels by what they say', async () => {
    const colours = [];
    for (const label of ['benign', 'malicious']) {
      const word = workbench.lines.locator('span', { hasText: new RegExp(`^${label}$`) }).first();
      await word.waitFor();
      colours.push((await word.evaluate(textColours)).text);
    }
    assert.equal(new Set(colours).size, 2, String(colours));
    assert.ok((await workbench.coloursOf('gw.example')).size >= 4);
  });

  it('say in a hover what a hop is, and of the header what is learned', async () => {
    const hop = await workbench.hover('198.51.100.200', /Hop 3/);
    assert.match(hop, /Subnet 198\.51\.100\.0\/24: passed by 100 % of 1 benign route/);
    assert.match(hop, /jump|from hop 1/);
    await workbench.screenshot('hover-hop');
    const header = await workbench.hover('to bad.example', /Route to/);
    assert.match(header, /Tail Timeouts\s*0/);
  });

  it('mark a label that is none', async () => {
    await workbench.page.locator('.squiggly-warning').first().waitFor();
  });

  it('lie side by side in a diff, hops aligned', async () => {
    await workbench.goToLine(3);
    await workbench.runCommand('Flow2Vec: Compare Route With…', 'asks');
    await workbench.page
      .locator('.quick-input-list .monaco-list-row')
      .filter({ hasText: '203.0.113.9' })
      .first()
      .click();
    const left = workbench.page.locator('.editor.original .view-line', { hasText: '10.0.0.0/24' });
    const right = workbench.page.locator('.editor.modified .view-line', { hasText: '10.0.0.0/24' });
    await right.first().waitFor();
    assert.ok((await left.count()) > 0);
    await workbench.screenshot('compare-routes');
  });

  it('open from a file of another name, by the command only', async () => {
    await openAlone('notes.txt', bad);
    await workbench.page.locator('#status\\.editor\\.mode', { hasText: 'Plain Text' }).waitFor();
    await workbench.runCommand('Flow2Vec: Open as Traceroutes');
    assert.match(await workbench.hover('198.51.100.200', /Hop 3/), /Round trip/);
  });

  describe('whose networks a panel trains', () => {
    before(() => openAlone('many.traceroute', plantedText(600, 3)));

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
});
