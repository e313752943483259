import type { Mapping } from '../../mapping';

/**
 * Zeek's conn.log (base/protocols/conn/main.zeek) in canonical columns. Bytes are those of IP, as Argus counts them,
 * where the log has them, else the payload's.
 */
export function zeekMapping(names: readonly string[]): Mapping {
  const has = (name: string) => names.includes(name);
  const first = (...choice: string[]) => choice.find(has);
  const detailed = first('detailedlabel', 'detailed-label', 'detailed_label');
  const sent = first('orig_ip_bytes', 'orig_bytes');
  const received = first('resp_ip_bytes', 'resp_bytes');
  return {
    StartTime: { column: 'ts', as: 'seconds' },
    SrcAddr: { column: 'id.orig_h' },
    DstAddr: { column: 'id.resp_h' },
    ...(has('id.orig_p') ? { Sport: { column: 'id.orig_p' } } : {}),
    ...(has('id.resp_p') ? { Dport: { column: 'id.resp_p' } } : {}),
    ...(has('proto') ? { Proto: { column: 'proto' } } : {}),
    ...(has('duration') ? { Dur: { column: 'duration' } } : {}),
    ...(has('conn_state') ? { State: { column: 'conn_state' } } : {}),
    ...(has('orig_pkts') ? { SrcPkts: { column: 'orig_pkts' } } : {}),
    ...(has('resp_pkts') ? { DstPkts: { column: 'resp_pkts' } } : {}),
    ...(sent ? { SrcBytes: { column: sent } } : {}),
    ...(received ? { DstBytes: { column: received } } : {}),
    ...(has('service') ? { Service: { column: 'service' } } : {}),
    ...(has('history') ? { History: { column: 'history' } } : {}),
    ...(has('uid') ? { FlowId: { column: 'uid' } } : {}),
    ...(has('label') ? { Label: { column: 'label' } } : {}),
    ...(detailed ? { DetailedLabel: { column: detailed } } : {}),
  };
}

export const zeekNeeds = ['ts', 'id.orig_h', 'id.resp_h'] as const;
