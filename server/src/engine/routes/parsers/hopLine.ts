import * as l10n from '@vscode/l10n';
import type { Hop, Probe } from '../route';
import { isAddress } from '../subnets';

const space = 32;

/**
 * Reads what traceroute prints behind the number of a hop into `hop`: hosts, times, `*`, marks, `[AS…]`, MPLS.
 * One pass, by hand: large files have tens of millions of these words. What was not understood, or undefined; a
 * word is a host only where a time, a mark or an address in parentheses follows.
 */
export function readProbes(hop: Hop, line: string, from: number): string | undefined {
  let address: string | undefined;
  let name: string | undefined;
  let named = false;
  /** Whether the host that was named last has a time or a mark. */
  let told = true;
  let last: Probe | undefined;
  /** The system that is named before its host, as macOS prints it. */
  let network: string | undefined;
  let probes = 0;
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
      // "*", or "*traceroute: sendto: …" of standard error on the same line, or the user's Ctrl+C.
      if (end > at + 1 && !line.startsWith('traceroute', at + 1) && !line.startsWith('^C', at + 1)) {
        const odd = told && probes === 0 ? oddHost(line, at) : undefined;
        if (!odd) return unreadWord(line, at, end);
        ({ address, name, end: at } = odd);
        [named, told] = [true, false];
        continue;
      }
      hop.probes.push((last = {}));
      probes++;
      if (end > at + 1) return told ? undefined : withoutTime();
    } else if (code === 33) {
      const mark = line.slice(at, end);
      if (last && last.mark === undefined && last.rtt !== undefined) last.mark = mark;
      else if (named) {
        hop.probes.push((last = probeOf(address, name, undefined, mark, network)));
        told = true;
        probes++;
      } else if (last) last.mark ??= mark;
      else return unreadWord(line, at, end);
    } else if (code === 60 && isDigit(line.charCodeAt(at + 1)) && timeAt(line, at + 1, end) >= 0) {
      at++; // "<1 ms"
      continue;
    } else if ((code === 91 || code === 60) && (named || isNetwork(line, at))) {
      end = line.indexOf(code === 91 ? ']' : '>', at) + 1;
      if (end === 0) return l10n.t('a bracket that is not closed');
      const system = bracket(hop, line.slice(at + 1, end - 1));
      // Behind a host the bracket speaks of it, behind its times of the host that follows.
      if (system !== undefined || line.charCodeAt(at + 1) === 42) {
        if (told) [named, address, name] = [false, undefined, undefined];
        network = system;
      }
    } else if (code === 40 && (named || last)) {
      end = line.indexOf(')', at) + 1 || length;
      const inside = line.slice(at + 1, line.charCodeAt(end - 1) === 41 ? end - 1 : end);
      const system = networkIn(inside);
      if (system !== undefined) {
        note(hop, system);
        network = system;
        if (told && last?.rtt !== undefined) last.network = system;
      } else if (!told && isAddress(inside)) address = inside;
      else if (!told && address !== undefined && /^[^\s=]*[a-z][^\s=]*$/i.test(inside)) name = inside;
      else if (!inside.includes('=') && !/^\d+$/.test(inside))
        return l10n.t('the address "{0}"', shown(inside));
    } else {
      const time = isDigit(code) ? timeAt(line, at, end) : -1;
      if (time >= 0) {
        const rtt = decimal(line, at, time === end ? end - 2 : end);
        if (!Number.isFinite(rtt)) return l10n.t('the time "{0}"', shown(line.slice(at, end)));
        if (!named) return l10n.t('a time without a host');
        hop.probes.push((last = probeOf(address, name, rtt, undefined, network)));
        told = true;
        probes++;
        end = time;
      } else if (line.charCodeAt(end - 1) === 58 && line.startsWith('traceroute', at)) {
        // Standard error; the hop's answers follow on the next lines.
        return told ? undefined : withoutTime();
      } else if (code !== 39 || probes === 0) {
        const word = line.slice(at, end);
        if (told && end < length && isAddress(word)) {
          // By far the most of all words that are no times.
          address = word;
          name = undefined;
          if (named) network = undefined;
          named = true;
          told = false;
          at = end;
          continue;
        }
        let after = end;
        while (line.charCodeAt(after) === space || line.charCodeAt(after) === 9) after++;
        const next = line.slice(after, after + 9);
        if (last && told && /^[A-Za-z]{1,6}=\d+$/.test(word)) {
          at = end; // "F=1500" of --mtu
          continue;
        }
        if (named && !told && networkIn(word) !== undefined) {
          note(hop, (network = networkIn(word) as string));
          at = end;
          continue;
        }
        if (/^\d+$/.test(word) && next.startsWith('bytes to ')) {
          const to = line.indexOf('to ', end) + 3; // "48 bytes to 192.0.2.1" of -v
          at = endOf(line, to);
          continue;
        }
        if (/^ms(?:ec)?\b/.test(next)) return l10n.t('the time "{0}"', shown(word));
        if (!told) return withoutTime();
        const bracketed = word.indexOf('[');
        if (bracketed > 0 && isAddress(word.slice(0, bracketed)) && isNetwork(line, at + bracketed)) {
          // "192.0.2.1[AS 64500]" of Huawei
          [address, name, named, told] = [word.slice(0, bracketed), undefined, true, false];
          network = undefined;
          at += bracketed;
          continue;
        }
        if (!isHost(word, next)) {
          const odd = probes === 0 ? oddHost(line, at) : undefined;
          if (odd) {
            ({ address, name, end: at } = odd);
            [named, told, last] = [true, false, undefined];
            continue;
          }
        }
        if (!isHost(word, next)) return next === '' ? withoutTime() : unreadWord(line, at, end);
        [address, name] = isAddress(word) ? [word, undefined] : [undefined, word];
        // A system that stands before its host was read already.
        if (named) network = undefined;
        named = true;
        told = false;
      }
    }
    at = end;
  }
  if (!told) return withoutTime();
  return probes === 0 ? l10n.t('a number of a hop, and nothing behind it') : undefined;
}

/** A name may hold anything, blanks too, since whoever answers chooses it; its address follows all the same. */
function oddHost(line: string, at: number): { address: string; name: string; end: number } | undefined {
  const [all, name = '', address = ''] = oddName.exec(line.slice(at)) ?? [];
  return all !== undefined && isAddress(address) ? { address, name, end: at + all.length } : undefined;
}

const oddName = /^(\S(?:(?!\d\s?ms\b|\(\d).)*?) \(([^()\s]+)\)(?=\s)/;
const withoutTime = () => l10n.t('a host without a time: the line seems to be cut off');
const unreadWord = (line: string, at: number, end: number) =>
  l10n.t('the word "{0}"', shown(line.slice(at, end)));
const shown = (text: string) => text.slice(0, 60);
const isDigit = (code: number) => code >= 48 && code <= 57;

/** Whether a word is a host, by what follows it: a time, `*`, a mark, or something in brackets. */
function isHost(word: string, next: string): boolean {
  if (isAddress(word)) return next !== '';
  return /^(?:<?\d|[*![(<]|AS\d)/.test(next) && !/^\d+(?:\.\d*)?$/.test(word);
}

/** Whether what begins here is "[AS…", "[*]" or "[MPLS"; else it may be a name that begins with a bracket. */
function isNetwork(line: string, at: number): boolean {
  const next = line.charCodeAt(at + 1);
  return line.charCodeAt(at) === 91 && (next === 42 || /^\[(?:AS ?\d|MPLS)/i.test(line.slice(at, at + 6)));
}

function probeOf(
  address: string | undefined,
  name: string | undefined,
  rtt: number | undefined,
  mark: string | undefined,
  network: string | undefined,
): Probe {
  const probe: Probe = {};
  if (address !== undefined) probe.address = address;
  if (name !== undefined && name !== address) probe.name = name;
  if (rtt !== undefined) probe.rtt = rtt;
  if (mark !== undefined) probe.mark = mark;
  if (network !== undefined) probe.network = network;
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

/** Keeps what a bracket says of the hop: its MPLS labels, or the autonomous system, which is given back. */
function bracket(hop: Hop, text: string): string | undefined {
  if (/^MPLS/i.test(text)) (hop.mpls ??= []).push(text.replace(/^MPLS:?\s*/i, ''));
  const network = networkIn(text);
  if (network !== undefined) note(hop, network);
  return network;
}

/** "AS64500" of "AS 64500"; several where the tool knows several. */
function networkIn(text: string): string | undefined {
  return /^AS\s*\d[\dAS./]*$/i.test(text) ? text.replace(/^AS\s+/i, 'AS') : undefined;
}

function note(hop: Hop, network: string): void {
  if (!hop.networks?.includes(network)) (hop.networks ??= []).push(network);
}
