import { shortText } from '../../../shared/text/visibleText';
import { axesOf, toScreen, type Camera, type Size } from './camera';
import type { Group } from './drawOrder';
import { cssColour, type Rgb } from '../../../shared/palette/palette';
import type { Look } from './look';
import type { Scheme } from './schemes';
import { shapePath } from '../../../shared/palette/shapes';
import { language } from '../../../shared/text/language';

/** More points than this make a file that no viewer opens; the picture then holds them as pixels. */
export const mostVectorPoints = 20_000;

const legendWidth = 240;
export const lineHeight = 20;

interface Scene {
  size: Size;
  background: Rgb;
  foreground: string;
  font: string;
  title: string;
  scheme: Scheme;
  hidden: ReadonlySet<number>;
  colourOf(category: number): Rgb;
}

/** The points in view as the paths of an SVG, a path for each group; undefined when there are too many. */
export function vectorPoints(
  map: { x: Float32Array; y: Float32Array; z?: Float32Array },
  order: { order: Uint32Array; groups: readonly Group[] },
  camera: Camera,
  size: Size,
  look: (group: Group) => Look,
): string | undefined {
  const { right, up } = axesOf(camera);
  let drawn = 0;
  const paths: string[] = [];
  for (const group of order.groups) {
    const { colour, opacity, shape, size: diameter } = look(group);
    const shapes: string[] = [];
    for (const point of order.order.subarray(group.start, group.start + group.length)) {
      const [px, py, pz] = [map.x[point] as number, map.y[point] as number, map.z?.[point] ?? 0];
      const x = right[0] * px + right[1] * py + right[2] * pz;
      const y = up[0] * px + up[1] * py + up[2] * pz;
      const [sx, sy] = toScreen(camera, size, x, y);
      if (sx < -diameter || sy < -diameter || sx > size.width + diameter || sy > size.height + diameter)
        continue;
      if (++drawn > mostVectorPoints) return undefined;
      shapes.push(shapePath(shape, sx, sy, diameter / 2));
    }
    if (shapes.length > 0)
      paths.push(
        `<path fill="${cssColour(colour)}" fill-opacity="${opacity}" fill-rule="evenodd" d="${shapes.join('')}"/>`,
      );
  }
  return paths.join('\n');
}

/** A picture with its legend beside it. `points` is markup of ours: paths, or an image. */
export function svgPicture(scene: Scene, points: string, overlay: string): string {
  const { size, background, foreground, font, title } = scene;
  const width = size.width + legendWidth;
  const entries = legendLines(scene).map(({ category, text }, i) => {
    const y = 46 + i * lineHeight;
    const mark = scene.scheme.categories[category]?.shape ?? 0;
    const colour = cssColour(scene.colourOf(category));
    const path = `<path fill="${colour}" fill-rule="evenodd" d="${shapePath(mark, size.width + 16, y, 6)}"/>`;
    return `${path}<text x="${size.width + 30}" y="${y + 4}">${escaped(text)}</text>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${size.height}" viewBox="0 0 ${width} ${size.height}"`,
    ` font-family="${escaped(font)}" font-size="12" fill="${escaped(foreground)}">`,
    `<title>${escaped(shortText(title))}</title>`,
    `<rect width="100%" height="100%" fill="${cssColour(background)}"/>`,
    `<svg width="${size.width}" height="${size.height}">${points}${overlay}</svg>`,
    `<text x="${size.width + 10}" y="22" font-weight="600">${escaped(shortText(title, 34))}</text>`,
    ...entries,
    '</svg>',
    '',
  ].join('\n');
}

/** The size of a picture with its legend. */
export function pictureSize({ width, height }: Size): Size {
  return { width: width + legendWidth, height };
}

export type { Scene };

/** What the legend of a picture lists. */
export function legendLines({ scheme, hidden }: Scene): { category: number; text: string }[] {
  return scheme.entries
    .filter(({ categories }) => categories.some(category => !hidden.has(category)))
    .map(({ name, points, categories: [category = 0] }) => {
      return { category, text: `${shortText(name, 24)} (${points.toLocaleString(language())})` };
    });
}

/** Text in SVG. What XML does not allow at all is spelled out by `shortText` before. */
export function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}
