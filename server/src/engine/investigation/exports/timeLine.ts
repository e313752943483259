import type { Pin } from '../../../../../shared/investigation/case';
import { classMark } from '../../../../../shared/palette/classes';
import { cssColour } from '../../../../../shared/palette/palette';
import { shapePath } from '../../../../../shared/palette/shapes';
import { escapedHtml } from '../../../../../shared/text/html';
import { shortText } from '../../../../../shared/text/visibleText';

/** Slots of time along the line: flows of one slot are one mark, so that many flows stay a small picture. */
const slots = 400;
const classes = { malicious: 'malicious', suspicious: 'botnet', benign: 'normal', unknown: 'background' };

/** When the flows of each pin began, a row for each pin; undefined where no flow has a time. */
export function timeLineSvg(pins: readonly Pin[]): string | undefined {
  const rows = pins.flatMap(({ title, verdict, flows }) => {
    const at = flows?.columns.indexOf('StartTime') ?? -1;
    const times = (flows?.rows ?? []).map(row => Date.parse(String(row[at]))).filter(Number.isFinite);
    return times.length > 0 ? [{ title, verdict, times }] : [];
  });
  if (rows.length === 0) return undefined;
  const [least, most] = rows
    .flatMap(({ times }) => times)
    .reduce(([a, b], time) => [Math.min(a, time), Math.max(b, time)], [Infinity, -Infinity]);
  const [width, left, step] = [900, 230, 24];
  const length = width - left - 20;
  const drawn = rows.map(({ title, verdict, times }, i) => {
    const y = 14 + i * step;
    const { colour, shape } = classMark(classes[verdict], 'light');
    const places = new Set(times.map(time => Math.round(((time - least) / (most - least || 1)) * slots)));
    const path = [...places].map(slot => shapePath(shape, left + (slot / slots) * length, y, 4)).join('');
    return `<text x="${left - 12}" y="${y + 4}" text-anchor="end">${escapedHtml(shortText(`${title} (${verdict})`, 34))}</text><path d="${path}" fill="${cssColour(colour)}" fill-rule="evenodd"/>`;
  });
  const height = 46 + rows.length * step;
  const axis = height - 26;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="Evidence over time" font-family="sans-serif" font-size="12" fill="#1f1f1f"><title>Evidence over time</title>${drawn.join('')}<path d="M${left} ${axis}H${left + length}" stroke="#808080"/><text x="${left}" y="${axis + 16}">${new Date(least).toISOString()}</text><text x="${left + length}" y="${axis + 16}" text-anchor="end">${new Date(most).toISOString()}</text></svg>`;
}
