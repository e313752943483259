import * as l10n from '@vscode/l10n';
import type { ClusterOfFlow } from '../../../../shared/protocol/clusters';
import { bold, commandLink } from '../markdown';
import { counted } from '../../../../shared/text/counted';
import { percent } from '../../../../shared/text/voteText';

/** `Cluster 12: **udp → :53, 147.32.84.165** · 34 tokens · purity 87 % · Show cluster`; on one line, escaped. */
export function clusterSentence(
  { id, name, size, purity, composed }: ClusterOfFlow,
  flow: { uri: string; line: number },
): string {
  const labels = purity === null ? '' : l10n.t(' · purity {0}', percent(purity));
  const nearest = composed ? l10n.t(' (the nearest: this token was not clustered)') : '';
  const link = commandLink(l10n.t('Show cluster'), 'flow2vec.showClusterOfFlow', [flow]);
  return l10n.t(
    'Cluster {0}{1}: {2} · {3}{4} · {5}',
    id,
    nearest,
    bold(name),
    counted(size, 'token'),
    labels,
    link,
  );
}
