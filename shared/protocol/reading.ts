import type { CaptureRef } from './captures';

/** A column of a file, what its texts mean, and names for some of them. */
export interface ColumnUse {
  column: string;
  as?: string;
  values?: Readonly<Record<string, string>>;
}

/** What the columns of a table are, by the canonical ones. */
export type ColumnMapping = Readonly<Record<string, ColumnUse>>;

/** How a capture is read where its beginning does not say it, or says it wrongly; without either, as it says. */
export interface ReadCaptureParams extends CaptureRef {
  format?: string;
  mapping?: ColumnMapping;
}

/** As what a capture is read. */
export interface CaptureFormat {
  /** Name and words of its format; empty where it is none. */
  format: string;
  title: string;
  /** Why it is none. */
  error?: string;
  /** Whether somebody said so, and whether a mapping was said. */
  isSaid: boolean;
  isMapped: boolean;
  /** All that there are. */
  formats: readonly { name: string; title: string }[];
}

export interface MapColumnsParams extends CaptureRef {
  /** In the place of what is said, or proposed. */
  mapping?: ColumnMapping;
}

/** The columns of a table, what they are taken to be, and what its first rows become so. */
export interface MappedColumns {
  columns: readonly { name: string; samples: readonly string[] }[];
  /** What a column can be. */
  targets: readonly { name: string; unit: string; isNeeded: boolean }[];
  units: readonly string[];
  mapping: ColumnMapping;
  /** By names and values alone. */
  proposed: ColumnMapping;
  /** Whether a mapping was said before. */
  isSaid: boolean;
  /** Targets without which a row is no flow, and that no column is. */
  missing: readonly string[];
  /** Canonical columns of a row's `cells`. */
  filled: readonly string[];
  rows: { record: number; cells: readonly string[]; problems: readonly string[] }[];
  /** Rows at the file's beginning that were looked at, and those of them that are flows. */
  looked: number;
  read: number;
}

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
