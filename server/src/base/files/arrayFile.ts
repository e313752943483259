import * as l10n from '@vscode/l10n';
import { open, type FileHandle } from 'node:fs/promises';
import {
  arrayMagic,
  blockBytes,
  ending,
  kinds,
  layoutVersion,
  leadBytes,
  padded,
  sumsBytes,
  type Kind,
  type Lead,
} from '../../../../shared/protocol/arrayFile';
import { messageOf } from '../errors';
import { crc32 } from './checksum';
import { writeWhole } from './writeDraft';

/** Whole blocks, so few that they are still in the processor's cache when they are summed up. */
const readBytes = 4 * blockBytes;
/** Its memory may be shared. */
export type Column = Uint8Array | Uint16Array | Int32Array | Uint32Array | Float32Array | Float64Array;

/** What a file is, and the version of what it means: raised when that changes, and older files are then a miss. */
export interface Form {
  what: string;
  version: number;
}

export interface ArrayFile<H, A extends Record<string, Column>> {
  header: H;
  arrays: A;
}

/** A file that is not as it was written, or was never one of ours. */
export class Damaged extends Error {}

/** A file of ours that says something else, or says it in an older way. */
export class OtherVersion extends Error {}

/** Writes beside the target and renames, so that a reader sees the old file or the new one. */
export async function writeArrays<H, A extends Record<string, Column>>(
  path: string,
  form: Form,
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
  const start = Buffer.alloc(padded(leadBytes + json.length));
  start.write(arrayMagic, 'latin1');
  start.writeUInt32LE(layoutVersion, 8);
  start.writeUInt32LE(json.length, 12);
  json.copy(start, leadBytes);
  const sums = [crc32(start)];
  await writeWhole(
    path,
    async put => {
      await put(start);
      for (const array of Object.values(arrays)) {
        const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
        for (let at = 0; at < bytes.length; at += blockBytes) {
          // A copy: the file system does not take shared memory, and the caller may go on changing its array.
          const block = new Uint8Array(padded(Math.min(blockBytes, bytes.length - at)));
          block.set(bytes.subarray(at, at + blockBytes));
          sums.push(crc32(block));
          await put(block);
        }
      }
      const table = Buffer.alloc(sumsBytes(sums.length));
      sums.forEach((sum, i) => table.writeUInt32LE(sum, i * 4));
      table.writeUInt32LE(crc32(table.subarray(0, -4)), table.length - 4);
      await put(table);
      await put(ending);
    },
    { durable: true },
  );
}

/** Reads a whole file of arrays. Rejects as `ArrayReader` does. */
export async function readArrays<H, A extends Record<string, Column>>(
  path: string,
  form: Form,
): Promise<ArrayFile<H, A>> {
  const file = await ArrayReader.open<H>(path, form);
  try {
    const arrays: Record<string, Column> = {};
    for (const name of file.names()) arrays[name] = await file.read(name);
    return { header: file.header, arrays: arrays as A };
  } finally {
    await file.close();
  }
}

interface Place {
  kind: Kind;
  length: number;
  /** Of its first byte in the file, and how many, with what fills them up. */
  at: number;
  bytes: number;
  /** Number of its first block's checksum. */
  sum: number;
}

/**
 * A file of arrays, opened: its header is read and checked, an array when it is asked for. Rejects with `OtherVersion`
 * or `Damaged`, saying what is wrong, and as the system does.
 */
export class ArrayReader<H> {
  private constructor(
    private readonly file: FileHandle,
    readonly header: H,
    private readonly places: ReadonlyMap<string, Place>,
    private readonly sums: Buffer,
  ) {}

  static async open<H>(path: string, form: Form): Promise<ArrayReader<H>> {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      const start = await exactly(file, leadBytes, 0, size);
      if (start.toString('latin1', 0, 8) !== arrayMagic) throw new Damaged(l10n.t('not a flow2vec file'));
      const version = start.readUInt32LE(8);
      // What an older version wrote has no checksums to go by.
      if (version > 0 && version < layoutVersion)
        throw new OtherVersion(l10n.t('its layout is of version {0}, not {1}', version, layoutVersion));
      const jsonBytes = start.readUInt32LE(12);
      const first = await exactly(file, padded(leadBytes + jsonBytes), 0, size);
      const { lead, problem } = leadOf(first.subarray(leadBytes, leadBytes + jsonBytes));
      if (!lead) throw new Damaged(problem);
      const places = placesOf(lead, first.length);
      const count = 1 + [...places.values()].reduce((sum, place) => sum + blocksOf(place), 0);
      const at = [...places.values()].reduce((sum, place) => sum + place.bytes, first.length);
      if (at + sumsBytes(count) + ending.length !== size) throw new Damaged('truncated');
      const sums = await exactly(file, sumsBytes(count), at, size);
      if (
        crc32(sums.subarray(0, -4)) !== sums.readUInt32LE(sums.length - 4) ||
        crc32(first) !== sums.readUInt32LE(0)
      )
        throw new Damaged(l10n.t('its header has another checksum'));
      if ((await exactly(file, ending.length, size - ending.length, size)).toString('latin1') !== ending)
        throw new Damaged(l10n.t('no ending'));
      if (version > layoutVersion || lead.what !== form.what || lead.version !== form.version)
        throw new OtherVersion(
          l10n.t(
            'it is a {0} of version {1}, not a {2} of version {3}',
            lead.what,
            lead.version,
            form.what,
            form.version,
          ),
        );
      return new ArrayReader(file, lead.header as H, places, sums);
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  names(): string[] {
    return [...this.places.keys()];
  }

  /** Entries of an array; undefined when there is none of that name. */
  length(name: string): number | undefined {
    return this.places.get(name)?.length;
  }

  /** Name of its kind, such as `Float32Array`. */
  kind(name: string): string | undefined {
    return this.places.get(name)?.kind;
  }

  /** An array in memory of its own. */
  async read(name: string): Promise<Column> {
    const place = this.placeOf(name);
    const buffer = new ArrayBuffer(place.bytes);
    for (let at = 0; at < place.bytes; at += readBytes)
      await this.fill(new Uint8Array(buffer, at, Math.min(readBytes, place.bytes - at)), name, at);
    return new kinds[place.kind](buffer, 0, place.length);
  }

  /** Checks an array without keeping it. */
  async check(name: string): Promise<void> {
    const { bytes } = this.placeOf(name);
    const buffer = new Uint8Array(Math.min(bytes, readBytes));
    for (let at = 0; at < bytes; at += readBytes) await this.fill(buffer.subarray(0, bytes - at), name, at);
  }

  close(): Promise<void> {
    return this.file.close();
  }

  private placeOf(name: string): Place {
    const place = this.places.get(name);
    if (!place) throw new Damaged(l10n.t('no {0}', name));
    return place;
  }

  /** Reads whole blocks from place `at` of an array. */
  private async fill(bytes: Uint8Array, name: string, at: number): Promise<void> {
    const { at: from, sum } = this.placeOf(name);
    await readInto(this.file, bytes, from + at);
    for (let b = 0; b < bytes.length; b += blockBytes) {
      const number = sum + (at + b) / blockBytes;
      if (crc32(bytes.subarray(b, b + blockBytes)) !== this.sums.readUInt32LE(number * 4))
        throw new Damaged(l10n.t('{0} has another checksum', name));
    }
  }
}

function kindOf(array: Column): Kind {
  const [kind] = Object.entries(kinds).find(([, type]) => array instanceof type) ?? [];
  return kind as Kind;
}

function leadOf(json: Uint8Array): { lead?: Lead; problem?: string } {
  try {
    const lead = JSON.parse(Buffer.from(json).toString('utf8')) as Partial<Lead> | null;
    const arrays: unknown[] = Array.isArray(lead?.arrays) ? lead.arrays : [undefined];
    const whole = arrays.every(array => {
      const { name, kind, length } = (array ?? {}) as Record<string, unknown>;
      return (
        typeof name === 'string' &&
        Object.hasOwn(kinds, String(kind)) &&
        Number.isSafeInteger(length) &&
        Number(length) >= 0
      );
    });
    return whole ? { lead: lead as Lead } : { problem: l10n.t('its header lists no arrays') };
  } catch (error) {
    return { problem: l10n.t('its header is no JSON: {0}', messageOf(error)) };
  }
}

function placesOf({ arrays }: Lead, from: number): Map<string, Place> {
  const places = new Map<string, Place>();
  let [at, sum] = [from, 1];
  for (const { name, kind, length } of arrays) {
    const place = { kind, length, at, bytes: padded(length * kinds[kind].BYTES_PER_ELEMENT), sum };
    at += place.bytes;
    sum += blocksOf(place);
    places.set(name, place);
  }
  return places;
}

/** Bytes of a file that has `size` of them, in a buffer of their own. */
async function exactly(file: FileHandle, bytes: number, at: number, size: number): Promise<Buffer> {
  if (at + bytes > size) throw new Damaged('truncated');
  const buffer = Buffer.alloc(bytes);
  await readInto(file, buffer, at);
  return buffer;
}

async function readInto(file: FileHandle, bytes: Uint8Array, at: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const { bytesRead } = await file.read(bytes, done, bytes.length - done, at + done);
    if (bytesRead === 0) throw new Damaged('truncated');
    done += bytesRead;
  }
}

const blocksOf = ({ bytes }: { bytes: number }) => Math.ceil(bytes / blockBytes);
