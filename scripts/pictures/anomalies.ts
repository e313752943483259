import type { Workbench } from '../host/workbench';

/** Judges the capture by its own past, and shows the first flow of what stands first. */
export async function showAnomalies(workbench: Workbench): Promise<void> {
  const { page } = workbench;
  await workbench.runCommand('Flow2Vec: Find Anomalies…', 'asks');
  await page.locator('.quick-input-title', { hasText: /^Find Anomalies in/ }).waitFor();
  await page.locator('.quick-input-widget input[type=text]').press('Enter');
  const frame = await workbench.webview('score-hosts-table');
  const link = frame.getByTestId('score-incident-line').first();
  const line = Number((await link.innerText()).replace(/\D/g, ''));
  await link.click();
  await workbench.showsLine(line);
}
