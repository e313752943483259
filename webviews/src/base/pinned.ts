import * as l10n from '@vscode/l10n';
import { flowFilterText } from '../../../shared/text/flowFilter';
import { shortText } from '../../../shared/text/visibleText';
import type { Pinned } from './jobContract';
import { formatCount } from './numbers';

/** Names that a title of evidence tells before it counts. */
const named = 3;

/** The flows on one-based lines. */
export function onLines(lines: readonly number[]): Pinned['about'] {
  const values = [...new Set(lines)].sort((a, b) => a - b).map(String);
  return { where: flowFilterText({ column: 'Line', is: 'in', values }) };
}

/** The flows that any of the filters has. */
export function ofFilters(filters: readonly string[]): Pinned['about'] {
  const distinct = [...new Set(filters)];
  return {
    where: distinct.length === 1 ? (distinct[0] as string) : distinct.map(each => `(${each})`).join(' or '),
  };
}

/** The flows of hosts, at either end. */
export const ofHosts = (addresses: readonly string[]): Pinned['about'] => ({
  where: flowFilterText({ column: 'Host', is: 'in', values: [...new Set(addresses)] }),
});

/** The flows of tokens, each token once. */
export const ofTokens = (tokens: readonly string[]): Pinned['about'] => ({ tokens: [...new Set(tokens)] });

/** "Hosts: 10.0.0.5, 10.0.0.6 and 3 more". */
export function pinTitle(what: string, names: readonly string[]): string {
  const distinct = [...new Set(names)];
  const first = distinct.slice(0, named).map(name => shortText(name, 60));
  const more = distinct.length - first.length;
  return more > 0
    ? l10n.t('{0}: {1} and {2} more', what, first.join(', '), formatCount(more))
    : l10n.t('{0}: {1}', what, first.join(', '));
}
