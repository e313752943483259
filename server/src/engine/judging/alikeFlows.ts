import type { Capture } from '../captures/store';
import { labelClass } from '../captures/labels';
import { refuseEmpty } from '../captures/within';
import { prepareParts, tokenPart } from '../training/corpus/tokenTable';
import { outcomeOf } from './outcome';

/** Classes that labels of any network can be told in: a botnet of one is what another only calls malicious. */
export const carriedClasses = ['malicious', 'normal'] as const;

/** Flows of one pair of hosts that did the same, and have the same class. */
export interface AlikeFlows {
  source: string;
  /** The file, and the two hosts: what many flows of one conversation say is not independent. */
  pair: string;
  file: number;
  proto: string;
  dport: string;
  state: string;
  outcome: string;
  /** log₂ of the packets. */
  packets: string;
  /** Its token of the columns that were asked for. */
  token: string;
  /** Into `carriedClasses`; -1 where the label tells neither. */
  class: number;
  flows: number;
  /** The record of the first of them, in its file. */
  record: number;
}

/** The flows of a capture without what only it knows, addresses but to tell conversations apart. */
export async function readAlikeFlows(capture: Capture, columns: readonly string[]): Promise<AlikeFlows[]> {
  const { connection } = capture;
  await refuseEmpty(capture);
  const parts = await prepareParts(connection, columns);
  const token = columns.map((_, i) => tokenPart(`p${i}`)).join(', ');
  const result = await connection.runAndReadAll(
    `SELECT src_addr, dst_addr, file::INTEGER, proto, dport, state, packets, token, label, count(*)::DOUBLE, min(record)::DOUBLE FROM (
       SELECT src_addr, dst_addr, file, record, proto, dport, state, label, concat_ws(' ', ${token}) AS token,
         floor(log2(coalesce(packets, 0) + 1))::INTEGER AS packets
       FROM (SELECT flows.*, ${parts.select} FROM ${parts.from}))
     GROUP BY ALL ORDER BY ALL`,
  );
  return result.getRows().map(row => {
    const [source, target, file, proto, dport, state, packets, name, label, flows, record] = row.map(
      String,
    ) as [string, ...string[]];
    return {
      source,
      pair: JSON.stringify([file, source, target]),
      file: Number(file),
      proto: proto as string,
      dport: dport as string,
      state: state as string,
      outcome: outcomeOf(state as string),
      packets: packets as string,
      token: name as string,
      class: classOf(label as string),
      flows: Number(flows),
      record: Number(record),
    };
  });
}

function classOf(label: string): number {
  const found = labelClass(label);
  if (found === 'botnet' || found === 'malicious') return carriedClasses.indexOf('malicious');
  return found === 'normal' ? carriedClasses.indexOf('normal') : -1;
}
