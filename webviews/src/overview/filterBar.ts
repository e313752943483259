import * as l10n from '@vscode/l10n';
import { flowFilterText, parseFlowFilter, type FlowFilter } from '../../../shared/text/flowFilter';
import { shortText } from '../../../shared/text/visibleText';
import { button, captureText, el } from '../base/dom';

/** The conditions of a filter all of which hold, each of which can be taken away. */
export function conditionsOf(filter: FlowFilter | undefined): readonly FlowFilter[] {
  if (!filter) return [];
  return 'all' in filter ? filter.all : [filter];
}

export function filterOf(conditions: readonly FlowFilter[]): FlowFilter | undefined {
  return conditions.length > 1 ? { all: conditions } : conditions[0];
}

/** The conditions with another, once. */
export function withCondition(filter: FlowFilter | undefined, added: FlowFilter): FlowFilter | undefined {
  const conditions = [...conditionsOf(filter)];
  const texts = new Set(conditions.map(flowFilterText));
  for (const one of conditionsOf(added)) if (!texts.has(flowFilterText(one))) conditions.push(one);
  return filterOf(conditions);
}

/** The filter with another stretch of time, from the first up to the second; undefined: all of it. */
export function withTimes(
  filter: FlowFilter | undefined,
  range: readonly [number, number] | undefined,
): FlowFilter | undefined {
  const others = conditionsOf(filter).filter(one => !('column' in one && one.column === 'StartTime'));
  const bound = (is: '>=' | '<', time: number): FlowFilter => {
    return { column: 'StartTime', is, values: [new Date(time).toISOString()] };
  };
  return filterOf(range ? [...others, bound('>=', range[0]), bound('<', range[1])] : others);
}

/** The bar above an overview: a chip for each condition, and a box for one more. */
export function filterBar(
  filter: FlowFilter | undefined,
  change: (filter: FlowFilter | undefined) => void,
): HTMLElement {
  const conditions = conditionsOf(filter);
  const wrong = el('p', {
    class: 'error',
    role: 'alert',
    hidden: true,
    'data-testid': 'overview-filter-error',
  });
  const input = el('input', {
    type: 'search',
    placeholder: l10n.t("Filter: Host = '10.0.0.5' and Dport in (53, 5353)"),
    'aria-label': l10n.t('Only flows of which this holds'),
    title: l10n.t(
      'Conditions with and, or, not, parentheses; =, !=, <, <=, >, >=, in, contains, starts with, is empty',
    ),
    spellcheck: 'false',
    'data-testid': 'overview-filter',
  });
  input.addEventListener('keydown', event => {
    if (event.key !== 'Enter' || input.value.trim() === '') return;
    try {
      change(withCondition(filter, parseFlowFilter(input.value)));
    } catch (error) {
      wrong.textContent = shortText((error as Error).message, 600);
      wrong.hidden = false;
    }
  });
  const chips = conditions.map((condition, i) => {
    const text = flowFilterText(condition);
    const without = () => change(filterOf(conditions.filter((_, at) => at !== i)));
    const title = l10n.t('Take away: {0}', shortText(text, 200));
    return el(
      'span',
      { class: 'chip', 'data-testid': 'overview-chip' },
      captureText(text),
      button('overview-chip-remove', '×', without, { class: 'link', title, 'aria-label': title }),
    );
  });
  const clear = button('overview-clear', l10n.t('Show All Flows'), () => change(undefined), {
    class: 'secondary small',
  });
  return el(
    'div',
    { class: 'filter-bar', role: 'search' },
    el('div', { class: 'toolbar' }, input, ...chips, ...(conditions.length > 0 ? [clear] : [])),
    wrong,
  );
}
