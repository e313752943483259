import { once } from 'node:events';
import type { Writable } from 'node:stream';

/** What two processes say to each other: plain data, and bytes that belong to it. */
export interface Frame {
  header: { kind: string } & Readonly<Record<string, unknown>>;
  body: Uint8Array<ArrayBuffer>;
}

const leadBytes = 8;

/** Frames of a stream in order: u32 bytes of header, u32 bytes of body, header (JSON), body. A torn one at the end is none. */
export async function* readFrames(input: AsyncIterable<Buffer>): AsyncGenerator<Frame> {
  const pieces: Buffer[] = [];
  let held = 0;
  /** The next `wanted` bytes; undefined when the stream ends before. */
  const source = input[Symbol.asyncIterator]();
  const take = async (wanted: number): Promise<Buffer | undefined> => {
    while (held < wanted) {
      const next = await source.next();
      if (next.done) return undefined;
      pieces.push(next.value);
      held += next.value.length;
    }
    const all = pieces.length === 1 ? (pieces[0] as Buffer) : Buffer.concat(pieces);
    pieces.length = 0;
    held -= wanted;
    if (held > 0) pieces.push(all.subarray(wanted));
    return all.subarray(0, wanted);
  };
  for (let lead = await take(leadBytes); lead; lead = await take(leadBytes)) {
    const header = await take(lead.readUInt32LE(0));
    const body = await take(lead.readUInt32LE(4));
    if (!header || !body) return;
    // Arrow wants its buffers on eight bytes: a copy begins where memory was allocated.
    yield { header: JSON.parse(header.toString('utf8')) as Frame['header'], body: new Uint8Array(body) };
  }
}

/** Writes a frame and waits until it went out, so that answers do not pile up in memory. */
export async function writeFrame(
  output: Writable,
  header: Frame['header'],
  body: Uint8Array = new Uint8Array(),
): Promise<void> {
  const text = Buffer.from(JSON.stringify(header), 'utf8');
  const lead = Buffer.alloc(leadBytes);
  lead.writeUInt32LE(text.length, 0);
  lead.writeUInt32LE(body.byteLength, 4);
  output.write(lead);
  output.write(text);
  if (!output.write(body)) await once(output, 'drain');
}
