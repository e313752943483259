import * as l10n from '@vscode/l10n';
import { counted } from '../../../../shared/text/counted';
import { shortText } from '../../../../shared/text/visibleText';
import type { ColumnMapping, MappedColumns } from '../../../../shared/protocol/reading';
import { button, captureText, el } from '../../base/dom';
import { JobPage } from '../../base/jobPage';
import { formatCount } from '../../base/numbers';
import type { MappingCalls } from './contract';
import { mappingFile, targetOf, valuesText, withTarget, withUnit, withValues } from './draft';

/** Targets whose texts are often codes. */
const coded: readonly string[] = ['Label', 'DetailedLabel', 'State', 'Proto'];

const page = new JobPage<MappedColumns, MappingCalls>({
  name: 'mapping',
  title: () => l10n.t('Columns of'),
  render: result => {
    shown = result;
    draft = result.mapping;
    draw();
    // What is written is the mapping as it is by then, for --mapping of the command line.
    return { parts: [body], summary: sentence(), texts: { json: () => mappingFile(draft) } };
  },
  // The file is read in another way than this page knows.
  hear: () => page.call('retry', null),
});

const body = el('div', { class: 'mapping', 'data-testid': 'mapping' });
let shown: MappedColumns | undefined;
let draft: ColumnMapping = {};
/** Counts what was asked: an answer that another overtook is dropped. */
let turn = 0;

function sentence(): string {
  if (!shown) return '';
  const { missing, read, looked } = shown;
  if (missing.length > 0)
    return l10n.t('A row is no flow yet: choose the column that is {0}.', missing.join(l10n.t(' and ')));
  return read === looked
    ? l10n.t('Each of the first {0} becomes a flow.', counted(looked, 'row'))
    : l10n.t(
        'Of the first {0}, {1} become flows; the others are left out, and say why below.',
        counted(looked, 'row'),
        formatCount(read),
      );
}

/** Shows another mapping, and asks what the first rows become by it. */
function edit(next: ColumnMapping, said?: string): void {
  draft = next;
  const mine = ++turn;
  draw();
  page.ask('preview', { mapping: next }).then(
    result => {
      if (mine !== turn) return;
      shown = result;
      draw();
      page.announce(said === undefined ? sentence() : `${said} ${sentence()}`);
    },
    (error: Error) => mine === turn && page.fail(error),
  );
}

function draw(): void {
  if (!shown) return;
  const focused = (document.activeElement as HTMLElement | null)?.dataset['testid'];
  body.replaceChildren(
    el('p', { class: 'sentence', 'data-testid': 'mapping-sentence' }, sentence()),
    toolbar(shown),
    columnsTable(shown),
    el('h2', {}, l10n.t('The first rows, as they are read')),
    preview(shown),
  );
  // What was replaced under the keyboard gives it to its successor.
  if (focused) body.querySelector<HTMLElement>(`[data-testid="${CSS.escape(focused)}"]`)?.focus();
}

function toolbar({ missing, proposed, isSaid }: MappedColumns): HTMLElement {
  const use = button(
    'mapping-use',
    l10n.t('Read the File So'),
    () =>
      page.call('use', { mapping: draft }, title => {
        // From now on it can be taken back.
        if (shown) shown = { ...shown, isSaid: true };
        draw();
        page.announce(l10n.t('Kept with the workspace. The file is read as {0}.', title));
      }),
    missing.length > 0 ? { disabled: true } : {},
  );
  const asProposed = button('mapping-propose', l10n.t('As Proposed'), () => edit(proposed), {
    class: 'secondary small',
    title: l10n.t('What names and values of the columns tell'),
  });
  const forget = button(
    'mapping-forget',
    l10n.t('As the File Says'),
    () =>
      page.call('use', { mapping: null }, () => {
        page.announce(l10n.t('The file is read as it says itself again.'));
        page.call('retry', null);
      }),
    { class: 'secondary small', ...(isSaid ? {} : { disabled: true }) },
  );
  return el(
    'div',
    { class: 'toolbar', role: 'group', 'aria-label': l10n.t('What is done with the mapping') },
    use,
    asProposed,
    forget,
  );
}

function columnsTable(result: MappedColumns): HTMLElement {
  const head = [
    [l10n.t('Column'), l10n.t('As the file calls it.')],
    [l10n.t('First values'), l10n.t('Of the first rows, as they stand in the file.')],
    [l10n.t('Is'), l10n.t('Which column of a capture it is.')],
    [l10n.t('Read as'), l10n.t('How its values are written.')],
    [l10n.t('Names for values'), l10n.t('What codes mean, such as 0 = normal, 1 = attack.')],
  ] as const;
  const table = el(
    'table',
    { class: 'plain', 'data-testid': 'mapping-columns' },
    el('caption', { class: 'spoken' }, l10n.t('Columns of the file')),
    el('thead', {}, el('tr', {}, ...head.map(([text, title]) => el('th', { scope: 'col', title }, text)))),
    el('tbody', {}, ...result.columns.map((column, i) => columnRow(result, column, i))),
  );
  return el('div', { class: 'scrolled' }, table);
}

function columnRow(
  { targets, units }: MappedColumns,
  { name, samples }: MappedColumns['columns'][number],
  i: number,
): HTMLElement {
  const target = targetOf(draft, name);
  const use = target === undefined ? undefined : draft[target];
  const called = shortText(name, 60);
  const is = el(
    'select',
    { 'data-testid': `mapping-target-${i}`, 'aria-label': l10n.t('What {0} is', called) },
    el('option', { value: '' }, '–'),
    ...targets.map(each =>
      el(
        'option',
        { value: each.name, selected: each.name === target },
        each.isNeeded ? l10n.t('{0} (needed)', each.name) : each.name,
      ),
    ),
  );
  is.addEventListener('change', () => {
    const { mapping, from } = withTarget(draft, name, is.value);
    edit(
      mapping,
      from === undefined
        ? undefined
        : l10n.t('{0} was {1} and is nothing now.', shortText(from, 60), is.value),
    );
  });
  const usual = targets.find(each => each.name === target)?.unit ?? '';
  const unit = el(
    'select',
    { 'data-testid': `mapping-unit-${i}`, 'aria-label': l10n.t('How {0} is read', called) },
    ...units.map(each =>
      el('option', { value: each, selected: each === (use?.as ?? usual) }, unitWords(each)),
    ),
  );
  unit.addEventListener('change', () =>
    edit(withUnit(draft, target as string, unit.value === usual ? '' : unit.value)),
  );
  const values = el('input', {
    type: 'text',
    value: valuesText(use?.values),
    placeholder: '0 = normal, 1 = attack',
    spellcheck: 'false',
    'data-testid': `mapping-values-${i}`,
    'aria-label': l10n.t('Names for values of {0}', called),
  });
  values.addEventListener('change', () => edit(withValues(draft, target as string, values.value)));
  return el(
    'tr',
    { class: target === undefined ? 'unused' : undefined },
    el('th', { scope: 'row' }, captureText(name)),
    el('td', { class: 'samples' }, ...samples.flatMap((text, at) => [at > 0 ? ', ' : '', captureText(text)])),
    el('td', {}, is),
    el('td', {}, ...(target === undefined ? [] : [unit])),
    el('td', {}, ...(target !== undefined && coded.includes(target) ? [values] : [])),
  );
}

function unitWords(unit: string): string {
  switch (unit) {
    case 'text':
      return l10n.t('text');
    case 'address':
      return l10n.t('address');
    case 'port':
      return l10n.t('port');
    case 'protocol':
      return l10n.t('protocol');
    case 'number':
      return l10n.t('number');
    case 'seconds':
      return l10n.t('seconds');
    case 'milliseconds':
      return l10n.t('milliseconds');
    case 'microseconds':
      return l10n.t('microseconds');
    case 'nanoseconds':
      return l10n.t('nanoseconds');
    case 'time':
      return l10n.t('date and time');
    case 'day-first':
      return l10n.t('date, day first');
    case 'month-first':
      return l10n.t('date, month first');
    case 'serial':
      return l10n.t('days of a spreadsheet');
    default:
      return unit;
  }
}

function preview({ filled, rows }: MappedColumns): HTMLElement {
  if (rows.length === 0)
    return el('p', { class: 'hint', 'data-testid': 'mapping-none' }, l10n.t('There is none to show yet.'));
  return el(
    'div',
    {
      class: 'scrolled',
      tabindex: 0,
      role: 'region',
      'aria-label': l10n.t('The first rows, as they are read'),
    },
    el(
      'table',
      { class: 'plain', 'data-testid': 'mapping-rows' },
      el('caption', { class: 'spoken' }, l10n.t('The first rows, as they are read')),
      el(
        'thead',
        {},
        el(
          'tr',
          {},
          el('th', { scope: 'col' }, l10n.t('Line')),
          ...filled.map(name => el('th', { scope: 'col' }, name)),
        ),
      ),
      el(
        'tbody',
        {},
        ...rows.map(({ record, cells, problems }) =>
          el(
            'tr',
            {},
            el('th', { scope: 'row' }, formatCount(record)),
            ...(problems.length > 0
              ? [
                  el(
                    'td',
                    { class: 'error', colspan: filled.length },
                    ...problems.map(text => el('p', {}, shortText(text, 400))),
                  ),
                ]
              : cells.map(text => el('td', {}, captureText(text)))),
          ),
        ),
      ),
    ),
  );
}
