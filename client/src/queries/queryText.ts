import * as l10n from '@vscode/l10n';

/** A query as a document: comments, one of which names the capture, and one SELECT. */
const captureLine = /^--\s*capture:\s*(file:\S+)\s*$/im;

/** The capture that a document asks; undefined where it names none. */
export function captureOf(text: string): string | undefined {
  return captureLine.exec(text)?.[1];
}

export interface Example {
  name: string;
  /** What it answers. */
  about: string;
  sql: string;
}

export function queryText(uri: string, { about, sql }: Example): string {
  // The editor calls a document by its first line until it is saved.
  return `-- ${about}\n-- capture: ${uri}\n${sql}\n`;
}

/** The place of an error that DuckDB tells: zero-based line and column. */
export function placeOf(message: string, sql: string): { line: number; column: number } | undefined {
  const found = /^LINE (\d+): (.*)\n( *)\^/m.exec(message);
  if (!found) return undefined;
  const [, number = '1', shown = '', spaces = ''] = found;
  const line = Number(number) - 1;
  const at = spaces.length - `LINE ${number}: `.length;
  // A long line is shown in part, between dots.
  const part = shown.replace(/^\.\.\./, '').replace(/\.\.\.$/, '');
  const begins = (sql.split('\n')[line] ?? '').indexOf(part);
  const cut = shown.startsWith('...') ? 3 : 0;
  return { line, column: Math.max(0, at - cut + Math.max(0, begins)) };
}

/** What analysts ask first. */
export const examples = (): readonly Example[] => [
  {
    name: l10n.t('Hosts by flows'),
    about: l10n.t('Who begins most flows, to how many hosts, with how many bytes.'),
    sql: `SELECT SrcAddr, count(*) AS flows, count(DISTINCT DstAddr) AS hosts, sum(TotBytes) AS bytes
FROM flows
GROUP BY SrcAddr
ORDER BY flows DESC`,
  },
  {
    name: l10n.t('Beacons'),
    about: l10n.t('Conversations that come at even pauses: uneven is 0 for a clock.'),
    sql: `WITH pauses AS (
  SELECT SrcAddr, DstAddr, Proto, Dport,
    epoch(StartTime - lag(StartTime) OVER (PARTITION BY SrcAddr, DstAddr, Proto, Dport ORDER BY StartTime)) AS pause
  FROM flows
)
SELECT SrcAddr, DstAddr, Proto, Dport, count(*) AS flows, round(avg(pause), 1) AS every_seconds,
  round(stddev_pop(pause) / avg(pause), 3) AS uneven
FROM pauses
GROUP BY ALL
HAVING count(*) >= 8 AND avg(pause) >= 1 AND uneven < 0.5
ORDER BY uneven`,
  },
  {
    name: l10n.t('Scans'),
    about: l10n.t('Hosts that try many hosts or ports and mostly get no data back.'),
    sql: `SELECT SrcAddr, Proto, count(DISTINCT DstAddr) AS hosts, count(DISTINCT Dport) AS ports, count(*) AS flows,
  round(avg(CASE WHEN TotBytes - SrcBytes > 0 THEN 1 ELSE 0 END), 3) AS answered
FROM flows
GROUP BY SrcAddr, Proto
HAVING hosts >= 50 OR ports >= 50
ORDER BY answered, flows DESC`,
  },
  {
    name: l10n.t('Exfiltration'),
    about: l10n.t('Conversations that send much more than they receive.'),
    sql: `SELECT SrcAddr, DstAddr, Proto, Dport, count(*) AS flows, sum(SrcBytes) AS sent, sum(TotBytes - SrcBytes) AS received
FROM flows
GROUP BY ALL
HAVING sum(SrcBytes) > 1000000 AND sum(SrcBytes) > 5 * sum(TotBytes - SrcBytes)
ORDER BY sent DESC`,
  },
  {
    name: l10n.t('New ports'),
    about: l10n.t('Services that a host first asks for in the second half of the capture.'),
    sql: `WITH middle AS (SELECT min(StartTime) + (max(StartTime) - min(StartTime)) / 2 AS half FROM flows)
SELECT SrcAddr, Proto, Dport, min(StartTime) AS since, count(*) AS flows, count(DISTINCT DstAddr) AS hosts
FROM flows, middle
GROUP BY SrcAddr, Proto, Dport, half
HAVING min(StartTime) > half
ORDER BY flows DESC`,
  },
  {
    name: l10n.t('Long connections'),
    about: l10n.t('Flows that last longest.'),
    sql: `SELECT "Line", StartTime, Dur, Proto, SrcAddr, DstAddr, Dport, TotBytes, Label
FROM flows
ORDER BY Dur DESC
LIMIT 200`,
  },
];
