import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Workbench } from '../host/workbench';

const routes = `# label: malicious
traceroute to bad.example (192.0.2.9), 30 hops max, 60 byte packets
 1  gw.example (10.0.0.1)  1.002 ms  1.104 ms  1.704 ms
 2  * * *
 3  core.example (198.51.100.1)  12.501 ms  12.912 ms  *
 4  edge.example (198.51.100.200) [AS64501]  13.507 ms  13.611 ms  13.904 ms
 5  bad.example (192.0.2.9)  20.031 ms !X  21.102 ms !X  20.804 ms !X

# label: benign
traceroute to good.example (203.0.113.9), 30 hops max, 60 byte packets
 1  gw.example (10.0.0.1)  1.102 ms  1.310 ms  1.204 ms
 2  transit.example (203.0.113.77)  8.401 ms  8.604 ms  8.522 ms
 3  good.example (203.0.113.9)  20.107 ms  20.411 ms  20.202 ms
`;

/** A small file of labelled traceroutes beside the sample. */
export function writeRoutes(folder: string): string {
  const path = join(folder, 'lab.traceroute');
  writeFileSync(path, routes);
  return path;
}

/** Shows the hover on a hop of the first route. */
export async function showHop(workbench: Workbench): Promise<void> {
  await workbench.hover('198.51.100.200', /Hop 4/);
}

/** Trains the dense net on planted routes and shows its report in most of the window. */
export async function showNetwork(workbench: Workbench): Promise<void> {
  const { page } = workbench;
  const choose = (text: RegExp) =>
    page.locator('.quick-input-list .monaco-list-row').filter({ hasText: text }).first().click();
  await workbench.runCommand('Flow2Vec: Train a Network on Routes…', 'asks');
  await choose(/^Dense/);
  await choose(/random fifth/);
  await choose(/Nothing, as in the notebook/);
  const frame = await workbench.webview('routes-scores');
  await workbench.runCommand('View: Maximize Editor Group');
  await frame.getByTestId('routes-roc-picture').waitFor();
  await page.mouse.move(5, 5);
}
