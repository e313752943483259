import * as l10n from '@vscode/l10n';
import { shuffled } from '../../base/seededRandom';
import type { RouteTable } from './routeTable';
import { language } from '../../../../shared/text/language';

export interface SplitSettings {
  split: 'temporal' | 'random';
  /** Share of the routes that is tested, 0 to 1. */
  testShare: number;
  balance: 'undersample' | 'weights' | 'none';
  /** Hold back a tenth of the training routes, for an early stop to watch. */
  holdBack: boolean;
}

export interface RouteSplit {
  /** Numbers of routes, in random order within each. `validation` is empty unless some were held back. */
  train: Uint32Array;
  validation: Uint32Array;
  test: Uint32Array;
  /** Of benign and malicious routes in the training loss. */
  classWeights: readonly [number, number];
  /** Routes with a label that are left out for balance. */
  leftOut: number;
  notes: string[];
}

/**
 * Splits the labelled routes within each class: the first in time are trained on and the last tested, or any. The
 * commoner class is undersampled on each side of the split, so that no day's routes are on both sides. Throws when
 * a class has too few routes.
 */
export function splitRoutes(table: RouteTable, settings: SplitSettings, random: () => number): RouteSplit {
  const classes = [0, 1].map(label => numbersOf(table, label));
  const [benign, malicious] = classes.map(c => c.length) as [number, number];
  if (benign < 5 || malicious < 5)
    throw new Error(
      l10n.t(
        '{0} benign and {1} malicious routes have a label; at least five of each are needed. Write "# label: benign" or "# label: malicious" before a route, or name a CSV of destinations and labels.',
        benign,
        malicious,
      ),
    );
  const notes: string[] = [];
  let timed = false;
  const sides = classes.map(routes => {
    const ordered = settings.split === 'random' ? mixed(routes, random) : inTime(table, routes);
    timed ||= settings.split === 'temporal' && ordered.some(r => !Number.isNaN(table.times[r]));
    const cut = Math.round((1 - settings.testShare) * routes.length);
    return { train: ordered.slice(0, cut), test: ordered.slice(cut) };
  }) as [Side, Side];
  if (settings.split === 'temporal' && !timed)
    notes.push(l10n.t('The routes have no times: their order in the file is taken for the order in time.'));
  const kept = { train: sides.map(s => s.train), test: sides.map(s => s.test) };
  if (settings.balance === 'undersample')
    for (const side of ['train', 'test'] as const) {
      const even = Math.min(...kept[side].map(routes => routes.length));
      kept[side] = kept[side].map(routes =>
        routes.length > even ? mixed(routes, random).slice(0, even) : routes,
      );
    }
  const count = (lists: readonly Uint32Array[]) => lists.reduce((sum, list) => sum + list.length, 0);
  const leftOut = benign + malicious - count(kept.train) - count(kept.test);
  if (leftOut > 0)
    notes.push(
      l10n.t(
        '{0} routes of the commoner class are left out, so that both weigh the same.',
        leftOut.toLocaleString(language()),
      ),
    );
  const held = { train: [] as Uint32Array[], validation: [] as Uint32Array[] };
  for (const routes of kept.train) {
    // Held-back routes are the last of the training's, as the tested ones are the last of all.
    const cut = settings.holdBack ? Math.round(0.9 * routes.length) : routes.length;
    held.train.push(routes.slice(0, cut));
    held.validation.push(routes.slice(cut));
  }
  const join = (lists: readonly Uint32Array[]) => mixed(concatenated(lists), random);
  const [a, b] = held.train.map(list => list.length) as [number, number];
  return {
    train: join(held.train),
    validation: join(held.validation),
    test: join(kept.test),
    // As scikit-learn's "balanced": a class weighs by how rare it is.
    classWeights: settings.balance === 'weights' ? [(a + b) / (2 * a), (a + b) / (2 * b)] : [1, 1],
    leftOut,
    notes,
  };
}

/** All routes, with and without a label, for a network that is asked for no classes. */
export function splitAll(table: RouteTable, settings: SplitSettings, random: () => number): RouteSplit {
  if (table.size < 5)
    throw new Error(
      l10n.t('{0} routes of more than two hops; at least five are needed to learn from.', table.size),
    );
  const all = Uint32Array.from({ length: table.size }, (_, r) => r);
  const ordered = settings.split === 'random' ? mixed(all, random) : inTime(table, all);
  const cut = Math.round((1 - settings.testShare) * all.length);
  const held = settings.holdBack ? Math.round(0.9 * cut) : cut;
  return {
    train: mixed(ordered.slice(0, held), random),
    validation: ordered.slice(held, cut),
    test: ordered.slice(cut),
    classWeights: [1, 1],
    leftOut: 0,
    notes: [],
  };
}

interface Side {
  train: Uint32Array;
  test: Uint32Array;
}

const numbersOf = ({ labels }: RouteTable, label: number) =>
  Uint32Array.from([...labels.keys()].filter(r => labels[r] === label));

const mixed = (routes: Uint32Array, random: () => number) =>
  shuffled(routes.length, random).map(i => routes[i] as number);

/** By time; routes without one keep their place in the file, before those of later times. */
function inTime({ times }: RouteTable, routes: Uint32Array): Uint32Array {
  const at = new Map<number, number>();
  let last = -Infinity;
  for (const r of routes) {
    const time = times[r] as number;
    if (!Number.isNaN(time)) last = time;
    at.set(r, Number.isNaN(time) ? last : time);
  }
  return routes.slice().sort((a, b) => {
    const [x, y] = [at.get(a) as number, at.get(b) as number];
    return x === y ? a - b : x - y;
  });
}

function concatenated(lists: readonly Uint32Array[]): Uint32Array {
  const all = new Uint32Array(lists.reduce((sum, list) => sum + list.length, 0));
  let at = 0;
  for (const list of lists) {
    all.set(list, at);
    at += list.length;
  }
  return all;
}
