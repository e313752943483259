import * as l10n from '@vscode/l10n';
import type { ClustersReport, ClusterSummary } from '../../../shared/protocol/clusters';
import { el } from '../base/dom';
import { formatCount } from '../base/numbers';
import { readOrder } from '../base/order';
import { shortText } from '../../../shared/text/visibleText';
import { orderingsOf } from '../base/table/columns';
import { DataTable } from '../base/table/dataTable';
import { searchKeys, TableBar } from '../base/table/tableBar';
import type { ClustersPage } from './clusterPane';
import { isLabelled } from '../../../shared/palette/classes';
import { chosen, clusterColumns, labelChoices, type LabelChoice, type ListActions } from './clusterRows';

const largest = { key: 'id', descending: false };
/** The server is asked once the typing rests this long. */
const restMs = 250;

/** The clusters as a table, with what to look for: text, class of labels, and least size. */
export class ClusterList {
  readonly element: HTMLElement;
  readonly #page: ClustersPage;
  readonly #report: ClustersReport;
  readonly #table: DataTable<ClusterSummary>;
  readonly #bar: TableBar<ClusterSummary>;
  readonly #input: HTMLInputElement;
  readonly #label: HTMLSelectElement;
  readonly #least: HTMLInputElement;
  /** Clusters that the server found for the text in the box. */
  #found: { text: string; ids: ReadonlySet<number> } | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `tools`: what else can be done with the clustering. */
  constructor(
    page: ClustersPage,
    report: ClustersReport,
    actions: ListActions & {
      /** Adds the flows of clusters to an investigation. */
      pin(clusters: readonly ClusterSummary[]): void;
    },
    tools: readonly HTMLElement[],
  ) {
    this.#page = page;
    this.#report = report;
    const columns = clusterColumns(report.clusters, actions);
    this.#table = new DataTable<ClusterSummary>({
      name: 'clusters',
      caption: l10n.t('Clusters; Enter opens one'),
      columns,
      rows: report.clusters,
      order: readOrder(page.recall('order'), orderingsOf(columns), largest),
      open: actions.open,
      hand: (text, to) => page.hand(text, to),
      changed: () => this.#changed(),
    });
    this.element = el('section', { class: 'list', 'aria-label': l10n.t('Clusters') }, this.#table.element);
    this.#input = this.#searchBox();
    this.#label = this.#labelBox();
    this.#least = this.#leastBox();
    const least = el('label', { class: 'least' }, l10n.t('Tokens at least'), this.#least);
    this.#bar = new TableBar(this.#table, {
      name: 'clusters',
      search: [this.#input, this.#label, least],
      formats: ['csv', 'json', 'markdown'],
      pin: actions.pin,
      tools,
    });
    const text = page.recall('text');
    if (typeof text === 'string') this.#input.value = text;
    this.#filter();
    this.#lookUp();
  }

  /** What to look for, with what can be done with the clusters found. */
  get toolbar(): HTMLElement {
    return this.#bar.element;
  }

  get #isLabelled(): boolean {
    return this.#report.clusters.some(({ labels }) => isLabelled(labels));
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
    const label = this.#isLabelled
      ? l10n.t('Find by label, host, port or part of a token')
      : l10n.t('Find by host, port or part of a token');
    const input = el('input', {
      type: 'search',
      placeholder: label,
      'aria-label': label,
      'data-testid': 'clusters-find',
      spellcheck: 'false',
    });
    searchKeys(input, {
      changed: () => {
        this.#filter();
        clearTimeout(this.#timer);
        this.#timer = setTimeout(() => this.#lookUp(), restMs);
      },
      down: () => this.focus(),
    });
    return input;
  }

  #labelBox(): HTMLSelectElement {
    const choices = labelChoices(this.#report.clusters);
    const saved = this.#page.recall('label');
    const options = choices.map(choice =>
      el('option', { value: choice.key, selected: choice.key === saved }, choiceText(choice)),
    );
    const box = el(
      'select',
      { 'aria-label': l10n.t('Labels'), hidden: !this.#isLabelled, 'data-testid': 'clusters-label' },
      ...options,
    );
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
    this.#bar.update();
  }
}

function choiceText({ kind, name, clusters }: LabelChoice): string {
  const count = formatCount(clusters);
  if (kind === 'all') return l10n.t('Any labels ({0})', count);
  if (kind === 'most') return l10n.t('Mostly {0} ({1})', shortText(name, 40), count);
  return l10n.t('With any {0} ({1})', shortText(name, 40), count);
}
