import type { Verdict } from '../../../../shared/investigation/case';

/** Flows of a host in one piece of evidence. */
export interface ShownLine {
  /** Of the piece. */
  id: string;
  title: string;
  verdict: Verdict;
  note: string;
  flows: number;
  /** Milliseconds since 1970. */
  first: number;
  last: number;
  /** Where marks stand, 0 to 1. */
  places: readonly number[];
}

/** What the view shows. */
export interface EvidenceShown {
  /** Undefined where no investigation is open. */
  title: string | undefined;
  /** The `file:` URI of its capture, for menus of addresses. */
  uri?: string;
  /** Absent where no evidence has flows with a time. */
  times?: {
    from: number;
    to: number;
    hosts: readonly { address: string; verdict: Verdict; lines: readonly ShownLine[] }[];
    inAll: number;
  };
  /** The texts of the language. */
  texts: Readonly<Record<string, string>>;
}

/** Page → extension. */
export interface EvidenceCalls {
  ready(nothing: null): void;
  /** Shows the first flow of a piece in the capture. */
  show(what: { id: string }): void;
}
