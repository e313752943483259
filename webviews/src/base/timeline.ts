import * as l10n from '@vscode/l10n';
import { classMarks, isLabelled, labelShares } from '../../../shared/palette/classes';
import type { TimelineStep } from '../../../shared/protocol/overview';
import { shortText } from '../../../shared/text/visibleText';
import type { Table } from '../../../shared/text/tableText';
import type { Series } from './chart/axes';
import { chart } from './chart/chart';
import { chartBox, type ChartHands } from './chart/chartBox';
import { el } from './dom';
import { formatTimeLeft } from './numbers';

/** What a time line counts. */
export type Measure = 'flows' | 'services' | 'scores' | 'bytes' | 'hosts';
export const measures: readonly Measure[] = ['flows', 'services', 'scores', 'bytes', 'hosts'];

export interface TimelineOptions {
  /** Begins the test ids. */
  name: string;
  timeline: readonly TimelineStep[];
  /** Services that are told apart, where they are. */
  services?: readonly string[];
  /** Seconds of a step. */
  step: number;
  measure: Measure;
  choose(measure: Measure): void;
  /** Milliseconds since 1970, whole steps; undefined: all. Without it, no part can be chosen. */
  brushed?: ((range: readonly [number, number] | undefined) => void) | undefined;
  hands: ChartHands;
}

/** Flows by label, bytes or hosts over time, as a picture and a table. */
export function timelineBox(options: TimelineOptions): HTMLElement {
  const { name, timeline, step, services = [], brushed, hands } = options;
  if (timeline.length === 0)
    return el('p', { class: 'state', 'data-testid': `${name}-timeless` }, l10n.t('No flow has a time.'));
  const isLabelledAnywhere = timeline.some(({ labels }) => isLabelled(labels));
  const offered = measures.filter(
    each =>
      (each !== 'services' || services.length > 0) &&
      (each !== 'scores' || timeline[0]?.unexpected !== undefined),
  );
  const measure = offered.includes(options.measure) ? options.measure : 'flows';
  const words: Record<Measure, string> = {
    flows: isLabelledAnywhere ? l10n.t('Flows by label') : l10n.t('Flows'),
    services: l10n.t('Flows by service'),
    scores: l10n.t('Unexpected flows'),
    bytes: l10n.t('Bytes'),
    hosts: l10n.t('Hosts that began flows'),
  };
  const length = step * 1000;
  const begins = timeline.map(({ time }) => Date.parse(time));
  const middles = begins.map(begin => begin + length / 2);
  const series = seriesOf(timeline, middles, measure, words, services);
  const most = Math.max(1, ...timeline.map(bin => amountOf(bin, measure)));
  const [from, to] = [begins[0] as number, (begins.at(-1) as number) + length];
  const svg = chart({
    testId: `${name}-picture`,
    about: brushed
      ? l10n.t('{0} over time. Drag, or Shift and arrow keys, choose a part', words[measure])
      : l10n.t('{0} over time', words[measure]),
    x: { kind: 'time', name: l10n.t('Time (UTC), a bar each {0}', formatTimeLeft(step)), from, to },
    y: { kind: 'number', whole: measure !== 'scores', name: words[measure], from: 0, to: most },
    series,
    width: Math.max(360, Math.min(1400, document.documentElement.clientWidth - 48)),
    height: 220,
    ...(brushed ? { brush: { changed: range => brushed(range && wholeSteps(range, from, length)) } } : {}),
  });
  const select = el(
    'select',
    { 'aria-label': l10n.t('What is counted'), 'data-testid': `${name}-measure` },
    ...offered.map(each => el('option', { value: each, selected: each === measure }, words[each])),
  );
  select.addEventListener('change', () => options.choose(select.value as Measure));
  const box = chartBox(
    name,
    l10n.t('{0} over time', words[measure]),
    svg,
    tableOf(timeline, services),
    hands,
  );
  box.classList.add('wide');
  return el('div', { class: 'timeline' }, select, box);
}

/** A choice as whole steps: what is half chosen is chosen. */
export function wholeSteps(
  [first, last]: readonly [number, number],
  from: number,
  length: number,
): readonly [number, number] {
  const down = from + Math.floor((first - from) / length) * length;
  return [down, Math.max(down + length, from + Math.ceil((last - from) / length) * length)];
}

function seriesOf(
  timeline: readonly TimelineStep[],
  x: readonly number[],
  measure: Measure,
  words: Record<Measure, string>,
  services: readonly string[],
): Series[] {
  const labels = namesOf(timeline);
  if (measure === 'services')
    return [...services, l10n.t('others')].map((name, i) => ({
      name: shortText(name, 24),
      kind: 'bars',
      x,
      y: timeline.map(bin => bin.services?.[i] ?? 0),
      look: i === services.length ? { className: '' } : i,
    }));
  if (measure !== 'flows' || !labels.some(({ name }) => name !== 'unlabelled'))
    return [
      {
        name: words[measure],
        kind: 'bars',
        x,
        y: timeline.map(bin => amountOf(bin, measure)),
        look: classMarks,
      },
    ];
  return labels.map(({ name }) => ({
    name,
    kind: 'bars',
    x,
    y: timeline.map(({ labels }) => labels[name] ?? 0),
    look: { className: name },
  }));
}

function amountOf(bin: TimelineStep, measure: Measure): number {
  if (measure === 'scores') return bin.unexpected ?? 0;
  return measure === 'services' ? bin.flows : bin[measure];
}

function namesOf(timeline: readonly TimelineStep[]) {
  const totals: Record<string, number> = {};
  for (const { labels } of timeline)
    for (const [name, count] of Object.entries(labels)) totals[name] = (totals[name] ?? 0) + count;
  return labelShares(totals);
}

function tableOf(timeline: readonly TimelineStep[], services: readonly string[]): Table {
  const labels = namesOf(timeline).map(({ name }) => name);
  const told = services.length > 0 ? [...services, 'other services'] : [];
  const judged = timeline[0]?.unexpected !== undefined;
  return [
    ['time', 'flows', 'bytes', 'hosts', ...labels, ...told, ...(judged ? ['unexpected'] : [])],
    ...timeline.map(({ time, flows, bytes, hosts, labels: counts, services: served, unexpected }) => [
      ...[time, flows, bytes, hosts],
      ...labels.map(name => counts[name] ?? 0),
      ...told.map((_, i) => served?.[i] ?? 0),
      ...(judged ? [unexpected ?? 0] : []),
    ]),
  ];
}
