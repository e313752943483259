import type { Hop, Probe } from '../route';
import { isAddress } from '../subnets';

const space = 32;

/**
 * Reads what traceroute prints behind the number of a hop into `hop`: hosts, times, `*`, marks, `[AS…]`, MPLS.
 * One pass, by hand: large files have tens of millions of these words. What was not understood, or undefined.
 */
export function readProbes(hop: Hop, line: string, from: number): string | undefined {
  let address: string | undefined;
  let name: string | undefined;
  let named = false;
  let last: Probe | undefined;
  let at = from;
  const { length } = line;
  const endOf = line.includes('\t') ? endAtBlank : endAtSpace;
  while (at < length) {
    const code = line.charCodeAt(at);
    if (code === space || code === 9) {
      at++;
      continue;
    }
    let end = endOf(line, at);
    if (code === 42) {
      // "*", or "*traceroute: sendto: …" of standard error on the same line.
      hop.probes.push((last = {}));
      if (end > at + 1) return undefined;
    } else if (code === 33) {
      const mark = line.slice(at, end);
      if (last && last.mark === undefined && last.rtt !== undefined) last.mark = mark;
      else if (named) hop.probes.push((last = probeOf(address, name, undefined, mark)));
      else if (last) last.mark ??= mark;
    } else if (code === 91 || code === 60) {
      end = line.indexOf(code === 91 ? ']' : '>', at) + 1;
      if (end === 0) return 'a bracket that is not closed';
      bracket(hop, line.slice(at + 1, end - 1));
    } else if (code === 40) {
      const inside = line.slice(at + 1, line.charCodeAt(end - 1) === 41 ? end - 1 : end);
      if (isAddress(inside)) address = inside;
      else if (!inside.includes('=') && named && last === undefined)
        return `the address "${inside.slice(0, 60)}"`;
    } else {
      const time = code >= 48 && code <= 57 ? timeAt(line, at, end) : -1;
      if (time >= 0) {
        const rtt = decimal(line, at, time === end ? end - 2 : end);
        if (!Number.isFinite(rtt)) return `the time "${line.slice(at, end).slice(0, 60)}"`;
        hop.probes.push((last = probeOf(address, name, rtt, undefined)));
        end = time;
      } else if (line.charCodeAt(end - 1) === 58 && line.startsWith('traceroute', at)) {
        return undefined;
      } else if (code !== 39) {
        const host = line.slice(at, end);
        [address, name] = isAddress(host) ? [host, undefined] : [undefined, host];
        named = true;
        last = undefined;
      }
    }
    at = end;
  }
  return named && last === undefined ? 'a host without a time: the line seems to be cut off' : undefined;
}

function probeOf(
  address: string | undefined,
  name: string | undefined,
  rtt: number | undefined,
  mark: string | undefined,
): Probe {
  const probe: Probe = {};
  if (address !== undefined) probe.address = address;
  if (name !== undefined && name !== address) probe.name = name;
  if (rtt !== undefined) probe.rtt = rtt;
  if (mark !== undefined) probe.mark = mark;
  return probe;
}

const powers = Array.from({ length: 16 }, (_, i) => 10 ** i);

/** The number of the digits and at most one point in a span; exact as JavaScript's own up to 15 digits, else NaN. */
function decimal(line: string, from: number, to: number): number {
  let digits = 0;
  let point = to - 1;
  for (let at = from; at < to; at++) {
    const digit = line.charCodeAt(at) - 48;
    if (digit >= 0 && digit <= 9) digits = digits * 10 + digit;
    else if (digit === -2 && point === to - 1) point = at;
    else return NaN;
  }
  return to - from > 16 ? Number(line.slice(from, to)) : digits / (powers[to - 1 - point] as number);
}

function endAtSpace(line: string, at: number): number {
  const end = line.indexOf(' ', at);
  return end < 0 ? line.length : end;
}

function endAtBlank(line: string, at: number): number {
  const tab = line.indexOf('\t', at);
  return Math.min(endAtSpace(line, at), tab < 0 ? line.length : tab);
}

/** Where a time that begins at `at` ends with its unit ("1.2 ms", "1.2ms", "4 msec"), or -1 when it is none. */
function timeAt(line: string, at: number, end: number): number {
  if (
    line.charCodeAt(end) === space &&
    line.charCodeAt(end + 1) === 109 &&
    line.charCodeAt(end + 2) === 115
  ) {
    const after = endAtBlank(line, end + 1);
    return after === end + 3 || line.startsWith('msec', end + 1) ? after : -1;
  }
  return end - at > 2 && line.charCodeAt(end - 1) === 115 && line.charCodeAt(end - 2) === 109 ? end : -1;
}

function bracket(hop: Hop, text: string): void {
  if (/^MPLS/i.test(text)) (hop.mpls ??= []).push(text.replace(/^MPLS:?\s*/i, ''));
  else if (/^AS\s*\d/i.test(text)) {
    const network = text.replace(/^AS\s+/i, 'AS');
    if (!hop.networks?.includes(network)) (hop.networks ??= []).push(network);
  }
}
