import * as l10n from '@vscode/l10n';
import type { TableColumn } from '../../../../shared/protocol/flowTables';
import { shortText } from '../../../../shared/text/visibleText';
import type { FlowCondition, FlowFilter } from '../../../../shared/text/flowFilter';

/** A filter that a cell proposes, and how it is called. */
export interface Proposal {
  /** Ends the test id. */
  key: string;
  title: string;
  filter: FlowFilter;
}

/** A cell with the other cells of its row. */
export interface AskedCell {
  column: TableColumn;
  text: string;
  /** The text of another column of the row; empty where it has none. */
  of(column: string): string;
}

const is = (column: string, value: string, comparison: FlowCondition['is'] = '='): FlowCondition =>
  value === '' && (comparison === '=' || comparison === '!=')
    ? { column, is: 'empty', values: [] }
    : { column, is: comparison, values: [value] };

/** What rows can be narrowed to, or rid of, by what stands in a cell. */
export function proposalsOf({ column, text, of }: AskedCell): Proposal[] {
  if (!column.stored) return [];
  const { name, kind } = column;
  const shown = shortText(text, 40);
  const found: Proposal[] = [];
  const add = (key: string, title: string, filter: FlowFilter) => found.push({ key, title, filter });
  if ((name === 'SrcAddr' || name === 'DstAddr') && text !== '') {
    add('host', l10n.t('Only host {0}', shown), is('Host', text));
    add('notHost', l10n.t('Not host {0}', shown), { not: is('Host', text) });
    const other = name === 'SrcAddr' ? l10n.t('Only from {0}', shown) : l10n.t('Only to {0}', shown);
    add('only', other, is(name, text));
  } else if ((name === 'Sport' || name === 'Dport') && text !== '') {
    add('port', l10n.t('Only port {0}', shown), is('Port', text));
    add('notPort', l10n.t('Not port {0}', shown), { not: is('Port', text) });
    const proto = of('Proto');
    if (name === 'Dport' && proto !== '') {
      const service = { all: [is('Proto', proto), is('Dport', text)] };
      add('service', l10n.t('Only service {0} {1}', shortText(proto, 20), shown), service);
    }
  } else if (kind === 'time' && text !== '') {
    add('since', l10n.t('From this time on'), is(name, text, '>='));
    add('until', l10n.t('Until this time'), is(name, text, '<='));
  } else if (kind === 'number' && text !== '') {
    add('atLeast', l10n.t('{0} at least {1}', name, shown), is(name, text, '>='));
    add('atMost', l10n.t('{0} at most {1}', name, shown), is(name, text, '<='));
    add('only', l10n.t('Only {0} {1}', name, shown), is(name, text));
  } else {
    const value = text === '' ? l10n.t('(empty)') : shown;
    add('only', l10n.t('Only {0} {1}', name, value), is(name, text));
    add('not', l10n.t('Not {0} {1}', name, value), { not: is(name, text) });
  }
  const [source, destination] = [of('SrcAddr'), of('DstAddr')];
  if (source !== '' && destination !== '')
    add(
      'conversation',
      l10n.t('Only between {0} and {1}', shortText(source, 40), shortText(destination, 40)),
      { all: [is('Host', source), is('Host', destination)] },
    );
  return found;
}

/** Rows from the first to the last time of some. */
export function timeRange(times: readonly string[]): FlowFilter | undefined {
  const sorted = times.filter(time => time !== '').sort();
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (first === undefined || last === undefined || first === last) return undefined;
  return { all: [is('StartTime', first, '>='), is('StartTime', last, '<=')] };
}
