import * as l10n from '@vscode/l10n';
import type { LabelCounts } from '../../../shared/protocol/captures';
import { el } from './dom';
import { labelShares, type LabelShare } from './labelShares';
import { formatCount, formatShare } from './numbers';
import { shortText } from '../../../shared/text/visibleText';

const coloured = new Set(['botnet', 'malicious', 'normal', 'background', 'other', 'unlabelled']);

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
  const text = el('span', { class: 'label-words' }, words);
  return el('span', { class: 'labels', 'data-testid': testId, title: counts || undefined }, bar, text);
}

function wording({ name, share }: LabelShare): string {
  return `${formatShare(share)} ${shortText(name)}`;
}

function segment({ name, share }: LabelShare): HTMLElement {
  const part = el('span', { class: `label-part label-${coloured.has(name) ? name : 'other'}` });
  // The policy of the page allows no style attributes; setting a property by script is none.
  part.style.setProperty('flex-grow', String(share));
  return part;
}
