import { writeFileSync } from 'node:fs';
import { Cache } from '../../server/src/base/files/cache';
import { join } from 'node:path';
import { CaptureStore } from '../../server/src/engine/captures/store';
import { makeCapture } from '../support/makeCapture';
import { joined, linesOf, mutatedLine } from './mutate';
import { hangMs, Tally, times, type Campaign, type Section } from './section';

/** A capture in each format that is text: its lines, and the first that a mutation may touch. */
function texts(): { format: string; name: string; lines: Buffer[]; first: number }[] {
  const argus = linesOf(makeCapture({ flows: 60, seed: 5 }));
  const cells = argus.slice(1).map(row => row.toString().split(','));
  const epoch = (i: number) => 1_600_000_000 + i;
  const ends = (c: string[], i: number) => ({
    src: c[3] ?? '',
    sport: /^\d+$/.test(c[4] ?? '') ? Number(c[4]) : 0,
    dst: c[6] ?? '',
    dport: /^\d+$/.test(c[7] ?? '') ? Number(c[7]) : 0,
    proto: c[2] ?? 'tcp',
    at: epoch(i),
  });
  const rows = cells.map(ends);
  const zeek = [
    '#separator \\x09\n#unset_field\t-\n#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tduration\torig_ip_bytes\tconn_state',
    ...rows.map(r =>
      [`${r.at}.5`, `C${r.at}`, r.src, r.sport, r.dst, r.dport, r.proto, '0.25', 60, 'SF'].join('\t'),
    ),
  ];
  const eve = rows.map(r =>
    JSON.stringify({
      timestamp: new Date(r.at * 1000).toISOString(),
      flow_id: r.at,
      event_type: 'flow',
      src_ip: r.src,
      src_port: r.sport,
      dest_ip: r.dst,
      dest_port: r.dport,
      proto: r.proto.toUpperCase(),
      flow: { pkts_toserver: 1, bytes_toserver: 60, start: new Date(r.at * 1000).toISOString() },
    }),
  );
  const nfdump = [
    'Date first seen          Duration Proto      Src IP Addr:Port          Dst IP Addr:Port   Packets    Bytes Flows',
    ...rows.map(r => {
      const [day, time] = new Date(r.at * 1000).toISOString().slice(0, 23).split('T');
      return `${day} ${time}     0.548 ${r.proto.toUpperCase()}   ${r.src}:${r.sport} ->   ${r.dst}:${r.dport}   5   333   1`;
    }),
  ];
  return [
    { format: 'argus', name: 'a.binetflow', lines: argus, first: 1 },
    { format: 'zeek', name: 'conn.log', lines: linesOf(zeek.join('\n')), first: 3 },
    { format: 'suricata', name: 'eve.json', lines: linesOf(eve.join('\n')), first: 1 },
    { format: 'nfdump', name: 'nf.txt', lines: linesOf(nfdump.join('\n')), first: 1 },
  ];
}

/** Every flow of a file by its line, as one text. Rejects as the store does. */
async function flowsOf(store: CaptureStore, path: string): Promise<Map<number, string>> {
  return store.using([path], undefined, async capture => {
    const found = await capture.connection.runAndReadAll(
      'SELECT record::INTEGER, (start_time, proto, src_addr, sport, dst_addr, dport, duration, bytes, label)::VARCHAR FROM flows',
    );
    return new Map(found.getRows().map(([record, text]) => [Number(record), String(text)]));
  });
}

/** Mutates one row of a capture after another: no other row may be lost, moved or read otherwise. */
export const captures: Section = {
  name: 'captures',
  async run(campaign: Campaign) {
    const { random, folder, say } = campaign;
    const rows = [];
    for (const { format, name, lines, first } of texts()) {
      const tally = new Tally(`one row of a capture changed (${format})`, [
        'refused whole',
        'rows lost',
        'rows moved or changed',
        'hangs',
      ]);
      const path = join(folder, name);
      writeFileSync(path, joined(lines));
      const store = new CaptureStore(join(folder, `store-${format}`), new Cache({ maxBytes: 64 * 2 ** 20 }));
      const whole = await flowsOf(store, path);
      const wanted = times(campaign, 4400);
      for (; tally.tried < wanted; tally.tried++) {
        const at = first + Math.floor(random() * (lines.length - first));
        const mutant = [...lines];
        mutant[at] = mutatedLine(lines[at] as Buffer, random);
        const example = () => `line ${at + 1}: ${JSON.stringify((mutant[at] as Buffer).toString('latin1'))}`;
        writeFileSync(path, joined(mutant));
        const began = performance.now();
        let found: Map<number, string>;
        try {
          found = await flowsOf(store, path);
        } catch (error) {
          tally.fault('refused whole', `${example()}: ${(error as Error).message.slice(0, 200)}`);
          continue;
        }
        if (performance.now() - began > hangMs) tally.fault('hangs', example());
        for (const [record, text] of whole) {
          if (record === at + 1) continue;
          const now = found.get(record);
          if (now === undefined) tally.fault('rows lost', `${example()}: row ${record}`);
          else if (now !== text) tally.fault('rows moved or changed', `${example()}: row ${record}`);
          if (now !== text) break;
        }
        if (tally.tried % 500 === 499) say(`${format}: ${tally.tried + 1} of ${wanted}`);
      }
      rows.push(tally.row());
    }
    return rows;
  },
};
