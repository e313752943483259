import * as l10n from '@vscode/l10n';
import { formatCount } from '../base/numbers';
import { formatMeasure } from './pointWords';
import type { Words } from './schemes';

/** The legend's own words, in the user's language. */
export function schemeWords(): Words {
  return {
    others: count => l10n.t('{0} others', formatCount(count)),
    none: l10n.t('none'),
    range: (from, to, unit) =>
      from === to ? formatMeasure(from, unit) : `${formatMeasure(from, unit)} – ${formatMeasure(to, unit)}`,
  };
}
