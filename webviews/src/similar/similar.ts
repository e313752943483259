import * as l10n from '@vscode/l10n';
import { counted } from '../../../shared/text/counted';
import type { SimilarReport } from '../../../shared/protocol/similar';
import { button, el } from '../base/dom';
import { readOrder } from '../base/order';
import { ofTokens } from '../base/pinned';
import { panelBar } from '../base/panelBar';
import { Extension } from '../base/rpc';
import { StaleBar } from '../base/staleBar';
import { orderingsOf } from '../base/table/columns';
import { DataTable, type TableFormat } from '../base/table/dataTable';
import { TableBar } from '../base/table/tableBar';
import { stageText } from '../base/trainingStage';
import { isLabelled } from '../../../shared/palette/classes';
import { shortText, visibleText } from '../../../shared/text/visibleText';
import { askedHeader, questionHeader } from './askedHeader';
import type { PageCalls, Shown } from './contract';
import { nearestFirst, neighbourColumns, rowsOf, type Row } from './neighbourColumns';
import { stateView, updateTraining } from './stateViews';

const age = new StaleBar('similar', () => call('retry', null));
const extension = new Extension<PageCalls, Shown>(show, undefined, stale => age.tell(stale));
const page = document.getElementById('page') ?? document.body;
const content = el('div', { class: 'content' });
const announcement = el('p', { class: 'spoken', role: 'status', 'data-testid': 'similar-status' });
const failure = el('p', { class: 'failure', role: 'alert', hidden: true, 'data-testid': 'similar-failure' });

let shown: Shown | undefined;
let table: DataTable<Row> | undefined;
let remembered = (extension.memory ?? {}) as { question?: unknown; sort?: unknown; filter?: unknown };

page.append(announcement, age.element, failure, content);
call('ready', null);

function show(next: Shown): void {
  l10n.config({ contents: next.texts });
  const frame = content.querySelector('.state') ?? undefined;
  const stays = shown?.view.kind === 'training' && same(shown.question, next.question);
  shown = next;
  failure.hidden = true;
  if (next.view.kind === 'training' && stays && updateTraining(frame, next.view.progress)) {
    announce(stageText(next.view.progress));
    return;
  }
  if (!same(remembered.question, next.question))
    remembered = { ...remembered, question: next.question, filter: '' };
  extension.remember(remembered);
  content.replaceChildren(...(next.canGoBack ? [backButton()] : []), ...parts(next));
  announce(summary(next));
  // A page that has the keyboard but nothing focused would swallow the arrow keys.
  if (document.hasFocus() && document.activeElement === document.body) focusContent();
}

function parts({ view, question, capture }: Shown): HTMLElement[] {
  table = undefined;
  if (view.kind !== 'report') return [questionHeader(question, capture), stateView(view, stateActions)];
  const header = askedHeader(view.report, question, capture);
  const bar = panelBar('similar', {
    pin: () => call('pinQuestion', null, undefined, null),
    refresh: () => call('retry', null),
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
    pivot: ({ neighbour }) => call('pivot', { token: neighbour.token }),
  });
  const made = new DataTable<Row>({
    name: 'similar',
    caption: l10n.t('Neighbours of {0}', visibleText(report.token)),
    columns,
    rows,
    order: readOrder(remembered.sort, orderingsOf(columns), nearestFirst),
    filter: typeof remembered.filter === 'string' ? remembered.filter : '',
    attributes: ({ rank }) => ({ 'data-rank': rank }),
    open: reveal,
    hand,
    changed: () => {
      bar.update();
      remembered = { ...remembered, sort: made.order, filter: made.filter };
      extension.remember(remembered);
    },
  });
  const bar = new TableBar(made, {
    name: 'similar',
    filter: rows.some(({ neighbour }) => isLabelled(neighbour.labels))
      ? l10n.t('Filter by field, label or line')
      : l10n.t('Filter by field or line'),
    pin: chosen =>
      pin(
        chosen.map(({ neighbour }) => neighbour.token),
        l10n.t('Similar to {0}', shortText(report.token, 60)),
      ),
    tools: [
      // The user may be asked for a map's parameters first.
      button(
        'similar-map',
        l10n.t('Show on Map'),
        () => call('showOnMap', { token: report.token }, undefined, null),
        {
          class: 'secondary small',
        },
      ),
      button(
        'similar-pin-asked',
        l10n.t('Add Asked Flows to Investigation'),
        () => pin([report.token], l10n.t('Token {0}', shortText(report.token, 60))),
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

function pin(tokens: readonly string[], title: string): void {
  call('pin', { about: ofTokens(tokens), title }, undefined, null);
}

function reveal({ neighbour }: Row): void {
  call('reveal', { line: neighbour.firstLine, file: neighbour.file });
}

/** Hands text to the clipboard, or to a file that the user chooses, and says so. */
function hand(text: string, to: TableFormat): void {
  if (to === 'clipboard') return call('copy', { text }, () => announce(l10n.t('Copied')));
  call('save', { text, as: to }, name => name && announce(l10n.t('Saved as {0}', name)), null);
}

const stateActions = {
  train: () => call('train', null),
  cancelTraining: () => call('cancelTraining', null),
  retry: () => call('retry', null),
  restartServer: () => call('restartServer', null),
  showLog: () => call('showLog', null),
};

function backButton(): HTMLElement {
  return button('similar-back', l10n.t('← Back'), () => call('back', null), { class: 'link back' });
}

/** Calls the extension; a failure is shown above what is on screen. `limitMs` null: the user is being asked. */
function call<K extends keyof PageCalls>(
  name: K,
  argument: Parameters<PageCalls[K]>[0],
  then?: (value: ReturnType<PageCalls[K]>) => void,
  limitMs?: null,
): void {
  const answer = extension.call(name, argument as never, limitMs) as Promise<ReturnType<PageCalls[K]>>;
  answer.then(then, (error: Error) => {
    failure.textContent = shortText(error.message, 1000);
    failure.hidden = false;
  });
}

function summary({ view }: Shown): string {
  if (view.kind === 'report') return counted(view.report.neighbours.length, 'similar token');
  if (view.kind === 'training') return stageText(view.progress);
  return content.querySelector('.state p')?.textContent ?? '';
}

function announce(text: string): void {
  if (announcement.textContent !== text) announcement.textContent = text;
}

function focusContent(): void {
  if (table) table.focus();
  else content.querySelector<HTMLElement>('.state button')?.focus();
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
