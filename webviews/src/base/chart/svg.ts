/** Makes an SVG element. */
import * as l10n from '@vscode/l10n';
export function shape<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, string | number>>,
  ...children: readonly Node[]
): SVGElementTagNameMap[K] {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

type Point = readonly [number, number];

/** Text in a picture; `anchor` is SVG's text-anchor. */
export function label(
  text: string,
  [x, y]: Point,
  anchor: 'start' | 'middle' | 'end',
  className: string,
): SVGTextElement {
  const element = shape('text', { x, y, 'text-anchor': anchor, class: className });
  element.textContent = text;
  return element;
}

export function line([x1, y1]: Point, [x2, y2]: Point, className: string): SVGLineElement {
  return shape('line', { x1, y1, x2, y2, class: className });
}

const kept = [
  ...['fill', 'fill-opacity', 'stroke', 'stroke-width', 'stroke-dasharray', 'opacity'],
  ...['font-family', 'font-size', 'font-weight'],
];
const dropped = ['class', 'style', 'data-testid', 'tabindex', 'role', 'aria-hidden'];

/** The picture as a file of its own: what the style sheet says of it is written into it. */
export function svgText(svg: SVGSVGElement): string {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const originals = [svg, ...svg.querySelectorAll('*')];
  for (const [i, element] of [copy, ...copy.querySelectorAll('*')].entries()) {
    const style = getComputedStyle(originals[i] as Element);
    for (const name of kept) element.setAttribute(name, style.getPropertyValue(name));
    for (const name of dropped) element.removeAttribute(name);
  }
  copy.querySelectorAll('[hidden]').forEach(element => element.remove());
  copy.prepend(shape('rect', { width: '100%', height: '100%', fill: ground() }));
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(copy)}\n`;
}

/**
 * The picture as a PNG, base64, at twice its size. It is painted element by element: the policy of the page lets no
 * picture be loaded, not even one that is made of its own SVG.
 */
export async function pngBase64(svg: SVGSVGElement): Promise<string> {
  const { width, height } = svg.viewBox.baseVal;
  const canvas = document.createElement('canvas');
  const scale = 2;
  Object.assign(canvas, { width: width * scale, height: height * scale });
  const context = canvas.getContext('2d');
  if (!context) throw new Error(l10n.t('The browser draws no pictures.'));
  context.scale(scale, scale);
  context.fillStyle = ground();
  context.fillRect(0, 0, width, height);
  for (const element of svg.querySelectorAll<SVGGraphicsElement>('rect, line, polyline, path, circle, text'))
    if (!element.hasAttribute('hidden')) paint(context, element);
  return canvasBase64(canvas);
}

/** The bytes of a canvas as PNG, base64. */
export async function canvasBase64(canvas: HTMLCanvasElement): Promise<string> {
  const blob = await new Promise<Blob | null>(resolve => canvas.toBlob(resolve, 'image/png'));
  if (!blob) throw new Error(l10n.t('The browser made no picture.'));
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192)
    text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}

function paint(context: CanvasRenderingContext2D, element: SVGGraphicsElement): void {
  const style = getComputedStyle(element);
  context.save();
  context.globalAlpha = Number(style.opacity);
  const own = element.transform.baseVal.consolidate()?.matrix;
  if (own) context.transform(own.a, own.b, own.c, own.d, own.e, own.f);
  if (element instanceof SVGTextElement) paintText(context, element, style);
  else {
    const path = new Path2D(outline(element));
    if (style.fill !== 'none') {
      context.save();
      context.globalAlpha *= Number(style.fillOpacity);
      context.fillStyle = style.fill;
      context.fill(path, element.getAttribute('fill-rule') === 'evenodd' ? 'evenodd' : 'nonzero');
      context.restore();
    }
    if (style.stroke !== 'none') {
      context.strokeStyle = style.stroke;
      context.lineWidth = parseFloat(style.strokeWidth);
      context.setLineDash(
        style.strokeDasharray
          .split(/[\s,]+/)
          .map(parseFloat)
          .filter(Number.isFinite),
      );
      context.stroke(path);
    }
  }
  context.restore();
}

function paintText(
  context: CanvasRenderingContext2D,
  element: SVGTextElement,
  style: CSSStyleDeclaration,
): void {
  context.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  context.fillStyle = style.fill;
  context.textAlign = ({ middle: 'center', end: 'right' } as const)[style.textAnchor] ?? 'left';
  context.fillText(
    element.textContent ?? '',
    Number(element.getAttribute('x')),
    Number(element.getAttribute('y')),
  );
}

/** The data of a path that draws the same. */
function outline(element: Element): string {
  const at = (name: string) => Number(element.getAttribute(name) ?? 0);
  switch (element.tagName) {
    case 'rect':
      return `M${at('x')} ${at('y')}h${at('width')}v${at('height')}h${-at('width')}Z`;
    case 'line':
      return `M${at('x1')} ${at('y1')}L${at('x2')} ${at('y2')}`;
    case 'circle':
      return `M${at('cx') - at('r')} ${at('cy')}a${at('r')} ${at('r')} 0 1 0 ${2 * at('r')} 0a${at('r')} ${at('r')} 0 1 0 ${-2 * at('r')} 0Z`;
    case 'polyline':
      return `M${element.getAttribute('points') ?? ''}`;
    default:
      return element.getAttribute('d') ?? '';
  }
}

function ground(): string {
  return getComputedStyle(document.body).backgroundColor;
}
