import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { inRoot } from '../build/paths.mjs';
import type { Workbench } from '../host/workbench';
import { writeSample } from '../sample/sample';
import { installSpark } from '../setup/spark';

/** Learns the quiet day of the sample on Spark and scores the other one, as the guide does; the folder of the answer. */
export async function askCluster(folder: string): Promise<string> {
  const { env } = await installSpark();
  mkdirSync(folder, { recursive: true });
  writeSample(folder);
  const cluster = ['--master', 'local[2]', '--conf', 'spark.ui.enabled=false'];
  const flow2vec = (...words: string[]) =>
    execFileSync(process.execPath, [inRoot('server/dist/cli.mjs'), 'spark', ...words, ...cluster], {
      env,
      cwd: folder,
      stdio: 'ignore',
    });
  flow2vec('train', 'quiet.binetflow', '--out', 'today', '--rounds', '5', '--partitions', '2');
  const judged = ['--model', 'today/model.f2v', '--trained-on', 'quiet.binetflow', '--out', 'today'];
  flow2vec('score', 'campus.binetflow', ...judged);
  return join(folder, 'today');
}

/** Makes the cluster's model that of the extract, and shows the question beside the flows that answer it. */
export async function showAnswerOfCluster(workbench: Workbench, folder: string): Promise<void> {
  const { page } = workbench;
  await workbench.runCommand('Flow2Vec: Open Model…', 'asks');
  const input = page.locator('.quick-input-widget input[type=text]');
  await page.locator('.quick-input-title', { hasText: 'Which model answers' }).waitFor();
  await input.fill(join(folder, 'model.f2v'));
  await input.press('Enter');
  await page.locator('.notification-toast', { hasText: 'model.f2v answers about extract.parquet' }).waitFor();
  await workbench.runCommand('Notifications: Clear All Notifications');
  await workbench.runCommand('View: Split Editor Right');
  await page.locator('.explorer-folders-view').getByText('answer.flowcase').dblclick();
  await page.locator('.notebookOverlay .cell-list-container').first().waitFor();
  await page.mouse.move(5, 5);
}
