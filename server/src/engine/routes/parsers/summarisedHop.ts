import type { Hop, Probe, RoundTrips } from '../route';
import { isAddress } from '../subnets';

/** What a tool tells of all probes of a hop together; NaN or absent where it does not. */
export interface HopSummary extends Partial<RoundTrips> {
  /** Share of probes lost, 0 to 1. */
  loss?: number;
}

/** A hop of which the tool tells averages: one probe stands for those that were answered. */
export function summarisedHop(
  place: { hop: number; line: number },
  hosts: readonly Probe[],
  summary: HopSummary,
): Hop {
  const told = Object.fromEntries(
    Object.entries(summary).filter(([name, value]) => name !== 'loss' && Number.isFinite(value)),
  ) as Partial<RoundTrips>;
  const loss = lossOf(summary);
  const hop: Hop = { ...place, probes: [] };
  if (loss !== undefined) hop.loss = loss;
  const { average } = told;
  if (hosts.length === 0 || loss === 1 || average === undefined) {
    hop.probes = hosts.length === 0 || loss === 1 ? [{}] : [...hosts];
    return hop;
  }
  const [first, ...others] = hosts;
  hop.probes = [{ ...first, rtt: average }, ...others];
  hop.times = { ...told, average };
  if (told.received === undefined && told.sent !== undefined && loss !== undefined)
    hop.times.received = Math.round(told.sent * (1 - loss));
  return hop;
}

/** Whether the loss is none: more than all, or less than nothing. */
export const isWrongLoss = ({ loss = 0 }: HopSummary): boolean => loss < 0 || loss > 1;

/** Whether the words say that nobody answered; what says neither that nor who did is a line that cannot be read. */
export function isNobody(text: string): boolean {
  const words = text.trim();
  return (
    words === '' ||
    /^(?:\?+|\([^()]*\)?)$/.test(words) ||
    /^(?:waiting for reply|no response|request timed out|no reply)/i.test(words)
  );
}

/**
 * Who answered: "name (address)", "address [name]", an address, a name, or nobody ("???", "(no route to host)"). Of
 * an address that is cut off at its column nothing is kept.
 */
export function hostOf(text: string): Probe | undefined {
  const words = text.trim();
  if (isNobody(words)) return undefined;
  const both = /^(\S+)\s+[([]([^()[\]]*)[)\]]?$/.exec(words);
  if (both) {
    const [, first = '', second = ''] = both;
    if (isAddress(second)) return { address: second, name: first };
    if (!isAddress(first)) return { name: first };
    return { address: first, ...(second === '' ? {} : { name: second }) };
  }
  if (/\s/.test(words)) return undefined;
  return isAddress(words) ? { address: words } : { name: words };
}

function lossOf({ loss, sent, received }: HopSummary): number | undefined {
  if (loss !== undefined && Number.isFinite(loss)) return Math.min(1, Math.max(0, loss));
  return sent !== undefined && received !== undefined && sent > 0
    ? Math.min(1, Math.max(0, 1 - received / sent))
    : undefined;
}
