import type { Answer, AnswerTable, Case, CaseCell, Pin } from '../../../../../shared/investigation/case';
import { hostsOf } from '../../../../../shared/investigation/evidenceHosts';
import { markdownInline, markdownText, type Cell } from '../../../../../shared/text/tableText';
import { secondText } from '../../../../../shared/text/secondText';
import { visibleText } from '../../../../../shared/text/visibleText';
import { aboutText, count, factsOf, type Made } from './facts';
import { guardedMarkdown, visibleLines } from './guardedMarkdown';

/** Rows of a table in Markdown, which is read as a whole; the case and the other exports have all. */
const mostRows = 100;

/** The report in Markdown. What comes from captures is escaped; the analyst's own words lead nowhere and load nothing. */
export function markdownReport(value: Case, made: Made): string {
  const parts = [
    `# ${said(value.title === '' ? 'Investigation' : value.title)}`,
    ...evidence(value.evidence),
    ...value.cells.flatMap(({ kind, text, answer }) =>
      kind === 'markdown'
        ? [guardedMarkdown(text)]
        : [
            fenced(visibleLines(text), kind === 'sql' ? 'sql' : 'text'),
            ...(answer ? told(answer) : ['Not asked yet.']),
          ],
    ),
    '## How this was found',
    factsOf(value, made)
      .map(([name, fact]) => `- ${said(name)}: ${said(fact)}`)
      .join('\n'),
  ];
  return `${parts.join('\n\n')}\n`;
}

const said = (text: string) => markdownInline(visibleText(text, Infinity));

/** A fence is longer than any run of its sign inside. */
function fenced(text: string, language: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}

function evidence(pins: readonly Pin[]): string[] {
  if (pins.length === 0) return [];
  const hosts = hostsOf(pins).map(({ address, verdict, flows, from, to }) => [
    address,
    verdict,
    flows,
    secondText(from),
    secondText(to),
  ]);
  return [
    '## Evidence',
    ...table({
      title: 'Hosts',
      columns: ['Host', 'Verdict', 'Flows', 'From (UTC)', 'To (UTC)'],
      rows: hosts,
    }),
    ...pins.flatMap(pinned),
  ];
}

function pinned(pin: Pin): string[] {
  const { title, verdict, note, tags, analyst, time, captures, flows } = pin;
  const by = [
    tags.join(', '),
    analyst,
    time,
    ...captures.map(each => `${each.name} (SHA-256 ${each.digest})`),
  ];
  return [
    `### ${said(title)}: ${verdict}`,
    ...(note === '' ? [] : [said(note)]),
    said([aboutText(pin), ...by].filter(each => each !== '').join('; ')),
    ...(flows
      ? table({ title: 'Flows', columns: flows.columns, rows: flows.rows, of: flows.count })
      : ['Its flows have not been gathered: run the investigation.']),
  ];
}

function told({ error, says, tables, captures, time }: Answer): string[] {
  if (error !== undefined) return [`**${said(error)}**`];
  const asked = `Asked of ${captures.map(({ name }) => name).join(', ')}, ${time}`;
  return [...says.map(said), ...tables.flatMap(table), said(asked)];
}

function table({ title, columns, rows, of }: AnswerTable): string[] {
  const shown = rows.slice(0, mostRows);
  const all = Math.max(of ?? 0, rows.length);
  const more = all > shown.length ? ` (${count(shown.length)} of ${count(all)})` : '';
  const cells = shown.map(row => row.map(cellOf));
  return [`**${said(title)}**${more}`, markdownText([columns.map(cellOf), ...cells]).trimEnd()];
}

const cellOf = (value: CaseCell): Cell =>
  typeof value === 'number' ? value : visibleText(value === null ? '' : String(value), Infinity);
