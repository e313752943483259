import type { FlowColumn, FurtherColumn } from './columns';

/** One cell of a row: its text, trimmed of padding, and where it stands in the line (UTF-16 offsets). */
export interface Field {
  /** Canonical where there is such a column, else the file's own name. */
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
  duration: number | undefined;
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
  /** Columns that only some formats have. */
  further?: Readonly<Partial<Record<FurtherColumn | 'srcUdata' | 'dstUdata', string>>>;
}

/** What one line of a capture says. */
export interface ParsedLine<L = unknown> {
  /** Absent when the line is rejected, blank, a header, or something beside the flows. */
  flow?: Flow;
  fields: Field[];
  problems: Problem[];
  /** The line is a header: this layout holds for the lines after it. */
  layout?: L;
  /** The line is no flow and none was expected of it: a comment, another kind of event. It is not counted as rejected. */
  aside?: true;
}

/** Whether a line was meant to be a flow and is none. */
export function isRejected(row: ParsedLine): boolean {
  return !row.flow && !row.layout && !row.aside && row.fields.length > 0;
}

/** Whether a count is none that the store can hold in 64 bits; it counts as not given there. */
export const exceedsStore = ({ packets, bytes, srcBytes, srcPackets }: Flow): boolean =>
  !isHeld(packets) || !isHeld(bytes) || !isHeld(srcBytes) || !isHeld(srcPackets);
const isHeld = (value: number | undefined) => value === undefined || Math.abs(value) < 2 ** 63;

const whole = (value: number | undefined) => (value === undefined ? null : Math.round(value));

/** What the store holds of a flow in a canonical column. */
export function storedCell(flow: Flow, column: string): string | number | null {
  switch (column) {
    case 'StartTime':
      return flow.startTime;
    case 'Dur':
      return flow.duration ?? null;
    case 'Proto':
      return flow.proto;
    case 'SrcAddr':
      return flow.srcAddr;
    case 'Sport':
      return flow.sport;
    case 'Dir':
      return flow.dir;
    case 'DstAddr':
      return flow.dstAddr;
    case 'Dport':
      return flow.dport;
    case 'State':
      return flow.state;
    case 'sTos':
      return flow.sTos;
    case 'dTos':
      return flow.dTos;
    case 'TotPkts':
      return whole(flow.packets);
    case 'TotBytes':
      return whole(flow.bytes);
    case 'SrcBytes':
      return whole(flow.srcBytes);
    case 'SrcPkts':
      return whole(flow.srcPackets);
    case 'Label':
      return flow.label;
    default:
      return flow.further?.[column as keyof NonNullable<Flow['further']>] ?? '';
  }
}
