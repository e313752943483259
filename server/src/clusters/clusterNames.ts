import { addressKind } from '../captures/addresses';
import { visibleText } from '../captures/visibleText';
import { subnetOf } from '../corpus/subnets';
import { emptyPart } from '../corpus/tokens';
import type { Turns } from '../corpus/turns';
import type { LabelCounts } from '../captures/labels';
import { rankedLabels } from './labels';
import { valuesAmong, type FieldColumn, type TokenFields } from './tokenFields';

/** Share of a cluster's flows that a value must have to stand for all of them. */
const dominance = 0.6;

/** Characters of a value in a name; captures may hold any text. */
const longest = 60;

/** A cluster as it is named: its rows, nearest to the centre first, and the flows of each class. */
export interface NamedCluster {
  rows: ArrayLike<number> & Iterable<number>;
  labels: LabelCounts;
}

/**
 * A name for each cluster, such as `udp → :53, 147.32.84.165, 87 % botnet`: the values, or subnets, that most of its
 * flows have, and their commonest class. Names that would be the same get the values of the member nearest to the
 * centre, then that member's whole token, then a number. No name is empty. Values are written as `visibleText`
 * has them.
 */
export async function clusterNames(
  clusters: readonly NamedCluster[],
  fields: TokenFields,
  { tokens, counts }: { tokens: readonly string[]; counts: ArrayLike<number> },
  turns: Turns,
): Promise<string[]> {
  const names: string[] = [];
  const plain = async (cluster: NamedCluster) => {
    await turns.after(cluster.rows.length * fields.columns.length);
    return nameOf(cluster, fields, counts, 'plain');
  };
  for (const cluster of clusters) names.push(await plain(cluster));
  for (const id of alike(names)) {
    const cluster = clusters[id] as NamedCluster;
    await turns.after(cluster.rows.length * fields.columns.length);
    names[id] = nameOf(cluster, fields, counts, 'with an example');
  }
  for (const id of alike(names)) {
    const around = tokens[(clusters[id] as NamedCluster).rows[0] as number] as string;
    names[id] = `${names[id] as string}, around ${visibleText(around, longest * 2)}`;
  }
  for (const [nth, id] of alike(names).entries()) names[id] = `${names[id] as string} (${nth + 1})`;
  return names;
}

/** Places of the names that occur more than once. */
function alike(names: readonly string[]): number[] {
  const seen = new Map<string, number>();
  for (const name of names) seen.set(name, (seen.get(name) ?? 0) + 1);
  return [...names.keys()].filter(id => (seen.get(names[id] as string) ?? 0) > 1);
}

function nameOf(
  { rows, labels }: NamedCluster,
  { columns }: TokenFields,
  counts: ArrayLike<number>,
  how: 'plain' | 'with an example',
): string {
  const said = (column: FieldColumn | undefined, unit: string) =>
    column && partOf(column, rows, counts, unit, how);
  const named = (...names: string[]) => columns.find(({ name }) => names.includes(name.split('/')[0] ?? ''));
  const [proto, port] = [named('Proto'), named('Dport')];
  const [source, destination] = [named('SrcAddr'), named('DstAddr')];
  const others = columns.filter(c => ![proto, port, source, destination].includes(c));
  const [to, service] = [said(destination, 'addresses'), said(port, 'ports')];
  const target = to || service ? `→ ${targetOf(to, service)}` : '';
  const parts = [
    [said(proto, 'protocols')?.text ?? '', target].filter(text => text !== '').join(' '),
    said(source, 'sources')?.text ?? '',
    ...others.map(column => {
      const part = said(column, 'values');
      return part ? `${column.name} ${part.text}` : '';
    }),
    labelText(labels),
  ];
  return parts.filter(text => text !== '').join(', ');
}

/** What is said of a column: one value that stands for all, or how many there are. */
interface Part {
  text: string;
  one: boolean;
}

function partOf(
  column: FieldColumn,
  rows: ArrayLike<number> & Iterable<number>,
  counts: ArrayLike<number>,
  unit: string,
  how: 'plain' | 'with an example',
): Part | undefined {
  const found = valuesAmong(column, rows, counts);
  const total = found.reduce((sum, { flows }) => sum + flows, 0);
  const valueOf = (number: number) => visibleText(column.values[number] as string, longest);
  const [most] = found;
  if (!most) return undefined;
  if (most.flows >= dominance * total) {
    const text = valueOf(most.number);
    return text === emptyPart ? undefined : { text, one: true };
  }
  const example = valueOf(column.numbers[rows[0] as number] ?? most.number);
  const subnet = commonSubnet(
    found.map(({ number, flows }) => ({ address: column.values[number] as string, flows })),
    total,
  );
  const counted = subnet ?? `${found.length.toLocaleString('en')} ${unit}`;
  const text = how === 'plain' ? counted : `${counted} (${example} …)`;
  return { text, one: subnet !== undefined };
}

/** The smallest subnet that holds most of the flows. */
function commonSubnet(
  found: readonly { address: string; flows: number }[],
  total: number,
): string | undefined {
  const kind = addressKind((found[0] as { address: string }).address);
  if (kind !== 'IPv4' && kind !== 'IPv6') return undefined;
  for (const prefix of kind === 'IPv4' ? [24, 16] : [64, 48, 32]) {
    const sums = new Map<string, number>();
    for (const { address, flows } of found) {
      const subnet = subnetOf(address, prefix);
      sums.set(subnet, (sums.get(subnet) ?? 0) + flows);
    }
    const [most] = [...sums].sort(([, a], [, b]) => b - a);
    if (most && most[1] >= dominance * total && most[0].includes('/')) return most[0];
  }
  return undefined;
}

/** `:53`, `10.0.0.1:53`, `10.0.0.1, 12 ports`, `30 addresses, 12 ports`. */
function targetOf(to: Part | undefined, port: Part | undefined): string {
  if (!port) return to?.text ?? '';
  if (!to || (!to.one && port.one && !to.text.includes('('))) return port.one ? `:${port.text}` : port.text;
  if (!port.one) return `${to.text}, ${port.text}`;
  if (!to.one) return `:${port.text} on ${to.text}`;
  return to.text.includes(':') || to.text.includes('/') || to.text.includes(' ')
    ? `[${to.text}]:${port.text}`
    : `${to.text}:${port.text}`;
}

/** `87 % botnet`; never 100 % of what is not all. What is not background is told in any case. */
function labelText(labels: LabelCounts): string {
  const [most, next] = rankedLabels(labels);
  if (!most) return '';
  const told = next && most.label === 'background' ? [most, next] : [most];
  return told.map(({ label, share }) => `${percent(share)} ${label}`).join(', ');
}

function percent(share: number): string {
  if (share < 1 && share > 0.99) return '>99 %';
  return share > 0 && share < 0.01 ? '<1 %' : `${Math.round(share * 100)} %`;
}
