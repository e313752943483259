import MarkdownIt from 'markdown-it';
import type {
  Answer,
  AnswerTable,
  Case,
  CaseCell,
  CaseCellBlock,
  Pin,
} from '../../../../../shared/investigation/case';
import { hostsOf } from '../../../../../shared/investigation/evidenceHosts';
import { pictureSvg } from '../../../../../shared/investigation/pictureSvg';
import { escapedHtml } from '../../../../../shared/text/html';
import { secondText } from '../../../../../shared/text/secondText';
import { visibleText } from '../../../../../shared/text/visibleText';
import { aboutText, count, factsOf, type Made } from './facts';
import { visibleLines } from './guardedMarkdown';
import { timeLineSvg } from './timeLine';

const style = `
:root { color-scheme: light dark; --text: #1f1f1f; --ground: #fff; --raised: #f3f3f3; --edge: #d4d4d4; --quiet: #595959; --malicious: #9b1c13; --suspicious: #7a4d00; --benign: #1b5e3b; }
body { font: 15px/1.5 system-ui, sans-serif; color: var(--text); background: var(--ground); max-width: 76rem; margin: 2rem auto; padding: 0 1.5rem; }
h1 { font-size: 1.7rem; } h2 { font-size: 1.25rem; margin-top: 2.2rem; border-bottom: 1px solid var(--edge); } h3 { font-size: 1.05rem; }
.wide { overflow-x: auto; max-height: 32rem; overflow-y: auto; margin: .8rem 0; }
table { border-collapse: collapse; font-size: 13px; font-variant-numeric: tabular-nums; }
th, td { border: 1px solid var(--edge); padding: .2rem .5rem; text-align: left; vertical-align: top; white-space: nowrap; }
th { background: var(--raised); position: sticky; top: 0; } td.number { text-align: right; }
td.long { white-space: normal; min-width: 18rem; } caption { text-align: left; font-weight: 600; padding: .3rem 0; }
pre { background: var(--raised); padding: .6rem .8rem; overflow-x: auto; white-space: pre-wrap; overflow-wrap: anywhere; }
figure { background: #fff; color: #1f1f1f; width: fit-content; max-width: 100%; box-sizing: border-box; padding: .4rem; margin: .8rem 0; }
figcaption { font-weight: 600; font-size: 13px; } svg { max-width: 100%; height: auto; }
summary { cursor: pointer; } details details { margin-left: 1rem; } .error { border-left: 4px solid var(--malicious); padding-left: .8rem; }
.asked { color: var(--quiet); } .verdict { font-weight: 600; border: 1px solid currentColor; border-radius: .3rem; padding: 0 .4rem; }
.malicious { color: var(--malicious); } .suspicious { color: var(--suspicious); } .benign { color: var(--benign); } .unknown { color: var(--quiet); }
td.long, li, p, dd, h1, h3 { overflow-wrap: anywhere; }
@media screen and (prefers-color-scheme: dark) { :root { --text: #e4e4e4; --ground: #1b1b1b; --raised: #2a2a2a; --edge: #4a4a4a; --quiet: #b4b4b4; --malicious: #ff9c92; --suspicious: #f0bf6a; --benign: #8fd6ac; } }
@media print { .wide { max-height: none; overflow: visible; } details::details-content { content-visibility: visible; } }`;

/** Flows that stand open, and rows of each part that is folded below them: a browser lays out what is open. */
const [openRows, foldedRows] = [200, 500];
/** Longer texts take several lines; a number or an address is never broken. */
const longText = 60;

// Words of an analyst, and perhaps of whoever sent the case: no HTML of theirs, nothing to load, nothing to follow.
const words = new MarkdownIt({ html: false, linkify: false }).disable([
  'link',
  'image',
  'autolink',
  'reference',
]);

/** A report that stands alone: one file without script, which loads nothing, in which text is text. */
export function htmlReport(value: Case, made: Made): string {
  const title = value.title === '' ? 'Investigation' : value.title;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width">
<title>${text(title)}</title>
<style>${style}
</style>
</head>
<body>
<main>
<h1>${text(title)}</h1>
${evidence(value.evidence)}
${value.cells.map(cell).join('\n')}
<h2>How this was found</h2>
<dl>
${factsOf(value, made)
  .map(([name, told]) => `<dt>${text(name)}</dt><dd>${text(told)}</dd>`)
  .join('\n')}
</dl>
</main>
</body>
</html>
`;
}

const text = (told: string) => escapedHtml(visibleText(told, Infinity));

function evidence(pins: readonly Pin[]): string {
  if (pins.length === 0) return '';
  const hosts = hostsOf(pins).map(({ address, verdict, flows, from, to }) => [
    address,
    verdict,
    flows,
    secondText(from),
    secondText(to),
  ]);
  const line = timeLineSvg(pins);
  return `<h2>Evidence</h2>
${table({ title: 'Hosts', columns: ['Host', 'Verdict', 'Flows', 'From (UTC)', 'To (UTC)'], rows: hosts })}
${line === undefined ? '' : figure('Evidence over time', line)}
${keptText(pins)}
${pins.map(pinned).join('\n')}`;
}

/** What of the evidence hosts and time line are about, where a pin has more flows than are kept. */
function keptText(pins: readonly Pin[]): string {
  const kept = pins.reduce((sum, { flows }) => sum + (flows?.rows.length ?? 0), 0);
  const all = pins.reduce((sum, { flows }) => sum + (flows?.count ?? 0), 0);
  return all > kept
    ? `<p class="asked">Hosts and time line are of the ${count(kept)} flows that are kept, of ${count(all)}.</p>`
    : '';
}

function pinned(pin: Pin): string {
  const { title, verdict, note, tags, analyst, time, question, captures, flows } = pin;
  const by = [analyst, time].filter(each => each !== '').join(', ');
  return `<section>
<h3>${text(title)} <span class="verdict ${verdict}">${verdict}</span></h3>
${note === '' ? '' : `<p>${text(note)}</p>`}
<p class="asked">${text(aboutText(pin))}${question === '' ? '' : `; asked: ${text(question)}`}${tags.length > 0 ? `; tags: ${text(tags.join(', '))}` : ''}${by === '' ? '' : `; ${text(by)}`}${captures.length > 0 ? `; in ${text(captures.map(each => `${each.name} (SHA-256 ${each.digest})`).join(', '))}` : ''}</p>
${flows ? table({ title: 'Flows', columns: flows.columns, rows: flows.rows, of: flows.count }) : '<p>Its flows have not been gathered: run the investigation.</p>'}
</section>`;
}

function cell({ kind, text: asked, answer }: CaseCellBlock): string {
  if (kind === 'markdown') return `<section>${words.render(visibleLines(asked))}</section>`;
  return `<section>
<pre><code>${visibleLines(asked).split('\n').map(escapedHtml).join('\n')}</code></pre>
${answer ? told(answer) : '<p class="asked">Not asked yet.</p>'}
</section>`;
}

function told(answer: Answer): string {
  if (answer.error !== undefined) return `<p class="error">${text(answer.error)}</p>`;
  return [
    ...answer.says.map(each => `<p>${text(each)}</p>`),
    ...answer.pictures.map(picture => {
      const drawn = pictureSvg(answer, picture, 'light');
      return drawn === undefined ? '' : figure(picture.title, drawn);
    }),
    ...answer.tables.map(table),
    `<p class="asked">Asked of ${text(answer.captures.map(({ name }) => name).join(', '))}, ${text(answer.time)}</p>`,
  ].join('\n');
}

/** Pictures are drawn for white, in the dark too. */
const figure = (title: string, drawn: string) =>
  `<figure><figcaption>${text(title)}</figcaption>${drawn}</figure>`;

/** All rows: the first ones open, and the others folded, so that a report of very many is there at once. */
function table({ title, columns, rows, of }: AnswerTable): string {
  const more = of !== undefined && of > rows.length ? ` (${count(rows.length)} of ${count(of)})` : '';
  const head = columns.map(name => `<th scope="col">${text(name)}</th>`).join('');
  const part = (caption: string, some: AnswerTable['rows']) =>
    `<div class="wide" tabindex="0" role="group" aria-label="${text(caption)}"><table><caption>${text(caption)}</caption><thead><tr>${head}</tr></thead><tbody>
${some.map(row => `<tr>${row.map(tableCell).join('')}</tr>`).join('\n')}
</tbody></table></div>`;
  const first = part(`${title}${more}`, rows.slice(0, openRows));
  const named = (from: number, to: number) => `${title} ${count(from + 1)} to ${count(to)}`;
  const folded: string[] = [];
  for (let from = openRows; from < rows.length; from += foldedRows) {
    const to = Math.min(rows.length, from + foldedRows);
    folded.push(fold(named(from, to), part(named(from, to), rows.slice(from, to))));
  }
  if (folded.length < 2) return [first, ...folded].join('\n');
  return `${first}\n${fold(named(openRows, rows.length), folded.join('\n'))}`;
}

const fold = (summary: string, body: string) =>
  `<details><summary>${text(summary)}</summary>${body}</details>`;

function tableCell(value: CaseCell): string {
  if (typeof value === 'number') return `<td class="number">${value}</td>`;
  const told = value === null ? '' : String(value);
  return `<td${told.length > longText ? ' class="long"' : ''}>${text(told)}</td>`;
}
