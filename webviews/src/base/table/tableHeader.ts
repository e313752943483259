import * as l10n from '@vscode/l10n';
import { shortText } from '../../../../shared/text/visibleText';
import { el } from '../dom';
import type { Ordering } from '../order';
import { cellClass, type Column } from './columns';

/** The header of a column, a button where rows can be ordered by it. `name` begins its test id. */
export function tableHeader<Row>(
  column: Column<Row>,
  {
    name,
    orderings,
    order,
  }: { name: string; orderings: readonly Ordering<Row>[]; order(by: Ordering<Row>): void },
): HTMLTableCellElement {
  const { key, title, kind, hover } = column;
  const ordering = orderings.find(o => o.key === key);
  const said = hover ?? (ordering ? l10n.t('Order by {0}', shortText(title, 60)) : undefined);
  const header = el('th', { scope: 'col', class: cellClass(column), title: said });
  if (kind === 'actions') {
    header.append(el('span', { class: 'spoken' }, title));
    return header;
  }
  const words = el('bdi', {}, shortText(title, 60));
  if (!ordering) {
    header.append(words);
    return header;
  }
  const attributes = {
    type: 'button',
    class: 'sorter',
    'data-testid': `${name}-sort-${key}`,
    // What the hover says, for who has no pointer.
    'aria-description': hover,
  };
  const sorter = el('button', attributes, words);
  sorter.addEventListener('click', () => order(ordering));
  header.dataset.key = key;
  header.append(sorter);
  return header;
}
