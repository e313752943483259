import type { FlowFilter } from '../../../../../shared/text/flowFilter';

/** What a flow must be for a rule to catch it; what is absent is not asked. */
export interface Match {
  /** An address or a network. */
  src?: string;
  dst?: string;
  sport?: string;
  dport?: string;
  proto?: string;
  /** Microseconds since 1970 between which the flow starts, both included. */
  from?: number;
  until?: number;
  /** The flow goes on until then at least. */
  endsFrom?: number;
  /** First and last lines, both included. */
  lines?: readonly (readonly [number, number])[];
  /** What else is asked. */
  others?: FlowFilter;
}

/** A label and the flows that have it. */
export interface LabelRule {
  label: string;
  /** Empty where there is no more to say than the label. */
  detail: string;
  /** The file that says so, and its one-based line. */
  file: string;
  line: number;
  /** The rule as its file says it, for people. */
  text: string;
  /** A flow is caught that any of these fits. */
  any: readonly Match[];
}

/** Rules in order: where several catch a flow, the last one labels it. */
export interface LabelSet {
  rules: readonly LabelRule[];
  /** What was not understood, with file and line. */
  notes: readonly string[];
}

/** Flows between two ends, whichever of them the file calls the source. */
export function eitherWay(match: Match): Match[] {
  const { src, dst, sport, dport, ...rest } = match;
  const turned: Match = {
    ...rest,
    ...(dst === undefined ? {} : { src: dst }),
    ...(src === undefined ? {} : { dst: src }),
    ...(dport === undefined ? {} : { sport: dport }),
    ...(sport === undefined ? {} : { dport: sport }),
  };
  return JSON.stringify(turned) === JSON.stringify(match) ? [match] : [match, turned];
}
