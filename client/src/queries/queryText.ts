import * as l10n from '@vscode/l10n';

/** A query as a document: comments, one of which names the capture, and one SELECT. */
const captureLine = /^--[ \t]*capture:[ \t]*(\S[^\r\n]*)/im;

/** The URI of a document; only a file's has others beside it. */
interface Place {
  scheme: string;
  toString(): string;
}

/**
 * The capture that a document asks, as a `file:` URI; undefined where it names none. A document that is a file may name one
 * by its path from there.
 */
export function captureOf(text: string, document?: Place): string | undefined {
  const named = captureLine.exec(text)?.[1]?.trimEnd();
  if (named === undefined || /^file:\S+$/i.test(named)) return named;
  if (document?.scheme !== 'file' || /^[a-z][a-z0-9+.-]+:/i.test(named)) return undefined;
  return new URL(named.split('/').map(encodeURIComponent).join('/'), document.toString()).href;
}

/** The document's text when it is saved at `place`: it names the capture from there where that is below the same folder. */
export function onCapture(text: string, capture: string | undefined, place: { toString(): string }): string {
  if (capture === undefined) return text;
  const folder = new URL('.', place.toString()).href;
  const href = new URL(capture).href;
  const name = href.startsWith(folder) ? decodeURIComponent(href.slice(folder.length)) : capture;
  // Not by a pattern's replacement, in which "$" has a meaning.
  return text.replace(captureLine, () => `-- capture: ${name}`);
}

/** The same query of another capture. */
export function askingOf(text: string, capture: string): string {
  const line = `-- capture: ${capture}`;
  return captureLine.test(text) ? text.replace(captureLine, () => line) : `${line}\n${text}`;
}

const baselineLine = /^--\s*baseline:\s*(file:\S+)\s*$/im;

/** The capture by which `anomaly` judges, where a line of the document names one. */
export function baselineOf(text: string): { baseline?: string } {
  const baseline = baselineLine.exec(text)?.[1];
  return baseline === undefined ? {} : { baseline };
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

/** Characters before the cursor that are looked at. */
const lookedAt = 20_000;

/**
 * The call that SQL ends within: its name, which argument from 0, and the text that is open there, undefined between texts.
 * Undefined outside of calls and in comments.
 */
export function openCall(sql: string): { name: string; argument: number; text?: string } | undefined {
  const calls: { name: string; argument: number }[] = [];
  const parts = sql.slice(-lookedAt).matchAll(/--[^\n]*(\n|$)|'(?:[^']|'')*('|$)|(\w*)\s*\(|[),]/g);
  for (const [part, newline, quote, name] of parts) {
    const call = calls.at(-1);
    if (newline === '') return undefined;
    if (part.startsWith("'")) {
      // Whatever stands behind it is another part: an open text ends the SQL.
      if (quote === '') return call && { ...call, text: part.slice(1).replaceAll("''", "'") };
    } else if (name !== undefined) calls.push({ name: name.toLowerCase(), argument: 0 });
    else if (part === ')') calls.pop();
    else if (part === ',' && call) call.argument++;
  }
  return calls.at(-1);
}

/** The place of an error that DuckDB tells: zero-based line and column. */
export function placeOf(message: string, sql: string): { line: number; column: number } | undefined {
  const found = /^LINE (\d+): (.*)\n( *)\^/m.exec(message);
  if (!found) return placeOfFunction(message, sql);
  const [, number = '1', shown = '', spaces = ''] = found;
  const line = Number(number) - 1;
  const at = spaces.length - `LINE ${number}: `.length;
  // A long line is shown in part, between dots.
  const part = shown.replace(/^\.\.\./, '').replace(/\.\.\.$/, '');
  const begins = (sql.split('\n')[line] ?? '').indexOf(part);
  const cut = shown.startsWith('...') ? 3 : 0;
  return { line, column: Math.max(0, at - cut + Math.max(0, begins)) };
}

/** What a function of ours refuses names the function alone: where it is called first. */
function placeOfFunction(message: string, sql: string): { line: number; column: number } | undefined {
  const name = /\b(neighbours|similarity|cluster_of|anomaly|label_vote): /.exec(message)?.[1];
  const at = name === undefined ? -1 : sql.search(new RegExp(`\\b${name}\\s*\\(`, 'i'));
  if (at < 0) return undefined;
  const before = sql.slice(0, at).split('\n');
  return { line: before.length - 1, column: (before.at(-1) ?? '').length };
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
  {
    name: l10n.t('Least expected flows'),
    about: l10n.t('Flows of the later half that the earlier one does not expect, the least expected first.'),
    sql: `SELECT *, anomaly("Line") AS score
FROM flows
ORDER BY score DESC NULLS LAST
LIMIT 200`,
  },
  {
    name: l10n.t('Hosts like one'),
    about: l10n.t('Hosts that do most what one does: put its address in the place of the one here.'),
    sql: `SELECT token AS host, round(similarity, 3) AS alike, flows, label_vote
FROM neighbours('147.32.84.165', 20)`,
  },
  {
    name: l10n.t('Labels that neighbours doubt'),
    about: l10n.t('Flows whose label is another than that which the most similar flows vote for.'),
    sql: `SELECT token, Label, label_vote(token) AS vote, count(*) AS flows, min("Line") AS "Line"
FROM flows
GROUP BY token, Label
HAVING vote <> 'unknown' AND NOT contains(lower(Label), lower(vote))
ORDER BY flows DESC`,
  },
  {
    name: l10n.t('Clusters'),
    about: l10n.t('What each cluster of tokens does: flows, hosts, services and bytes.'),
    sql: `SELECT cluster_of(token) AS cluster, count(*) AS flows, count(DISTINCT SrcAddr) AS hosts,
  count(DISTINCT Proto || ' ' || Dport) AS services, mode(Proto || ' ' || Dport) AS commonest, sum(TotBytes) AS bytes
FROM flows
GROUP BY cluster
ORDER BY flows DESC`,
  },
];
