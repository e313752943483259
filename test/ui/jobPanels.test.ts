import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FrameLocator } from 'playwright-core';
import type { Workbench } from '../../scripts/host/workbench';
import { makeCapture } from '../support/makeCapture';
import { Session } from './session';

describe('the panels of long jobs', function () {
  this.timeout(240_000);

  let session: Session;
  let workbench: Workbench;

  before(async () => {
    const settings = { 'flow2vec.embedding.epochs': 2, 'flow2vec.embedding.size': 16 };
    session = await Session.start('ui-jobs', { settings });
    workbench = await session.open('campus.binetflow');
    await workbench.train();
  });
  after(() => session?.stop());

  const input = () => workbench.page.locator('.quick-input-widget input[type=text]');
  const asked = (title: RegExp) => workbench.page.locator('.quick-input-title', { hasText: title }).waitFor();
  const numbers = async (frame: FrameLocator, testId: string) =>
    (await frame.getByTestId(testId).allInnerTexts()).map(Number);
  const toEditor = async () => {
    await workbench.page.locator('.tab[data-resource-name="campus.binetflow"]').click();
    await workbench.waitForEditor('campus.binetflow');
  };

  it('say in the hover what neighbours vote for', async () => {
    const said = await workbench.hover('147.32.84.165', /Neighbours vote/);
    assert.match(said, /Neighbours vote: \w+.* \d+ % \(\d of 7\)/);
  });

  it('report how well labels agree', async () => {
    await workbench.runCommand('Flow2Vec: Evaluate Model');
    const frame = await workbench.webview('report-classes-table');
    const [macro] = await numbers(frame, 'report-macro');
    assert.ok(macro !== undefined && macro > 0 && macro <= 1, String(macro));
    assert.equal(await frame.getByTestId('report-rivals-row').count(), 6);
    assert.ok((await frame.getByTestId('report-classes-row').count()) >= 2);
    await frame.getByTestId('report-classes-sort-support').click();
    const supports = await numbers(frame, 'report-classes-support');
    assert.deepEqual(
      supports,
      [...supports].sort((a, b) => b - a),
    );
    await workbench.screenshot('report');
  });

  it('search a grid, and write what was chosen to the settings', async () => {
    await toEditor();
    await workbench.runCommand('Flow2Vec: Grid Search…', 'asks');
    await asked(/^Grid Search$/);
    await input().press('Enter');
    for (const [axis, values] of [
      ['size', '8, 16'],
      ['window', '2, 5'],
    ] as const) {
      await asked(new RegExp(`values of ${axis}`));
      await input().fill(values);
      await input().press('Enter');
    }
    const frame = await workbench.webview('grid-map');
    assert.equal(await frame.getByTestId('grid-cell').count(), 4);
    assert.equal(await frame.getByTestId('grid-row').count(), 4);
    await workbench.screenshot('grid');
    await frame.getByTestId('grid-use-best').click();
    await frame
      .getByTestId('grid-status')
      .filter({ hasText: 'flow2vec.embedding.window' })
      .waitFor({ state: 'attached' });
    const written = join(session.folder, '.vscode/settings.json');
    assert.ok(existsSync(written));
    const settings = JSON.parse(readFileSync(written, 'utf8')) as Record<string, unknown>;
    assert.deepEqual(Object.keys(settings).sort(), ['flow2vec.embedding.size', 'flow2vec.embedding.window']);
  });

  /** Chooses a file of the folder in the dialog that is open. */
  const choose = async (file: string) => {
    // The dialog writes its folder into the box until it has listed it.
    await workbench.page.locator('.quick-input-list .monaco-list-row', { hasText: file }).waitFor();
    await input().fill(join(session.folder, file));
    await input().press('Enter');
  };

  it('carry labels to another network, with the vote, and show its lines', async () => {
    writeFileSync(join(session.folder, 'elsewhere.binetflow'), makeCapture({ flows: 300, seed: 13 }));
    await toEditor();
    await workbench.runCommand('Flow2Vec: Carry Labels to Another Network…', 'asks');
    await asked(/^Carry Labels of campus\.binetflow to a Capture of Another Network/);
    await choose('elsewhere.binetflow');
    const frame = await workbench.webview('carried-table');
    assert.match(
      await frame.getByTestId('carried-sentence').innerText(),
      /of 300 flows do as what is labelled malicious/,
    );
    assert.equal(await frame.getByTestId('carried-rivals-row').count(), 5);
    const sure = await numbers(frame, 'carried-malicious');
    assert.deepEqual(
      sure,
      [...sure].sort((a, b) => b - a),
    );
    assert.match((await frame.getByTestId('carried-votes').allInnerTexts())[0] ?? '', /how they go >?\d+ %/);
    await workbench.screenshot('carried');
    await frame.getByTestId('carried-reveal').first().click();
    await workbench.waitForEditor('elsewhere.binetflow');
  });

  it('score a capture against a baseline, and show its lines', async () => {
    writeFileSync(join(session.folder, 'earlier.binetflow'), makeCapture({ flows: 300, seed: 12 }));
    await toEditor();
    await workbench.runCommand('Flow2Vec: Score Against a Baseline…', 'asks');
    await asked(/^A Harmless Capture to Judge campus\.binetflow By/);
    await choose('earlier.binetflow');
    const frame = await workbench.webview('score-table');
    const scores = await numbers(frame, 'score-score');
    assert.deepEqual(
      scores,
      [...scores].sort((a, b) => b - a),
    );
    await workbench.screenshot('score');
    const link = frame.getByTestId('score-reveal').first();
    const line = Number((await link.innerText()).replace(/\D/g, ''));
    await link.click();
    await workbench.waitForEditor('campus.binetflow');
    await workbench.showsLine(line);
  });

  it('say so when the capture changes, and show no other flow for theirs', async () => {
    const path = join(session.folder, 'campus.binetflow');
    const was = readFileSync(path, 'utf8');
    session.mayEdit('campus.binetflow');
    const score = await workbench.webview('score-table');
    const link = score.getByTestId('score-reveal').first();
    const line = Number((await link.innerText()).replace(/\D/g, ''));
    const [header = '', first = ''] = was.split('\n');
    writeFileSync(path, was.replace(header, `${header}\n${first}`));
    await score.getByTestId('score-stale').filter({ hasText: 'changed since this answer' }).waitFor();
    await workbench.screenshot('stale');
    await link.click();
    await score
      .getByTestId('score-failure')
      .filter({ hasText: `line ${line} may be another flow` })
      .waitFor();
    for (const [title, name] of [
      ['Evaluation', 'report'],
      ['Grid search', 'grid'],
    ] as const) {
      await workbench.page.locator('.tab', { hasText: title }).click();
      const frame = await workbench.webview(`${name}-title`);
      await frame.getByTestId(`${name}-stale`).waitFor();
    }
    await workbench.page.locator('.tab', { hasText: 'Anomalies' }).click();
    const again = await workbench.webview('score-table');
    await again.getByTestId('score-stale-refresh').click();
    await again.getByTestId('score-stale').waitFor({ state: 'hidden' });
    const moved = again.getByTestId('score-reveal').getByText(String(line + 1), { exact: true });
    await moved.first().click();
    await workbench.showsLine(line + 1);
  });
});
