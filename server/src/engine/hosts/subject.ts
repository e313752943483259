import * as l10n from '@vscode/l10n';
import type { SubjectKind } from '../../../../shared/protocol/hosts';
import type { FlowCondition, FlowFilter } from '../../../../shared/text/flowFilter';

/** What a page is about, and how its flows are told from others. */
export interface Subject {
  kind: SubjectKind;
  /** As it is written. */
  name: string;
  /** SQL: whether a flow is one of its own, whether it began it, and who is at the other end; `$1`, `$2` are `values`. */
  has: string;
  began: string;
  peer: string;
  values: readonly string[];
  /** The flows that it began, and those that others began. */
  mine: FlowFilter;
  theirs: FlowFilter;
}

const is = (column: string, value: string): FlowCondition => ({ column, is: '=', values: [value] });
const startsWith = (column: string, value: string): FlowCondition => {
  return { column, is: 'starts with', values: [value] };
};

/**
 * A host by its address, `A → B` a conversation, `tcp 443` a service, `10.0.0.0/24` a subnet (of IPv4, at a dot). Throws
 * for a subnet that is none of these.
 */
export function subjectOf(text: string): Subject {
  const [a, b] = text.split(' → ');
  if (a !== undefined && b !== undefined) return conversation(text, a, b);
  const subnet = /^([\d.]+)\/(\d+)$/.exec(text);
  if (subnet) return subnetOf(text, subnet[1] as string, Number(subnet[2]));
  const service = /^(\S+) (\S*)$/.exec(text);
  if (service) return serviceSubject(text, service[1] as string, service[2] as string);
  return {
    kind: 'host',
    name: text,
    has: 'src_addr = $1 OR dst_addr = $1',
    // A flow of the host to itself is one that it began.
    began: 'src_addr = $1',
    peer: 'CASE WHEN src_addr = $1 THEN dst_addr ELSE src_addr END',
    values: [text],
    mine: is('SrcAddr', text),
    theirs: is('DstAddr', text),
  };
}

function conversation(name: string, a: string, b: string): Subject {
  return {
    kind: 'conversation',
    name,
    has: '(src_addr = $1 AND dst_addr = $2) OR (src_addr = $2 AND dst_addr = $1)',
    began: 'src_addr = $1',
    peer: '$2::VARCHAR',
    values: [a, b],
    mine: { all: [is('SrcAddr', a), is('DstAddr', b)] },
    theirs: { all: [is('SrcAddr', b), is('DstAddr', a)] },
  };
}

function serviceSubject(name: string, proto: string, port: string): Subject {
  const asks: FlowFilter = {
    all: [is('Proto', proto), port === '' ? { column: 'Dport', is: 'empty', values: [] } : is('Dport', port)],
  };
  return {
    kind: 'service',
    name,
    has: 'proto = $1 AND dport = $2',
    began: 'true',
    peer: 'dst_addr',
    values: [proto, port],
    mine: asks,
    theirs: asks,
  };
}

function subnetOf(name: string, address: string, bits: number): Subject {
  const octets = address.split('.');
  if (![8, 16, 24].includes(bits) || octets.length !== 4)
    throw new Error(l10n.t('"{0}" is no subnet that can be shown: write 10.0.0.0/8, /16 or /24.', name));
  const prefix = `${octets.slice(0, bits / 8).join('.')}.`;
  return {
    kind: 'subnet',
    name: `${[...octets.slice(0, bits / 8), ...['0', '0', '0']].slice(0, 4).join('.')}/${bits}`,
    has: 'starts_with(src_addr, $1) OR starts_with(dst_addr, $1)',
    began: 'starts_with(src_addr, $1)',
    peer: 'CASE WHEN starts_with(src_addr, $1) THEN dst_addr ELSE src_addr END',
    values: [prefix],
    mine: startsWith('SrcAddr', prefix),
    theirs: startsWith('DstAddr', prefix),
  };
}
