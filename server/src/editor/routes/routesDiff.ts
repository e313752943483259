import * as l10n from '@vscode/l10n';
import { visibleText } from '../../../../shared/text/visibleText';
import { hopsInOrder, hostOfHop, statisticsOf } from '../../engine/routes/features';
import type { Hop, Route } from '../../engine/routes/route';
import { sameHost, subnetOf, type SubnetPrefix } from '../../engine/routes/subnets';
import { lossOf, meanOf, milliseconds } from './routesTimes';

/** Stands for a hop that the other route has more. */
const noHop = () => l10n.t('(no hop)');

type Step = [left: number | undefined, right: number | undefined];

/**
 * Two routes as texts of as many lines, so that what lies side by side is the same hop: the same host, else the
 * same subnet, in the longest order that both share. Numbers of hops and times differ always, so they stand
 * below, not beside the hosts.
 */
export function routeDiff(left: Route, right: Route, prefix: SubnetPrefix): { left: string; right: string } {
  const [a, b] = [hopsInOrder(left), hopsInOrder(right)];
  const steps = aligned(a, b, prefix);
  const side = (route: Route, hops: readonly (Hop | undefined)[], which: 0 | 1): string =>
    [
      ...headOf(route),
      '',
      l10n.t('Hops'),
      ...steps.map(step => (step[which] === undefined ? noHop() : hostLine(hops[step[which]], prefix))),
      '',
      l10n.t('Round-trip times'),
      ...steps.map(step =>
        step[which] === undefined
          ? noHop()
          : timeLine(hops[step[which]], step[which] + firstOf(hops), prefix),
      ),
      '',
    ].join('\n');
  return { left: side(left, a, 0), right: side(right, b, 1) };
}

/** Pairs of positions, by the alignment of highest worth (Needleman and Wunsch 1970, without a price for gaps). */
export function aligned(
  a: readonly (Hop | undefined)[],
  b: readonly (Hop | undefined)[],
  prefix: SubnetPrefix,
): Step[] {
  const width = b.length + 1;
  const worth = new Int32Array((a.length + 1) * width);
  const same = a.map(left => b.map(right => likeness(left, right, prefix)));
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--) {
      const like = same[i]?.[j] as number;
      const pair = like > 0 ? like + (worth[(i + 1) * width + j + 1] as number) : 0;
      worth[i * width + j] = Math.max(
        pair,
        worth[(i + 1) * width + j] as number,
        worth[i * width + j + 1] as number,
      );
    }
  const steps: Step[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const here = worth[i * width + j] as number;
    const like = same[i]?.[j] ?? 0;
    if (
      i < a.length &&
      j < b.length &&
      like > 0 &&
      here === like + (worth[(i + 1) * width + j + 1] as number)
    )
      steps.push([i++, j++]);
    else if (i < a.length && here === worth[(i + 1) * width + j]) steps.push([i++, undefined]);
    else steps.push([undefined, j++]);
  }
  return sideBySide(steps);
}

/** Hops of either side between two that are alike stand beside each other, first with first. */
function sideBySide(steps: readonly Step[]): Step[] {
  const beside: Step[] = [];
  let open: Step[] = [];
  for (const [left, right] of steps) {
    if (left !== undefined && right !== undefined) {
      beside.push(...open, [left, right]);
      open = [];
      continue;
    }
    const side = left === undefined ? 1 : 0;
    const gap = open.find(step => step[side] === undefined);
    if (gap) gap[side] = left ?? right;
    else open.push([left, right]);
  }
  return [...beside, ...open];
}

/** The same host counts most; hops without an answer are alike, but tell least. */
function likeness(a: Hop | undefined, b: Hop | undefined, prefix: SubnetPrefix): number {
  const [left, right] = [a && hostOfHop(a), b && hostOfHop(b)];
  if (left === undefined || right === undefined) return left === right ? 1 : 0;
  if (sameHost(left, right)) return 9;
  return subnetOf(left, prefix) === subnetOf(right, prefix) ? 5 : 0;
}

function headOf(route: Route): string[] {
  const { timeouts, averagePing, numHops, tailTimeouts, reached } = statisticsOf(route);
  return [
    l10n.t('Route to {0}', visibleText(route.destination)),
    l10n.t('label {0}', route.label ?? l10n.t('none')),
    `${l10n.t('Timeouts')} ${timeouts}`,
    `${l10n.t('AveragePing')} ${milliseconds(averagePing)}`,
    `${l10n.t('NumHops')} ${numHops}`,
    `${l10n.t('Tail Timeouts')} ${tailTimeouts}`,
    l10n.t('Reached {0}', reached === 1 ? l10n.t('yes') : l10n.t('no')),
  ];
}

function hostLine(hop: Hop | undefined, prefix: SubnetPrefix): string {
  const host = hop && hostOfHop(hop);
  if (host === undefined) return '*';
  const name = hop?.probes.find(probe => probe.address === host)?.name;
  const who = visibleText(host) + (name === undefined ? '' : ` (${visibleText(name)})`);
  return `${visibleText(subnetOf(host, prefix)).padEnd(20)} ${who}`;
}

/** Begins with the subnet: an editor's diff looks for lines that are alike. */
function timeLine(hop: Hop | undefined, number: number, prefix: SubnetPrefix): string {
  const host = hop && hostOfHop(hop);
  const subnet = host === undefined ? '*' : visibleText(subnetOf(host, prefix));
  const mean = hop && meanOf(hop);
  const loss = hop ? lossOf(hop) : 1;
  const lost = loss === 0 ? '' : l10n.t(', {0} % lost', (loss * 100).toFixed(0));
  return l10n.t(
    '{0} hop {1}: {2}{3}',
    subnet.padEnd(20),
    number,
    mean === undefined ? '*' : milliseconds(mean),
    lost,
  );
}

const firstOf = (hops: readonly (Hop | undefined)[]) => {
  const known = hops.findIndex(hop => hop !== undefined);
  return (hops[known]?.hop ?? 1) - Math.max(0, known);
};
