import * as l10n from '@vscode/l10n';
import { button, el } from '../base/dom';
import { fileButton } from '../base/fileButton';
import { shortText } from '../../../shared/text/visibleText';
import type { DragMode } from './dragModes';
import { numberName } from './pointWords';
import type { SchemeChoice } from './schemes';

export interface ToolbarEvents {
  colour(key: string): void;
  search(text: string): void;
  mode(mode: DragMode): void;
  zoom(factor: number): void;
  fit(): void;
  names(shown: boolean): void;
  table(): void;
  picture(as: 'png' | 'svg'): void;
  parameters(): void;
}

export interface ToolbarState {
  choices: readonly SchemeChoice[];
  colour: string;
  search: string;
  mode: DragMode;
  names: boolean;
  solid: boolean;
}

/** What can be done with the whole map. */
export function toolbar(state: ToolbarState, events: ToolbarEvents): HTMLElement {
  const second = { class: 'secondary small' };
  return el(
    'div',
    { class: 'toolbar', role: 'toolbar', 'aria-label': l10n.t('Map') },
    colourBox(state, events),
    searchBox(state, events),
    el('span', { class: 'tools', role: 'group', 'aria-label': l10n.t('Dragging') }, ...modes(state, events)),
    el(
      'span',
      { class: 'tools', role: 'group', 'aria-label': l10n.t('Zoom') },
      sign('map-zoom-in', '+', l10n.t('Zoom in (+)'), () => events.zoom(1.5)),
      sign('map-zoom-out', '−', l10n.t('Zoom out (-)'), () => events.zoom(1 / 1.5)),
      button('map-fit', l10n.t('All'), events.fit, { ...second, title: l10n.t('Show the whole map (0)') }),
    ),
    namesBox(state, events),
    el(
      'span',
      { class: 'tools' },
      button('map-table-toggle', l10n.t('Table'), events.table, second),
      fileButton('map-svg', 'svg', 'picture', () => events.picture('svg')),
      fileButton('map-png', 'png', 'picture', () => events.picture('png')),
      button('map-parameters', l10n.t('Parameters…'), events.parameters, second),
    ),
  );
}

function colourBox({ choices, colour }: ToolbarState, events: ToolbarEvents): HTMLElement {
  const words = { label: l10n.t('Label'), cluster: l10n.t('Cluster') };
  const options = choices.map(({ key, kind, name }) =>
    el(
      'option',
      { value: key, selected: key === colour },
      kind === 'label' || kind === 'cluster'
        ? words[kind]
        : kind === 'number'
          ? numberName(name)
          : shortText(name, 40),
    ),
  );
  const box = el('select', { 'data-testid': 'map-colour' }, ...options);
  box.addEventListener('change', () => events.colour(box.value));
  return el('label', {}, l10n.t('Colour'), ' ', box);
}

function searchBox({ search, choices }: ToolbarState, events: ToolbarEvents): HTMLElement {
  const label = choices.some(({ kind }) => kind === 'label')
    ? l10n.t('Search: select by host, port, label…')
    : l10n.t('Search: select by host, port…');
  const input = el('input', {
    type: 'search',
    value: search,
    placeholder: label,
    'aria-label': label,
    'data-testid': 'map-search',
    spellcheck: 'false',
  });
  let timer: ReturnType<typeof setTimeout> | undefined;
  input.addEventListener('input', () => {
    clearTimeout(timer);
    // A million points take a while; a word is typed faster than it is looked for letter by letter.
    timer = setTimeout(() => events.search(input.value), 200);
  });
  return input;
}

function modes(state: ToolbarState, events: ToolbarEvents): HTMLElement[] {
  const all: [DragMode, string, string][] = [
    ['move', l10n.t('Move'), l10n.t('Drag moves the map')],
    ...(state.solid
      ? [['turn', l10n.t('Turn'), l10n.t('Drag turns the map')] as [DragMode, string, string]]
      : []),
    ['box', l10n.t('Box'), l10n.t('Drag selects a box; with Shift added, with Alt taken away')],
    ['lasso', l10n.t('Lasso'), l10n.t('Drag selects what it surrounds; Shift and drag does so at any time')],
  ];
  const buttons = all.map(([mode, label, title]) => {
    const element = button(`map-mode-${mode}`, label, () => choose(mode), {
      class: 'secondary small',
      title,
      'aria-pressed': String(state.mode === mode),
    });
    return { mode, element };
  });
  const choose = (chosen: DragMode) => {
    for (const { mode, element } of buttons) element.setAttribute('aria-pressed', String(mode === chosen));
    events.mode(chosen);
  };
  return buttons.map(({ element }) => element);
}

function namesBox({ names }: ToolbarState, events: ToolbarEvents): HTMLElement {
  const box = el('input', { type: 'checkbox', checked: names, 'data-testid': 'map-names' });
  box.addEventListener('change', () => events.names(box.checked));
  return el('label', {}, box, l10n.t('Names'));
}

function sign(testId: string, text: string, label: string, run: () => void): HTMLElement {
  return button(testId, text, run, { class: 'secondary small', 'aria-label': label, title: label });
}
