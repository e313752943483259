import assert from 'node:assert/strict';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FrameLocator } from 'playwright-core';
import type { Workbench } from '../../scripts/host/workbench';
import { flowRow, intrudedOffice } from '../support/plantedCapture';
import { Session } from './session';

describe('the panel of anomalies', function () {
  this.timeout(240_000);

  let session: Session;
  let workbench: Workbench;
  let frame: FrameLocator;

  before(async () => {
    const settings = { 'flow2vec.embedding.epochs': 2, 'flow2vec.embedding.size': 16 };
    session = await Session.start('ui-anomalies', { settings });
    workbench = await session.open('office.binetflow', intrudedOffice());
  });
  after(() => session?.stop());

  const cells = (testId: string) => frame.getByTestId(testId).allInnerTexts();
  const path = () => join(session.folder, 'office.binetflow');

  it('opens from the palette on a capture by itself, and names the hosts with their reasons', async () => {
    await workbench.runCommand('Flow2Vec: Find Anomalies…', 'asks');
    const input = workbench.page.locator('.quick-input-widget input[type=text]');
    await workbench.page.locator('.quick-input-title', { hasText: /^Find Anomalies in office/ }).waitFor();
    await input.press('Enter');
    frame = await workbench.webview('score-hosts-table');
    assert.match(
      await frame.getByTestId('score-facts').innerText(),
      /Judged: the later half of office\.binetflow/,
    );
    assert.equal((await cells('score-host-only'))[0], '10.0.0.3');
    assert.ok((await cells('score-host-only')).includes('10.0.0.2'));
    const why = (await cells('score-hosts-reasons'))[0] ?? '';
    assert.match(why, /10\.0\.0\.3 .*tcp port 22 .*60 flows|60 flows of 10\.0\.0\.3/);
    await workbench.screenshot('anomalies');
  });

  it('narrows to a host, and shows the flows of an incident in the editor', async () => {
    await frame.getByTestId('score-host-only').first().click();
    await frame
      .getByTestId('score-incidents-row')
      .filter({ hasText: '10.0.0.2' })
      .waitFor({ state: 'detached' });
    assert.match(await frame.getByTestId('score-chosen').innerText(), /10\.0\.0\.3/);
    const link = frame.getByTestId('score-incident-line').first();
    const line = Number((await link.innerText()).replace(/\D/g, ''));
    assert.match(readFileSync(path(), 'utf8').split('\n')[line - 1] ?? '', /10\.0\.0\.3/);
    await link.click();
    await workbench.waitForEditor('office.binetflow');
    await workbench.showsLine(line);
    await frame.getByTestId('score-all').click();
    await frame.getByTestId('score-incidents-row').filter({ hasText: '10.0.0.2' }).first().waitFor();
  });

  it('says the score and its reasons in the hover', async () => {
    const said = await workbench.hover('10.0.0.3', /Score 0\.\d+/);
    assert.match(said, /Score 0\.\d{3,6}: (?:.*10\.0\.0\.3|nothing about it)/);
  });

  it('leaves out what is expected here, until that is undone, and never touches the capture', async () => {
    const bytes = readFileSync(path());
    const row = frame.getByTestId('score-incidents-row').filter({ hasText: '10.0.0.2' }).first();
    await row.getByTestId('score-expect').click();
    await frame.getByTestId('score-expected').waitFor();
    await frame.getByTestId('score-hosts-table').waitFor();
    assert.ok(!(await cells('score-host-only')).includes('10.0.0.2'));
    assert.equal((await cells('score-host-only'))[0], '10.0.0.3');
    assert.match(readFileSync(`${path()}.expected.json`, 'utf8'), /"service": "tcp 873"/);
    await workbench.screenshot('anomalies-expected');
    await frame.getByTestId('score-undo').click();
    await frame.getByTestId('score-host-only').filter({ hasText: '10.0.0.2' }).first().waitFor();
    assert.ok(!existsSync(`${path()}.expected.json`));
    assert.deepEqual(readFileSync(path()), bytes);
  });

  it('follows the capture as it grows, and marks the incident that is new', async () => {
    await frame.getByTestId('score-follow').check();
    await frame.getByTestId('score-followed').filter({ hasText: '0 incidents new' }).waitFor();
    const sweep = Array.from({ length: 80 }, (_, i) =>
      flowRow({ src: '10.0.0.5', dst: `78.0.${i}.1`, port: '3389' }, 2020 + i).replace(',CON,', ',S_,'),
    );
    session.mayEdit('office.binetflow');
    appendFileSync(path(), `${sweep.join('\n')}\n`);
    const row = frame.getByTestId('score-incidents-row').filter({ has: frame.getByTestId('score-new') });
    await row.filter({ hasText: '10.0.0.5' }).first().waitFor();
    assert.equal(await frame.getByTestId('score-follow').isChecked(), true);
    assert.equal(await frame.getByTestId('score-stale').isVisible(), false);
    await workbench.screenshot('anomalies-followed');
  });

  it('judges hosts against each other, and says that nothing of the past is known', async () => {
    await workbench.runCommand('Flow2Vec: Find Anomalies…', 'asks');
    const input = workbench.page.locator('.quick-input-widget input[type=text]');
    await workbench.page.locator('.quick-input-title', { hasText: /^Find Anomalies in office/ }).waitFor();
    await input.fill('Hosts Against');
    await workbench.page
      .locator('.quick-input-list .monaco-list-row.focused', { hasText: 'Hosts Against' })
      .waitFor();
    await input.press('Enter');
    await frame
      .getByTestId('score-facts')
      .filter({ hasText: /each host by the others/ })
      .waitFor();
    assert.match(await frame.getByTestId('score-sentence').innerText(), /Hosts were judged by each other/);
    const row = frame.getByTestId('score-hosts-row').filter({ hasText: '10.0.0.3' }).first();
    assert.match(await row.innerText(), /of the other \d+ hosts/);
    await workbench.screenshot('anomalies-hosts');
  });
});
