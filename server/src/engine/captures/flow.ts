/** Names of the columns an Argus `ra` flow listing may have, as CTU-13 and Stratosphere spell them. */
export const flowColumns = [
  'StartTime',
  'Dur',
  'Proto',
  'SrcAddr',
  'Sport',
  'Dir',
  'DstAddr',
  'Dport',
  'State',
  'sTos',
  'dTos',
  'TotPkts',
  'TotBytes',
  'SrcBytes',
  'SrcPkts',
  'srcUdata',
  'dstUdata',
  'Label',
] as const;

export type FlowColumn = (typeof flowColumns)[number];

/** How the rows of one file are laid out. */
export interface Layout {
  delimiter: ',' | '\t';
  /** In file order. A header may name columns we do not know; they keep their own name. */
  columns: readonly (FlowColumn | string)[];
  hasHeader: boolean;
}

/** One cell of a row: its text, trimmed of padding, and where it stands in the line (UTF-16 offsets). */
export interface Field {
  column: FlowColumn | string;
  text: string;
  start: number;
  end: number;
}

/** `error`: the row is no flow and is left out of the capture. `warning`: it is read, but look at it. */
export interface Problem {
  /** One-based line in the file. */
  line: number;
  /** UTF-16 offsets within the line. */
  start: number;
  end: number;
  severity: 'error' | 'warning' | 'information';
  /** Stable name of the kind of problem, for example `field-count`. */
  code: string;
  /** What is wrong and what to do about it, as one sentence. */
  message: string;
}

/** One record of network traffic between two end points. Empty numeric cells are undefined. */
export interface Flow {
  /** One-based line in the file. */
  line: number;
  /** Microseconds since 1970, read as UTC (Argus prints no zone). */
  startTime: number;
  /** Seconds. */
  duration: number;
  proto: string;
  srcAddr: string;
  sport: string;
  /** Without padding: `->`, `<-`, `<->`, `<?>`, `?>`, `<?`, `who`, or what the file says. */
  dir: string;
  dstAddr: string;
  dport: string;
  state: string;
  sTos: string;
  dTos: string;
  packets: number | undefined;
  bytes: number | undefined;
  srcBytes: number | undefined;
  srcPackets: number | undefined;
  label: string;
}
