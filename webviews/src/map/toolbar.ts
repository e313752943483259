import { button, el } from '../base/dom';
import { t } from '../base/texts';
import { shortText } from '../base/visibleText';
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
    { class: 'toolbar', role: 'toolbar', 'aria-label': t('Map') },
    colourBox(state, events),
    searchBox(state, events),
    el('span', { class: 'tools', role: 'group', 'aria-label': t('Dragging') }, ...modes(state, events)),
    el(
      'span',
      { class: 'tools', role: 'group', 'aria-label': t('Zoom') },
      sign('map-zoom-in', '+', t('Zoom in (+)'), () => events.zoom(1.5)),
      sign('map-zoom-out', '−', t('Zoom out (-)'), () => events.zoom(1 / 1.5)),
      button('map-fit', t('All'), events.fit, { ...second, title: t('Show the whole map (0)') }),
    ),
    namesBox(state, events),
    el(
      'span',
      { class: 'tools' },
      button('map-table-toggle', t('Table'), events.table, second),
      button('map-png', 'PNG…', () => events.picture('png'), {
        ...second,
        title: t('Export the picture as PNG'),
      }),
      button('map-svg', 'SVG…', () => events.picture('svg'), {
        ...second,
        title: t('Export the picture as SVG'),
      }),
      button('map-parameters', t('Parameters…'), events.parameters, second),
    ),
  );
}

function colourBox({ choices, colour }: ToolbarState, events: ToolbarEvents): HTMLElement {
  const words = { label: t('Label'), cluster: t('Cluster') };
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
  return el('label', {}, t('Colour'), ' ', box);
}

function searchBox({ search }: ToolbarState, events: ToolbarEvents): HTMLElement {
  const label = t('Search: select by host, port, label…');
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
    ['move', t('Move'), t('Drag moves the map')],
    ...(state.solid ? [['turn', t('Turn'), t('Drag turns the map')] as [DragMode, string, string]] : []),
    ['box', t('Box'), t('Drag selects a box; with Shift added, with Alt taken away')],
    ['lasso', t('Lasso'), t('Drag selects what it surrounds; Shift and drag does so at any time')],
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
  return el('label', {}, box, t('Names'));
}

function sign(testId: string, text: string, label: string, run: () => void): HTMLElement {
  return button(testId, text, run, { class: 'secondary small', 'aria-label': label, title: label });
}
