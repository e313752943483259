/**
 * A MaxMind file with one record for each IPv4 subnet, written by its specification (MaxMind DB 2.0): a binary tree
 * of 24-bit records, a separator of 16 zeros, the data, and the metadata behind their marker.
 */
export function makeMmdb(records: readonly { subnet: string; data: object }[]): Buffer {
  const nodes: [number | undefined, number | undefined][] = [[undefined, undefined]];
  const data: Buffer[] = [];
  const leaves: { node: number; bit: 0 | 1; offset: number }[] = [];
  let offset = 0;
  for (const { subnet, data: value } of records) {
    const [address = '', prefix] = subnet.split('/');
    const bits = address
      .split('.')
      .flatMap(part => [...Number(part).toString(2).padStart(8, '0')].map(Number));
    let node = 0;
    for (const [i, bit] of bits.slice(0, Number(prefix)).entries()) {
      const side = bit as 0 | 1;
      if (i === Number(prefix) - 1) leaves.push({ node, bit: side, offset });
      else {
        let next = nodes[node]?.[side];
        if (next === undefined) {
          next = nodes.push([undefined, undefined]) - 1;
          (nodes[node] as (number | undefined)[])[side] = next;
        }
        node = next;
      }
    }
    const bytes = encoded(value);
    data.push(bytes);
    offset += bytes.length;
  }
  for (const leaf of leaves) (nodes[leaf.node] as number[])[leaf.bit] = nodes.length + 16 + leaf.offset;
  const tree = Buffer.alloc(nodes.length * 6);
  for (const [i, pair] of nodes.entries())
    pair.forEach((record, side) => tree.writeUIntBE(record ?? nodes.length, i * 6 + side * 3, 3));
  const about = { node_count: nodes.length, record_size: 24, ip_version: 4, database_type: 'Test' };
  const metadata = encoded({
    ...about,
    binary_format_major_version: 2,
    binary_format_minor_version: 0,
    build_epoch: 1,
    languages: { en: 'en' },
    description: { en: 'made for a test' },
  });
  return Buffer.concat([
    tree,
    Buffer.alloc(16),
    ...data,
    Buffer.from('\xab\xcd\xefMaxMind.com', 'latin1'),
    metadata,
  ]);
}

/** Texts (type 2) of less than 285 bytes, whole numbers (uint32, type 6), and maps (type 7) of less than 29 members. */
function encoded(value: unknown): Buffer {
  if (typeof value === 'string') {
    const text = Buffer.from(value, 'utf8');
    const size = text.length < 29 ? [(2 << 5) | text.length] : [(2 << 5) | 29, text.length - 29];
    return Buffer.concat([Buffer.from(size), text]);
  }
  if (typeof value === 'number') {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(value);
    return Buffer.concat([Buffer.from([(6 << 5) | 4]), bytes]);
  }
  const members = Object.entries(value as object);
  const parts = members.flatMap(([name, member]) => [encoded(name), encoded(member)]);
  return Buffer.concat([Buffer.from([(7 << 5) | members.length]), ...parts]);
}
