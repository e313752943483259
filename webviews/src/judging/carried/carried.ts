import * as l10n from '@vscode/l10n';
import type { CarriedLabels, CarriedVerdict } from '../../../../shared/protocol/judging';
import { counted } from '../../../../shared/text/counted';
import { shortText } from '../../../../shared/text/visibleText';
import { captureText, el } from '../../base/dom';
import { JobPage } from '../../base/jobPage';
import { formatCount } from '../../base/numbers';
import type { Column } from '../../base/table/columns';
import { DataTable } from '../../base/table/dataTable';
import { TableBar } from '../../base/table/tableBar';
import type { CarriedCalls, CarriedResult } from './contract';
import { verdictColumns } from './verdictRows';

const page = new JobPage<CarriedResult, CarriedCalls>({
  name: 'carried',
  title: () => l10n.t('Labels carried from'),
  render: result => ({
    parts: [
      el('p', { class: 'sentence', 'data-testid': 'carried-sentence' }, sentence(result)),
      el(
        'p',
        { class: 'facts', 'data-testid': 'carried-facts' },
        l10n.t('To: '),
        captureText(result.testName),
        `, ${counted(result.flows, 'flow')} · `,
        shortText(result.summary, 600),
      ),
      ...(result.balancedAccuracy === null ? [] : [section(l10n.t('Beside counting'), rivals(result))]),
      verdicts(result),
    ],
    summary: sentence(result),
  }),
});

/** What was found in the other network, as far as it can be told. */
function sentence({ predicted, cannotTell, flows }: CarriedLabels): string {
  const found = l10n.t(
    '{0} of {1} do as what is labelled malicious in the capture above.',
    formatCount(predicted['malicious'] ?? 0),
    counted(flows, 'flow'),
  );
  return cannotTell > 0
    ? `${found} ${l10n.t('Of {0} it cannot be told: nothing labelled is like them, or it contradicts itself.', counted(cannotTell, 'flow'))}`
    : found;
}

interface Rival {
  name: string;
  balancedAccuracy: number | null;
  macroF1: number;
}

function rivals(result: CarriedLabels): HTMLElement {
  const { baselines } = result;
  const rows: Rival[] = [
    { name: l10n.t('Behaviour, counts and vectors'), ...result },
    { name: l10n.t('Counts alone'), ...baselines.counts },
    { name: l10n.t('Protocol and state'), ...baselines.protoState },
    { name: l10n.t('Protocol and destination port'), ...baselines.protoDport },
    { name: l10n.t('Source address alone'), ...baselines.source },
  ];
  const share = (key: 'balancedAccuracy' | 'macroF1', title: string, hover?: string): Column<Rival> => ({
    key,
    title,
    ...(hover === undefined ? {} : { hover }),
    kind: 'share',
    value: rival => rival[key] ?? undefined,
  });
  return new DataTable<Rival>({
    name: 'carried-rivals',
    caption: l10n.t('Carried labels and baselines'),
    columns: [
      { key: 'name', title: l10n.t('Predicted by'), value: ({ name }) => name },
      share(
        'balancedAccuracy',
        l10n.t('Balanced accuracy'),
        l10n.t(
          'The mean, over both classes, of the share of their flows that is told right. Half is guessing.',
        ),
      ),
      share('macroF1', l10n.t('Macro-F1')),
    ],
    rows,
    hand: (text, to) => page.hand(text, to),
  }).element;
}

function verdicts(result: CarriedLabels): HTMLElement {
  const reveal = ({ line }: CarriedVerdict) => page.call('reveal', { line });
  const heading = l10n.t('What flows do, and the vote');
  const table: DataTable<CarriedVerdict> = new DataTable<CarriedVerdict>({
    name: 'carried',
    caption: heading,
    columns: verdictColumns(reveal, result),
    rows: result.verdicts,
    open: reveal,
    hand: (text, to) => page.hand(text, to),
    changed: () => bar.update(),
  });
  const bar = new TableBar(table, {
    name: 'carried',
    filter: l10n.t('Filter by protocol, port, ending or verdict'),
    drawnOf: result.verdictsInAll,
  });
  return el('section', { class: 'list' }, el('h2', {}, heading), bar.element, table.element);
}

function section(title: string, content: HTMLElement): HTMLElement {
  return el('section', { class: 'list' }, el('h2', {}, title), content);
}
