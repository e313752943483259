import type { Workbench } from '../host/workbench';

/** Judges the capture by what a word of the list names, and shows the first flow of what stands first. */
export async function showAnomalies(workbench: Workbench, by: 'Past' | 'Hosts'): Promise<void> {
  const { page } = workbench;
  await workbench.runCommand('Flow2Vec: Find Anomalies…', 'asks');
  await page.locator('.quick-input-title', { hasText: /^Find Anomalies in/ }).waitFor();
  const input = page.locator('.quick-input-widget input[type=text]');
  await input.fill(by);
  await page.locator('.quick-input-list .monaco-list-row.focused', { hasText: by }).waitFor();
  await input.press('Enter');
  const frame = await workbench.webview('score-hosts-table');
  const link = frame.getByTestId('score-incident-line').first();
  const line = Number((await link.innerText()).replace(/\D/g, ''));
  await link.click();
  await workbench.showsLine(line);
}
