import * as l10n from '@vscode/l10n';
import type { CarriedLabels, CarriedVerdict } from '../../../../shared/protocol/judging';
import { bar, button } from '../../base/dom';
import { formatCosine, formatCount, formatShare } from '../../base/numbers';
import type { Column } from '../../base/table/columns';

/** What is said, as people read it. */
export function verdictWords(verdict: CarriedVerdict['verdict']): string {
  if (verdict === 'malicious') return l10n.t('malicious');
  return verdict === 'normal' ? l10n.t('normal') : l10n.t('cannot tell');
}

/** Kinds of evidence, as people read them; one that is not known here by its name. */
export function kindWords(kind: string): string {
  const words: Readonly<Record<string, string>> = {
    protocol: l10n.t('protocol'),
    behaviour: l10n.t('how they go'),
    service: l10n.t('port'),
    vectors: l10n.t('like flows'),
  };
  return Object.hasOwn(words, kind) ? (words[kind] as string) : kind;
}

/** "how they go 97 %, port 50 %": what each kind of evidence says by itself, the one that counts most first. */
export const votesText = ({ votes }: CarriedVerdict) =>
  [...votes]
    .sort((a, b) => b.weight - a.weight)
    .map(({ kind, malicious }) => `${kindWords(kind)} ${formatShare(malicious)}`)
    .join(', ');

export function verdictColumns(
  reveal: (verdict: CarriedVerdict) => void,
  { balancedAccuracy }: Pick<CarriedLabels, 'balancedAccuracy'>,
): Column<CarriedVerdict>[] {
  const count = (key: 'flows' | 'hosts', title: string, hover: string): Column<CarriedVerdict> => ({
    key,
    title,
    hover,
    kind: 'number',
    value: verdict => verdict[key],
    cell: verdict => formatCount(verdict[key]),
    largestFirst: true,
    texts: () => [],
  });
  const labelled: Column<CarriedVerdict> = {
    key: 'labelled',
    title: l10n.t('Labelled malicious'),
    kind: 'number',
    hover: l10n.t('Of these flows, those whose own label says so.'),
    value: ({ labelled: own }) => own.malicious,
    cell: ({ labelled: own, flows }) => l10n.t('{0} of {1}', formatCount(own.malicious), formatCount(flows)),
    texts: () => [],
  };
  return [
    {
      key: 'malicious',
      title: l10n.t('Malicious'),
      kind: 'share',
      hover: l10n.t('How sure it is that flows like these are malicious, by all evidence together.'),
      value: ({ malicious }) => malicious,
      cell: ({ malicious }) => bar(malicious, formatCosine(malicious)),
      largestFirst: true,
      texts: () => [],
    },
    { key: 'verdict', title: l10n.t('Verdict'), value: ({ verdict }) => verdictWords(verdict) },
    { key: 'proto', title: l10n.t('Protocol'), className: 'code', value: ({ proto }) => proto },
    {
      key: 'dport',
      title: l10n.t('Port'),
      className: 'code',
      value: ({ dport }) => dport,
      cell: verdict => {
        const title = l10n.t('Show the first of these flows in the editor');
        return button('carried-reveal', verdict.dport || '–', () => reveal(verdict), {
          class: 'link',
          title,
        });
      },
    },
    { key: 'outcome', title: l10n.t('Ended'), value: ({ outcome }) => outcome },
    {
      key: 'packets',
      title: l10n.t('Packets from'),
      kind: 'number',
      hover: l10n.t('So many packets at least, and at most about twice as many.'),
      value: ({ packets }) => packets,
      cell: ({ packets }) => formatCount(packets),
      texts: () => [],
    },
    count('flows', l10n.t('Flows'), l10n.t('Flows that do so.')),
    count('hosts', l10n.t('Hosts'), l10n.t('Hosts that began them.')),
    {
      key: 'votes',
      title: l10n.t('The vote'),
      hover: l10n.t(
        'What each kind of evidence says by itself: how sure it is of malicious; the kind that counts most stands first.',
      ),
      value: votesText,
      compare: false,
    },
    ...(balancedAccuracy === null ? [] : [labelled]),
  ];
}
