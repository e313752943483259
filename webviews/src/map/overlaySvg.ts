import { toScreen, type Camera, type Size } from './camera';
import { nameSize, placedNames } from './namePlaces';
import { ringRadius, type Overlay } from './overlay';
import { escaped } from './pictures';
import { cssColour, type Rgb } from '../../../shared/palette/palette';

/** Lines, rings and names as SVG; `widthOf` tells how wide a name is. */
export function overlaySvg(
  { links, rings, names }: Overlay,
  camera: Camera,
  size: Size,
  { foreground, background }: { foreground: string; background: Rgb },
  widthOf: (text: string) => number,
): string {
  const at = ([x, y]: readonly [number, number]) => toScreen(camera, size, x, y).map(short);
  const ink = escaped(foreground);
  const lines = links.map(({ from, to, similarity }) => {
    const [[x1, y1], [x2, y2]] = [at(from), at(to)];
    const width = short(0.75 + 1.25 * Math.max(0, similarity));
    return `<line x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}" stroke="${ink}" stroke-opacity="0.7" stroke-width="${width}"/>`;
  });
  const circles = rings.map(({ at: spot, kind }) => {
    const [x, y] = at(spot);
    return `<circle cx="${x}" cy="${y}" r="${ringRadius[kind]}" fill="none" stroke="${ink}" stroke-width="2"/>`;
  });
  const spots = names.map(({ at: spot, text }) => ({ at: toScreen(camera, size, ...spot), text }));
  const halo = `stroke="${cssColour(background)}" stroke-width="4" stroke-linejoin="round" paint-order="stroke"`;
  const words = placedNames(spots, size, widthOf).map(
    ({ text, x, y }) =>
      `<text x="${short(x)}" y="${short(y)}" text-anchor="middle" dominant-baseline="central" font-size="${nameSize}" font-weight="600" ${halo}>${escaped(text)}</text>`,
  );
  return [...lines, ...circles, ...words].join('\n');
}

function short(value: number): number {
  return Math.round(value * 10) / 10;
}
