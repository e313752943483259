import { addressKind } from '../captures/addresses';
import { visibleText } from '../../../../shared/text/visibleText';
import { subnetOf } from '../training/corpus/subnets';
import { emptyPart } from '../training/corpus/tokens';
import type { Turns } from '../../base/threads/turns';
import type { LabelCounts } from '../captures/labels';
import { rankedLabels } from './labels';
import { valuesAmong, type FieldColumn, type TokenFields } from './tokenFields';
import { language } from '../../../../shared/text/language';

/** Share of a cluster's flows that a value must have to stand for all of them. */
const dominance = 0.6;
/** Share that two protocols or ports must have together. */
const ofTwo = 0.9;

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
  const around = ({ rows }: NamedCluster) =>
    `around ${visibleText(tokens[rows[0] as number] ?? '', longest * 2)}`;
  const named = async (cluster: NamedCluster, how: Manner) => {
    await turns.after(cluster.rows.length * fields.columns.length);
    return nameOf(cluster, fields, counts, how) || around(cluster);
  };
  const names: string[] = [];
  for (const cluster of clusters) names.push(await named(cluster, 'plain'));
  for (const id of alike(names)) names[id] = await named(clusters[id] as NamedCluster, 'with an example');
  for (const id of alike(names))
    names[id] = `${names[id] as string}, ${around(clusters[id] as NamedCluster)}`;
  for (const [nth, id] of alike(names).entries()) names[id] = `${names[id] as string} (${nth + 1})`;
  return names;
}

type Manner = 'plain' | 'with an example';

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
  how: Manner,
): string {
  const column = (name: string) => columns.find(c => c.name.split('/')[0] === name);
  const [proto, source] = [column('Proto'), column('SrcAddr')];
  const [destination, port] = [column('DstAddr'), column('Dport')];
  const said = (of: FieldColumn | undefined, unit: string) => of && partOf(of, rows, counts, unit);
  const target = targetOf(said(destination, 'addresses'), said(port, 'ports'), how);
  const usual = [proto, source, destination, port];
  const parts = [
    [textOf(said(proto, 'protocols'), how), target && `→ ${target}`].filter(text => text !== '').join(' '),
    textOf(said(source, 'sources'), how),
    ...columns.flatMap(c => {
      const part = usual.includes(c) ? undefined : said(c, '');
      return part?.one ? `${c.name} ${part.text}` : '';
    }),
    labelText(labels),
  ];
  return parts.filter(text => text !== '').join(', ');
}

/** What is said of a column. */
interface Part {
  /** One value or two that stand for all, a subnet, or how many values there are; empty where cells are empty. */
  text: string;
  one: boolean;
  subnet: boolean;
  /** The value of the member nearest to the centre. */
  example: string;
}

function partOf(
  column: FieldColumn,
  rows: NamedCluster['rows'],
  counts: ArrayLike<number>,
  unit: string,
): Part {
  const found = valuesAmong(column, rows, counts).map(({ number, flows }) => ({
    value: column.values[number] as string,
    flows,
  }));
  const total = found.reduce((sum, { flows }) => sum + flows, 0);
  const own = column.values[column.numbers[rows[0] as number] ?? 0] ?? '';
  const part = { one: true, subnet: false, example: visibleText(own, longest) };
  const [most, second] = found;
  if (!most) return { ...part, text: '' };
  const first = most.value === emptyPart ? '' : visibleText(most.value, longest);
  if (most.flows >= dominance * total) return { ...part, text: first };
  const paired = second && unit !== 'sources' && unit !== 'addresses' && second.value !== emptyPart;
  if (paired && first !== '' && most.flows + second.flows >= ofTwo * total)
    return { ...part, text: `${first}/${visibleText(second.value, longest)}` };
  const subnet = commonSubnet(found, total);
  if (subnet !== undefined) return { ...part, text: subnet, one: false, subnet: true };
  return { ...part, text: `${found.length.toLocaleString(language())} ${unit}`, one: false };
}

function textOf(part: Part | undefined, how: Manner): string {
  if (!part) return '';
  if (part.one || how === 'plain') return part.text;
  return part.subnet ? `${part.example} in ${part.text}` : `${part.text} such as ${part.example}`;
}

/** The smallest subnet that holds most of the flows. */
function commonSubnet(found: readonly { value: string; flows: number }[], total: number): string | undefined {
  const kind = addressKind(found[0]?.value ?? '');
  if (kind !== 'IPv4' && kind !== 'IPv6') return undefined;
  for (const prefix of kind === 'IPv4' ? [24, 16] : [64, 48, 32]) {
    const sums = new Map<string, number>();
    for (const { value, flows } of found) {
      const subnet = subnetOf(value, prefix);
      sums.set(subnet, (sums.get(subnet) ?? 0) + flows);
    }
    for (const [subnet, flows] of sums) if (flows >= dominance * total && subnet.includes('/')) return subnet;
  }
  return undefined;
}

/** `:53`, `10.0.0.1:53`, `:53 in 10.0.0.0/24`, `10.0.0.1 (12 ports)`, `30 addresses (12 ports)`. */
function targetOf(to: Part | undefined, port: Part | undefined, how: Manner): string {
  if (!port || port.text === '') return textOf(to, how);
  if (!to || to.text === '') return port.one ? `:${port.text}` : textOf(port, how);
  if (!port.one) return `${textOf(to, how)} (${textOf(port, how)})`;
  if (to.one)
    return addressKind(to.text) === 'IPv6' ? `[${to.text}]:${port.text}` : `${to.text}:${port.text}`;
  if (to.subnet)
    return how === 'plain' ? `:${port.text} in ${to.text}` : `:${port.text} of ${textOf(to, how)}`;
  return how === 'plain' ? `:${port.text}` : `:${port.text} of ${textOf(to, how)}`;
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
