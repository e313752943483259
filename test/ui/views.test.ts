import assert from 'node:assert/strict';
import type { Workbench } from '../../scripts/host/workbench';
import { Session } from './session';

describe('the views of the side bar, and the first steps', function () {
  this.timeout(240_000);

  let session: Session;
  let workbench: Workbench;

  before(async () => {
    session = await Session.start('ui-views');
    workbench = await session.open('campus.binetflow');
  });
  after(() => session?.stop());

  const inView = (text: string | RegExp) => workbench.page.locator('.pane-body').getByText(text).first();

  it('list captures, and say in empty views what to do next', async () => {
    await workbench.runCommand('View: Show Flow2Vec');
    await inView('campus.binetflow').waitFor();
    for (const text of ['Train Model', 'Find Anomalies…', 'New Investigation']) await inView(text).waitFor();
    await workbench.screenshot('views-empty');
  });

  it('walk through five steps on a sample that is found by itself', async () => {
    await workbench.runCommand('Welcome: Open Walkthrough...', 'asks');
    await workbench.page.keyboard.type('First Steps with Flow2Vec');
    await workbench.page.keyboard.press('Enter');
    const steps = workbench.page.locator('.getting-started-step');
    await steps.nth(4).waitFor();
    assert.equal(await steps.count(), 5);
    await workbench.screenshot('views-walkthrough');
    await steps.nth(1).click();
    await workbench.page.getByRole('button', { name: 'Show the Overview' }).click();
    const frame = await workbench.webview('overview-sentence');
    await frame
      .getByTestId('overview-sentence')
      .filter({ hasText: /^20,000 flows of/ })
      .waitFor();
    await workbench.screenshot('views-sample');
  });

  it('open panels beside the editor, never in a third column', async () => {
    assert.equal(await workbench.page.locator('.editor-group-container').count(), 2);
  });
});
