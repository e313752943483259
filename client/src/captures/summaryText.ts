import * as l10n from '@vscode/l10n';
import type { CaptureSummary } from '../../../shared/protocol/captures';
import { language } from '../../../shared/text/language';

/** A capture's summary as plain text; `title` names the file. Text from the capture is shown as it is, a line each. */
export function summaryText(title: string, summary: CaptureSummary): string {
  const { flows, hosts, rejected, firstTime, lastTime, protocols, labels, problems } = summary;
  const rows: [name: string, value: string][] = [
    [l10n.t('flows'), count(flows)],
    [l10n.t('hosts'), count(hosts)],
    [
      l10n.t('time'),
      firstTime ? l10n.t('{0} to {1}', firstTime, lastTime ?? firstTime) : l10n.t('no flow has a time'),
    ],
    [l10n.t('protocols'), shares(protocols)],
    [l10n.t('labels'), shares(labels)],
    [l10n.t('not read'), l10n.t('{0} rows', count(rejected))],
  ];
  const width = Math.max(...rows.map(([name]) => name.length)) + 2;
  const lines = [
    title,
    '',
    ...rows.map(([name, value]) => `${name.padEnd(width)}${value}`),
    ...(summary.notes ?? []).map(note => `  ${note.replace(/\s+/g, ' ')}`),
    ...problems.map(
      ({ line, message }) => `  ${l10n.t('line {0}: {1}', count(line), message.replace(/\s+/g, ' '))}`,
    ),
  ];
  // A row has a reason for each of its cells that cannot be read.
  const more = rejected - new Set(problems.map(({ line }) => line)).size;
  if (more > 0) lines.push(`  ${l10n.t('… and {0} more rows', count(more))}`);
  return `${lines.join('\n')}\n`;
}

const count = (n: number) => n.toLocaleString(language());

function shares(counts: Readonly<Record<string, number>>): string {
  const total = Object.values(counts).reduce((sum, n) => sum + n, 0);
  return Object.entries(counts)
    .sort((a, b) => b[1] - a[1])
    .map(([name, n]) => `${name} ${((100 * n) / total).toFixed(1)} % (${count(n)})`)
    .join(', ');
}
