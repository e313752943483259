import * as l10n from '@vscode/l10n';
import type { TableOpened, TableRows, TableView } from '../../../../shared/protocol/flowTables';
import type { GroupBy } from '../../../../shared/protocol/overview';
import { parseFlowFilter } from '../../../../shared/text/flowFilter';
import { colourCount, cssColour, markOf } from '../../../../shared/palette/palette';
import { staleModelText } from '../../../../shared/text/staleModel';
import { shortText } from '../../../../shared/text/visibleText';
import { button, el } from '../../base/dom';
import { fileButton } from '../../base/fileButton';
import { formatCount } from '../../base/numbers';
import type { Pinned } from '../../base/jobContract';
import type { Order } from '../../base/order';
import { onLines, pinTitle } from '../../base/pinned';
import { Extension } from '../../base/rpc';
import { Announcer } from './announcer';
import { FilterChips } from './filterChips';
import type { FlowsCalls, FlowsShown, FlowsTold } from './contract';
import { FlowsTable, type FlowsDoes } from './flowsTable';
import { groupsView, mostGroups } from './groupsView';
import { groupings, readMemory, type FlowsMemory } from './memory';

/** What a filter, an order or a group waits for at first is the whole capture being read into the store. */
const storeLimitMs = 600_000;

const extension = new Extension<FlowsCalls, FlowsShown>(show, told => hear(told as FlowsTold));
const page = document.getElementById('page') ?? document.body;
const announcer = new Announcer();
const failure = el('p', { class: 'failure', role: 'alert', hidden: true, 'data-testid': 'flows-failure' });
const notice = el('p', { class: 'notice', hidden: true, 'data-testid': 'flows-notice' });
const age = el('p', { class: 'notice', role: 'status', hidden: true, 'data-testid': 'flows-stale' });
const content = el('div', { class: 'content flows' });
const chips = new FilterChips({
  changed: () => {
    // What was wrong with a filter is mended, or gone.
    failure.hidden = true;
    table?.filter(chips.text);
  },
  failed: fail,
  down: () => table?.focus(),
});
const count = el('span', { class: 'count', 'data-testid': 'flows-count' });
const order = el('span', { class: 'order' });
const goTo = el('input', {
  type: 'search',
  class: 'go-to',
  'data-testid': 'flows-go-to',
  spellcheck: 'false',
});
const by = el('select', { 'data-testid': 'flows-group' });
by.addEventListener('change', () => void group());
const groups = el('div', { class: 'groups', hidden: true });

const grounds = [
  ['dark', 'body'],
  ['light', 'body:is(.vscode-light, .vscode-high-contrast-light)'],
] as const;
const columnColours = new CSSStyleSheet();
document.adoptedStyleSheets = [columnColours];

let shown: FlowsShown | undefined;
let table: FlowsTable | undefined;
let memory: FlowsMemory = readMemory(extension.memory);
let toldRevealed: number | undefined;

page.append(announcer.element, failure, content);
void extension.call('ready', null).catch(fail);

function show(next: FlowsShown): void {
  l10n.config({ contents: next.texts });
  const before = shown?.opened && shown;
  shown = next;
  failure.hidden = true;
  if (next.failure !== undefined) return showFailure(next.failure, next);
  colour(next);
  showAge(next.newFlows);
  if (!next.opened || (before?.reading === next.reading && before.votes === next.votes)) return;
  if (!before) {
    chips.words();
    try {
      chips.restore(memory.where);
    } catch {
      memory = { ...memory, where: '' };
    }
  }
  make(next.opened, next.opened.first);
  if (toldRevealed !== undefined) void table?.reveal(toldRevealed);
}

/** The table as it is remembered. */
function make(opened: TableOpened, first?: TableRows): void {
  const before = table;
  before?.dispose();
  const made = new FlowsTable(
    { ...opened, first },
    memory,
    {
      call: ((name, argument) => extension.call(name, argument as never, storeLimitMs)) as FlowsDoes['call'],
      propose: filter => chips.add(filter),
      pinRows,
      labelRows: records => extension.call('labelRows', { records }, null).catch(fail),
      failed: error => fail(error.message),
      say,
      speak: text => announcer.speak(text),
      changed: update,
      columnsMoved: byKeys => {
        update();
        make(opened);
        if (byKeys !== undefined) void table?.focusHeader(byKeys);
      },
    },
    shown?.votes ?? false,
  );
  table = made;
  if (before) before.elements.forEach((element, i) => element.replaceWith(made.elements[i] ?? ''));
  else content.replaceChildren(bar(), chips.element, age, notice, ...made.elements, groups);
  if (shown) colour(shown);
  update();
  if (by.value !== '') void group();
}

function showFailure(message: string, { remedies, formats = [] }: FlowsShown): void {
  table = undefined;
  shown = undefined;
  const text = el('p', { class: 'error', 'data-testid': 'flows-error' }, shortText(message, 2000));
  const retry = button(
    'flows-retry',
    l10n.t('Try Again'),
    () => void extension.call('retry', null).catch(fail),
    remedies.length > 0 ? { class: 'secondary' } : {},
  );
  const titles = { mapColumns: l10n.t('Map Columns…'), chooseFormat: l10n.t('Choose Format…') };
  const correct = remedies.map((by, i) =>
    button(
      `flows-${by}`,
      titles[by],
      () => void extension.call('correct', { by }, null).catch(fail),
      i > 0 ? { class: 'secondary' } : {},
    ),
  );
  const read = el('ul', {}, ...formats.map(title => el('li', {}, title)));
  content.replaceChildren(
    el(
      'div',
      { class: 'state' },
      text,
      el('p', { class: 'buttons' }, ...correct, retry),
      ...(formats.length > 0 ? [el('p', { class: 'hint' }, l10n.t('Captures are read from:')), read] : []),
    ),
  );
}

function hear(told: FlowsTold): void {
  if (told.kind === 'reveal') {
    toldRevealed = told.record;
    void table?.reveal(told.record, undefined, told.also);
  } else if (told.kind === 'nextOfHost') void table?.nextOfHost(told.direction);
  else if (told.kind === 'marks') table?.marksChanged();
  else {
    const text = {
      grown: l10n.t('The file has grown; its new rows are at the end.'),
      rewritten: l10n.t('The file was written anew and was read again.'),
      gone: l10n.t('The file was deleted or moved. What was read of it is still shown.'),
    }[told.change];
    say(text);
    if (told.change !== 'gone') table?.reread();
  }
}

/** Rules are made by script: the policy of the page allows no style attributes. */
function colour({ opened, colours, tinted }: FlowsShown): void {
  const columns = (table?.opened ?? opened)?.columns ?? [];
  const rules = columns.flatMap(({ name }, i) => {
    const found = colours[name];
    return found !== undefined && CSS.supports('color', found)
      ? [`tr:not([aria-selected='true']) > .column-${i} { color: ${found}; }`]
      : [];
  });
  for (const [name, found] of Object.entries(colours))
    if (/^class:\w+$/.test(name) && CSS.supports('color', found))
      rules.push(
        `tr[data-class='${name.slice(6)}']:not([aria-selected='true']) > .label-cell { color: ${found}; }`,
      );
  if (tinted)
    for (let i = 0; i < colourCount; i++)
      for (const [ground, body] of grounds) {
        const tint = cssColour(markOf(i, ground).colour).replace(/^rgb\((.*)\)$/, 'rgba($1, 0.18)');
        rules.push(
          `${body} tr[data-colour='${i}']:not([aria-selected='true']) > td { background-color: ${tint}; }`,
        );
      }
  columnColours.replaceSync(rules.join('\n'));
}

/** Says that the model knows nothing of flows that were added since, with the way to one that does. */
function showAge(newFlows: number | undefined): void {
  age.hidden = newFlows === undefined;
  if (newFlows === undefined) return;
  const text = l10n.t('The model of this capture is stale, {0}.', staleModelText(newFlows));
  const train = () => void extension.call('train', null).catch(fail);
  // A live region that is rewritten is read out again.
  if (age.firstChild?.textContent !== text)
    age.replaceChildren(text, ' ', button('flows-train', l10n.t('Train Again'), train, { class: 'small' }));
}

function bar(): HTMLElement {
  const small = { class: 'secondary small' };
  const label = l10n.t('Go to line, time or %');
  goTo.placeholder = label;
  goTo.setAttribute('aria-label', label);
  goTo.addEventListener('keydown', event => {
    if (event.key === 'Enter') void table?.goToText(goTo.value);
    else if (event.key === 'Escape') goTo.value = '';
  });
  const words = {
    hosts: l10n.t('By host'),
    services: l10n.t('By service'),
    conversations: l10n.t('By conversation'),
    states: l10n.t('By state'),
    labels: l10n.t('By label'),
  };
  const labelled = shown?.opened?.columns.some(({ name }) => name === 'Label') ?? false;
  by.setAttribute('aria-label', l10n.t('Group the flows'));
  by.replaceChildren(
    el('option', { value: '' }, l10n.t('No groups')),
    ...groupings
      .filter(value => value !== 'labels' || labelled)
      .map(value => el('option', { value }, words[value])),
  );
  by.value = memory.by;
  return el(
    'div',
    { class: 'toolbar flows-bar' },
    count,
    order,
    goTo,
    button('flows-find-open', l10n.t('Find'), () => table?.find.open(), small),
    by,
    fileButton('flows-csv', 'csv', 'rows', () => save('csv')),
    fileButton('flows-parquet', 'parquet', 'rows', () => save('parquet')),
    button('flows-own', l10n.t('Open as Capture…'), openRows, {
      ...small,
      title: l10n.t('Write these rows to a capture of their own, which can be trained on'),
    }),
    button('flows-pin', l10n.t('Add to Investigation'), pinRows, {
      ...small,
      title: l10n.t('Add the selected rows, or all that the filter shows, to an investigation'),
    }),
  );
}

async function group(): Promise<void> {
  const chosen = by.value as GroupBy | '';
  remember();
  const rows = table?.elements ?? [];
  groups.hidden = chosen === '';
  for (const element of rows) element.classList.toggle('covered', chosen !== '');
  if (chosen === '') return groups.replaceChildren();
  const progress = el('progress', { 'aria-label': l10n.t('Flows are being counted') });
  groups.replaceChildren(progress);
  const where = chips.text === '' ? {} : { where: chips.text };
  try {
    const found = await extension.call('groups', { ...where, by: chosen, count: mostGroups }, storeLimitMs);
    if (by.value !== chosen) return;
    const parts = groupsView(chosen, found, {
      open: ({ where: own }) => {
        by.value = '';
        void group();
        chips.add(parseFlowFilter(own));
      },
      hand: text => copy(text),
      pin,
    });
    groups.replaceChildren(...parts);
    announcer.speak(l10n.t('{0} groups', formatCount(found.groups.length)));
  } catch (error) {
    by.value = '';
    void group();
    fail(error);
  }
}

function view(): TableView {
  return table?.view ?? {};
}

function save(as: 'csv' | 'parquet'): void {
  extension
    .call('save', { view: view(), as }, null)
    .then(saved => saved && say(l10n.t('{0} rows saved as {1}', formatCount(saved.rows), saved.name)), fail);
}

function openRows(): void {
  extension
    .call('openRows', { view: view() }, null)
    .then(saved => saved && say(l10n.t('{0} rows saved as {1}', formatCount(saved.rows), saved.name)), fail);
}

/** The selected rows, or all that the filter shows. */
function pinRows(): void {
  const records = table?.selectedRecords ?? [];
  if (records.length > 0) return pin(onLines(records), pinTitle(l10n.t('Lines'), records.map(String)));
  const where = chips.text;
  if (where !== '') return pin({ where }, where);
  pin({ where: 'Line >= 0' }, l10n.t('All flows of {0}', shown?.capture ?? ''));
}

function pin(about: Pinned['about'], title: string): void {
  extension.call('pin', { about, title }, null).catch(fail);
}

function copy(text: string): void {
  extension.call('copy', { text }).then(() => say(l10n.t('Copied')), fail);
}

function update(): void {
  if (!table) return;
  const { state } = table;
  const { rows, total, selected, exact, ready } = state;
  const counted =
    rows === total
      ? l10n.t('{0} rows', formatCount(total))
      : l10n.t('{0} of {1} flows', formatCount(rows), formatCount(total));
  const still = !exact ? l10n.t('reading…') : !ready ? l10n.t('being made ready for filters…') : '';
  const chosen = selected > 1 ? l10n.t('{0} rows selected', formatCount(selected)) : '';
  count.textContent = [counted, chosen, still].filter(Boolean).join(' · ');
  announcer.rows(state, counted);
  showOrder(state.order);
  remember();
}

function remember(): void {
  if (!table) return;
  memory = { ...table.memory, where: chips.text, by: by.value as FlowsMemory['by'] };
  extension.remember(memory);
}

/** A button that is still right stays, for it may have the keyboard. */
function showOrder(shownBy: Order | undefined): void {
  const text = shownBy ? l10n.t('by {0} ×', `${shownBy.key} ${shownBy.descending ? '↓' : '↑'}`) : '';
  if (order.textContent === text) return;
  const attributes = { class: 'chip-text chip', title: l10n.t('Back to the order of the file') };
  order.replaceChildren(
    ...(shownBy ? [button('flows-unsort', text, () => table?.unsort(), attributes)] : []),
  );
}

function say(text: string): void {
  announcer.speak(text);
  notice.textContent = text;
  notice.hidden = text === '';
}

function fail(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  failure.textContent = shortText(message, 1000);
  failure.hidden = false;
}

window.addEventListener('keydown', event => {
  const command = event.ctrlKey || event.metaKey;
  if (command && event.key.toLowerCase() === 'f') table?.find.open();
  else if (command && event.key.toLowerCase() === 'g') goTo.focus();
  else if (event.key === 'F3') table?.find.go(event.shiftKey ? 'previous' : 'next');
  else return;
  event.preventDefault();
  event.stopPropagation();
});
