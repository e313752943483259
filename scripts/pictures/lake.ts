import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { inRoot } from '../build/paths.mjs';
import type { Workbench } from '../host/workbench';
import { findSpark } from '../setup/spark';

/** Trains on the sample's quiet day on executors of this machine and scores the day after, as the guide does; false without Spark. */
export function writeLake(folder: string, sample: string): boolean {
  const spark = findSpark();
  if ('missing' in spark) {
    console.log(`No picture of a lake: ${spark.missing}.`);
    return false;
  }
  mkdirSync(folder, { recursive: true });
  const conf = ['--conf', 'spark.driver.host=127.0.0.1', '--conf', 'spark.sql.shuffle.partitions=4'];
  const run = (...words: string[]) =>
    execFileSync(
      process.execPath,
      [inRoot('server/dist/cli.mjs'), 'spark', ...words, '--master', 'local[2]', ...conf],
      {
        env: spark.env,
        cwd: folder,
        stdio: ['ignore', 'ignore', 'pipe'], // Said where it fails.
        maxBuffer: 1 << 26,
      },
    );
  for (const name of ['quiet', 'campus'])
    cpSync(join(sample, `${name}.binetflow`), join(folder, `flows/${name}.binetflow`));
  const quiet = join(folder, 'flows/quiet.binetflow');
  run('train', quiet, '--out', 'model', '--rounds', '5', '--partitions', '2', '--clusters', '20');
  const model = ['--model', 'model/model.f2v', '--trained-on', quiet];
  run('score', join(folder, 'flows/campus.binetflow'), ...model, '--out', 'today', '--top', '3');
  return true;
}

/** Opens the answer, and makes the cluster's model that of the extract beside it; a picture of either. */
export async function showLake(
  workbench: Workbench,
  model: string,
  picture: (name: string) => Promise<void>,
): Promise<void> {
  const { page } = workbench;
  const open = (name: string) => page.locator('.explorer-folders-view').getByText(name).dblclick();
  // Until the extension is there, the case would open as text.
  await page.locator('.activitybar .action-label[aria-label="Flow2Vec"]').waitFor();
  await open('answer.flowcase');
  // Its texts are a page of their own.
  const texts = page.frameLocator('iframe.webview.ready').last().frameLocator('#active-frame');
  await texts.getByText('147.32.84.165').first().waitFor();
  await page.mouse.move(5, 5);
  await picture('lake-answer');
  await page.locator('.tab.active .codicon-close').click();
  // Parquet is no text: the table is asked for.
  await open('extract.parquet');
  await page.locator('.tab.active[data-resource-name="extract.parquet"]').waitFor();
  await workbench.runCommand('Flow2Vec: Open as Table');
  const table = await workbench.webview('flows-table');
  await table.locator('tr[data-record]').first().waitFor();
  await workbench.runCommand('Flow2Vec: Open Model…', 'asks');
  const told = page.locator('.notification-list-item', { hasText: 'answers about extract.parquet now' });
  const input = page.locator('.quick-input-widget input[type=text]');
  // The dialog is ready once it has looked at the folder; before, it takes what is typed for the name of one.
  for (let tried = 0; tried < 10 && !(await told.isVisible()); tried++) {
    await input.fill(model);
    await input.press('Enter');
    await told.waitFor({ timeout: 3000 }).catch(() => undefined);
  }
  await told.getByRole('button', { name: 'Show Its Clusters' }).click();
  const clusters = await workbench.webview('clusters-table');
  await clusters.getByTestId('clusters-open').first().click();
  await clusters.getByTestId('clusters-open-name').waitFor();
  await clusters.getByTestId('clusters-title').scrollIntoViewIfNeeded();
  await page.mouse.move(5, 5);
  await picture('lake-model');
}
