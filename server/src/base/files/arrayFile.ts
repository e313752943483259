import { open } from 'node:fs/promises';
import { pieceBytes, readExactly } from './fileBytes';
import { writeWhole } from './writeDraft';

/*
 * magic, u32 bytes of header, header (JSON), arrays in the header's order, each on an eight-byte boundary, ending.
 * Nothing in it is executed, nothing unpickled.
 */
const magic = 'f2varray';
const ending = 'f2v-end\n';
const kinds = { Uint8Array, Uint16Array, Int32Array, Uint32Array, Float32Array, Float64Array } as const;
type Kind = keyof typeof kinds;
/** Its memory may be shared. */
export type Column = Uint8Array | Uint16Array | Int32Array | Uint32Array | Float32Array | Float64Array;

interface Lead {
  what: string;
  version: number;
  header: unknown;
  arrays: { name: string; kind: Kind; length: number }[];
}

/** What a file of arrays holds; `version` is raised when its meaning changes, and older files are then a miss. */
export interface ArrayFile<H, A extends Record<string, Column>> {
  header: H;
  arrays: A;
}

/** Writes beside the target and renames, so that a reader sees the old file or the new one. */
export async function writeArrays<H, A extends Record<string, Column>>(
  path: string,
  form: { what: string; version: number },
  { header, arrays }: ArrayFile<H, A>,
): Promise<void> {
  const lead: Lead = {
    ...form,
    header,
    arrays: Object.entries(arrays).map(([name, array]) => ({
      name,
      kind: kindOf(array),
      length: array.length,
    })),
  };
  const json = Buffer.from(JSON.stringify(lead), 'utf8');
  const start = Buffer.alloc(padded(12 + json.length));
  start.write(magic, 'latin1');
  start.writeUInt32LE(json.length, 8);
  json.copy(start, 12);
  await writeWhole(path, async put => {
    await put(start);
    for (const array of Object.values(arrays)) {
      // A copy: the file system does not take shared memory, and the caller may go on changing its array.
      for (let at = 0; at < array.byteLength; at += pieceBytes)
        await put(
          new Uint8Array(
            array.buffer,
            array.byteOffset + at,
            Math.min(pieceBytes, array.byteLength - at),
          ).slice(),
        );
      await put(new Uint8Array(padded(array.byteLength) - array.byteLength));
    }
    await put(ending);
  });
}

/** Reads a file of arrays. Throws, saying what is wrong, when it is of another kind or version, or truncated. */
export async function readArrays<H, A extends Record<string, Column>>(
  path: string,
  { what, version }: { what: string; version: number },
): Promise<ArrayFile<H, A>> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const start = await readExactly(file, 12, 0);
    if (start.toString('latin1', 0, 8) !== magic) throw new Error('not a flow2vec file');
    const headerBytes = start.readUInt32LE(8);
    if (12 + headerBytes > size) throw new Error('truncated header');
    const lead = JSON.parse((await readExactly(file, headerBytes, 12)).toString('utf8')) as Lead;
    if (lead.what !== what || lead.version !== version)
      throw new Error(`${lead.what} version ${lead.version}`);
    const bytes = lead.arrays.map(({ kind, length }) => length * kinds[kind].BYTES_PER_ELEMENT);
    const total = bytes.reduce((sum, b) => sum + padded(b), padded(12 + headerBytes)) + ending.length;
    if (total !== size) throw new Error('truncated');
    const arrays: Record<string, Column> = {};
    let at = padded(12 + headerBytes);
    for (const [i, { name, kind, length }] of lead.arrays.entries()) {
      const buffer = await readExactly(file, bytes[i] as number, at);
      arrays[name] = new kinds[kind](buffer.buffer, 0, length);
      at += padded(bytes[i] as number);
    }
    if ((await readExactly(file, ending.length, at)).toString() !== ending) throw new Error('no ending');
    return { header: lead.header as H, arrays: arrays as A };
  } finally {
    await file.close();
  }
}

function kindOf(array: Column): Kind {
  return array.constructor.name as Kind;
}

const padded = (bytes: number) => Math.ceil(bytes / 8) * 8;
