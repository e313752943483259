import { packetFields } from './tools';

/** Seconds without a packet after which the next one of the same ends begins another flow. */
const idle = { tcp: 300, others: 60 };
/** Packets after which flows that are over are let go. */
const sweepEvery = 100_000;

interface Flow {
  proto: string;
  src: string;
  sport: string;
  dst: string;
  dport: string;
  first: number;
  last: number;
  packets: number;
  bytes: number;
  srcPackets: number;
  srcBytes: number;
  flags: number;
}

const header =
  'start_time,duration,protocol,src_ip,src_port,dst_ip,dst_port,flags,packets,src_packets,bytes,src_bytes';
const letters = 'FSRPAU';

/** Puts packets together to flows in both directions: those between the same ends, by protocol and ports. */
export class PacketFlows {
  private readonly open = new Map<string, Flow>();
  private readonly rows: { first: number; row: string }[] = [];
  private seen = 0;
  /** Packets without addresses: of the link alone. */
  others = 0;

  /** A line with the values of `packetFields`, separated by tabs. */
  add(line: string): void {
    const values = line.split('\t');
    const of = (field: (typeof packetFields)[number]) => values[packetFields.indexOf(field)] ?? '';
    const time = Number(of('frame.time_epoch'));
    const [src, dst] = [
      of('ip.src') || of('ipv6.src') || of('arp.src.proto_ipv4'),
      of('ip.dst') || of('ipv6.dst') || of('arp.dst.proto_ipv4'),
    ];
    if (!Number.isFinite(time) || src === '' || dst === '') {
      this.others++;
      return;
    }
    const [sport, dport] = [of('tcp.srcport') || of('udp.srcport'), of('tcp.dstport') || of('udp.dstport')];
    const proto = protocolOf(of('ip.proto') || of('ipv6.nxt'), of('arp.src.proto_ipv4') !== '');
    const ends = [`${src} ${sport}`, `${dst} ${dport}`].sort();
    const key = `${proto} ${ends.join(' ')}`;
    let flow = this.open.get(key);
    if (flow && isOver(flow, time)) {
      this.close(flow);
      flow = undefined;
    }
    if (!flow) {
      const counts = { packets: 0, bytes: 0, srcPackets: 0, srcBytes: 0, flags: 0 };
      flow = { proto, src, sport, dst, dport, first: time, last: time, ...counts };
      this.open.set(key, flow);
    }
    const bytes = Number(of('frame.len')) || 0;
    const isForth = flow.src === src && flow.sport === sport;
    flow.last = Math.max(flow.last, time);
    flow.packets++;
    flow.bytes += bytes;
    if (isForth) {
      flow.srcPackets++;
      flow.srcBytes += bytes;
    }
    flow.flags |= Number(of('tcp.flags')) || 0;
    if (++this.seen % sweepEvery === 0) this.sweep(time);
  }

  /** All flows as lines of comma-separated values, by the time of their first packet. */
  *lines(): Generator<string> {
    for (const flow of this.open.values()) this.close(flow);
    this.open.clear();
    yield header;
    for (const { row } of this.rows.sort((a, b) => a.first - b.first)) yield row;
  }

  private sweep(now: number): void {
    for (const [key, flow] of this.open) {
      if (!isOver(flow, now)) continue;
      this.close(flow);
      this.open.delete(key);
    }
  }

  private close(flow: Flow): void {
    const { proto, src, sport, dst, dport, first, last, packets, bytes, srcPackets, srcBytes, flags } = flow;
    const state = [...letters].filter((_, bit) => (flags & (1 << bit)) !== 0).join('');
    const row = [first.toFixed(6), (last - first).toFixed(6), proto, src, sport, dst, dport];
    this.rows.push({ first, row: [...row, state, packets, srcPackets, bytes, srcBytes].join(',') });
  }
}

const isOver = ({ proto, last }: Flow, now: number) =>
  now - last > (proto === 'tcp' ? idle.tcp : idle.others);

const protocolOf = (number: string, isArp: boolean) =>
  isArp
    ? 'arp'
    : ((
        {
          1: 'icmp',
          2: 'igmp',
          6: 'tcp',
          17: 'udp',
          47: 'gre',
          50: 'esp',
          58: 'ipv6-icmp',
          132: 'sctp',
        } as Record<string, string>
      )[number] ?? number);
