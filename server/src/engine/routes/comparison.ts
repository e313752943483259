import type { NetworkReport } from '../../../../shared/protocol/routeReport';

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
  const both = `LSTM ${a.toFixed(3)}, dense net ${b.toFixed(3)} of ${tested.toLocaleString('en')} tested routes right`;
  if (a - b > chance)
    return `The order of hops helps: ${both}, more than the ${chance.toFixed(3)} that chance explains.`;
  return `The LSTM adds nothing over the dense net: ${both}. Which subnets a route crosses is what matters, not their order.`;
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
