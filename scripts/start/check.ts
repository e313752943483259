import { readFileSync, readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { FrameLocator } from 'playwright-core';
import { inRoot } from '../build/paths.mjs';
import type { EditorServer } from '../host/server';
import { SimilarPanelPage } from '../host/similarPanelPage';
import { Workbench } from '../host/workbench';
import { firstFlow } from './firstFlow';
import type { Investigation } from './investigation';

/** Opens the capture as a person would, asks what is like one of its flows, and prints what the editor says. */
export async function check(
  server: EditorServer,
  { folder, captures: [capture] }: Investigation,
): Promise<boolean> {
  const name = basename(capture).replace(/\W+/g, '-');
  let step = 'opening the capture';
  let workbench: Workbench | undefined;
  try {
    const flow = firstFlow(capture);
    workbench = await Workbench.open(server.origin, { folder, file: capture, extension: inRoot() });
    step = 'waiting for the model';
    console.log('Waiting for the model …');
    const table = await tableOf(workbench, capture);
    const row = table?.locator(`tr[data-record="${flow.line}"]`);
    if (!table) console.log(indent(await workbench.languageStatus(/Flow2Vec: ready/)));

    step = `hovering line ${flow.line}`;
    const hover = await (table && row
      ? workbench.hoverCell(row.getByText(flow.text).first(), table.getByTestId('flows-hover'), /cosine/)
      : workbench.hover(flow.text, /cosine/));
    console.log(`The hover on ${flow.text}, line ${flow.line}:\n${indent(hover)}`);
    console.log(`Screenshot: ${await workbench.screenshot(`check-${name}-hover`)}`);

    step = 'running "Flow2Vec: Show Similar Flows"';
    await (row ? row.click() : workbench.goToLine(flow.line));
    await workbench.runCommand('Flow2Vec: Show Similar Flows');
    const panel = await SimilarPanelPage.of(workbench);
    const rows = await panel.rows();
    if (rows.length === 0) throw new Error('The panel shows no neighbours.');
    console.log(
      `The panel, ${rows.length} rows:\n${indent([await panel.asked(), ...rows.slice(0, 10).map(compact)].join('\n'))}`,
    );
    console.log(`Screenshot: ${await workbench.screenshot(`check-${name}-panel`)}`);

    step = "clicking a row's first line";
    const line = await panel.reveal(0);
    // Beside the panel, not over it.
    await (table
      ? (await workbench.webview('flows-table', 'first')).locator(`tr[data-record="${line}"]`).waitFor()
      : workbench.showsLine(line));
    await panel.row.first().waitFor();
    console.log(`A click on the first row's line shows line ${line} in the ${table ? 'table' : 'editor'}.`);
    console.log(`Screenshot: ${await workbench.screenshot(`check-${name}-reveal`)}`);
    return true;
  } catch (error) {
    console.error(`FAILED while ${step}: ${error instanceof Error ? error.message : String(error)}`);
    if (workbench) console.error(`Screenshot: ${await workbench.screenshot(`check-${name}-failed`)}`);
    printLog(server.profile);
    return false;
  } finally {
    await workbench?.close();
  }
}

/** VS Code hides larger files from extensions. */
const hiddenAbove = 50 * 1024 * 1024;

/** The table in which a capture is shown that VS Code hides; undefined where it is text. */
async function tableOf(workbench: Workbench, capture: string): Promise<FrameLocator | undefined> {
  return statSync(capture).size > hiddenAbove ? workbench.webview('flows-table') : undefined;
}

/** The words that a screen reader needs are too many for a list. */
function compact(row: string): string {
  return row.replaceAll('= same: ', '').replaceAll('≠ different: ', '≠');
}

function indent(text: string): string {
  return text.replace(/^/gm, '  ');
}

/** The end of the extension's own log. */
function printLog(profile: string): void {
  const logs = readdirSync(join(profile, 'data/logs'), { recursive: true, encoding: 'utf8' });
  const own = logs.find(path => path.endsWith('Flow2Vec.log'));
  if (!own) return console.error(`The extension wrote no log below ${join(profile, 'data/logs')}.`);
  const path = join(profile, 'data/logs', own);
  console.error(
    `${path} ends with:\n${indent(readFileSync(path, 'utf8').trim().split('\n').slice(-20).join('\n'))}`,
  );
}
