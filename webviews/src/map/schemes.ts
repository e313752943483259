import { isNone, type MapColumns, type NamedColumn } from './mapColumns';
import { classMark, classMarks, isKnownClass } from '../../../shared/palette/classes';
import {
  combinations,
  disc,
  greyOf,
  markOf,
  rampColour,
  ring,
  type Ground,
  type Rgb,
} from '../../../shared/palette/palette';

/** Points that share a colour and a shape. */
export interface Category {
  colour: (ground: Ground) => Rgb;
  shape: number;
}

/** One line of the legend: it stands for one category, or for several that nobody needs told apart. */
export interface LegendEntry {
  /** From the capture, or ours when `own`. */
  name: string;
  own: boolean;
  categories: readonly number[];
  points: number;
}

/** How points are coloured. */
export interface Scheme {
  key: string;
  /** The category of each point. */
  of: Uint8Array;
  categories: readonly Category[];
  entries: readonly LegendEntry[];
}

/** What the points can be coloured by. */
export interface SchemeChoice {
  key: string;
  kind: 'label' | 'cluster' | 'field' | 'number';
  /** Of a field or number: its name in the capture. */
  name: string;
}

/** Named ones; more would not be told apart. */
const named = 16;
const bins = 8;

export interface Words {
  others(count: number): string;
  none: string;
  range(from: number, to: number, unit: string): string;
}

export function schemeChoices(map: MapColumns): SchemeChoice[] {
  return [
    ...(map.label.values.length > 0 ? [{ key: 'label', kind: 'label', name: 'label' } as const] : []),
    ...(map.cluster ? [{ key: 'cluster', kind: 'cluster', name: 'cluster' } as const] : []),
    ...map.fields.map(({ name }, i) => ({ key: `field:${i}`, kind: 'field', name }) as const),
    ...numbersOf(map).map(({ name }) => ({ key: `number:${name}`, kind: 'number', name }) as const),
  ];
}

/** The scheme with this key; the first of the choices for any other key. */
export function schemeOf(map: MapColumns, key: string, words: Words): Scheme {
  const choices = schemeChoices(map);
  const choice = choices.find(c => c.key === key) ?? choices[0];
  if (!choice) return byName('none', { name: '', values: [], codes: new Uint32Array(map.points) }, words);
  const numbers = numbersOf(map).find(({ name }) => choice.key === `number:${name}`);
  if (numbers) return byNumber(choice.key, numbers.values, numbers.unit, words);
  if (choice.kind === 'label') return byClass(map.label, words);
  if (choice.kind === 'cluster' && map.cluster) {
    const { names, codes } = map.cluster;
    return byName('cluster', { name: 'cluster', values: names, codes }, words, 'repeating');
  }
  return byName(choice.key, map.fields[Number(choice.key.slice(6))] ?? map.label, words);
}

function numbersOf(map: MapColumns): { name: string; unit: string; values: ArrayLike<number> }[] {
  return [...map.numbers, { name: 'flows', unit: '', values: map.count }];
}

function byClass(label: NamedColumn, words: Words): Scheme {
  const scheme = byName('label', label, words);
  let next = classMarks;
  const categories = [...scheme.categories];
  scheme.entries.forEach(({ name, own, categories: [category = 0] }) => {
    if (own) return;
    categories[category] = isKnownClass(name)
      ? {
          colour: ground => classMark(name, ground).colour,
          shape: classMark(name, 'dark').shape,
        }
      : marked(next++);
  });
  return { ...scheme, categories };
}

/** By the value of a column: the commonest values each for itself, the others together. */
function byName(
  key: string,
  { values, codes }: NamedColumn,
  words: Words,
  rest: 'grey' | 'repeating' = 'grey',
): Scheme {
  const counts = new Uint32Array(values.length);
  let without = 0;
  for (const code of codes) {
    if (isNone(code) || code >= values.length) without++;
    else counts[code] = (counts[code] as number) + 1;
  }
  const commonest = topCodes(counts, named);
  const used = counts.reduce((sum, count) => sum + Number(count > 0), 0);
  const others = used - commonest.length;
  const categoryOf = new Uint8Array(values.length).fill(named);
  commonest.forEach((code, i) => (categoryOf[code] = i));
  const repeated = rest === 'repeating' ? combinations - named : 1;
  if (rest === 'repeating')
    categoryOf.forEach((category, code) => {
      if (category === named) categoryOf[code] = named + (code % repeated);
    });
  const noneAt = named + repeated;
  const of = Uint8Array.from(codes, code =>
    isNone(code) || code >= values.length ? noneAt : (categoryOf[code] as number),
  );
  const otherCategories = Array.from({ length: repeated }, (_, i) => named + i);
  const inOthers =
    codes.length - without - commonest.reduce((sum, code) => sum + (counts[code] as number), 0);
  return {
    key,
    of,
    categories: [
      // A cluster has the mark of its number, as in the editor; other values have one by how common they are.
      ...Array.from({ length: named }, (_, i) => marked(rest === 'repeating' ? (commonest[i] ?? i) : i + 1)),
      ...otherCategories.map(i => (rest === 'repeating' ? marked(i) : grey(disc))),
      grey(ring),
    ],
    entries: [
      ...commonest.map((code, i) => {
        return { name: values[code] ?? '', own: false, categories: [i], points: counts[code] as number };
      }),
      ...(others > 0
        ? [{ name: words.others(others), own: true, categories: otherCategories, points: inOthers }]
        : []),
      ...(without > 0 ? [{ name: words.none, own: true, categories: [noneAt], points: without }] : []),
    ],
  };
}

/** By a number: as many points in each bin as in any other, for most numbers of flows have long tails. */
function byNumber(key: string, values: ArrayLike<number>, unit: string, words: Words): Scheme {
  const known = Float64Array.from(Array.from(values).filter(value => !Number.isNaN(value))).sort();
  const edges: number[] = [];
  for (let b = 1; b < bins; b++) {
    const edge = known[Math.floor((b * known.length) / bins)];
    if (edge !== undefined && edge > (edges.at(-1) ?? known[0] ?? edge)) edges.push(edge);
  }
  const counts = new Uint32Array(edges.length + 2);
  const of = new Uint8Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    let bin = edges.length + 1;
    if (!Number.isNaN(value)) {
      bin = 0;
      while (bin < edges.length && value >= (edges[bin] as number)) bin++;
    }
    of[i] = bin;
    counts[bin] = (counts[bin] as number) + 1;
  }
  const last = known.at(-1) ?? 0;
  const range = (bin: number) => {
    return words.range(edges[bin - 1] ?? known[0] ?? 0, edges[bin] ?? last, unit);
  };
  const ramped = Array.from({ length: edges.length + 1 }, (_, bin): Category => ({
    colour: ground => rampColour(edges.length > 0 ? bin / edges.length : 1, ground),
    shape: disc,
  }));
  const without = counts[edges.length + 1] as number;
  return {
    key,
    of,
    categories: [...ramped, grey(ring)],
    entries: [
      ...(known.length > 0
        ? ramped.map((_, bin) => {
            return { name: range(bin), own: true, categories: [bin], points: counts[bin] as number };
          })
        : []),
      ...(without > 0
        ? [{ name: words.none, own: true, categories: [edges.length + 1], points: without }]
        : []),
    ],
  };
}

/** The codes that occur most, at most so many, commonest first. */
function topCodes(counts: Uint32Array, most: number): number[] {
  const codes: number[] = [];
  for (let code = 0; code < counts.length; code++) {
    const count = counts[code] as number;
    const least = counts[codes[most - 1] ?? -1] ?? 0;
    if (count === 0 || (codes.length === most && count <= least)) continue;
    const at = codes.findIndex(other => (counts[other] as number) < count);
    codes.splice(at < 0 ? codes.length : at, 0, code);
    if (codes.length > most) codes.pop();
  }
  return codes;
}

function marked(index: number): Category {
  return { colour: ground => markOf(index, ground).colour, shape: markOf(index, 'dark').shape };
}

function grey(shape: number): Category {
  return { colour: greyOf, shape };
}
