import { formatCount } from '../base/numbers';
import { t } from '../base/texts';
import { formatMeasure } from './pointWords';
import type { Words } from './schemes';

/** The legend's own words, in the user's language. */
export function schemeWords(): Words {
  return {
    others: count => t('{0} others', formatCount(count)),
    none: t('none'),
    range: (from, to, unit) =>
      from === to ? formatMeasure(from, unit) : `${formatMeasure(from, unit)} – ${formatMeasure(to, unit)}`,
  };
}
