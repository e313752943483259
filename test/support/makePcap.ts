export interface Packet {
  /** Seconds since 1970. */
  time: number;
  src: string;
  sport: number;
  dst: string;
  dport: number;
  proto: 'tcp' | 'udp';
  /** Of TCP: 2 SYN, 16 ACK, 1 FIN. */
  flags?: number;
  bytes?: number;
}

/** A file of packets as libpcap writes it: Ethernet, IPv4, no checksums. */
export function makePcap(packets: readonly Packet[]): Buffer {
  const header = Buffer.alloc(24);
  header.writeUInt32LE(0xa1b2c3d4, 0);
  header.writeUInt16LE(2, 4);
  header.writeUInt16LE(4, 6);
  header.writeUInt32LE(65_535, 16);
  header.writeUInt32LE(1, 20);
  const parts: Buffer[] = [header];
  for (const packet of packets) {
    const frame = frameOf(packet);
    const record = Buffer.alloc(16);
    record.writeUInt32LE(Math.floor(packet.time), 0);
    record.writeUInt32LE(Math.round((packet.time % 1) * 1e6), 4);
    record.writeUInt32LE(frame.length, 8);
    record.writeUInt32LE(frame.length, 12);
    parts.push(record, frame);
  }
  return Buffer.concat(parts);
}

function frameOf({ src, sport, dst, dport, proto, flags = 16, bytes = 10 }: Packet): Buffer {
  const transport = Buffer.alloc((proto === 'tcp' ? 20 : 8) + bytes, 0x78);
  transport.writeUInt16BE(sport, 0);
  transport.writeUInt16BE(dport, 2);
  if (proto === 'tcp') {
    transport.writeUInt32BE(1, 4);
    transport.writeUInt32BE(1, 8);
    transport.writeUInt8(0x50, 12);
    transport.writeUInt8(flags, 13);
    transport.writeUInt16BE(1000, 14);
    transport.writeUInt32BE(0, 16);
  } else {
    transport.writeUInt16BE(transport.length, 4);
    transport.writeUInt16BE(0, 6);
  }
  const ip = Buffer.alloc(20);
  ip.writeUInt8(0x45, 0);
  ip.writeUInt16BE(20 + transport.length, 2);
  ip.writeUInt8(64, 8);
  ip.writeUInt8(proto === 'tcp' ? 6 : 17, 9);
  src.split('.').forEach((byte, i) => ip.writeUInt8(Number(byte), 12 + i));
  dst.split('.').forEach((byte, i) => ip.writeUInt8(Number(byte), 16 + i));
  const ethernet = Buffer.from('000000000002000000000001' + '0800', 'hex');
  return Buffer.concat([ethernet, ip, transport]);
}
