import type { Answer, Case } from '../../../../../shared/investigation/case';
import { pictureSvg } from '../../../../../shared/investigation/pictureSvg';
import { tsvText } from '../../../../../shared/text/tableText';
import { visibleText } from '../../../../../shared/text/visibleText';
import { evidenceTable } from './evidence';
import { factsOf, type Made } from './facts';
import { guardedMarkdown } from './guardedMarkdown';

/**
 * A notebook of Jupyter, form 4.5. Questions are cells that show what was asked and answered; the last cells hold the
 * evidence as data for Python, in JSON that is never run.
 */
export function jupyterNotebook(value: Case, made: Made): string {
  const facts = factsOf(value, made).map(([name, fact]) => `${name}: ${visibleText(fact, Infinity)}`);
  const cells = [
    raw(`${value.title === '' ? 'Investigation' : value.title}\n${facts.join('\n')}`),
    ...value.cells.map(({ kind, text, answer }) =>
      kind === 'markdown'
        ? { cell_type: 'markdown', metadata: {}, source: lines(guardedMarkdown(text)) }
        : asked(kind, text, answer),
    ),
    ...(value.evidence.length === 0 ? [] : [evidence(value, made)]),
  ];
  const notebook = {
    cells: cells.map((cell, i) => ({ id: `cell-${i}`, ...cell })),
    metadata: { language_info: { name: 'python' }, flow2vec: { version: made.version } },
    nbformat: 4,
    nbformat_minor: 5,
  };
  return `${JSON.stringify(notebook, null, 1)}\n`;
}

/** Jupyter keeps texts as lines that end themselves. */
const lines = (text: string) => text.split(/(?<=\n)/);

const raw = (text: string) => ({ cell_type: 'raw', metadata: {}, source: lines(text) });

function asked(kind: string, text: string, answer: Answer | undefined): object {
  const source = lines(
    `# ${kind === 'sql' ? 'SQL over the flows' : 'Asked of flow2vec'}\n${text.replace(/^/gm, '# ')}`,
  );
  return {
    cell_type: 'code',
    metadata: {},
    execution_count: null,
    source,
    outputs: answer ? outputs(answer) : [],
  };
}

function outputs(answer: Answer): object[] {
  if (answer.error !== undefined) return [stream(`${answer.error}\n`, 'stderr')];
  const drawn = answer.pictures.flatMap(picture => {
    const svg = pictureSvg(answer, picture, 'light');
    if (svg === undefined) return [];
    return [
      {
        output_type: 'display_data',
        metadata: {},
        data: { 'image/svg+xml': lines(svg), 'text/plain': [picture.title] },
      },
    ];
  });
  const tables = answer.tables.map(({ title, columns, rows, of }) => {
    const more = of !== undefined && of > rows.length ? ` (${rows.length} of ${of})` : '';
    const cells = rows.map(row =>
      row.map(cell => (typeof cell === 'number' ? cell : visibleText(String(cell ?? ''), Infinity))),
    );
    return stream(`${title}${more}\n${tsvText([columns, ...cells])}`);
  });
  return [
    stream(`${answer.says.map(each => visibleText(each, Infinity)).join('\n')}\n`),
    ...drawn,
    ...tables,
  ];
}

const stream = (text: string, name: 'stdout' | 'stderr' = 'stdout') => ({
  output_type: 'stream',
  name,
  text: lines(text),
});

/** What is told of flows never is code: the JSON stands in a comment for every line, and Python reads it from there. */
function evidence(value: Case, made: Made): object {
  const [head = [], ...rows] = evidenceTable(value, made);
  const data = rows.map(row => `# ${JSON.stringify(row)}`);
  return {
    cell_type: 'code',
    metadata: {},
    execution_count: null,
    source: lines(`# Evidence: a row of JSON for each flow\n# ${JSON.stringify(head)}\n${data.join('\n')}`),
    outputs: [],
  };
}
