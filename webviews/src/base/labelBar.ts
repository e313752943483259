import * as l10n from '@vscode/l10n';
import type { LabelCounts } from '../../../shared/protocol/captures';
import { captureText, el } from './dom';
import { classMark, labelShares, type LabelShare } from '../../../shared/palette/classes';
import { cssColour, type Ground, type Mark } from '../../../shared/palette/palette';
import { shapePath } from '../../../shared/palette/shapes';
import { shape } from './chart/svg';
import { formatCount, formatShare } from './numbers';
import { shortText } from '../../../shared/text/visibleText';

/**
 * Label shares as a stacked bar with the same said in words, so that no colour must be told apart.
 * `brief`, for a narrow cell: flows that are all of one class are called by its name alone.
 */
export function labelBar(
  labels: LabelCounts,
  testId: string,
  length: 'full' | 'brief' = 'full',
): HTMLElement {
  const shares = labelShares(labels);
  const one = length === 'brief' && shares.length === 1 ? shares[0] : undefined;
  const words = one ? shortText(one.name) : shares.map(wording).join(', ') || l10n.t('no labels');
  const counts = shares.map(({ name, count }) => `${shortText(name)}: ${formatCount(count)}`).join('\n');
  const bar = el('span', { class: 'label-bar', 'aria-hidden': 'true' }, ...shares.map(segment));
  const sign = shares[0] ? [classSign(shares[0].name), ' '] : [];
  const text = el('span', { class: 'label-words' }, ...(one ? sign : []), words);
  return el('span', { class: 'labels', 'data-testid': testId, title: counts || undefined }, bar, text);
}

function wording({ name, share }: LabelShare): string {
  return `${formatShare(share)} ${shortText(name)}`;
}

function segment({ name, share }: LabelShare): HTMLElement {
  const part = el('span', { class: 'label-part' });
  part.style.setProperty('flex-grow', String(share));
  return marked(part, ground => classMark(name, ground));
}

/** The sign of a class, for which its name stands beside it. */
export function classSign(name: string): SVGSVGElement {
  return markSign(ground => classMark(name, ground));
}

/** A mark as a sign, for what stands beside it in words. */
export function markSign(markOn: (ground: Ground) => Mark): SVGSVGElement {
  const path = shape('path', { d: shapePath(markOn('dark').shape, 0, 0, 1), 'fill-rule': 'evenodd' });
  const svg = shape(
    'svg',
    { viewBox: '-1.15 -1.15 2.3 2.3', width: 11, height: 11, class: 'class-sign', 'aria-hidden': 'true' },
    path,
  );
  return marked(svg, markOn);
}

/** The name of a class beside its sign; `words`, where it is called otherwise. */
export function classLabel(name: string, words = name): HTMLElement {
  return el('span', { class: 'class-name' }, classSign(name), captureText(words));
}

/** Tells the style sheet the colours of a mark on either ground; it takes the one of the theme. */
function marked<E extends HTMLElement | SVGElement>(element: E, markOn: (ground: Ground) => Mark): E {
  // The policy of the page allows no style attributes; setting a property by script is none.
  for (const ground of ['dark', 'light'] as const)
    element.style.setProperty(`--mark-${ground}`, cssColour(markOn(ground).colour));
  return element;
}
