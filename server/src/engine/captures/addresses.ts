import { isIPv6 } from 'node:net';

export type AddressKind = 'IPv4' | 'IPv6' | 'MAC';

const mac = /^[0-9a-f]{1,2}(?::[0-9a-f]{1,2}){5}$/i;
const hexadecimal = /^0x[0-9a-f]{1,8}$/i;
const service = /^[a-z][a-z0-9._+-]*$/i;

/** What an address is, or undefined when it is none. */
export function addressKind(text: string): AddressKind | undefined {
  if (isIPv4(text)) return 'IPv4';
  if (!text.includes(':')) return undefined;
  if (mac.test(text)) return 'MAC';
  return isIPv6(text) ? 'IPv6' : undefined;
}

/**
 * Whether the cell can be a port: 0 to 65535, hexadecimal (Argus prints ICMP types and codes so), a service
 * name (`ra` without -nn), `*` (merged by racluster), or nothing.
 */
export function isPort(text: string): boolean {
  if (text === '' || text === '*') return true;
  const first = text.charCodeAt(0);
  if (first < 48 || first > 57) return service.test(text);
  if (hexadecimal.test(text)) return true;
  return text.length <= 5 && isDigits(text, 0, text.length) && Number(text) <= 65535;
}

/** The number of a port cell, or undefined for a name, `*` or nothing. */
export function portNumber(text: string): number | undefined {
  const number = /^(?:0x[0-9a-f]{1,8}|\d{1,5})$/i.test(text) ? Number(text) : undefined;
  return number !== undefined && number <= 65535 ? number : undefined;
}

// Link-layer protocols as Argus names them: their addresses are of their own kind (LLC service points, IPX
// networks), so nothing can be said against them.
const linkLayer =
  /^(?:llc|ipx|spx|ipx\/spx|stp|lldp|loop|isis|aarp|atalk|decnet|vines|null|cdp|eth.*|ether|mpls|0x.*)$/i;

/** Whether flows of the protocol are between IP (or, for ARP, IP and MAC) addresses. */
export function hasNetworkAddresses(proto: string): boolean {
  return !linkLayer.test(proto);
}

/**
 * An address as most tools write it, so that the same host is the same in files of several: IPv6 shortened, IPv4 out of
 * what is mapped to IPv6, and without zeros before its numbers. Anything else as it is.
 */
export function usualAddress(text: string): string {
  if (text.includes(':')) {
    const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(text)?.[1];
    if (mapped !== undefined) return mapped;
    return oddIPv6.test(text) && isIPv6(text) && !text.includes('%') ? shortIPv6(text) : text;
  }
  return /(?:^|\.)0\d/.test(text) && /^\d{1,3}(?:\.\d{1,3}){3}$/.test(text)
    ? text.replace(/(^|\.)0+(?=\d)/g, '$1')
    : text;
}

/** Capitals, zeros in front, or more zeros than one. */
const oddIPv6 = /[A-F]|(?:^|:)0[0-9a-f]|(?:^|:)0:0(?::|$)/;

// As RFC 5952 has it, and URLs with it.
const shortIPv6 = (text: string) => new URL(`http://[${text}]`).hostname.slice(1, -1);

// By hand: this runs twice for each row of a capture, and node:net's test is a long regular expression.
function isIPv4(text: string): boolean {
  if (text.length < 7 || text.length > 15) return false;
  let start = 0;
  for (let part = 0; part < 4; part++) {
    const dot = part === 3 ? text.length : text.indexOf('.', start);
    if (dot === -1 || dot === start || dot - start > 3 || !isDigits(text, start, dot)) return false;
    if (Number(text.slice(start, dot)) > 255) return false;
    start = dot + 1;
  }
  return true;
}

function isDigits(text: string, start: number, end: number): boolean {
  for (let i = start; i < end; i++) {
    const code = text.charCodeAt(i);
    if (code < 48 || code > 57) return false;
  }
  return end > start;
}
