import type { Pin } from '../../../../../shared/investigation/case';
import { evidenceTimes, verdictClass } from '../../../../../shared/investigation/evidenceTimes';
import { classMark } from '../../../../../shared/palette/classes';
import { cssColour } from '../../../../../shared/palette/palette';
import { shapePath } from '../../../../../shared/palette/shapes';
import { escapedHtml } from '../../../../../shared/text/html';
import { secondText } from '../../../../../shared/text/secondText';
import { shortText } from '../../../../../shared/text/visibleText';
import { count } from './facts';

/** By host, when the flows of each piece of evidence began; undefined where no flow has a time. */
export function timeLineSvg(pins: readonly Pin[]): string | undefined {
  const times = evidenceTimes(pins);
  if (!times) return undefined;
  const { from, to, hosts, inAll } = times;
  const [width, left, step] = [900, 250, 22];
  const length = width - left - 20;
  let y = 2;
  const drawn = hosts.map(({ host, lines }) => {
    y += step;
    const name = `<text x="10" y="${y}" font-weight="600">${escapedHtml(shortText(`${host.address} (${host.verdict})`, 60))}</text>`;
    return (
      name +
      lines
        .map(({ pin, places }) => {
          y += step;
          const { colour, shape } = classMark(verdictClass[pin.verdict], 'light');
          const path = places.map(place => shapePath(shape, left + place * length, y - 4, 4)).join('');
          return `<text x="${left - 12}" y="${y}" text-anchor="end">${escapedHtml(shortText(pin.title, 36))}</text><path d="M${left} ${y - 4}H${left + length}" stroke="#e4e4e4"/><path d="${path}" fill="${cssColour(colour)}"/>`;
        })
        .join('')
    );
  });
  const axis = y + 14;
  const more =
    inAll > hosts.length
      ? `<text x="10" y="${axis + 16}">${count(hosts.length)} of ${count(inAll)} hosts</text>`
      : '';
  const height = axis + 26;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="Evidence over time" font-family="sans-serif" font-size="12" fill="#1f1f1f"><title>Evidence over time</title>${drawn.join('')}<path d="M${left} ${axis}H${left + length}" stroke="#808080"/>${more}<text x="${left}" y="${axis + 16}">${timeText(from)}</text><text x="${left + length}" y="${axis + 16}" text-anchor="end">${timeText(to)}</text></svg>`;
}

const timeText = (time: number) => `${secondText(new Date(time).toISOString())} UTC`;
