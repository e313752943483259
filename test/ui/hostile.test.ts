import assert from 'node:assert/strict';
import { SimilarPanelPage } from '../../scripts/host/similarPanelPage';
import type { Workbench } from '../../scripts/host/workbench';
import { makeCapture } from '../support/makeCapture';
import { Session } from './session';

const labels = [
  'flow=<img src=x onerror=alert(1)>',
  'flow=From-Botnet-\u202Egnp.exe\u202C',
  'flow=[click](command:workbench.action.quit)',
];

/** One row holds a label as long as a screen: below the first screen, where the mouse rests. */
const long = { row: 120, label: `flow=${'A'.repeat(10_000)}` };

describe('hostile labels', function () {
  this.timeout(180_000);

  let session: Session;
  let workbench: Workbench;
  const dialogs: string[] = [];

  before(async () => {
    session = await Session.start('ui-hostile');
    const rows = makeCapture({ flows: 400, seed: 5 }).trimEnd().split('\n');
    const labelOf = (i: number): string =>
      i === long.row ? long.label : (labels[i % labels.length] as string);
    const hostile = rows.map((row, i) => (i === 0 ? row : row.replace(/[^,]*$/, () => labelOf(i))));
    workbench = await session.open('hostile.binetflow', hostile.join('\n') + '\n');
    workbench.page.on('dialog', dialog => {
      dialogs.push(dialog.message());
      void dialog.dismiss();
    });
    await workbench.train();
  });
  after(() => session?.stop());

  it('are text in the hover', async () => {
    await workbench.hover('147.32.84.165', /cosine/);
    const hover = workbench.page.locator('.monaco-hover:not(.hidden)');
    assert.equal(await hover.locator('img').count(), 0);
    assert.equal(await hover.locator('a[data-href*="quit"]').count(), 0);
  });

  it('are text in the panel', async () => {
    await workbench.goToLine(8);
    await workbench.runCommand('Flow2Vec: Show Similar Flows');
    const panel = await SimilarPanelPage.of(workbench);
    assert.equal(await panel.frame.locator('img').count(), 0);
    const text = await panel.frame.locator('body').innerText();
    assert.ok(!text.includes('\u202E'), 'a right-to-left override is spelled out');
    assert.ok(text.length < 200_000, 'long labels are cut');
    await workbench.screenshot('panel-hostile');
  });

  it('open no dialog', () => assert.deepEqual(dialogs, []));
});
