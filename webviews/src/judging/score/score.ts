import * as l10n from '@vscode/l10n';
import { captureText, el } from '../../base/dom';
import { JobPage } from '../../base/jobPage';
import { formatCount, formatShare } from '../../base/numbers';
import { readOrder } from '../../base/order';
import { orderingsOf } from '../../base/table/columns';
import { DataTable } from '../../base/table/dataTable';
import { TableBar } from '../../base/table/tableBar';
import { anomalyColumns, anomalyRows, leastExpectedFirst, type AnomalyRow } from './anomalyRows';
import type { ScoreCalls, ScoreResult } from './contract';

const page = new JobPage<ScoreResult, ScoreCalls>({
  name: 'score',
  title: () => l10n.t('Flows that are unexpected to the model of'),
  render: result => ({
    parts: [facts(result), ...(result.anomalies.length === 0 ? [none()] : list(result))],
    summary: l10n.t('{0} flows listed, least expected first', formatCount(result.anomalies.length)),
  }),
});

function facts({ unseenName, flows, unknown, anomalies }: ScoreResult): HTMLElement {
  const share = formatShare(flows > 0 ? unknown / flows : 0);
  return el(
    'p',
    { class: 'facts', 'data-testid': 'score-facts' },
    l10n.t('Scored: '),
    captureText(unseenName),
    l10n.t(', {0} flows', formatCount(flows)),
    ' · ',
    l10n.t('{0} ({1}) with tokens the model does not know', formatCount(unknown), share),
    ' · ',
    l10n.t('the {0} least expected are listed', formatCount(anomalies.length)),
  );
}

function none(): HTMLElement {
  return el('p', { class: 'state', 'data-testid': 'score-empty' }, l10n.t('No flow stands out.'));
}

function list(result: ScoreResult): HTMLElement[] {
  const columns = anomalyColumns(reveal);
  const table: DataTable<AnomalyRow> = new DataTable<AnomalyRow>({
    name: 'score',
    caption: l10n.t('Flows, least expected first'),
    columns,
    rows: anomalyRows(result.anomalies),
    order: readOrder(page.recall('order'), orderingsOf(columns), leastExpectedFirst),
    lines: 2,
    open: reveal,
    hand: (text, to) => page.hand(text, to),
    changed: () => {
      page.remember('order', table.order);
      bar.update();
    },
  });
  const bar = new TableBar(table, {
    name: 'score',
    filter: l10n.t('Filter by token, label, reason or line'),
    drawnOf: result.flows,
  });
  return [bar.element, table.element];
}

function reveal({ anomaly }: AnomalyRow): void {
  page.call('reveal', { line: anomaly.line });
}
