import { copyFileSync, linkSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { FrameLocator, Locator } from 'playwright-core';
import { syncLimit } from '../../client/src/base/editorLimits';
import { inRoot } from '../../scripts/build/paths.mjs';
import { installEditorHost } from '../../scripts/host/install';
import { startServer } from '../../scripts/host/server';
import { Workbench } from '../../scripts/host/workbench';
import { table } from './tables';

const mebibyte = 2 ** 20;
const picture = 'picture.png';
/** Of whatever is waited for; a busy machine is measured too. */
const patienceMs = 1_200_000;

/** The capture as a table in a real VS Code: how long it takes until what was asked for is on screen, and who holds how much. */
export async function flowTableTable(capture: string): Promise<string> {
  const folder = inRoot('out/bench/table');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const name = 'capture.binetflow';
  linkSync(capture, join(folder, name));
  copyFileSync(inRoot('images/icon.png'), join(folder, picture));
  const isHidden = statSync(capture).size > syncLimit;
  const host = await installEditorHost('pinned', console.log);
  const profile = inRoot('.editor-host/profiles', `bench-${process.pid}`);
  const server = await startServer(host, { profile, ownCache: true });
  const rows: string[][] = [];
  const measure = async (what: string, work: () => Promise<unknown>): Promise<void> => {
    const began = performance.now();
    await work();
    rows.push([what, `${((performance.now() - began) / 1000).toFixed(2)} s`]);
    console.log(rows.at(-1)?.join(': '));
  };
  try {
    await measurePicture(await Workbench.open(server.origin, { folder }), measure);
    const workbench = await Workbench.open(server.origin, { folder, extension: inRoot() });
    const { page } = workbench;
    page.setDefaultTimeout(patienceMs);
    const file = inExplorer(workbench, name);
    /** VS Code's editor hides a large file, so the extension shows it as a table; of a small one it is asked to. */
    const open = async (): Promise<FrameLocator> => {
      await file.dblclick();
      if (!isHidden) await workbench.runCommand('Flow2Vec: Open as Table');
      const frame = await workbench.webview('flows-table');
      await frame.locator('tr[data-record="2"]').waitFor();
      return frame;
    };
    // The extension is started by its first view; the table is measured, not the start.
    await workbench.runCommand('Flow2Vec: Show Log');
    const extensionHost = processOf('type=extensionHost', server.pid);
    const before = resident(extensionHost);
    let frame: FrameLocator | undefined;
    await measure('first rows, from a double click in the Explorer', async () => (frame = await open()));
    if (!frame) throw new Error('The table did not open.');
    const shown = frame;
    const goTo = shown.getByTestId('flows-go-to');
    const count = (text: string | RegExp) =>
      shown.getByTestId('flows-count').filter({ hasText: text }).waitFor({ timeout: patienceMs });
    await measure('the file read into the store, meanwhile', () => count(/^[\d,]+ rows$/));
    const lines = Number((await shown.getByTestId('flows-count').innerText()).replace(/\D/g, ''));
    const jump = async (typed: string, line: number) => {
      await goTo.fill(typed);
      await measure(`jump to ${typed}`, async () => {
        await goTo.press('Enter');
        await shown.locator(`tr[data-record="${line}"]`).waitFor();
      });
    };
    await jump(String(Math.floor(lines * 0.6)), Math.floor(lines * 0.6));
    await jump('25 %', Math.floor(lines * 0.25) + 2);
    await jump('99 %', Math.floor(lines * 0.99) + 2);
    const filter = shown.getByTestId('flows-filter');
    const host2 = (await shown.getByTestId('flows-SrcAddr').first().innerText()).trim();
    await filter.fill(`Host = '${host2}'`);
    await measure('filter to one host', async () => {
      await filter.press('Enter');
      await count(/ of /);
    });
    await measure('all rows again', async () => {
      await shown.getByTestId('flows-chip-remove').click();
      await count(/^[\d,]+ rows$/);
    });
    for (const column of ['TotBytes', 'SrcAddr'])
      await measure(`sort by ${column}`, async () => {
        await shown.getByTestId(`flows-sort-${column}`).click();
        await shown.getByTestId('flows-unsort').filter({ hasText: column }).waitFor();
      });
    const own = processOf('main.mjs', server.pid);
    rows.push(['extension host, growth', `${Math.round((resident(extensionHost) - before) / mebibyte)} MiB`]);
    rows.push(['server, at most so far', `${Math.round(highest(own) / mebibyte)} MiB`]);
    console.log(rows.slice(-2).join('\n'));
    await measure('training on it, from the palette', () => trained(workbench, shown));
    rows.push(['server, at most with the training', `${Math.round(highest(own) / mebibyte)} MiB`]);
    rows.push([
      'extension host, growth with the training',
      `${Math.round((resident(extensionHost) - before) / mebibyte)} MiB`,
    ]);
    console.log(rows.slice(-2).join('\n'));
    await workbench.close();
  } finally {
    await server.stop();
    rmSync(profile, { recursive: true, force: true });
    rmSync(folder, { recursive: true, force: true });
  }
  return [
    '## The table of flows in VS Code',
    'Wall time in a workbench in a browser without a graphics card, from the key or click until the rows are on screen.',
    table(['', 'measured'], rows),
  ].join('\n\n');
}

/** What VS Code itself takes to bring a page on screen, in a window of its own: that of its preview of a small picture. */
async function measurePicture(
  workbench: Workbench,
  measure: (what: string, work: () => Promise<unknown>) => Promise<void>,
): Promise<void> {
  // Files are there once VS Code has their icons.
  const file = inExplorer(workbench, picture);
  await file.waitFor();
  await workbench.runCommand('Developer: Show Logs', 'asks');
  await workbench.page.keyboard.press('Escape');
  await measure(
    'for comparison, a small picture in the preview of VS Code, from a double click',
    async () => {
      await file.dblclick();
      await workbench.page
        .frameLocator('iframe.webview.ready')
        .last()
        .frameLocator('#active-frame')
        .locator('img')
        .waitFor();
    },
  );
  await workbench.close();
}

const inExplorer = ({ page }: Workbench, name: string): Locator =>
  page.locator('.explorer-folders-view .monaco-list-row').filter({ hasText: name });

/** Trains and waits until a hover has the neighbours. */
async function trained(workbench: Workbench, frame: FrameLocator): Promise<void> {
  await frame.getByTestId('flows-row').first().click();
  await workbench.runCommand('Flow2Vec: Train Model');
  const done = workbench.page.locator('.notification-list-item').filter({ hasText: /training/i });
  await done.first().waitFor();
  await done.first().waitFor({ state: 'detached', timeout: patienceMs });
}

/** The process below another whose command line holds a text. */
function processOf(text: string, above: number): number {
  const all = readdirSync('/proc').filter(name => /^\d+$/.test(name));
  const parents = new Map<number, number>();
  const found: number[] = [];
  for (const name of all)
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
      if (readFileSync(`/proc/${name}/cmdline`, 'utf8').includes(text)) found.push(Number(name));
    } catch {
      continue; // It ended meanwhile.
    }
  const isBelow = (pid: number | undefined): boolean =>
    pid !== undefined && pid > 1 && (pid === above || isBelow(parents.get(pid)));
  const own = found.find(isBelow);
  if (own === undefined) throw new Error(`No process of the editor has "${text}" in its command line.`);
  return own;
}

const field = (pid: number, name: string) =>
  1024 * Number(new RegExp(`${name}:\\s+(\\d+)`).exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
const resident = (pid: number) => field(pid, 'VmRSS');
const highest = (pid: number) => field(pid, 'VmHWM');
