import type { Workbench } from '../host/workbench';

/** Clusters the capture of the active editor and shows tree, marks and panel, the botnet's cluster open. */
export async function showClusters(workbench: Workbench, capture: string): Promise<void> {
  const { page } = workbench;
  const input = page.locator('.quick-input-widget input[type=text]');
  const answer = async (title: RegExp, text: string) => {
    await page.locator('.quick-input-widget', { hasText: title }).waitFor();
    await input.fill(text);
    await input.press('Enter');
  };
  await page.locator(`.tab[data-resource-name="${capture}"]`).click();
  await workbench.waitForEditor(capture);
  await workbench.runCommand('Flow2Vec: Cluster Flows…', 'asks');
  await answer(/Cluster the Flows/, 'A number');
  await answer(/Number of clusters/, '40');
  const frame = await workbench.webview('clusters-table');
  await frame.getByTestId('clusters-sort-labels').click();
  await frame.getByTestId('clusters-open').first().click();
  await frame.getByTestId('clusters-open-name').waitFor();
  await page.locator(`.tab[data-resource-name="${capture}"]`).click();
  await page.locator('.part.editor .monaco-editor.focused').first().waitFor();
  await workbench.runCommand('Flow2Vec: Colour Flows by Cluster');
  await page.locator('.glyph-margin-widgets [class*="TextEditorDecorationType"]').first().waitFor();
  await page.locator('.activitybar .action-label[aria-label="Flow2Vec"]').click();
  await page.locator('.monaco-list[aria-label="Clusters"] .monaco-list-row').first().waitFor();
  // The page scrolls to the cluster that was opened; its list is to be seen too.
  await frame.getByTestId('clusters-title').scrollIntoViewIfNeeded();
  await page.mouse.move(5, 5);
}
