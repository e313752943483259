import * as l10n from '@vscode/l10n';
import { counted } from '../../../shared/text/counted';
import { button, captureText, el } from '../base/dom';
import { fileButton } from '../base/fileButton';
import { labelBar } from '../base/labelBar';
import { isLabelled } from '../../../shared/palette/classes';
import { formatCosine, formatCount, formatShare } from '../base/numbers';
import { shortText } from '../../../shared/text/visibleText';
import type { NearToken } from './contract';
import { drawAll } from './pointTable';
import type { PointFacts } from './pointWords';
import type { SelectionSummary } from './selectionSummary';

/** Lines that an editor marks at once. */
export const mostLines = 5000;

export interface Selected {
  /** Whether all others are hidden. */
  isolated: boolean;
  /** Of the first flows of what is selected. */
  lines: number;
  /** Points on the map, of so many tokens. */
  drawn: number;
  of: number;
}

export interface SelectionEvents {
  fit(): void;
  /** Lays all tokens out, not only a sample. */
  drawAll(): void;
  isolate(): void;
  clear(): void;
  list(): void;
  showLines(): void;
  pin(): void;
  save(as: 'csv' | 'json'): void;
}

/** What is selected: how many, of which classes, what they share, and what can be done with them. */
export function selectionPanel(
  { points, flows, labels, values, clusters }: SelectionSummary,
  { isolated, lines, drawn, of }: Selected,
  events: SelectionEvents,
): HTMLElement {
  const second = { class: 'secondary small' };
  const rows = values.map(({ column, value, share, elsewhere }) =>
    el(
      'tr',
      {},
      el('td', {}, captureText(column)),
      el('td', { class: 'value' }, captureText(value || '–')),
      el('td', { class: 'number' }, formatShare(share)),
      el('td', { class: 'number' }, formatShare(elsewhere)),
    ),
  );
  return el(
    'section',
    { class: 'selection', 'aria-label': l10n.t('Selection'), 'data-testid': 'map-selection' },
    el('h2', {}, l10n.t('Selected: {0}, {1}', counted(points, 'token'), counted(flows, 'flow'))),
    ...(drawn < of
      ? [
          el(
            'p',
            { class: 'hint', 'data-testid': 'map-selection-drawn' },
            l10n.t(
              'The map has {0} of {1} tokens drawn; the others cannot be selected.',
              formatCount(drawn),
              formatCount(of),
            ),
            ' ',
            drawAll(of, events),
          ),
        ]
      : []),
    ...(isLabelled(labels) ? [el('p', {}, labelBar(labels, 'map-selection-labels'))] : []),
    el(
      'div',
      { class: 'buttons' },
      button('map-selection-list', l10n.t('List'), events.list, second),
      button(
        'map-selection-lines',
        lines > mostLines
          ? l10n.t('Show {0} of {1} in Editor', formatCount(mostLines), formatCount(lines))
          : l10n.t('Show in Editor'),
        events.showLines,
        second,
      ),
      button('map-selection-pin', l10n.t('Add to Investigation'), events.pin, second),
      button(
        'map-selection-isolate',
        isolated ? l10n.t('Show the Others') : l10n.t('Hide the Others'),
        events.isolate,
        second,
      ),
      button('map-selection-fit', l10n.t('Zoom To'), events.fit, second),
      fileButton('map-selection-csv', 'csv', 'rows', () => events.save('csv')),
      fileButton('map-selection-json', 'json', 'rows', () => events.save('json')),
      button('map-selection-clear', l10n.t('Clear'), events.clear, second),
    ),
    ...(rows.length > 0 ? [valueTable(rows)] : []),
    ...(clusters && clusters.length > 0 ? [clusterList(clusters)] : []),
  );
}

function valueTable(rows: readonly HTMLElement[]): HTMLElement {
  const number = { scope: 'col', class: 'number' };
  return el(
    'table',
    { 'data-testid': 'map-selection-values' },
    el('caption', { class: 'spoken' }, l10n.t('What the selected tokens share')),
    el(
      'thead',
      {},
      el(
        'tr',
        {},
        el('th', { scope: 'col' }, l10n.t('Field')),
        el('th', { scope: 'col' }, l10n.t('Value')),
        el('th', { ...number, title: l10n.t('Share of the selected tokens.') }, l10n.t('Here')),
        el('th', { ...number, title: l10n.t('Share of all other tokens.') }, l10n.t('Elsewhere')),
      ),
    ),
    el('tbody', {}, ...rows),
  );
}

function clusterList(clusters: NonNullable<SelectionSummary['clusters']>): HTMLElement {
  const items = clusters.map(({ id, name, points, size }) =>
    el(
      'li',
      {},
      captureText(`${id} · ${name}`),
      ' ',
      el('span', { class: 'hint' }, l10n.t('{0} of its {1} tokens', formatCount(points), formatCount(size))),
    ),
  );
  return el('div', {}, el('h3', {}, l10n.t('Clusters')), el('ul', { class: 'plain' }, ...items));
}

export interface PointEvents {
  /** Shows the point with those of its neighbours that are on the map. */
  fit(): void;
  reveal(): void;
  similar(): void;
  pin(): void;
  close(): void;
  go(token: string): void;
}

/** The point asked about, and its neighbours in the original space; those off the map are said. */
export function pointPanel(
  facts: PointFacts,
  neighbours: readonly (NearToken & { onMap: boolean; label: string })[] | undefined,
  events: PointEvents,
): HTMLElement {
  const second = { class: 'secondary small' };
  const missing = neighbours?.filter(({ onMap }) => !onMap).length ?? 0;
  const items = (neighbours ?? []).map(({ token, similarity, onMap, label }) =>
    el(
      'li',
      { 'data-testid': 'map-neighbour', class: onMap ? undefined : 'off' },
      el('span', { class: 'number' }, formatCosine(similarity)),
      ' ',
      onMap
        ? button('map-neighbour-go', shortText(token, 80), () => events.go(token), { class: 'link' })
        : captureText(token),
      el(
        'span',
        { class: 'hint' },
        onMap ? (label ? ` ${shortText(label)}` : '') : ` ${l10n.t('not on the map')}`,
      ),
    ),
  );
  return el(
    'section',
    { class: 'asked', 'aria-label': l10n.t('Flow'), 'data-testid': 'map-point' },
    el('h2', {}, captureText(facts.token)),
    el(
      'p',
      { class: 'hint' },
      [
        counted(facts.flows, 'flow'),
        ...(facts.label ? [shortText(facts.label)] : []),
        ...(facts.cluster ? [l10n.t('cluster {0}', facts.cluster.id)] : []),
      ].join(' · '),
    ),
    el(
      'div',
      { class: 'buttons' },
      button('map-point-reveal', l10n.t('Show Line {0}', formatCount(facts.line)), events.reveal, second),
      button('map-point-similar', l10n.t('Similar Flows'), events.similar, second),
      button('map-point-pin', l10n.t('Add to Investigation'), events.pin, second),
      button('map-point-fit', l10n.t('Zoom To'), events.fit, second),
      button('map-point-close', l10n.t('Close'), events.close, second),
    ),
    el('h3', {}, l10n.t('Nearest in the original space')),
    neighbours
      ? el('ol', { class: 'plain neighbours' }, ...items)
      : el('p', { class: 'hint' }, l10n.t('Asking…')),
    ...(missing > 0
      ? [
          el(
            'p',
            { class: 'hint', 'data-testid': 'map-missing' },
            l10n.t('{0} of {1} neighbours are not on the map, which shows a sample.', missing, items.length),
          ),
        ]
      : []),
  );
}
