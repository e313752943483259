import { classMark, classMarks } from '../palette/classes';
import { cssColour, markOf, type Ground } from '../palette/palette';
import { shapePath } from '../palette/shapes';
import { escapedHtml } from '../text/html';
import { shortText } from '../text/visibleText';
import type { Answer, AnswerPicture, AnswerTable, CaseCell } from './case';

const inks: Readonly<Record<Ground, string>> = { light: '#1f1f1f', dark: '#d8d8d8' };
/** More bars would be hair: the table has the others, and the picture says so. */
const mostBars = 40;
const mostClasses = 12;

/**
 * A picture of an answer as SVG that stands alone; its text is escaped, and it names neither script nor address.
 * Undefined where its table has nothing to draw.
 */
export function pictureSvg(
  answer: Pick<Answer, 'tables'>,
  picture: AnswerPicture,
  ground: Ground,
): string | undefined {
  const table = answer.tables[picture.table];
  if (!table || table.rows.length === 0) return undefined;
  return picture.kind === 'points' ? points(table, picture, ground) : bars(table, picture, ground);
}

const columnOf = ({ columns, rows }: AnswerTable, name: string | undefined): CaseCell[] => {
  const at = name === undefined ? -1 : columns.indexOf(name);
  return rows.map(row => row[at] ?? null);
};

function points(table: AnswerTable, picture: AnswerPicture, ground: Ground): string {
  const [width, height, margin] = [640, 480, 14];
  const xs = columnOf(table, picture.x).map(Number);
  const ys = columnOf(table, picture.y).map(Number);
  const classes = columnOf(table, picture.class).map(each => String(each ?? ''));
  const placed = (values: number[], length: number) => {
    const known = values.filter(Number.isFinite);
    const [least, most] = known.reduce(
      ([a, b], v) => [Math.min(a, v), Math.max(b, v)],
      [Infinity, -Infinity],
    );
    return (value: number) => margin + ((value - least) / (most - least || 1)) * (length - 2 * margin);
  };
  const [atX, atY] = [placed(xs, width), placed(ys, height)];
  const paths = new Map<string, string>();
  for (const [i, x] of xs.entries()) {
    const y = ys[i] as number;
    if (!Number.isFinite(x) || !Number.isFinite(y)) continue;
    const name = classes[i] as string;
    const { shape } = classMark(name, ground);
    paths.set(name, (paths.get(name) ?? '') + shapePath(shape, atX(x), atY(y), 3));
  }
  const drawn = [...paths].map(([name, path]) => {
    const { colour } = classMark(name, ground);
    return `<path d="${path}" fill="${cssColour(colour)}" fill-opacity="0.75" fill-rule="evenodd"/>`;
  });
  const all = [...paths.keys()].filter(name => name !== '');
  const named = all.slice(0, mostClasses);
  const legend = named.map((name, i) => {
    const { colour, shape } = classMark(name, ground);
    const y = height + 16 + 20 * Math.floor(i / 4);
    const x = margin + 150 * (i % 4);
    return `<path d="${shapePath(shape, x + 6, y, 5)}" fill="${cssColour(colour)}" fill-rule="evenodd"/>${label(shortText(name, 18), x + 18, y + 4, ground)}`;
  });
  if (all.length > named.length) {
    const y = height + 20 + 20 * Math.ceil(named.length / 4);
    legend.push(label(`and ${all.length - named.length} classes more`, margin, y, ground));
  }
  const lines = Math.ceil(named.length / 4) + (all.length > named.length ? 1 : 0);
  const below = lines === 0 ? 0 : 12 + 20 * lines;
  return framed(width, height + below, picture.title, [...drawn, ...legend]);
}

function bars(table: AnswerTable, picture: AnswerPicture, ground: Ground): string {
  const names = columnOf(table, picture.x).slice(0, mostBars);
  const values = columnOf(table, picture.y)
    .slice(0, mostBars)
    .map(value => Math.max(0, Number(value) || 0));
  const [width, step, left] = [640, 22, 220];
  const most = Math.max(...values) || 1;
  // What is counted is no class.
  const colour = cssColour(markOf(classMarks, ground).colour);
  const drawn = names.map((name, i) => {
    const length = ((values[i] as number) / most) * (width - left - 90);
    const y = 6 + i * step;
    const said = (values[i] as number).toLocaleString('en', { maximumFractionDigits: 4 });
    return `${label(shortText(String(name ?? ''), 32), left - 8, y + 13, ground, 'end')}<rect x="${left}" y="${y}" width="${Math.max(1, length).toFixed(1)}" height="${step - 6}" fill="${colour}"/>${label(said, left + length + 6, y + 13, ground)}`;
  });
  const rows = table.of ?? table.rows.length;
  const more =
    rows > names.length
      ? [
          label(
            `${names.length} of ${rows.toLocaleString('en')} drawn`,
            left,
            20 + names.length * step,
            ground,
          ),
        ]
      : [];
  return framed(width, 12 + (names.length + more.length) * step, picture.title, [...drawn, ...more]);
}

function label(
  text: string,
  x: number,
  y: number,
  ground: Ground,
  anchor: 'start' | 'end' = 'start',
): string {
  return `<text x="${x.toFixed(1)}" y="${y}" fill="${inks[ground]}" font-family="sans-serif" font-size="12" text-anchor="${anchor}">${escapedHtml(text)}</text>`;
}

function framed(width: number, height: number, title: string, parts: readonly string[]): string {
  const name = escapedHtml(shortText(title, 200));
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${name}"><title>${name}</title>${parts.join('')}</svg>`;
}
