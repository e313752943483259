import { prefixParameters } from '../../../../shared/parameters/routes';

/** Length of a subnet's prefix, in bits, for each family. */
export interface SubnetPrefix {
  ipv4: number;
  ipv6: number;
}

/** The notebook's subnets are /24; /48 is what a site is given in IPv6 (RFC 6177). */
export const defaultPrefix: SubnetPrefix = {
  ipv4: prefixParameters.prefix.default,
  ipv6: prefixParameters.prefixIPv6.default,
};

/** An IPv4 address as 32 bits, or -1. Leading zeros are taken as decimal, as traceroute prints them. */
export function ipv4Bits(text: string): number {
  let bits = 0;
  let part = -1;
  let parts = 0;
  if (text.length < 7 || text.length > 15) return -1;
  for (let i = 0; i < text.length; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (digit >= 0 && digit <= 9) {
      part = (part < 0 ? 0 : part * 10) + digit;
      if (part > 255) return -1;
    } else if (digit === -2 && part >= 0 && parts < 3) {
      bits = bits * 256 + part;
      part = -1;
      parts++;
    } else return -1;
  }
  return parts === 3 && part >= 0 ? bits * 256 + part : -1;
}

/** The eight 16-bit groups of an IPv6 address, without its zone; undefined when it is none. */
export function ipv6Groups(address: string): number[] | undefined {
  const zone = address.indexOf('%');
  const text = zone < 0 ? address : address.slice(0, zone);
  if (!text.includes(':') || text.length > 45) return undefined;
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const head = groupsOf(halves[0] as string);
  const tail = groupsOf(halves[1] ?? '');
  if (!head || !tail) return undefined;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  return [...head, ...new Array<number>(missing).fill(0), ...tail];
}

/** Whether the text is an IPv4 or IPv6 address. */
export function isAddress(text: string): boolean {
  return ipv4Bits(text) >= 0 || ipv6Groups(text) !== undefined;
}

/** Whether two addresses are one, however they are written; names are compared without case. */
export function sameHost(a: string, b: string): boolean {
  return a === b || (a !== '' && b !== '' && canonicalHost(a) === canonicalHost(b));
}

/**
 * The subnet of an address, as `147.32.84.0/24` or `2001:db8::/48`. A host whose address is not known is a subnet
 * of its own, under its name.
 */
export function subnetOf(host: string, prefix: SubnetPrefix): string {
  const bits = embeddedIpv4(host);
  if (bits >= 0) return ipv4Subnet(maskOf(bits, prefix.ipv4), prefix.ipv4);
  const groups = ipv6Groups(host);
  return groups ? ipv6Subnet(groups, prefix.ipv6) : host.toLowerCase();
}

/** Numbers subnets in the order in which they are met. */
export class SubnetNumbers {
  readonly names: string[] = [];
  private readonly ipv4 = new Map<number, number>();
  private readonly others = new Map<string, number>();

  constructor(private readonly prefix: SubnetPrefix) {}

  numberOf(host: string): number {
    const bits = embeddedIpv4(host);
    if (bits < 0) return this.numberOfName(subnetOf(host, this.prefix));
    const subnet = maskOf(bits, this.prefix.ipv4);
    let number = this.ipv4.get(subnet);
    if (number === undefined) {
      number = this.names.push(ipv4Subnet(subnet, this.prefix.ipv4)) - 1;
      this.ipv4.set(subnet, number);
    }
    return number;
  }

  /** The number of a host's subnet, if it was met. */
  find(host: string): number | undefined {
    const bits = embeddedIpv4(host);
    return bits < 0
      ? this.others.get(subnetOf(host, this.prefix))
      : this.ipv4.get(maskOf(bits, this.prefix.ipv4));
  }

  private numberOfName(name: string): number {
    let number = this.others.get(name);
    if (number === undefined) {
      const kept = detached(name);
      number = this.names.push(kept) - 1;
      this.others.set(kept, number);
    }
    return number;
  }
}

/** A copy: a slice of a file's text would keep the whole piece of the file in memory. */
export function detached(text: string): string {
  return Buffer.from(text, 'utf8').toString('utf8');
}

const maskOf = (bits: number, prefix: number) => bits - (bits % 2 ** (32 - prefix));

function ipv4Subnet(bits: number, prefix: number): string {
  return `${bits >>> 24}.${(bits >>> 16) & 255}.${(bits >>> 8) & 255}.${bits & 255}/${prefix}`;
}

function ipv6Subnet(groups: readonly number[], prefix: number): string {
  const kept = groups.map((group, i) => {
    const bits = Math.min(16, Math.max(0, prefix - 16 * i));
    return group - (group % 2 ** (16 - bits));
  });
  while (kept.at(-1) === 0) kept.pop();
  const written = kept.map(group => group.toString(16)).join(':');
  return `${written}${kept.length < 8 ? '::' : ''}/${prefix}`;
}

/** Of an IPv4 address, also one that is mapped into IPv6 (RFC 4291, 2.5.5.2); else -1. */
function embeddedIpv4(host: string): number {
  const bits = ipv4Bits(host);
  return bits < 0 && /^::ffff:/i.test(host) ? ipv4Bits(host.slice(7)) : bits;
}

/** One text for each host: an address in one form, a name in lower case. */
export function canonicalHost(host: string): string {
  const bits = embeddedIpv4(host);
  if (bits >= 0) return String(bits);
  const groups = ipv6Groups(host);
  return groups ? groups.join(':') : host.toLowerCase();
}

function groupsOf(text: string): number[] | undefined {
  if (text === '') return [];
  const groups: number[] = [];
  const parts = text.split(':');
  for (const [i, part] of parts.entries()) {
    const bits = i === parts.length - 1 ? ipv4Bits(part) : -1;
    if (bits >= 0) groups.push(Math.floor(bits / 65536), bits % 65536);
    else if (/^[0-9a-f]{1,4}$/i.test(part)) groups.push(parseInt(part, 16));
    else return undefined;
  }
  return groups.length <= 8 ? groups : undefined;
}
