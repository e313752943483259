import * as l10n from '@vscode/l10n';
import { verdictClass } from '../../../../shared/investigation/evidenceTimes';
import { classMark } from '../../../../shared/palette/classes';
import { shapePath } from '../../../../shared/palette/shapes';
import { counted } from '../../../../shared/text/counted';
import { secondText } from '../../../../shared/text/secondText';
import { shortText } from '../../../../shared/text/visibleText';
import { scaleOf, type Scale } from '../../base/chart/axes';
import { lookOf } from '../../base/chart/chart';
import { label, line, shape } from '../../base/chart/svg';
import { addressMenu, el } from '../../base/dom';
import { formatCount } from '../../base/numbers';
import { Extension } from '../../base/rpc';
import type { EvidenceCalls, EvidenceShown, ShownLine } from './contract';

/* Evidence over time: a line for each piece of a host, on one axis; it may be as narrow as a side bar. */

const page = document.getElementById('page') as HTMLElement;
const extension = new Extension<EvidenceCalls, EvidenceShown>(next => {
  shown = next;
  l10n.config({ contents: next.texts });
  draw();
});
let shown: EvidenceShown | undefined;
/** Pixels of the page, and of the lines. */
let [width, length] = [0, 0];

/** Pixels left free at both ends of the axis, so that a mark there is whole. */
const margin = 8;
const laneHeight = 16;
/** From so many pixels on, titles stand before their lines, and take so many. */
const [wide, titles] = [640, 260];

function draw(): void {
  if (!shown) return;
  const { title, times } = shown;
  const focused = (document.activeElement as HTMLElement | null)?.dataset['key'];
  if (!times) {
    const text =
      title === undefined
        ? l10n.t('No investigation is open.')
        : l10n.t('No evidence has flows with a time.');
    return page.replaceChildren(el('p', { class: 'state', 'data-testid': 'evidence-none' }, text));
  }
  const { from, to, hosts, inAll } = times;
  page.classList.toggle('wide', width >= wide);
  length = width >= wide ? width - titles : width;
  const x = scaleOf(
    { kind: 'time', name: l10n.t('Time (UTC)'), from, to },
    [margin, Math.max(margin + 40, length - margin)],
    80,
  );
  const lists = hosts.map(({ address, verdict, lines }) =>
    el(
      'section',
      { class: 'host', 'data-testid': 'evidence-host' },
      el(
        'h2',
        { 'data-vscode-context': menuOf(address) },
        el('bdi', {}, shortText(address)),
        ' ',
        el('span', { class: 'verdict' }, wordOf(verdict)),
      ),
      el('ul', {}, ...lines.map(each => el('li', {}, lane(each, x, address)))),
    ),
  );
  page.replaceChildren(
    el('h1', { class: 'spoken' }, l10n.t('Evidence over time')),
    axis(x),
    ...lists,
    ...(inAll > hosts.length
      ? [
          el(
            'p',
            { class: 'hint' },
            l10n.t('{0} of {1} hosts', formatCount(hosts.length), formatCount(inAll)),
          ),
        ]
      : []),
  );
  if (focused !== undefined) page.querySelector<HTMLElement>(`[data-key="${CSS.escape(focused)}"]`)?.focus();
}

/** Without a capture, a command of the menu would ask the editor in front. */
const menuOf = (address: string) => (shown?.uri === undefined ? undefined : addressMenu(address, shown.uri));

/** One piece of evidence: its title, and a mark where flows began. */
function lane(
  { id, title, verdict, note, flows, first, last, places }: ShownLine,
  x: Scale,
  address: string,
) {
  const { from = 0, to = 0 } = shown?.times ?? {};
  const [begin, end] = [x.at(from), x.at(to)];
  const at = (place: number) => begin + place * (end - begin);
  const { shape: sign } = classMark(verdictClass[verdict], 'dark');
  const drawing = shape('svg', {
    viewBox: `0 0 ${length} ${laneHeight}`,
    width: length,
    height: laneHeight,
    'aria-hidden': 'true',
  });
  const path = places.map(place => shapePath(sign, at(place), laneHeight / 2, 4)).join('');
  drawing.append(
    line([margin, laneHeight / 2], [length - margin, laneHeight / 2], 'lane-line'),
    lookOf({ className: verdictClass[verdict] }, shape('path', { d: path, class: 'mark' })),
  );
  const about = l10n.t(
    '{0}: {1}, {2}, from {3} to {4}. Show in the capture',
    shortText(title),
    wordOf(verdict),
    counted(flows, 'flow'),
    timeText(first),
    timeText(last),
  );
  const made = el(
    'button',
    {
      type: 'button',
      class: 'lane',
      title: [about, shortText(note, 300)].filter(each => each !== '').join('\n'),
      'aria-label': about,
      'data-testid': 'evidence-lane',
      'data-key': `${address} ${id}`,
    },
    el('span', { class: 'lane-title' }, shortText(title)),
    drawing,
  );
  made.addEventListener('click', () => {
    extension.call('show', { id }).catch((error: Error) => fail(error));
  });
  return made;
}

function axis(x: Scale): HTMLElement {
  const { from = 0, to = 0 } = shown?.times ?? {};
  const drawing = shape('svg', {
    viewBox: `0 0 ${length} 24`,
    width: length,
    height: 24,
    role: 'img',
    'aria-label': l10n.t('From {0} to {1} (UTC)', timeText(from), timeText(to)),
  });
  // A tick's text at either end would be cut.
  const told = x.ticks.filter(({ value }) => x.at(value) > 20 && x.at(value) < length - 20);
  drawing.append(
    line([margin, 20], [length - margin, 20], 'lane-line'),
    ...told.map(({ value }) => line([x.at(value), 16], [x.at(value), 20], 'lane-line')),
    ...told.map(({ value, text }) => label(text, [x.at(value), 12], 'middle', 'tick')),
  );
  return el('div', { class: 'axis', 'data-testid': 'evidence-axis' }, drawing);
}

function fail(error: Error): void {
  page.querySelector('[role="alert"]')?.remove();
  page.prepend(el('p', { class: 'error', role: 'alert' }, shortText(error.message, 400)));
}

function wordOf(verdict: ShownLine['verdict']): string {
  const words = {
    malicious: l10n.t('malicious'),
    suspicious: l10n.t('suspicious'),
    benign: l10n.t('benign'),
    unknown: l10n.t('not judged yet'),
  };
  return words[verdict];
}

const timeText = (time: number) => secondText(new Date(time).toISOString());

new ResizeObserver(() => {
  if (page.clientWidth === width) return;
  width = page.clientWidth;
  draw();
}).observe(page);
void extension.call('ready', null);
