import { open, stat } from 'node:fs/promises';
import { readArrayHeader, readArrays, writeArrays, type Column } from '../../../base/files/arrayFile';
import type { LabelClass } from '../../captures/labels';
import type { FieldTable, Vocabulary } from '../corpus/corpus';
import type { Followers } from '../corpus/followers';
import type { Model, ModelFacts } from './model';

/** What a model's file begins with. */
export const modelMagic = 'flow2vec';
/** Raised when the layout changes; older files are then a miss. */
export const modelFileVersion = 4;
const form = { what: 'model', version: modelFileVersion, magic: modelMagic };

type Arrays = {
  /** UTF-8, a line each. */
  tokens: Uint8Array;
  counts: Uint32Array;
  firstLines: Uint32Array;
  firstFiles: Uint16Array;
  /** size × label classes. */
  labelCounts: Uint32Array;
  fieldNames: Uint8Array;
  fieldCounts: Uint32Array;
  /** size × columns. */
  tokenFields: Uint32Array;
  followedRows: Uint32Array;
  followerRows: Uint32Array;
  followerShares: Float32Array;
  /** Rows × size of vectors: tokens, or fields. */
  inputs: Float32Array;
  outputs: Float32Array;
};

interface Header {
  facts: ModelFacts;
  size: number;
  labelClasses: readonly LabelClass[];
  /** Fields of a token; 0 for plain vectors. */
  columns: number;
}

/** Writes beside the target and renames, so that a reader sees the old model or the new one. */
export async function writeModel(path: string, model: Model): Promise<void> {
  const v = model.vocabulary;
  const { fields, followers } = model;
  const header: Header = {
    facts: factsOnDisk(model.facts),
    size: v.size,
    labelClasses: v.labelClasses,
    columns: fields?.columns ?? 0,
  };
  const arrays: Arrays = {
    tokens: Buffer.from(v.tokens.join('\n'), 'utf8'),
    counts: v.counts,
    firstLines: v.firstLines,
    firstFiles: v.firstFiles,
    labelCounts: v.labelCounts,
    fieldNames: Buffer.from(fields?.names.join('\n') ?? '', 'utf8'),
    fieldCounts: fields?.counts ?? new Uint32Array(),
    tokenFields: fields?.ofTokens ?? new Uint32Array(),
    followedRows: followers?.rows ?? new Uint32Array(),
    followerRows: followers?.next ?? new Uint32Array(),
    followerShares: followers?.shares ?? new Float32Array(),
    inputs: model.inputs,
    outputs: model.outputs,
  };
  await writeArrays<Header, Record<string, Column>>(path, form, { header, arrays: plain(arrays) });
}

/**
 * Reads a model, with or without its output vectors. Throws when the file is of another version or no model at all,
 * and `Damaged` when it is not as it was written.
 */
export async function readModel(path: string, what: 'all' | 'vectors only' = 'all'): Promise<Model> {
  const { header, arrays } = await readArrays<Header, Arrays>(
    path,
    form,
    what === 'all' ? undefined : allButOutputs,
  );
  checkLengths(header, arrays);
  const fields = fieldsOf(header, arrays);
  const followers = followersOf(header.size, arrays);
  return {
    facts: header.facts,
    vocabulary: vocabularyOf(header, arrays),
    ...(fields ? { fields } : {}),
    ...(followers ? { followers } : {}),
    inputs: arrays.inputs,
    outputs: arrays.outputs ?? new Float32Array(0),
  };
}

const allButOutputs: readonly (keyof Arrays)[] = [
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
];

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
  return (await readArrayHeader<Header>(path, form)).facts;
}

/** Every array must fit the vocabulary: of a token beyond its array nothing could be said. */
function checkLengths({ size, columns, labelClasses, facts }: Header, arrays: Arrays): void {
  const rows = columns > 0 ? arrays.fieldCounts.length : size;
  const matrix = rows * Number(facts.config['size']);
  const wanted: [keyof Arrays, number][] = [
    ['counts', size],
    ['firstLines', size],
    ['firstFiles', size],
    ['labelCounts', size * labelClasses.length],
    ['tokenFields', size * columns],
    ['followerRows', arrays.followedRows.length],
    ['followerShares', arrays.followedRows.length],
    ['inputs', matrix],
    ['outputs', matrix],
  ];
  for (const [name, length] of wanted)
    if (arrays[name] && arrays[name].length !== length) throw new Error(`${name} of another length`);
}

const linesOf = (bytes: Uint8Array) =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8').split('\n');

function vocabularyOf({ size, labelClasses }: Header, arrays: Arrays): Vocabulary {
  const tokens = linesOf(arrays.tokens);
  if (tokens.length !== size) throw new Error('vocabulary of another size');
  const { counts, firstLines, firstFiles, labelCounts } = arrays;
  return { size, tokens, counts, firstLines, firstFiles, labelClasses, labelCounts };
}

function fieldsOf({ columns }: Header, arrays: Arrays): FieldTable | undefined {
  if (columns === 0) return undefined;
  const names = linesOf(arrays.fieldNames);
  if (names.length !== arrays.fieldCounts.length) throw new Error('fields of another number');
  return { size: names.length, names, counts: arrays.fieldCounts, columns, ofTokens: arrays.tokenFields };
}

function followersOf(size: number, arrays: Arrays): Followers | undefined {
  const { followedRows: rows, followerRows: next, followerShares: shares } = arrays;
  if (next.some(row => row >= size)) throw new Error('a follower beyond the vocabulary');
  return rows.length === 0 ? undefined : { rows, next, shares };
}

/** What a deterministic training took is left out: its file is the same byte for byte each time. */
function factsOnDisk({ made, ...facts }: ModelFacts): ModelFacts {
  return made === undefined || facts.config['deterministic'] === true ? facts : { ...facts, made };
}

/** Buffers are plain bytes in the file. */
function plain(arrays: Arrays): Record<string, Column> {
  return {
    ...arrays,
    tokens: new Uint8Array(arrays.tokens),
    fieldNames: new Uint8Array(arrays.fieldNames),
  };
}
