import type { Vocabulary } from '../training/corpus/corpus';
import type { Clustering } from './clustering';
import { absent, type FieldColumn } from './tokenFields';

/**
 * Numbers of the clusters whose members match all words of a text, those with the surest share of such flows first.
 * A word is a class of labels (`botnet`), a value of any column (`147.32.84.165`, `53`), a port (`:53`), a value of
 * one column (`Dport=53`), else any part of a token. Blank text finds nothing.
 */
export async function findClusters(clustering: Clustering, text: string): Promise<number[]> {
  const words = text.trim().split(/\s+/);
  if (words[0] === '') return [];
  const { vocabulary, partition } = clustering;
  const flows = Float64Array.from(vocabulary.counts);
  const { columns } = await clustering.fields();
  for (const word of words) narrow(clustering.vocabulary, columns, word, flows);
  const found = new Float64Array(partition.k);
  const all = new Float64Array(partition.k);
  partition.assignments.forEach((c, row) => {
    found[c] = (found[c] as number) + (flows[row] as number);
    all[c] = (all[c] as number) + (vocabulary.counts[row] as number);
  });
  const sure = all.map((n, c) => leastShare(found[c] as number, n));
  return [...found.keys()]
    .filter(c => (found[c] as number) > 0)
    .sort(
      (a, b) =>
        (sure[b] as number) - (sure[a] as number) || (found[b] as number) - (found[a] as number) || a - b,
    );
}

/** Leaves of each row's flows those that the word is about. */
function narrow(
  { labelClasses, labelCounts, tokens }: Vocabulary,
  columns: readonly FieldColumn[],
  word: string,
  flows: Float64Array,
): void {
  const wanted = word.toLowerCase();
  const label = labelClasses.findIndex(name => name === wanted);
  if (label >= 0) {
    for (let row = 0; row < flows.length; row++)
      flows[row] = Math.min(flows[row] as number, labelCounts[row * labelClasses.length + label] as number);
    return;
  }
  const exact = exactly(columns, wanted);
  for (let row = 0; row < flows.length; row++) {
    const hit = exact ? exact(row) : (tokens[row] as string).toLowerCase().includes(wanted);
    if (!hit) flows[row] = 0;
  }
}

/** Tells rows that have a value, in the column that is named or in any; undefined when the word is no value at all. */
function exactly(columns: readonly FieldColumn[], word: string): ((row: number) => boolean) | undefined {
  const [, name, given] = /^([a-z0-9/]+)=(.+)$/.exec(word) ?? [];
  const named = columns.filter(column => column.name.toLowerCase() === name);
  const ports = columns.filter(column => column.name.startsWith('Dport'));
  const [among, value] =
    named.length > 0 && given !== undefined
      ? [named, given]
      : word.startsWith(':') && ports.length > 0
        ? [ports, word.slice(1)]
        : [columns, word];
  const hits = among.flatMap(({ values, numbers }) => {
    const known = new Set(values.flatMap((text, number) => (text.toLowerCase() === value ? [number] : [])));
    return known.size > 0 ? [{ numbers, known }] : [];
  });
  // A column or a port was named, and no token has that value: then nothing matches.
  if (hits.length === 0) return among === columns ? undefined : () => false;
  return row =>
    hits.some(({ numbers, known }) => {
      const number = numbers[row] as number;
      return number !== absent && known.has(number);
    });
}

/** Lower bound of a share, 95 % sure (Wilson 1927): one flow of one is less sure than 500 of 510. */
function leastShare(found: number, all: number): number {
  if (all === 0) return 0;
  const z2 = 1.96 ** 2;
  const share = found / all;
  const spread = 1.96 * Math.sqrt((share * (1 - share) + z2 / (4 * all)) / all);
  return (share + z2 / (2 * all) - spread) / (1 + z2 / all);
}
