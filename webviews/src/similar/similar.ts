import * as l10n from '@vscode/l10n';
import { counted } from '../../../shared/text/counted';
import type { SimilarReport } from '../../../shared/protocol/similar';
import { AnswerPage } from '../base/answerPage';
import { button, el } from '../base/dom';
import { readOrder } from '../base/order';
import { ofTokens } from '../base/pinned';
import { panelBar } from '../base/panelBar';
import { orderingsOf } from '../base/table/columns';
import { DataTable } from '../base/table/dataTable';
import { TableBar } from '../base/table/tableBar';
import { stageText } from '../base/trainingStage';
import { isLabelled } from '../../../shared/palette/classes';
import { shortText, visibleText } from '../../../shared/text/visibleText';
import { askedHeader, questionHeader } from './askedHeader';
import type { PageCalls, Shown } from './contract';
import { nearestFirst, neighbourColumns, rowsOf, type Row } from './neighbourColumns';
import { stateView, updateTraining } from './stateViews';

const page = new AnswerPage<PageCalls, Shown>('similar');
const { content } = page;

let shown: Shown | undefined;
let table: DataTable<Row> | undefined;

page.listen(show);

function show(next: Shown): void {
  l10n.config({ contents: next.texts });
  const frame = content.querySelector('.state') ?? undefined;
  const stays = shown?.view.kind === 'training' && same(shown.question, next.question);
  shown = next;
  page.recover();
  if (next.view.kind === 'training' && stays && updateTraining(frame, next.view.progress)) {
    page.announce(stageText(next.view.progress));
    return;
  }
  if (!same(page.recall('question'), next.question)) {
    page.remember('question', next.question);
    page.remember('filter', '');
  }
  content.replaceChildren(...(next.canGoBack ? [backButton()] : []), ...parts(next));
  page.announce(summary(next));
  // A page that has the keyboard but nothing focused would swallow the arrow keys.
  if (document.hasFocus() && document.activeElement === document.body) focusContent();
}

function parts({ view, question, capture }: Shown): HTMLElement[] {
  table = undefined;
  if (view.kind !== 'report') return [questionHeader(question, capture), stateView(view, stateActions)];
  const header = askedHeader(view.report, question, capture);
  const bar = panelBar('similar', {
    pin: () => page.call('pinQuestion', null, undefined, null),
    refresh: () => page.call('retry', null),
  });
  if (view.report.neighbours.length === 0)
    return [
      header,
      bar,
      el('p', { class: 'state', 'data-testid': 'similar-empty' }, l10n.t('No other token to compare with.')),
    ];
  return [header, bar, ...tableParts(view.report)];
}

function tableParts(report: SimilarReport): HTMLElement[] {
  const rows = rowsOf(report);
  const columns = neighbourColumns(report.columns, rows, report.known || report.composed === true, {
    reveal: row => reveal(row),
    pivot: ({ neighbour }) => page.call('pivot', { token: neighbour.token }),
  });
  const filter = page.recall('filter');
  const made = new DataTable<Row>({
    name: 'similar',
    caption: l10n.t('Neighbours of {0}', visibleText(report.token)),
    columns,
    rows,
    order: readOrder(page.recall('sort'), orderingsOf(columns), nearestFirst),
    filter: typeof filter === 'string' ? filter : '',
    attributes: ({ rank }) => ({ 'data-rank': rank }),
    open: reveal,
    hand: (text, to) => page.hand(text, to),
    changed: () => {
      bar.update();
      page.remember('sort', made.order);
      page.remember('filter', made.filter);
    },
  });
  const bar = new TableBar(made, {
    name: 'similar',
    filter: rows.some(({ neighbour }) => isLabelled(neighbour.labels))
      ? l10n.t('Filter by field, label or line')
      : l10n.t('Filter by field or line'),
    pin: chosen =>
      page.pin(
        ofTokens(chosen.map(({ neighbour }) => neighbour.token)),
        l10n.t('Similar to {0}', shortText(report.token, 60)),
      ),
    tools: [
      // The user may be asked for a map's parameters first.
      button(
        'similar-map',
        l10n.t('Show on Map'),
        () => page.call('showOnMap', { token: report.token }, undefined, null),
        {
          class: 'secondary small',
        },
      ),
      button(
        'similar-pin-asked',
        l10n.t('Add Asked Flows to Investigation'),
        () => page.pin(ofTokens([report.token]), l10n.t('Token {0}', shortText(report.token, 60))),
        {
          class: 'secondary small',
          title: l10n.t('Add all flows of the token that was asked about to an investigation'),
        },
      ),
    ],
  });
  table = made;
  return [bar.element, made.element];
}

function reveal({ neighbour }: Row): void {
  page.call('reveal', { line: neighbour.firstLine, file: neighbour.file });
}

const stateActions = {
  train: () => page.call('train', null),
  cancelTraining: () => page.call('cancelTraining', null),
  retry: () => page.call('retry', null),
  restartServer: () => page.call('restartServer', null),
  showLog: () => page.call('showLog', null),
};

function backButton(): HTMLElement {
  return button('similar-back', l10n.t('← Back'), () => page.call('back', null), { class: 'link back' });
}

function summary({ view }: Shown): string {
  if (view.kind === 'report') return counted(view.report.neighbours.length, 'similar token');
  if (view.kind === 'training') return stageText(view.progress);
  return content.querySelector('.state p')?.textContent ?? '';
}

function focusContent(): void {
  if (table) table.focus();
  else content.querySelector<HTMLElement>('.state button')?.focus();
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
