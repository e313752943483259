import { shortText } from '../../../../shared/text/visibleText';
import { rampFill } from '../../../../shared/palette/ramp';
import { label, shape } from './svg';

export interface HeatField {
  /** Places among the values of the axes. */
  x: number;
  y: number;
  /** 0 to 1, 1 is light and good. */
  share: number;
  /** Its number, written in it. */
  text: string;
  /** What it says in words, for a screen reader and on hover. */
  words: string;
  /** Further words on hover. */
  more?: string;
  /** Stands out by a star and a frame. */
  best?: boolean;
}

export interface HeatMapOptions<Field extends HeatField> {
  /** Begins the test ids of the map and its fields. */
  name: string;
  about: string;
  x: { name: string; values: readonly (string | number)[] };
  /** Named '' when there is one axis only. */
  y: { name: string; values: readonly (string | number)[] };
  fields: readonly Field[];
  choose(field: Field): void;
}

const [cellWidth, cellHeight, top, gap] = [96, 44, 46, 2];

/** A field for each two values, with its number; a table beside it is to say the same. */
export function heatMap<Field extends HeatField>(options: HeatMapOptions<Field>): SVGSVGElement {
  const { name, x, y, fields } = options;
  const left = y.name === '' ? 4 : 24 + 8 * Math.max(y.name.length, ...y.values.map(v => String(v).length));
  const width = left + cellWidth * x.values.length + 4;
  const height = top + cellHeight * y.values.length + 4;
  const svg = shape('svg', {
    viewBox: `0 0 ${width} ${height}`,
    width,
    height,
    role: 'group',
    class: 'heat-map',
    'aria-label': options.about,
    'data-testid': `${name}-map`,
  });
  const middle = (i: number) => left + cellWidth * (i + 0.5);
  svg.append(label(x.name, [left + (cellWidth * x.values.length) / 2, 14], 'middle', 'axis'));
  x.values.forEach((value, i) =>
    svg.append(label(shortText(String(value), 12), [middle(i), 34], 'middle', 'tick')),
  );
  if (y.name !== '') {
    svg.append(label(y.name, [left - 10, 34], 'end', 'axis'));
    y.values.forEach((value, i) => {
      const at = [left - 10, top + cellHeight * (i + 0.5) + 5] as const;
      svg.append(label(shortText(String(value), 20), at, 'end', 'tick'));
    });
  }
  for (const field of fields) svg.append(drawn(field, left, options));
  return svg;
}

function drawn<Field extends HeatField>(
  field: Field,
  left: number,
  { name, choose }: HeatMapOptions<Field>,
): SVGGElement {
  const { fill, text } = rampFill(field.share);
  const [x, y] = [left + cellWidth * field.x, top + cellHeight * field.y];
  const own = { role: 'button', tabindex: 0, 'aria-label': field.words, 'data-testid': `${name}-cell` };
  const title = shape('title', {});
  title.textContent = field.more === undefined ? field.words : `${field.words}\n${field.more}`;
  const box = {
    ...{ x: x + gap / 2, y: y + gap / 2, width: cellWidth - gap, height: cellHeight - gap, rx: 2, fill },
    class: field.best ? 'cell best' : 'cell',
  };
  const at = [x + cellWidth / 2, y + cellHeight / 2 + 5] as const;
  const written = label(field.best ? `★ ${field.text}` : field.text, at, 'middle', 'value');
  // Chosen for the field behind it: it must not follow the theme, as the style sheet's colour of texts does.
  written.style.setProperty('fill', text);
  const group = shape('g', own, title, shape('rect', box), written);
  group.addEventListener('click', () => choose(field));
  group.addEventListener('keydown', event => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    choose(field);
  });
  return group;
}
