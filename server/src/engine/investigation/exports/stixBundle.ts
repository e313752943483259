import { createHash } from 'node:crypto';
import { isIP } from 'node:net';
import type { Case, KeptFlows, Pin } from '../../../../../shared/investigation/case';
import { visibleText } from '../../../../../shared/text/visibleText';
import { aboutText, count, factsOf, type Made } from './facts';

type StixObject = Readonly<Record<string, unknown>> & { id: string };

const kinds = { malicious: ['malicious-activity'], suspicious: ['anomalous-activity'] } as const;

/**
 * A bundle of STIX 2.1 (OASIS standard, June 2021): an indicator for each pin that is malicious or suspicious, whose
 * pattern is the conversations of its flows, and a report that names them. Identifiers follow from the contents, so that
 * an export again is no second indicator. What is benign or unknown indicates nothing and is left out; the report says so.
 */
export function stixBundle(value: Case, made: Made): string {
  const stamp = stampOf(made.time, made.time);
  const common = { spec_version: '2.1', created: stamp, modified: stamp };
  const identity: StixObject = {
    type: 'identity',
    id: idOf('identity', 'flow2vec'),
    ...common,
    name: `flow2vec ${made.version}`,
    identity_class: 'system',
  };
  const indicators = value.evidence.flatMap(pin => indicatorOf(pin, identity.id, made.time));
  const left = value.evidence.length - indicators.length;
  const title = value.title === '' ? 'Investigation' : shown(value.title);
  const report: StixObject = {
    type: 'report',
    id: idOf('report', title, ...indicators.map(({ id }) => id)),
    ...common,
    created_by_ref: identity.id,
    name: title,
    description: [
      ...(left > 0
        ? [
            `${count(left)} of ${count(value.evidence.length)} pieces of evidence are benign or unknown, or have no flows with addresses, and indicate nothing.`,
          ]
        : []),
      ...factsOf(value, made).map(([name, fact]) => shown(`${name}: ${fact}`)),
    ].join('\n'),
    report_types: ['indicator'],
    published: stamp,
    object_refs: [identity.id, ...indicators.map(({ id }) => id)],
  };
  const objects = [identity, ...indicators, report];
  const bundle = { type: 'bundle', id: idOf('bundle', ...objects.map(({ id }) => id)), objects };
  return `${JSON.stringify(bundle, null, 2)}\n`;
}

function indicatorOf(pin: Pin, author: string, exported: string): StixObject[] {
  const { verdict, flows, title, note, tags, time } = pin;
  if (!flows || (verdict !== 'malicious' && verdict !== 'suspicious')) return [];
  const conversations = conversationsOf(flows);
  const [first] = conversations;
  if (first === undefined) return [];
  const pattern = `[${conversations.map(each => (conversations.length > 1 ? `(${each})` : each)).join(' OR ')}]`;
  const labels = [...new Set(tags.map(shown).filter(tag => tag.trim() !== ''))];
  const start = flows.columns.indexOf('StartTime');
  const stamp = stampOf(time, exported);
  const kept =
    flows.count > flows.rows.length
      ? `${count(flows.rows.length)} of ${count(flows.count)} flows`
      : `${count(flows.count)} flows`;
  return [
    {
      type: 'indicator',
      id: idOf('indicator', pin.id, pattern),
      spec_version: '2.1',
      created_by_ref: author,
      created: stamp,
      modified: stamp,
      name: shown(title),
      description: [shown(note), `${kept}: ${shown(aboutText(pin))}`].filter(each => each !== '').join(' — '),
      indicator_types: kinds[verdict],
      pattern,
      pattern_type: 'stix',
      pattern_version: '2.1',
      valid_from: stampOf(String(flows.rows[0]?.[start] ?? ''), stamp),
      ...(labels.length > 0 ? { labels } : {}),
    },
  ];
}

/** The distinct conversations of flows, each as comparisons of the pattern language. */
function conversationsOf({ columns, rows }: KeptFlows): string[] {
  const place = (name: string) => columns.indexOf(name);
  const [source, target, port, protocol] = [
    place('SrcAddr'),
    place('DstAddr'),
    place('Dport'),
    place('Proto'),
  ];
  const found = rows.flatMap(row => {
    const ends = [...addressOf('src_ref', row[source]), ...addressOf('dst_ref', row[target])];
    if (ends.length === 0) return [];
    const number = Number(row[port] ?? NaN);
    const isPort =
      Number.isInteger(number) && number > 0 && number < 65_536 && /^\d+$/.test(String(row[port]));
    const name = String(row[protocol] ?? '').toLowerCase();
    return [
      [
        ...ends,
        ...(isPort ? [`network-traffic:dst_port = ${number}`] : []),
        ...(/^[a-z0-9-]+$/.test(name) ? [`network-traffic:protocols[*] = '${name}'`] : []),
      ].join(' AND '),
    ];
  });
  return [...new Set(found)];
}

function addressOf(end: 'src_ref' | 'dst_ref', value: unknown): string[] {
  const address = String((value as string | null | undefined) ?? '');
  return isIP(address) === 0 ? [] : [`network-traffic:${end}.value = '${address}'`];
}

const shown = (text: string) => visibleText(text, Infinity);

/** STIX wants RFC 3339 in UTC; three digits of a second are kept. */
function stampOf(time: string, otherwise: string): string {
  const parsed = new Date(time);
  return (Number.isNaN(parsed.getTime()) ? new Date(otherwise) : parsed).toISOString();
}

/** A name-based UUID (RFC 4122, version 5) of what identifies the object. */
function idOf(type: string, ...parts: readonly string[]): string {
  const hash = createHash('sha1')
    .update(JSON.stringify([type, ...parts]))
    .digest();
  hash[6] = ((hash[6] as number) & 0x0f) | 0x50;
  hash[8] = ((hash[8] as number) & 0x3f) | 0x80;
  const hex = hash.toString('hex').slice(0, 32);
  return `${type}--${hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')}`;
}
