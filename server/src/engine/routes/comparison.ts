import * as l10n from '@vscode/l10n';
import type { NetworkReport } from '../../../../shared/protocol/routeReport';
import { language } from '../../../../shared/text/language';

/** Two accuracies differ by chance within two standard errors of their difference. */
const standardErrors = 2;

/**
 * In words, whether the order of hops says anything: the LSTM beside the dense net. Undefined without both, or when
 * they were tested on other routes.
 */
export function compareNetworks(reports: readonly NetworkReport[], now: NetworkReport): string | undefined {
  if (now.network !== 'lstm' && now.network !== 'dense') return undefined;
  const other = reports.find(
    r => r.network === (now.network === 'lstm' ? 'dense' : 'lstm') && sameRoutes(r, now),
  );
  const [lstm, dense] = now.network === 'lstm' ? [now, other] : [other, now];
  if (!lstm?.report || !dense?.report) return undefined;
  const [a, b] = [lstm.report.accuracy, dense.report.accuracy];
  const tested = now.counts.tested;
  const chance = standardErrors * Math.sqrt((a * (1 - a) + b * (1 - b)) / Math.max(1, tested));
  const both = l10n.t(
    'LSTM {0}, dense net {1} of {2} tested routes right',
    a.toFixed(3),
    b.toFixed(3),
    tested.toLocaleString(language()),
  );
  if (a - b > chance)
    return l10n.t(
      'The order of hops helps: {0}, more than the {1} that chance explains.',
      both,
      chance.toFixed(3),
    );
  return l10n.t(
    'The LSTM adds nothing over the dense net: {0}. Which subnets a route crosses is what matters, not their order.',
    both,
  );
}

function sameRoutes(a: NetworkReport, b: NetworkReport): boolean {
  const of = ({ settings: s }: NetworkReport) => [
    s.split,
    s.testShare,
    s.balance,
    s.seed,
    s.prefix4,
    s.prefix6,
  ];
  return of(a).join() === of(b).join() && a.counts.tested === b.counts.tested;
}
