import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Workbench } from '../../scripts/host/workbench';
import { readCase } from '../../shared/investigation/readCase';
import { caseText } from '../../shared/investigation/writeCase';
import { Session } from './session';

describe('an investigation in the editor', function () {
  this.timeout(240_000);

  let session: Session;
  let workbench: Workbench;
  const file = (name: string) => join(session.folder, name);
  const digest = () =>
    createHash('sha256')
      .update(readFileSync(file('bot.binetflow')))
      .digest('hex');

  before(async () => {
    session = await Session.start('ui-investigation');
    writeFileSync(
      file('bot.flowcase'),
      caseText({
        title: 'Bot',
        embedding: {},
        evidence: [],
        more: { capture: 'bot.binetflow' },
        cells: [
          { kind: 'sql', text: 'SELECT SrcAddr, count(*) AS flows FROM flows GROUP BY 1 ORDER BY 2 DESC' },
        ],
      }),
    );
    workbench = await session.open('bot.binetflow');
  });
  after(() => session?.stop());

  it('is a notebook that asks the capture and keeps the answers, and changes no byte of the capture', async () => {
    const before = digest();
    const { page } = workbench;
    // Until extensions are there, the case would open as text.
    await page.locator('.statusbar').getByText('Argus flow capture').waitFor();
    await page.locator('.explorer-folders-view').getByText('bot.flowcase').dblclick();
    await page.locator('.notebookOverlay .cell-list-container').first().waitFor();
    await workbench.runCommand('Notebook: Run All');
    const saved = () => readCase(readFileSync(file('bot.flowcase'), 'utf8')).cells[0]?.answer;
    await page
      .locator('.cell-status-item .codicon-notebook-state-success')
      .first()
      .waitFor({ timeout: 60_000 });
    await page.keyboard.press('Control+s');
    await page.waitForFunction("!document.querySelector('.tab.dirty')");
    await page.screenshot({ path: '.screenshots/investigation.png' });
    assert.equal(saved()?.error, undefined);
    assert.equal(saved()?.captures[0]?.digest, before);
    assert.ok((saved()?.tables[0]?.rows.length ?? 0) > 3);
    assert.equal(digest(), before);
  });
});
