import { makeCapture } from '../../test/support/makeCapture';
import type { Workbench } from '../host/workbench';

/** A capture that opens as text, from which the table is opened. */
export const manyFlows = () => makeCapture({ flows: 60_000, seed: 11 });

/** Narrows the table of a capture by two conditions, wide enough for its columns. */
export async function showFlowTable(workbench: Workbench): Promise<void> {
  await workbench.runCommand('View: Toggle Primary Side Bar Visibility');
  await workbench.runCommand('Flow2Vec: Open as Table');
  const frame = await workbench.webview('flows-table');
  const filter = frame.getByTestId('flows-filter');
  await filter.fill('Dport = 25 and State != CON');
  await filter.press('Enter');
  await frame.getByTestId('flows-chip').nth(1).waitFor();
  await frame.getByTestId('flows-count').filter({ hasText: ' of 60,000 flows' }).waitFor();
}

/** A table of a tool that nobody knows, one row of which is spoiled. */
export const unknownTable = () =>
  [
    'seen_ms;inside;outside;svc;how;volume;bad',
    ...Array.from({ length: 60 }, (_, i) =>
      [
        1_313_485_306_000 + i * 370,
        `10.0.4.${17 + (i % 3)}`,
        `198.51.100.${3 + (i % 11)}`,
        [443, 53, 25][i % 3],
        ['tcp', 'udp', 'tcp'][i % 3],
        i === 5 ? 'n.a.' : 300 + ((i * 977) % 4000),
        i % 3 === 2 ? 1 : 0,
      ].join(';'),
    ),
    '',
  ].join('\n');

/** Says what its columns are. */
export async function showMapping(workbench: Workbench): Promise<void> {
  await workbench.runCommand('View: Toggle Primary Side Bar Visibility');
  await workbench.runCommand('Flow2Vec: Map Columns…', 'asks');
  const frame = await workbench.webview('mapping');
  const targets = ['StartTime', 'SrcAddr', 'DstAddr', 'Dport', 'Proto', 'TotBytes', 'Label'];
  for (const [i, target] of targets.entries())
    await frame.getByTestId(`mapping-target-${i}`).selectOption(target);
  await frame.getByTestId('mapping-unit-0').selectOption('milliseconds');
  await frame.getByTestId('mapping-values-6').fill('0 = normal, 1 = attack');
  await frame.getByTestId('mapping-values-6').press('Enter');
  await frame.getByTestId('mapping-rows').getByText('attack').first().waitFor();
  await frame.getByTestId('mapping-sentence').filter({ hasText: '59 become flows' }).waitFor();
}
