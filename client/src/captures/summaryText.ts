import type { CaptureSummary } from '../../../shared/protocol/captures';

/** A capture's summary as plain text; `title` names the file. Text from the capture is shown as it is, a line each. */
export function summaryText(title: string, summary: CaptureSummary): string {
  const { flows, hosts, rejected, firstTime, lastTime, protocols, labels, problems } = summary;
  const lines = [
    title,
    '',
    `flows      ${count(flows)}`,
    `hosts      ${count(hosts)}`,
    `time       ${firstTime ? `${firstTime} to ${lastTime ?? firstTime}` : 'no flow has a time'}`,
    `protocols  ${shares(protocols)}`,
    `labels     ${shares(labels)}`,
    `not read   ${count(rejected)} rows`,
    ...(summary.notes ?? []).map(note => `  ${note.replace(/\s+/g, ' ')}`),
    ...problems.map(({ line, message }) => `  line ${count(line)}: ${message.replace(/\s+/g, ' ')}`),
  ];
  if (rejected > problems.length) lines.push(`  … and ${count(rejected - problems.length)} more rows`);
  return `${lines.join('\n')}\n`;
}

const count = (n: number) => n.toLocaleString('en');

function shares(counts: Readonly<Record<string, number>>): string {
  const total = Object.values(counts).reduce((sum, n) => sum + n, 0);
  return Object.entries(counts)
    .sort((a, b) => b[1] - a[1])
    .map(([name, n]) => `${name} ${((100 * n) / total).toFixed(1)} % (${count(n)})`)
    .join(', ');
}
