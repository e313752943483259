import * as l10n from '@vscode/l10n';
import { canvasBase64 } from '../base/chart/svg';
import { el } from '../base/dom';
import type { MapColumns } from './mapColumns';
import type { MapView } from './mapView';
import { shapePath } from '../../../shared/palette/shapes';
import { shortText } from '../../../shared/text/visibleText';
import { overlaySvg } from './overlaySvg';
import { nameSize } from './namePlaces';
import { cssColour, greyOf } from '../../../shared/palette/palette';
import { legendLines, lineHeight, pictureSize, svgPicture, vectorPoints, type Scene } from './pictures';

type Told = Pick<Scene, 'title' | 'scheme' | 'hidden'>;

/** The view with its legend as an SVG: points as shapes, or as one image where there are too many for that. */
export function svgOf(view: MapView, map: MapColumns, told: Told): string {
  const scene = sceneOf(view, told);
  const context = contextOf(el('canvas'));
  context.font = `600 ${nameSize}px ${scene.font}`;
  const overlay = overlaySvg(
    view.overlay,
    view.camera,
    view.size,
    scene,
    text => context.measureText(text).width,
  );
  const points =
    vectorPoints(map, view.order, view.camera, view.size, group => view.lookOf(group)) ?? imageOf(view);
  return svgPicture(scene, points, overlay);
}

/** The view with its legend as a PNG, base64; in the device's own resolution. */
export async function pngOf(view: MapView, told: Told): Promise<string> {
  const scene = sceneOf(view, told);
  const whole = pictureSize(view.size);
  const ratio = devicePixelRatio;
  const canvas = el('canvas', {
    width: Math.round(whole.width * ratio),
    height: Math.round(whole.height * ratio),
  });
  const context = contextOf(canvas);
  context.fillStyle = `rgb(${scene.background.join(', ')})`;
  context.fillRect(0, 0, canvas.width, canvas.height);
  // The drawing is gone once the browser has shown it, so it is read in the same turn.
  view.drawNow();
  context.drawImage(view.canvas, 0, 0);
  context.drawImage(view.lines, 0, 0);
  context.scale(ratio, ratio);
  paintLegend(context, scene);
  return canvasBase64(canvas);
}

function imageOf(view: MapView): string {
  view.drawNow();
  const { width, height } = view.size;
  return `<image width="${width}" height="${height}" href="${view.canvas.toDataURL('image/png')}"/>`;
}

function sceneOf(view: MapView, told: Told): Scene {
  const { background, foreground, font, ground } = view.theme;
  const colourOf = (category: number) => told.scheme.categories[category]?.colour(ground) ?? greyOf(ground);
  return { ...told, size: view.size, background, foreground, font, colourOf };
}

function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext('2d');
  if (!context) throw new Error(l10n.t('The browser draws no pictures.'));
  return context;
}

/** Draws the legend of an SVG's side onto a canvas, right of the picture. */
function paintLegend(context: CanvasRenderingContext2D, scene: Scene): void {
  const { size, foreground, font, title, scheme } = scene;
  context.font = `600 12px ${font}`;
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  context.fillStyle = foreground;
  context.fillText(shortText(title, 34), size.width + 10, 20);
  context.font = `12px ${font}`;
  legendLines(scene).forEach(({ category, text }, i) => {
    const y = 46 + i * lineHeight;
    context.fillStyle = cssColour(scene.colourOf(category));
    context.fill(
      new Path2D(shapePath(scheme.categories[category]?.shape ?? 0, size.width + 16, y, 6)),
      'evenodd',
    );
    context.fillStyle = foreground;
    context.fillText(text, size.width + 30, y);
  });
}
