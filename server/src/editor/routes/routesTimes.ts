import { isAnswer } from '../../engine/routes/features';
import type { Hop, Probe } from '../../engine/routes/route';
import { language } from '../../../../shared/text/language';

/** Round-trip times of a hop, or of one of its hosts, in milliseconds. */
export function roundTripsOf(hop: Hop, host?: Probe): number[] {
  return hop.probes.flatMap(probe =>
    probe.rtt === undefined || (host && who(probe) !== who(host)) ? [] : [probe.rtt],
  );
}

/** Mean round-trip time of a hop; undefined when no time is known. */
export function meanOf(hop: Hop): number | undefined {
  if (hop.times) return hop.times.average;
  const times = roundTripsOf(hop);
  return times.length === 0 ? undefined : times.reduce((sum, time) => sum + time, 0) / times.length;
}

/** Mean difference between one round trip and the next, as mtr's Javg; undefined for fewer than two. */
export function jitterOf(times: readonly number[]): number | undefined {
  if (times.length < 2) return undefined;
  const steps = times.slice(1).map((time, i) => Math.abs(time - (times[i] as number)));
  return steps.reduce((sum, step) => sum + step, 0) / steps.length;
}

/** Share of probes without an answer, 0 to 1. */
export function lossOf(hop: Hop): number {
  if (hop.loss !== undefined) return hop.loss;
  if (hop.probes.length === 0) return 1;
  return hop.probes.filter(probe => !isAnswer(probe)).length / hop.probes.length;
}

/** `0.35 ms`, `12.4 ms`, `1,234 ms`. */
export function milliseconds(time: number): string {
  const digits = time >= 100 ? 0 : time >= 10 ? 1 : 2;
  return `${time.toLocaleString(language(), { maximumFractionDigits: digits })} ms`;
}

const who = ({ address, name }: Probe) => address ?? name;
