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
import { visibleText } from '../../../../../shared/text/visibleText';
import { aboutText, count, factsOf, type Made } from './facts';
import { visibleLines } from './guardedMarkdown';
import { timeLineSvg } from './timeLine';

const style = `
:root { color-scheme: light; }
body { font: 15px/1.5 system-ui, sans-serif; color: #1f1f1f; background: #fff; max-width: 76rem; margin: 2rem auto; padding: 0 1.5rem; }
h1 { font-size: 1.7rem; } h2 { font-size: 1.25rem; margin-top: 2.2rem; border-bottom: 1px solid #d0d0d0; } h3 { font-size: 1.05rem; }
.wide { overflow-x: auto; max-height: 32rem; overflow-y: auto; margin: .8rem 0; }
table { border-collapse: collapse; font-size: 13px; font-variant-numeric: tabular-nums; }
th, td { border: 1px solid #d8d8d8; padding: .2rem .5rem; text-align: left; vertical-align: top; }
th { background: #f3f3f3; position: sticky; top: 0; } td.number { text-align: right; }
caption { text-align: left; font-weight: 600; padding: .3rem 0; }
pre { background: #f6f6f6; padding: .6rem .8rem; overflow-x: auto; white-space: pre-wrap; overflow-wrap: anywhere; }
.error { border-left: 4px solid #b3261e; padding-left: .8rem; }
.asked { color: #595959; } svg { max-width: 100%; height: auto; }
.verdict { font-weight: 600; border: 1px solid currentColor; border-radius: .3rem; padding: 0 .4rem; }
.malicious { color: #9b1c13; } .suspicious { color: #7a4d00; } .benign { color: #1b5e3b; } .unknown { color: #595959; }
td, li, p, dd { overflow-wrap: anywhere; }
@media print { .wide { max-height: none; overflow: visible; } }`;

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
    from,
    to,
  ]);
  const line = timeLineSvg(pins);
  return `<h2>Evidence</h2>
${table({ title: 'Hosts', columns: ['Host', 'Verdict', 'Flows', 'From', 'To'], rows: hosts })}
${line === undefined ? '' : `<figure>${line}</figure>`}
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
    ...answer.pictures.map(picture => `<figure>${pictureSvg(answer, picture, 'light') ?? ''}</figure>`),
    ...answer.tables.map(table),
    `<p class="asked">Asked of ${text(answer.captures.map(({ name }) => name).join(', '))}, ${text(answer.time)}</p>`,
  ].join('\n');
}

function table({ title, columns, rows, of }: AnswerTable): string {
  const more = of !== undefined && of > rows.length ? ` (${count(rows.length)} of ${count(of)})` : '';
  const head = columns.map(name => `<th scope="col">${text(name)}</th>`).join('');
  const body = rows.map(row => `<tr>${row.map(tableCell).join('')}</tr>`).join('\n');
  return `<div class="wide"><table><caption>${text(title)}${more}</caption><thead><tr>${head}</tr></thead><tbody>
${body}
</tbody></table></div>`;
}

function tableCell(value: CaseCell): string {
  if (typeof value === 'number') return `<td class="number">${value}</td>`;
  return `<td>${value === null ? '' : text(String(value))}</td>`;
}
