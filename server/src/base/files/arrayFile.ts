import { open, type FileHandle } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { pieceBytes, readExactly } from './fileBytes';
import { writeWhole } from './writeDraft';

/*
 * magic, u32 bytes of header, u32 checksum of header, header (JSON), arrays in the header's order, each on an
 * eight-byte boundary, ending. The header has a checksum (CRC-32) of each array and its padding; an array is compared
 * with it when it is read. Nothing in the file is executed, nothing unpickled.
 */
const usualMagic = 'f2varr02';
/** Of files without checksums, which earlier versions wrote. */
const formerMagic = 'f2varray';
const leadBytes = 16;
/** Arrays up to this are compared with their checksum also where they are not asked for: it takes a few milliseconds. */
const checkedAnyway = 1 << 26;
const ending = 'f2v-end\n';
const kinds = { Uint8Array, Uint16Array, Int32Array, Uint32Array, Float32Array, Float64Array } as const;
type Kind = keyof typeof kinds;
/** Its memory may be shared. */
export type Column = Uint8Array | Uint16Array | Int32Array | Uint32Array | Float32Array | Float64Array;

interface Lead {
  what: string;
  version: number;
  header: unknown;
  arrays: { name: string; kind: Kind; length: number; sum: number }[];
}

/** What tells a kind of file from others; `version` is raised when its meaning changes, and older files are then a miss. */
export interface Form {
  what: string;
  version: number;
  /** Eight characters of ASCII; without them, those of any file of arrays. */
  magic?: string;
}

/** What a file of arrays holds. */
export interface ArrayFile<H, A extends Record<string, Column>> {
  header: H;
  arrays: A;
}

/** A file is of its kind and not as it was written: cut, or changed. */
export class Damaged extends Error {
  override name = 'Damaged';
}

/** Writes beside the target and renames, so that a reader sees the old file or the new one. */
export async function writeArrays<H, A extends Record<string, Column>>(
  path: string,
  { what, version, magic = usualMagic }: Form,
  { header, arrays }: ArrayFile<H, A>,
): Promise<void> {
  const lead: Lead = {
    what,
    version,
    header,
    arrays: Object.entries(arrays).map(([name, array]) => ({
      name,
      kind: kindOf(array),
      length: array.length,
      sum: sumOf(array),
    })),
  };
  const json = Buffer.from(JSON.stringify(lead), 'utf8');
  const start = Buffer.alloc(padded(leadBytes + json.length));
  start.write(magic, 'latin1');
  start.writeUInt32LE(json.length, 8);
  start.writeUInt32LE(crc32(json), 12);
  json.copy(start, leadBytes);
  await writeWhole(
    path,
    async put => {
      await put(start);
      for (const array of Object.values(arrays)) {
        for (const piece of piecesOf(array)) await put(piece);
        await put(new Uint8Array(padded(array.byteLength) - array.byteLength));
      }
      await put(ending);
    },
    // Flows and hosts of a network are nobody else's business.
    { mode: 0o600 },
  );
}

/**
 * Reads a file of arrays, all or those of `only`. Throws, saying what is wrong, when it is of another kind or version,
 * and `Damaged` when it is not as it was written.
 */
export async function readArrays<H, A extends Record<string, Column>>(
  path: string,
  form: Form,
  only?: readonly string[],
): Promise<ArrayFile<H, A>> {
  const file = await open(path, 'r');
  try {
    const { lead, end } = await readLead(file, form);
    const arrays: Record<string, Column> = {};
    let at = end;
    for (const { name, kind, length, sum } of lead.arrays) {
      const bytes = length * kinds[kind].BYTES_PER_ELEMENT;
      const wanted = !only || only.includes(name);
      if (wanted || bytes <= checkedAnyway) {
        const buffer = await readExactly(file, padded(bytes), at);
        if (crc32(buffer) !== sum) throw new Damaged(`its ${name} are not as they were written`);
        if (wanted) arrays[name] = new kinds[kind](buffer.buffer, 0, length);
      }
      at += padded(bytes);
    }
    return { header: lead.header as H, arrays: arrays as A };
  } finally {
    await file.close();
  }
}

/** The header alone. Throws as `readArrays` does. */
export async function readArrayHeader<H>(path: string, form: Form): Promise<H> {
  const file = await open(path, 'r');
  try {
    return (await readLead(file, form)).lead.header as H;
  } finally {
    await file.close();
  }
}

/** The header, compared with its checksum and with the file's size; and where the arrays begin. */
async function readLead(
  file: FileHandle,
  { what, version, magic = usualMagic }: Form,
): Promise<{ lead: Lead; end: number }> {
  const { size } = await file.stat();
  if (size < leadBytes) throw new Damaged('truncated');
  const start = await readExactly(file, leadBytes, 0);
  const began = start.toString('latin1', 0, 8);
  if (began === formerMagic) throw new Error('it is of an earlier version');
  if (began !== magic) throw new Damaged(`it does not begin as a flow2vec ${what} does`);
  const headerBytes = start.readUInt32LE(8);
  const end = padded(leadBytes + headerBytes);
  if (end > size) throw new Damaged('truncated header');
  const json = await readExactly(file, headerBytes, leadBytes);
  if (crc32(json) !== start.readUInt32LE(12)) throw new Damaged('its header is not as it was written');
  const lead = JSON.parse(json.toString('utf8')) as Lead;
  if (lead.what !== what || lead.version !== version) throw new Error(`${lead.what} version ${lead.version}`);
  if (lead.arrays.some(({ kind, length }) => !(kind in kinds) || !Number.isSafeInteger(length) || length < 0))
    throw new Error('arrays of no length');
  const bytes = lead.arrays.map(({ kind, length }) => length * kinds[kind].BYTES_PER_ELEMENT);
  const total = bytes.reduce((sum, b) => sum + padded(b), end) + ending.length;
  if (total !== size) throw new Damaged('truncated');
  const padding = await readExactly(file, end - leadBytes - headerBytes, leadBytes + headerBytes);
  const last = await readExactly(file, ending.length, size - ending.length);
  if (padding.some(byte => byte !== 0) || last.toString() !== ending)
    throw new Damaged('its frame is broken');
  return { lead, end };
}

/** The CRC-32 of an array's bytes and of the zeros that fill its last eight. */
function sumOf(array: Column): number {
  let sum = 0;
  for (const piece of piecesOf(array)) sum = crc32(piece, sum);
  return crc32(new Uint8Array(padded(array.byteLength) - array.byteLength), sum);
}

/** Copies: the file system does not take shared memory, and the caller may go on changing its array. */
function* piecesOf(array: Column): Generator<Uint8Array> {
  for (let at = 0; at < array.byteLength; at += pieceBytes)
    yield new Uint8Array(
      array.buffer,
      array.byteOffset + at,
      Math.min(pieceBytes, array.byteLength - at),
    ).slice();
}

function kindOf(array: Column): Kind {
  return array.constructor.name as Kind;
}

const padded = (bytes: number) => Math.ceil(bytes / 8) * 8;
