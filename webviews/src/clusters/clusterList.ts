import * as l10n from '@vscode/l10n';
import type { ClustersReport, ClusterSummary } from '../../../shared/protocol/clusters';
import { bar } from '../base/bar';
import { DataTable, type Column } from '../base/dataTable';
import { button, captureText, el } from '../base/dom';
import { labelBar } from '../base/labelBar';
import { formatCount, formatShare } from '../base/numbers';
import { readOrder } from '../base/order';
import { shortText } from '../../../shared/text/visibleText';
import type { ClustersPage } from './clusterPane';
import { chosen, comparisons, labelChoices, searchedTexts, type LabelChoice } from './clusterRows';

export interface ListActions {
  open(cluster: ClusterSummary): void;
  compare(cluster: ClusterSummary): void;
}

const largest = { key: 'id', descending: false };
/** Rows in the page at first: a fifth of a large vocabulary is tens of thousands of clusters. */
const batch = 200;
/** The server is asked once the typing rests this long. */
const restMs = 250;

/** The clusters as a table, with what to look for: text, class of labels, and least size. */
export class ClusterList {
  readonly element: HTMLElement;
  readonly #page: ClustersPage;
  readonly #report: ClustersReport;
  readonly #table: DataTable<ClusterSummary>;
  readonly #count = el('span', { class: 'count', 'aria-live': 'polite', 'data-testid': 'clusters-shown' });
  readonly #input: HTMLInputElement;
  readonly #label: HTMLSelectElement;
  readonly #least: HTMLInputElement;
  /** Clusters that the server found for the text in the box. */
  #found: { text: string; ids: ReadonlySet<number> } | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(page: ClustersPage, report: ClustersReport, actions: ListActions) {
    this.#page = page;
    this.#report = report;
    const columns = columnsOf(
      actions,
      report.clusters.some(({ purity }) => purity !== null),
    );
    const orderings = columns.flatMap(({ key, compare }) => (compare ? [{ key, compare }] : []));
    this.#table = new DataTable<ClusterSummary>({
      name: 'clusters',
      caption: l10n.t('Clusters; Enter opens one'),
      columns,
      rows: report.clusters,
      order: readOrder(page.recall('order'), orderings, largest),
      texts: searchedTexts,
      open: actions.open,
      changed: () => this.#changed(),
      batch,
    });
    this.element = el('section', { class: 'list', 'aria-label': l10n.t('Clusters') }, this.#table.element);
    this.#input = this.#searchBox();
    this.#label = this.#labelBox();
    this.#least = this.#leastBox();
    const text = page.recall('text');
    if (typeof text === 'string') this.#input.value = text;
    this.#filter();
    this.#lookUp();
  }

  /** What to look for, with what can be done with the clusters found. */
  toolbar(tools: HTMLElement): HTMLElement {
    const least = el('label', { class: 'least' }, l10n.t('Tokens at least'), this.#least);
    const filters = el('div', { class: 'toolbar', role: 'search' }, this.#input, this.#label, least);
    return el('div', {}, filters, el('div', { class: 'toolbar counted' }, this.#count, tools));
  }

  /** The clusters that pass the filters, in the order shown. */
  get shown(): readonly ClusterSummary[] {
    return this.#table.shown;
  }

  find(text: string): void {
    this.#input.value = text;
    this.#label.value = 'all';
    this.#least.value = '';
    this.#filter();
    this.#lookUp();
  }

  mark(cluster: ClusterSummary | undefined): void {
    this.#table.open(cluster);
  }

  focus(): void {
    this.#table.focus();
  }

  #searchBox(): HTMLInputElement {
    const label = l10n.t('Find by label, host, port or part of a token');
    const input = el('input', {
      type: 'search',
      placeholder: label,
      'aria-label': label,
      'data-testid': 'clusters-find',
      spellcheck: 'false',
    });
    input.addEventListener('input', () => {
      this.#filter();
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#lookUp(), restMs);
    });
    input.addEventListener('keydown', event => {
      if (event.key === 'ArrowDown') {
        event.preventDefault();
        this.focus();
      } else if (event.key === 'Escape' && input.value !== '') {
        this.find('');
      }
    });
    return input;
  }

  #labelBox(): HTMLSelectElement {
    const choices = labelChoices(this.#report.clusters);
    const saved = this.#page.recall('label');
    const options = choices.map(choice =>
      el('option', { value: choice.key, selected: choice.key === saved }, choiceText(choice)),
    );
    const box = el('select', { 'aria-label': l10n.t('Labels'), 'data-testid': 'clusters-label' }, ...options);
    box.addEventListener('change', () => this.#filter());
    return box;
  }

  #leastBox(): HTMLInputElement {
    const saved = this.#page.recall('least');
    const value = typeof saved === 'string' ? saved : '';
    const box = el('input', { type: 'number', min: 1, step: 1, value, 'data-testid': 'clusters-least' });
    box.addEventListener('input', () => this.#filter());
    return box;
  }

  /** Looks into every token of every cluster, which only the server can. */
  #lookUp(): void {
    clearTimeout(this.#timer);
    const text = this.#input.value.trim();
    if (text === '') return;
    this.#page.call('find', { clustering: this.#report.clustering, text }, ids => {
      if (text !== this.#input.value.trim()) return;
      this.#found = { text, ids: new Set(ids) };
      this.#filter();
    });
  }

  #filter(): void {
    const text = this.#input.value.trim();
    if (this.#found?.text !== text) this.#found = undefined;
    const found = this.#found?.ids;
    const label = this.#label.value;
    const least = Number(this.#least.value) || 0;
    this.#page.remember('text', text);
    this.#page.remember('label', label);
    this.#page.remember('least', this.#least.value);
    this.#table.setFilter(
      found ? '' : text,
      cluster => chosen(label, cluster) && cluster.size >= least && (found?.has(cluster.id) ?? true),
    );
  }

  #changed(): void {
    this.#page.remember('order', this.#table.order);
    const { length } = this.#table.shown;
    const text = l10n.t(
      '{0} of {1} clusters',
      formatCount(length),
      formatCount(this.#report.clusters.length),
    );
    if (this.#count.textContent !== text) this.#count.textContent = text;
  }
}

function choiceText({ kind, name, clusters }: LabelChoice): string {
  const count = formatCount(clusters);
  if (kind === 'all') return l10n.t('Any labels ({0})', count);
  if (kind === 'most') return l10n.t('Mostly {0} ({1})', shortText(name, 40), count);
  return l10n.t('With any {0} ({1})', shortText(name, 40), count);
}

function columnsOf(actions: ListActions, labelled: boolean): Column<ClusterSummary>[] {
  const compare = comparisons;
  const number = (key: 'size' | 'flows', title: string): Column<ClusterSummary> => ({
    key,
    title,
    className: 'number',
    cell: cluster => formatCount(cluster[key]),
    compare: compare[key],
    largestFirst: true,
  });
  const purity: Column<ClusterSummary> = {
    key: 'purity',
    title: l10n.t('Purity'),
    cell: cluster => (cluster.purity === null ? '–' : bar(cluster.purity, formatShare(cluster.purity))),
    compare: compare.purity,
    largestFirst: true,
  };
  return [
    { key: 'id', title: '#', className: 'number', cell: ({ id }) => String(id), compare: compare.id },
    {
      key: 'name',
      title: l10n.t('Cluster'),
      className: 'name',
      cell: cluster => nameLink(cluster, actions.open),
      compare: compare.name,
    },
    number('size', l10n.t('Tokens')),
    number('flows', l10n.t('Flows')),
    {
      key: 'labels',
      title: l10n.t('Labels'),
      className: 'labelled',
      cell: ({ labels }) => labelBar(labels, 'clusters-label-bar', 'brief'),
      compare: compare.labels,
      largestFirst: true,
    },
    ...(labelled ? [purity] : []),
    {
      key: 'actions',
      title: el('span', { class: 'spoken' }, l10n.t('Actions')),
      className: 'actions',
      cell: cluster => compareButton(cluster, actions.compare),
    },
  ];
}

function nameLink(cluster: ClusterSummary, open: ListActions['open']): HTMLElement {
  const link = button('clusters-open', '', () => open(cluster), { class: 'link' });
  link.append(captureText(cluster.name));
  return link;
}

function compareButton(cluster: ClusterSummary, compare: ListActions['compare']): HTMLElement {
  const label = l10n.t('Compare #{0} with the open cluster', cluster.id);
  return button('clusters-compare', l10n.t('Compare'), () => compare(cluster), {
    class: 'secondary small',
    'aria-label': label,
    title: label,
  });
}
