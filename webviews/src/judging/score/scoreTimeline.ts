import * as l10n from '@vscode/l10n';
import { classMarks } from '../../../../shared/palette/classes';
import type { ScoreTimeline } from '../../../../shared/protocol/judging';
import { chart } from '../../base/chart/chart';
import { chartBox, type ChartHands } from '../../base/chart/chartBox';
import type { BrushEvents } from '../../base/chart/brush';

/** The least expected flow of each stretch of time, as a picture; a part of the time can be chosen. */
export function timelineBox(
  { from, seconds, rarity, flows }: ScoreTimeline,
  brush: BrushEvents,
  hands: ChartHands,
): HTMLElement | undefined {
  if (rarity.length === 0) return undefined;
  const at = rarity.map((_, i) => (from + (i + 0.5) * seconds) * 1000);
  const title = l10n.t('How unexpected flows were over time');
  const svg = chart({
    testId: 'score-timeline-picture',
    about: title,
    x: {
      kind: 'time',
      name: l10n.t('Time (UTC)'),
      from: from * 1000,
      to: (from + rarity.length * seconds) * 1000,
    },
    y: {
      kind: 'number',
      name: l10n.t('One in 10 to the power of'),
      from: 0,
      to: Math.max(3, Math.ceil(Math.max(...rarity))),
    },
    series: [{ name: l10n.t('least expected flow'), kind: 'bars', x: at, y: rarity, look: classMarks }],
    brush,
    width: 760,
    height: 200,
  });
  const rows = at.map((time, i) => [
    new Date(time - seconds * 500).toISOString(),
    Number((rarity[i] as number).toFixed(2)),
    flows[i] as number,
  ]);
  const box = chartBox(
    'score-timeline',
    title,
    svg,
    [['from', 'one in 10 to the power of', 'flows'], ...rows],
    hands,
  );
  box.classList.add('wide');
  return box;
}
