import { addressKind } from '../../captures/addresses';

/** Prefix lengths a part may have: those that fall between the numbers an address is written in. */
export const ipv4Prefixes: readonly number[] = [8, 16, 24];
export const ipv6Prefixes: readonly number[] = [32, 48, 64];

/**
 * The subnet of an address, as `10.0.0.0/8` or `2001:db8::/32`. An address of another family than the prefix
 * is for, a MAC address or a name is kept as it is.
 */
export function subnetOf(address: string, prefix: number): string {
  const kind = addressKind(address);
  if (kind === 'IPv4' && ipv4Prefixes.includes(prefix)) {
    const kept = address.split('.').slice(0, prefix / 8);
    return `${[...kept, 0, 0, 0].slice(0, 4).join('.')}/${prefix}`;
  }
  if (kind === 'IPv6' && ipv6Prefixes.includes(prefix)) {
    const kept = groupsOf(address).slice(0, prefix / 16);
    while (kept.at(-1) === '0') kept.pop();
    return `${kept.join(':')}::/${prefix}`;
  }
  return address;
}

/** The eight groups of a valid IPv6 address, lower case without leading zeros. */
function groupsOf(address: string): string[] {
  const [text = ''] = address.split('%'); // The zone of a link-local address says nothing of its subnet.
  const [head = '', tail] = text.split('::');
  const left = numbersOf(head);
  const right = numbersOf(tail ?? '');
  const missing = Array.from({ length: tail === undefined ? 0 : 8 - left.length - right.length }, () => '0');
  return [...left, ...missing, ...right];
}

function numbersOf(text: string): string[] {
  if (text === '') return [];
  return text.split(':').flatMap(group => {
    if (!group.includes('.')) return [parseInt(group, 16).toString(16)];
    const [a = 0, b = 0, c = 0, d = 0] = group.split('.').map(Number);
    return [(a * 256 + b).toString(16), (c * 256 + d).toString(16)];
  });
}
