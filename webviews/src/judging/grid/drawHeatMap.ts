import * as l10n from '@vscode/l10n';
import { formatCosine } from '../../base/numbers';
import { label, shape } from '../../base/svg';
import { shortText } from '../../../../shared/text/visibleText';
import { colourOf } from './colours';
import type { HeatCell, HeatMap, Measure } from './heatMap';

const cellWidth = 96;
const cellHeight = 44;
const top = 46;
const gap = 2;

/** The map as a picture with the number in every cell; the table below it says the same. */
export function drawHeatMap(map: HeatMap, measure: Measure, choose: (cell: HeatCell) => void): SVGSVGElement {
  const left =
    map.y.name === '' ? 4 : 24 + 8 * Math.max(map.y.name.length, ...map.y.values.map(v => String(v).length));
  const width = left + cellWidth * map.x.values.length + 4;
  const height = top + cellHeight * map.y.values.length + 4;
  const svg = shape('svg', {
    viewBox: `0 0 ${width} ${height}`,
    width,
    height,
    role: 'group',
    'aria-label': l10n.t(
      'Heat map of {0} over {1}',
      nameOf(measure),
      [map.x.name, map.y.name].filter(Boolean).join(', '),
    ),
    'data-testid': 'grid-map',
  });
  svg.append(label(map.x.name, left + (cellWidth * map.x.values.length) / 2, 14, 'middle', 'axis'));
  if (map.y.name !== '') svg.append(label(map.y.name, left - 10, 34, 'end', 'axis'));
  map.x.values.forEach((value, i) =>
    svg.append(label(shortText(String(value), 12), left + cellWidth * (i + 0.5), 34, 'middle', 'tick')),
  );
  if (map.y.name !== '')
    map.y.values.forEach((value, i) =>
      svg.append(
        label(shortText(String(value), 20), left - 10, top + cellHeight * (i + 0.5) + 5, 'end', 'tick'),
      ),
    );
  const best = bestOf(map, measure);
  for (const cell of map.cells) svg.append(field(cell, map, measure, left, cell === best, choose));
  return svg;
}

export function nameOf(measure: Measure): string {
  return { macroF1: l10n.t('macro-F1'), weightedF1: l10n.t('weighted F1'), seconds: l10n.t('seconds') }[
    measure
  ];
}

function field(
  cell: HeatCell,
  map: HeatMap,
  measure: Measure,
  left: number,
  isBest: boolean,
  choose: (cell: HeatCell) => void,
): SVGGElement {
  const value = cell.run[measure];
  const share = map.most > map.least ? (value - map.least) / (map.most - map.least) : 1;
  // Light is good: of times the short ones are.
  const { fill, text } = colourOf(measure === 'seconds' ? 1 - share : share);
  const [x, y] = [left + cellWidth * cell.x, top + cellHeight * cell.y];
  const number = measure === 'seconds' ? value.toFixed(1) : formatCosine(value);
  const params = Object.entries(cell.run.params).map(([name, v]) => `${name} ${v}`);
  const words = [...params, `${nameOf(measure)} ${number}`, ...(isBest ? [l10n.t('the best')] : [])].join(
    ', ',
  );
  const group = shape('g', { role: 'button', tabindex: 0, 'aria-label': words, 'data-testid': 'grid-cell' });
  const frame = {
    x: x + gap / 2,
    y: y + gap / 2,
    width: cellWidth - gap,
    height: cellHeight - gap,
    rx: 2,
    fill,
    class: isBest ? 'cell best' : 'cell',
  };
  const title = shape('title', {});
  title.textContent = cell.of > 1 ? `${words}\n${l10n.t('the best of {0} runs', cell.of)}` : words;
  const written = label(
    isBest ? `★ ${number}` : number,
    x + cellWidth / 2,
    y + cellHeight / 2 + 5,
    'middle',
    'value',
  );
  // Chosen for the cell behind it: it must not follow the theme, as the style sheet's colour of texts does.
  written.style.setProperty('fill', text);
  group.append(title, shape('rect', frame), written);
  group.addEventListener('click', () => choose(cell));
  group.addEventListener('keydown', event => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    choose(cell);
  });
  return group;
}

function bestOf(map: HeatMap, measure: Measure): HeatCell | undefined {
  const wanted = measure === 'seconds' ? map.least : map.most;
  return map.cells.find(({ run }) => run[measure] === wanted);
}
