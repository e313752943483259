import * as l10n from '@vscode/l10n';
import { open, stat } from 'node:fs/promises';
import type { FieldTable, Vocabulary } from '../corpus/corpus';
import type { Followers } from '../corpus/followers';
import { Texts, withTexts } from '../corpus/texts';
import type { LabelClass } from '../../captures/labels';
import { arrayMagic } from '../../../../../shared/protocol/arrayFile';
import { ArrayReader, Damaged, writeArrays, type Column } from '../../../base/files/arrayFile';
import type { Model, ModelFacts } from './model';

/** Raised when the arrays change, or what they mean; older files are then a miss. */
export const modelFileVersion = 4;
const form = { what: 'model', version: modelFileVersion };

/** The arrays of a model's file, in their order. Of a plain model those of fields are empty; texts are UTF-8 lines. */
interface Arrays {
  tokens: Uint8Array;
  counts: Uint32Array;
  firstLines: Uint32Array;
  firstFiles: Uint16Array;
  labelCounts: Uint32Array;
  fieldNames: Uint8Array;
  fieldCounts: Uint32Array;
  tokenFields: Uint32Array;
  followedRows: Uint32Array;
  followerRows: Uint32Array;
  followerShares: Float32Array;
  inputs: Float32Array;
  outputs: Float32Array;
}
const kinds: { [Name in keyof Arrays]: string } = {
  tokens: 'Uint8Array',
  counts: 'Uint32Array',
  firstLines: 'Uint32Array',
  firstFiles: 'Uint16Array',
  labelCounts: 'Uint32Array',
  fieldNames: 'Uint8Array',
  fieldCounts: 'Uint32Array',
  tokenFields: 'Uint32Array',
  followedRows: 'Uint32Array',
  followerRows: 'Uint32Array',
  followerShares: 'Float32Array',
  inputs: 'Float32Array',
  outputs: 'Float32Array',
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
  const { vocabulary: v, fields, followers } = model;
  const none = new Uint32Array();
  const header: Header = {
    facts: factsOnDisk(model.facts),
    size: v.size,
    labelClasses: v.labelClasses,
    columns: fields?.columns ?? 0,
  };
  const arrays: Arrays = {
    tokens: new Uint8Array(Buffer.from(v.tokens.join('\n'), 'utf8')),
    counts: v.counts,
    firstLines: v.firstLines,
    firstFiles: v.firstFiles,
    labelCounts: v.labelCounts,
    fieldNames: new Uint8Array(Buffer.from(fields?.names.join('\n') ?? '', 'utf8')),
    fieldCounts: fields?.counts ?? none,
    tokenFields: fields?.ofTokens ?? none,
    followedRows: followers?.rows ?? none,
    followerRows: followers?.next ?? none,
    followerShares: followers?.shares ?? new Float32Array(),
    inputs: model.inputs,
    outputs: model.outputs,
  };
  await writeArrays(path, form, { header, arrays: { ...arrays } });
}

/**
 * Reads a model; with `vectors only`, its output vectors are checked, but not kept. Rejects with `OtherVersion` or, saying
 * what is wrong, for a file that is damaged or no model.
 */
export async function readModel(path: string, what: 'all' | 'vectors only' = 'all'): Promise<Model> {
  const file = await ArrayReader.open<Header>(path, form);
  try {
    checkHeader(file.header);
    checkLengths(file);
    const read = async <Name extends keyof Arrays>(name: Name) =>
      (await file.read(name)) as Column as Arrays[Name];
    const { facts, size, labelClasses, columns } = file.header;
    const tokens = Texts.ofLines(await read('tokens'));
    if (tokens.size !== size) throw new Damaged(l10n.t('vocabulary of another size'));
    const known = {
      size,
      counts: await read('counts'),
      firstLines: await read('firstLines'),
      firstFiles: await read('firstFiles'),
      labelClasses,
      labelCounts: await read('labelCounts'),
    };
    const vocabulary: Vocabulary = withTexts(known, 'tokens', tokens);
    const names = Texts.ofLines(await read('fieldNames'));
    const counts = await read('fieldCounts');
    const ofTokens = await read('tokenFields');
    if (columns > 0 && names.size !== counts.length) throw new Damaged(l10n.t('fields of another number'));
    if (isAnyBeyond(ofTokens, counts.length)) throw new Damaged(l10n.t('a field beyond those there are'));
    const fields: FieldTable | undefined =
      columns === 0 ? undefined : withTexts({ size: names.size, counts, columns, ofTokens }, 'names', names);
    const followers: Followers = {
      rows: await read('followedRows'),
      next: await read('followerRows'),
      shares: await read('followerShares'),
    };
    if ([followers.rows, followers.next].some(rows => isAnyBeyond(rows, size)))
      throw new Damaged(l10n.t('a follower beyond the vocabulary'));
    const inputs = await read('inputs');
    if (what === 'vectors only') await file.check('outputs');
    return {
      facts,
      vocabulary,
      ...(fields ? { fields } : {}),
      ...(followers.rows.length > 0 ? { followers } : {}),
      inputs,
      outputs: what === 'vectors only' ? new Float32Array(0) : await read('outputs'),
    };
  } finally {
    await file.close();
  }
}

/** Whether a file begins as those of ours do; false when there is none. */
export async function isModelFile(path: string): Promise<boolean> {
  // Whoever reads what is no file says why it cannot be read.
  const info = await stat(path).catch(() => undefined);
  if (!info?.isFile()) return false;
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(arrayMagic.length), 0, arrayMagic.length, 0);
    return buffer.toString('latin1', 0, bytesRead) === arrayMagic;
  } finally {
    await file.close();
  }
}

/** What a model's file says of the model. Rejects as `readModel` does. */
export async function readFacts(path: string): Promise<ModelFacts> {
  const file = await ArrayReader.open<Header>(path, form);
  await file.close();
  checkHeader(file.header);
  return file.header.facts;
}

/** A file with right checksums may come from anybody. */
function checkHeader(header: Header): void {
  const { facts, size, labelClasses, columns } = (header ?? {}) as Partial<Header>;
  const { config, files, bytes } = (facts ?? {}) as Partial<ModelFacts>;
  const isCount = (value: unknown) => Number.isSafeInteger(value) && Number(value) >= 0;
  const areTexts = (list: unknown) => Array.isArray(list) && list.every(text => typeof text === 'string');
  const whole =
    [size, columns, config?.['size'], ...(Array.isArray(bytes) ? bytes : [])].every(isCount) &&
    (bytes === undefined || Array.isArray(bytes)) &&
    [labelClasses, files, config?.['tokenColumns']].every(areTexts);
  if (!whole) throw new Damaged(l10n.t('its header does not say what a model is'));
}

/** Every array must fit the vocabulary: of a token beyond its array nothing could be said. */
function checkLengths(file: ArrayReader<Header>): void {
  const { size, columns, labelClasses, facts } = file.header;
  const entries = (name: keyof Arrays) => file.length(name) ?? 0;
  const rows = columns > 0 ? entries('fieldCounts') : size;
  const matrix = rows * Number(facts.config['size']);
  const wanted: [keyof Arrays, number][] = [
    ['counts', size],
    ['firstLines', size],
    ['firstFiles', size],
    ['labelCounts', size * labelClasses.length],
    ['tokenFields', size * columns],
    ['followerRows', entries('followedRows')],
    ['followerShares', entries('followedRows')],
    ['inputs', matrix],
    ['outputs', matrix],
  ];
  for (const [name, kind] of Object.entries(kinds))
    if (file.kind(name) !== kind) throw new Damaged(l10n.t('{0} of another kind', name));
  for (const [name, length] of wanted)
    if (entries(name) !== length) throw new Damaged(l10n.t('{0} of another length', name));
}

/** What a deterministic training took is left out: its file is the same byte for byte each time. */
function factsOnDisk({ made, ...facts }: ModelFacts): ModelFacts {
  return made === undefined || facts.config['deterministic'] === true ? facts : { ...facts, made };
}

/** Whether a number is `end` or above. */
function isAnyBeyond(numbers: Uint32Array, end: number): boolean {
  // A loop, for there are millions: a call for each takes ten times as long.
  for (let i = 0; i < numbers.length; i++) if ((numbers[i] as number) >= end) return true;
  return false;
}
