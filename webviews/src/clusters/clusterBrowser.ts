import * as l10n from '@vscode/l10n';
import type { ClusterSettings, ClustersReport, ClusterSummary } from '../../../shared/protocol/clusters';
import { button, el } from '../base/dom';
import { ofTokens, pinTitle } from '../base/pinned';
import { pageRows } from '../base/table/pageRows';
import { clusterFacts, clusterNotes, clusterSentence } from './clusterFacts';
import { ClusterList } from './clusterList';
import { ClusterPane, type ClustersPage } from './clusterPane';
import type { ClustersQuestion } from './contract';
import { settingsForm } from './settingsForm';

/** Everything a page shows of one clustering: figures, list, and the cluster or the two that are open. */
export class ClusterBrowser {
  readonly parts: HTMLElement[];
  readonly #page: ClustersPage;
  readonly #list: ClusterList;
  readonly #pane: ClusterPane;
  readonly #frame: HTMLElement;

  constructor(
    page: ClustersPage,
    readonly report: ClustersReport,
    settings: Partial<ClusterSettings>,
  ) {
    this.#page = page;
    this.#list = new ClusterList(
      page,
      report,
      {
        open: cluster => this.#open(cluster.id),
        compare: cluster => this.#pane.compareWith(cluster.id),
        pin: clusters => void this.#pin(clusters),
      },
      this.#tools(),
    );
    this.#pane = new ClusterPane(page, report, {
      changed: ids => this.#changed(ids),
      closed: () => this.#list.focus(),
    });
    const form = settingsForm(settings, report, {
      recluster: wanted => page.call('recluster', wanted),
      // The extension shows how far it is and lets the user cancel it.
      suggest: (wanted, then) => page.call('suggest', wanted, found => found && then(found), null),
    });
    this.#frame = el('div', { class: 'browser' }, this.#list.element, this.#pane.element);
    const notes = el(
      'details',
      { class: 'about' },
      el('summary', {}, l10n.t('How it was clustered')),
      clusterNotes(report),
    );
    this.parts = [
      el('p', { class: 'sentence', 'data-testid': 'clusters-sentence' }, clusterSentence(report)),
      clusterFacts(report),
      el('div', { class: 'folded' }, form, notes),
      this.#list.toolbar,
      this.#frame,
    ];
    const open = page.recall('open') as { clustering?: string; ids?: number[] } | undefined;
    if (open?.clustering === report.clustering && Array.isArray(open.ids)) this.#show(open.ids);
    else this.#changed([]);
  }

  /** Opens what the extension was asked to show, once for each time it was asked. */
  show(what: ClustersQuestion['show']): void {
    if (!what || this.#page.recall('asked') === what.ask) return;
    this.#page.remember('asked', what.ask);
    if (what.text !== undefined) this.#list.find(what.text);
    if (what.ids) this.#show(what.ids);
  }

  #show([first, second]: readonly number[]): void {
    if (first === undefined || !this.#cluster(first)) return;
    this.#pane.open(first, second !== undefined && this.#cluster(second) ? second : undefined);
  }

  #open(id: number): void {
    this.#pane.open(id, undefined, 'focus');
  }

  #changed(ids: readonly number[]): void {
    this.#page.remember('open', { clustering: this.report.clustering, ids });
    this.#frame.classList.toggle('open', ids.length > 0);
    this.#frame.classList.toggle('comparing', ids.length > 1);
    this.#list.mark(ids[0] === undefined ? undefined : this.#cluster(ids[0]));
  }

  #cluster(id: number): ClusterSummary | undefined {
    return this.report.clusters.find(cluster => cluster.id === id);
  }

  /** Adds the flows of all members of clusters, which are read for it, to an investigation. */
  async #pin(clusters: readonly ClusterSummary[]): Promise<void> {
    const { clustering } = this.report;
    const tokens: string[] = [];
    try {
      for (const { id, size } of clusters)
        for (let from = 0; from < size; from += pageRows) {
          const { members } = await this.#page.ask('detail', { clustering, id, from, count: pageRows });
          tokens.push(...members.map(({ token }) => token));
        }
    } catch (error) {
      return this.#page.fail(error as Error);
    }
    const names = clusters.map(({ id, name }) => `#${id} ${name}`);
    this.#page.pin(ofTokens(tokens), pinTitle(l10n.t('Clusters'), names));
  }

  #tools(): HTMLElement[] {
    const page = this.#page;
    const saved = (name: string | null) => name !== null && page.announce(l10n.t('Saved as {0}', name));
    const tokens = () => page.call('exportTokens', { clustering: this.report.clustering }, saved, null);
    const tool = (name: string, text: string, title: string, run: () => void) =>
      button(`clusters-${name}`, text, run, { class: 'secondary small', title });
    return [
      tool(
        'tokens',
        l10n.t('All Tokens…'),
        l10n.t('Export every token with the number and name of its cluster'),
        tokens,
      ),
      tool(
        'colour',
        l10n.t('Colour Flows'),
        l10n.t('Mark the flows in the editor by their cluster, or no longer'),
        () => page.call('colour', null),
      ),
    ];
  }
}
