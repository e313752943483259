import { open, type FileHandle } from 'node:fs/promises';
import { rename, rm, stat } from 'node:fs/promises';
import type { FieldTable, Vocabulary } from '../corpus/corpus';
import type { Followers } from '../corpus/followers';
import type { LabelClass } from '../../captures/labels';
import { pieceBytes, readExactly } from '../../../base/files/fileBytes';
import type { Model, ModelFacts } from './model';

/** What a model's file begins with. */
export const modelMagic = 'flow2vec';
const ending = 'f2v-end\n';
/** Raised when the layout changes; older files are then a miss. */
export const modelFileVersion = 3;

/*
 * magic, u32 version, u32 bytes of header, header (JSON), sections in this order, ending. The header gives
 * each section's bytes; together they must make up the file's size.
 */
const sectionNames = [
  'tokens',
  'counts',
  'firstLines',
  'firstFiles',
  'labelCounts',
  'fieldNames',
  'fieldCounts',
  'tokenFields',
  'followedRows',
  'followerRows',
  'followerShares',
  'inputs',
  'outputs',
] as const;
type SectionName = (typeof sectionNames)[number];

interface Header {
  facts: ModelFacts;
  size: number;
  labelClasses: readonly LabelClass[];
  /** Fields of a token; 0 for plain vectors. */
  columns: number;
  bytes: Record<SectionName, number>;
}

/** Writes beside the target and renames, so that a reader sees the old model or the new one. */
export async function writeModel(path: string, model: Model): Promise<void> {
  const v = model.vocabulary;
  const sections: Record<SectionName, Uint8Array> = {
    tokens: Buffer.from(v.tokens.join('\n'), 'utf8'),
    counts: bytesOf(v.counts),
    firstLines: bytesOf(v.firstLines),
    firstFiles: bytesOf(v.firstFiles),
    labelCounts: bytesOf(v.labelCounts),
    fieldNames: Buffer.from(model.fields?.names.join('\n') ?? '', 'utf8'),
    fieldCounts: bytesOf(model.fields?.counts ?? new Uint32Array()),
    tokenFields: bytesOf(model.fields?.ofTokens ?? new Uint32Array()),
    followedRows: bytesOf(model.followers?.rows ?? new Uint32Array()),
    followerRows: bytesOf(model.followers?.next ?? new Uint32Array()),
    followerShares: bytesOf(model.followers?.shares ?? new Float32Array()),
    inputs: bytesOf(model.inputs),
    outputs: bytesOf(model.outputs),
  };
  const header: Header = {
    facts: factsOnDisk(model.facts),
    size: v.size,
    labelClasses: v.labelClasses,
    columns: model.fields?.columns ?? 0,
    bytes: Object.fromEntries(sectionNames.map(name => [name, sections[name].byteLength])) as Header['bytes'],
  };
  const draft = `${path}.${process.pid}-${Date.now()}.draft`;
  const file = await open(draft, 'w');
  try {
    const json = Buffer.from(JSON.stringify(header), 'utf8');
    const lead = Buffer.alloc(16);
    lead.write(modelMagic, 'latin1');
    lead.writeUInt32LE(modelFileVersion, 8);
    lead.writeUInt32LE(json.length, 12);
    for (const part of [lead, json, ...sectionNames.map(name => sections[name]), Buffer.from(ending)])
      await writeAll(file, part);
    await file.sync();
    await file.close();
    await rename(draft, path);
  } catch (error) {
    await file.close().catch(() => undefined); // Closed already when the rename failed.
    await rm(draft, { force: true });
    throw error;
  }
}

/** Reads a model, with or without its output vectors. Throws when the file is of another version, truncated, or no model at all. */
export async function readModel(path: string, what: 'all' | 'vectors only' = 'all'): Promise<Model> {
  const file = await open(path, 'r');
  try {
    const { header, headerBytes, fileSize } = await readHeader(file);
    let at = 16 + headerBytes;
    const section = async (name: SectionName) => {
      const bytes = await readExactly(file, header.bytes[name], at);
      at += bytes.length;
      return bytes;
    };
    const vocabulary = await readVocabulary(header, section);
    const fields = await readFields(header, section);
    const followers = await readFollowers(header.size, section);
    const inputs = new Float32Array((await section('inputs')).buffer);
    const outputs =
      what === 'vectors only' ? new Float32Array(0) : new Float32Array((await section('outputs')).buffer);
    if ((await readExactly(file, ending.length, fileSize - ending.length)).toString() !== ending)
      throw new Error('no ending');
    return {
      facts: header.facts,
      vocabulary,
      ...(fields ? { fields } : {}),
      ...(followers ? { followers } : {}),
      inputs,
      outputs,
    };
  } finally {
    await file.close();
  }
}

/** Whether a file begins as a model of ours does; false when there is none. */
export async function isModelFile(path: string): Promise<boolean> {
  // Whoever reads what is no file says why it cannot be read.
  const info = await stat(path).catch(() => undefined);
  if (!info?.isFile()) return false;
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(modelMagic.length), 0, modelMagic.length, 0);
    return buffer.toString('latin1', 0, bytesRead) === modelMagic;
  } finally {
    await file.close();
  }
}

/** What a model's file says of the model. Throws as `readModel` does. */
export async function readFacts(path: string): Promise<ModelFacts> {
  const file = await open(path, 'r');
  try {
    return (await readHeader(file)).header.facts;
  } finally {
    await file.close();
  }
}

async function readHeader(
  file: FileHandle,
): Promise<{ header: Header; headerBytes: number; fileSize: number }> {
  const { size: fileSize } = await file.stat();
  const lead = await readExactly(file, 16, 0);
  if (lead.toString('latin1', 0, 8) !== modelMagic) throw new Error('not a flow2vec model');
  if (lead.readUInt32LE(8) !== modelFileVersion) throw new Error(`model version ${lead.readUInt32LE(8)}`);
  const headerBytes = lead.readUInt32LE(12);
  if (headerBytes > fileSize) throw new Error('truncated header');
  const header = JSON.parse((await readExactly(file, headerBytes, 16)).toString('utf8')) as Header;
  const total = sectionNames.reduce((sum, name) => sum + header.bytes[name], 0);
  if (16 + headerBytes + total + ending.length !== fileSize) throw new Error('truncated');
  checkLengths(header);
  return { header, headerBytes, fileSize };
}

/** Every section must fit the vocabulary: of a token beyond its array nothing could be said. */
function checkLengths({ size, columns, labelClasses, bytes, facts }: Header): void {
  const rows = columns > 0 ? bytes.fieldCounts / 4 : size;
  const matrix = rows * Number(facts.config['size']) * 4;
  const wanted: [SectionName, number][] = [
    ['counts', size * 4],
    ['firstLines', size * 4],
    ['firstFiles', size * 2],
    ['labelCounts', size * labelClasses.length * 4],
    ['tokenFields', size * columns * 4],
    ['followerRows', bytes.followedRows],
    ['followerShares', bytes.followedRows],
    ['inputs', matrix],
    ['outputs', matrix],
  ];
  for (const [name, length] of wanted)
    if (bytes[name] !== length) throw new Error(`${name} of another length`);
}

async function readVocabulary(
  header: Header,
  section: (name: SectionName) => Promise<Buffer>,
): Promise<Vocabulary> {
  const tokens = (await section('tokens')).toString('utf8').split('\n');
  if (tokens.length !== header.size) throw new Error('vocabulary of another size');
  return {
    size: header.size,
    tokens,
    counts: new Uint32Array((await section('counts')).buffer),
    firstLines: new Uint32Array((await section('firstLines')).buffer),
    firstFiles: new Uint16Array((await section('firstFiles')).buffer),
    labelClasses: header.labelClasses,
    labelCounts: new Uint32Array((await section('labelCounts')).buffer),
  };
}

async function readFields(
  header: Header,
  section: (name: SectionName) => Promise<Buffer>,
): Promise<FieldTable | undefined> {
  const names = (await section('fieldNames')).toString('utf8').split('\n');
  const counts = new Uint32Array((await section('fieldCounts')).buffer);
  const ofTokens = new Uint32Array((await section('tokenFields')).buffer);
  if (header.columns === 0) return undefined;
  if (names.length !== counts.length) throw new Error('fields of another number');
  return { size: names.length, names, counts, columns: header.columns, ofTokens };
}

/** What a deterministic training took is left out: its file is the same byte for byte each time. */
function factsOnDisk({ made, ...facts }: ModelFacts): ModelFacts {
  return made === undefined || facts.config['deterministic'] === true ? facts : { ...facts, made };
}

async function readFollowers(
  size: number,
  section: (name: SectionName) => Promise<Buffer>,
): Promise<Followers | undefined> {
  const rows = new Uint32Array((await section('followedRows')).buffer);
  const next = new Uint32Array((await section('followerRows')).buffer);
  const shares = new Float32Array((await section('followerShares')).buffer);
  if (next.some(row => row >= size)) throw new Error('a follower beyond the vocabulary');
  return rows.length === 0 ? undefined : { rows, next, shares };
}

function bytesOf(array: Uint32Array | Uint16Array | Float32Array): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}

async function writeAll(file: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.byteLength; at += pieceBytes) {
    // A copy out of shared memory: the file system does not take a shared buffer.
    await file.writeFile(Buffer.from(bytes.slice(at, at + pieceBytes)));
  }
}
