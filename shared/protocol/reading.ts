import type { CaptureRef } from './captures';

/** Rows of a capture that a user labelled. */
export interface HandLabel {
  label: string;
  /** One-based lines: `5,7-9`. */
  lines: string;
}

export interface LabelCaptureParams extends CaptureRef {
  /** Files with labels, as `file:` URIs, in their order; without any, and without labels by hand, the capture's own stand. */
  files: readonly string[];
  /** Stand over those of files; a later one over an earlier one. */
  hand: readonly HandLabel[];
}

/** What rules of labels did to a capture. */
export interface LabelReport {
  /** Flows that any rule labelled. */
  flows: number;
  /** Those of them whose own label, in the file, was another. */
  relabelled: number;
  rules: {
    file: string;
    line: number;
    label: string;
    text: string;
    /** Flows that it caught, and those of them that no later rule labelled. */
    caught: number;
    labelled: number;
  }[];
  /** Pairs of labels that rules gave to the same flows; the second, later one stands. */
  conflicts: { labels: [string, string]; flows: number }[];
  /** What was not understood, with file and line. */
  notes: readonly string[];
}

/** How a binary capture can become flows. */
export interface ImportPlan {
  /** What it holds, for people: `packets (pcap)`. */
  title: string;
  /** Tools that read it, those that are installed first. */
  tools: {
    name: string;
    /** The command lines as they are run, in a folder of their own, in which `input` is the file; empty when it is not installed. */
    commands: string[];
    /** One sentence that names the package, where it is not installed. */
    missing?: string;
  }[];
}

export interface ImportParams extends CaptureRef {
  /** Of the plan. */
  tool: string;
}

/** The flows that a tool made, a capture in the cache. */
export interface ImportedCapture extends CaptureRef {
  cached: boolean;
}
