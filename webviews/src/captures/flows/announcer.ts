import * as l10n from '@vscode/l10n';
import { el } from '../../base/dom';
import { formatCount } from '../../base/numbers';
import type { Order } from '../../base/order';
import type { FlowsState } from './flowsState';

/** What a screen reader is told beside what has the focus: what was done, and what became of the rows. */
export class Announcer {
  readonly element = el('div', { class: 'spoken', role: 'status', 'data-testid': 'flows-status' });
  #texts: string[] = [];
  #told: FlowsState | undefined;

  /** What is said in one turn is read out together; said again it is read out again. */
  speak(text: string): void {
    if (this.#texts.push(text) > 1) return;
    setTimeout(() => this.element.replaceChildren(el('span', {}, this.#texts.splice(0).join(' · '))));
  }

  /** Rows that were filtered, ordered or selected; not how far the file is read, which changes many times a second. */
  rows(state: FlowsState, counted: string): void {
    if (!state.exact || state.busy) return;
    const before = this.#told;
    this.#told = state;
    if (before?.rows !== state.rows || before.total !== state.total || before.where !== state.where)
      this.speak(counted);
    if (!before) return;
    if (before.order?.key !== state.order?.key || before.order?.descending !== state.order?.descending)
      this.speak(orderText(state.order));
    if (before.selected !== state.selected && Math.max(before.selected, state.selected) > 1)
      this.speak(l10n.t('{0} rows selected', formatCount(state.selected)));
  }
}

function orderText(order: Order | undefined): string {
  if (!order) return l10n.t('In the order of the file');
  return order.descending
    ? l10n.t('Ordered by {0}, descending', order.key)
    : l10n.t('Ordered by {0}, ascending', order.key);
}
