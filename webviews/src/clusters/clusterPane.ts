import * as l10n from '@vscode/l10n';
import type { ClusterDetail, ClustersReport } from '../../../shared/protocol/clusters';
import { shortText } from '../../../shared/text/visibleText';
import { el } from '../base/dom';
import type { JobPage } from '../base/jobPage';
import { ofTokens } from '../base/pinned';
import { pageRows } from '../base/table/pageRows';
import { compareView } from './compareView';
import type { ClustersCalls } from './contract';
import { detailView, type DetailActions } from './detailView';

/** The page, as what stands on it asks it. */
export type ClustersPage = JobPage<ClustersReport, ClustersCalls>;

export interface PaneActions {
  /** Other clusters are open; none: the pane is closed. */
  changed(ids: readonly number[]): void;
  /** The user closed the pane, so the keyboard needs another place. */
  closed(): void;
}

/** The cluster that is open, or two side by side. */
export class ClusterPane {
  readonly element = el('section', {
    class: 'pane',
    tabindex: -1,
    hidden: true,
    'aria-label': l10n.t('The open cluster'),
    'data-testid': 'clusters-pane',
  });
  readonly #page: ClustersPage;
  readonly #report: ClustersReport;
  readonly #actions: PaneActions;
  #ids: readonly number[] = [];
  /** Counts what was opened, so that an answer that comes late is dropped. */
  #turn = 0;

  constructor(owner: ClustersPage, report: ClustersReport, actions: PaneActions) {
    this.#page = owner;
    this.#report = report;
    this.#actions = actions;
    this.element.addEventListener('keydown', event => {
      if (event.key === 'Escape' && !event.defaultPrevented) this.close();
    });
  }

  /** Opens a cluster, beside another one when it is given. `then` puts the keyboard on it. */
  open(id: number, other?: number, then?: 'focus'): void {
    const ids = other === undefined || other === id ? [id] : [id, other];
    const turn = ++this.#turn;
    this.#read(ids, [], details => {
      if (turn !== this.#turn) return;
      this.#ids = ids;
      this.element.hidden = false;
      this.#actions.changed(ids);
      this.element.replaceChildren(this.#view(details));
      this.element.scrollTop = 0;
      if (then === 'focus') this.element.focus({ preventScroll: false });
      this.#page.announce(l10n.t('Open: {0}', details.map(({ name }) => name).join(' · ')));
    });
  }

  /** Puts a cluster beside the one that is open; opens it when none is. */
  compareWith(id: number): void {
    const [first] = this.#ids;
    if (first === undefined) this.open(id);
    else this.open(first, id, 'focus');
  }

  close(): void {
    this.#turn++;
    this.#ids = [];
    this.element.hidden = true;
    this.element.replaceChildren();
    this.#actions.changed([]);
    this.#actions.closed();
  }

  #read(ids: readonly number[], before: ClusterDetail[], then: (details: ClusterDetail[]) => void): void {
    const [id, ...rest] = ids;
    if (id === undefined) return then(before);
    this.#detail(id, 0, detail => this.#read(rest, [...before, detail], then));
  }

  #detail(id: number, from: number, then: (detail: ClusterDetail) => void): void {
    this.#page.call('detail', { clustering: this.#report.clustering, id, from, count: pageRows }, then);
  }

  #view([first, second]: readonly ClusterDetail[]): HTMLElement {
    if (!first) return el('p', {});
    const actions: DetailActions = {
      open: id => this.open(id, undefined, 'focus'),
      compare: id => this.open(first.id, id, 'focus'),
      close: () => this.close(),
      more: (id, from, count) =>
        this.#page
          .ask('detail', { clustering: this.#report.clustering, id, from, count })
          .then(({ members }) => members),
      failed: error => this.#page.fail(error),
      reveal: ({ firstLine, file }) => this.#page.call('reveal', { line: firstLine, file }),
      pin: members =>
        this.#page.pin(
          ofTokens(members.map(({ token }) => token)),
          l10n.t('Cluster #{0}: {1}', first.id, shortText(first.name, 60)),
        ),
      similar: ({ token }) => this.#page.call('similar', { token }),
      hand: (text, to) => this.#page.hand(text, to),
    };
    return second ? compareView(first, second, actions) : detailView(first, actions);
  }
}
