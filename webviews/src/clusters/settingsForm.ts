import * as l10n from '@vscode/l10n';
import { clusterParameters } from '../../../shared/parameters/clusters';
import type { NumberParameter } from '../../../shared/parameters/parameter';
import { embeddingParameters } from '../../../shared/parameters/training';
import type { ClusterSettings } from '../../../shared/protocol/clusters';
import { button, el } from '../base/dom';
import { formatCosine, formatCount } from '../base/numbers';
import { shortText } from '../../../shared/text/visibleText';
import { readNumber, type FormNumber } from './readNumber';
import type { ClustersCalls } from './contract';

type Suggestion = NonNullable<ReturnType<ClustersCalls['suggest']>>;

export interface FormActions {
  recluster(settings: Partial<ClusterSettings>): void;
  /** Tries numbers of clusters and hands over what came of it, if anything. */
  suggest(settings: Partial<ClusterSettings>, then: (found: Suggestion) => void): void;
}

/** How the flows were clustered, to be changed and clustered again; folded away at first. */
export function settingsForm(
  settings: Partial<ClusterSettings>,
  present: { k: number; tokens: number },
  actions: FormActions,
): HTMLElement {
  const number = (name: string, value: string, { least = 0, most }: NumberParameter): HTMLInputElement =>
    el('input', {
      type: 'number',
      min: least,
      max: most,
      step: 1,
      value,
      'data-testid': `clusters-form-${name}`,
    });
  const ranges = {
    k: { ...clusterParameters.k, least: 1, most: present.tokens },
    restarts: clusterParameters.restarts,
    seed: embeddingParameters.seed,
  };
  const k = number('k', settings.k ? String(settings.k) : '', ranges.k);
  k.placeholder = l10n.t('the suggested number');
  const restarts = number('restarts', String(settings.restarts ?? ranges.restarts.default), ranges.restarts);
  const seed = number('seed', String(settings.seed ?? ranges.seed.default), ranges.seed);
  const spherical = el('input', {
    type: 'checkbox',
    checked: settings.spherical === true,
    'data-testid': 'clusters-form-spherical',
  });
  const method = el(
    'select',
    { 'data-testid': 'clusters-form-method' },
    option('full', l10n.t('k-means until it settles'), settings.method ?? 'full'),
    option('mini-batch', l10n.t('Mini-batches (for very large vocabularies)'), settings.method ?? 'full'),
  );
  const problem = el('p', { class: 'error', role: 'alert', 'data-testid': 'clusters-form-problem' });
  const tried = el('p', { class: 'hint', 'aria-live': 'polite', 'data-testid': 'clusters-form-tried' });
  const read = (): Partial<ClusterSettings> | undefined => {
    const numbers: FormNumber[] = [
      { name: l10n.t('Clusters'), text: k.value, parameter: ranges.k },
      { name: l10n.t('Starts'), text: restarts.value, parameter: ranges.restarts },
      { name: l10n.t('Seed'), text: seed.value, parameter: ranges.seed },
    ];
    const found = numbers.map(readNumber);
    const wrong = found.find(value => typeof value === 'string');
    problem.textContent = wrong === undefined ? '' : String(wrong);
    if (wrong !== undefined) return undefined;
    const [kFound, restartsFound, seedFound] = found as [number, number, number];
    return {
      k: kFound,
      restarts: restartsFound,
      seed: seedFound,
      spherical: spherical.checked,
      method: method.value === 'mini-batch' ? 'mini-batch' : 'full',
    };
  };
  const again = button('clusters-again', l10n.t('Cluster Again'), () => {
    const wanted = read();
    if (wanted) actions.recluster(wanted);
  });
  const suggest = button(
    'clusters-suggest',
    l10n.t('Suggest a Number'),
    () => {
      const wanted = read();
      if (!wanted) return;
      actions.suggest(wanted, found => {
        k.value = String(found.k);
        const each = found.tried.map(one =>
          l10n.t('{0} clusters: {1}', formatCount(one.k), formatCosine(one.silhouette)),
        );
        tried.textContent = [`${l10n.t('Silhouettes:')} ${each.join(', ')}.`, ...found.notes]
          .map(text => shortText(text, 600))
          .join(' ');
      });
    },
    { class: 'secondary' },
  );
  return el(
    'details',
    { class: 'settings', 'data-testid': 'clusters-form' },
    el('summary', {}, l10n.t('Settings of the clustering')),
    el(
      'div',
      { class: 'fields' },
      el('label', {}, l10n.t('Clusters'), k),
      el('label', {}, l10n.t('Starts'), restarts),
      el('label', {}, l10n.t('Seed'), seed),
      el('label', {}, l10n.t('Method'), method),
      el('label', { class: 'check' }, spherical, l10n.t('By direction only (spherical)')),
    ),
    el('div', { class: 'buttons' }, again, suggest),
    problem,
    tried,
  );
}

function option(value: string, text: string, chosen: string): HTMLElement {
  return el('option', { value, selected: value === chosen }, text);
}
