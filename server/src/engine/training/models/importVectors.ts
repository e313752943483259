import * as l10n from '@vscode/l10n';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Model } from './model';
import { codeOf, messageOf, unreadable } from '../../../base/errors';
import { compressionOf, plainBytes } from '../../../base/files/compression';
import { arrayMagic } from '../../../../../shared/protocol/arrayFile';
import { readModel } from './modelFile';
import { partsOfPortable } from './portableToken';
import { readBinaryVectors } from './word2vecBinary';
import { readTextVectors, type ReadVectors } from './word2vecText';

/** Bytes looked at to tell text from binary. */
const sampleBytes = 65536;

/**
 * Reads a model of ours, or vectors in word2vec's text form (with or without its header) or binary form,
 * compressed or not, told apart by their content. `columns` names the parts of tokens, where the file does not. Numbers and
 * text are read, nothing else. Rejects, naming the file and the line or row, when it is none of these.
 */
export async function importVectors(path: string, columns?: readonly string[]): Promise<Model> {
  const sample = await beginning(path);
  if (sample.toString('latin1').startsWith(arrayMagic))
    return readModel(path, 'vectors only').catch((error: unknown) => {
      throw new Error(l10n.t('{0}: cannot be used ({1}). Train it again.', path, messageOf(error)), {
        cause: error,
      });
    });
  // What a file promises can be compared with its size, where it is not compressed.
  const bytes = (await compressionOf(path)) === undefined ? (await stat(path)).size : Infinity;
  const read = isText(sample) ? await readTextVectors(path, bytes) : await readBinaryVectors(path, bytes);
  return modelOf(path, read, columns);
}

async function beginning(path: string): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  try {
    let bytes = 0;
    for await (const part of plainBytes(path)) {
      parts.push(Uint8Array.from(part));
      bytes += part.length;
      if (bytes >= sampleBytes) break;
    }
  } catch (error) {
    throw namingFile(path, error);
  }
  const sample = Buffer.concat(parts).subarray(0, sampleBytes);
  if (sample.length === 0)
    throw new Error(l10n.t('{0}: is empty. A file of vectors has a line for each token.', path));
  return sample;
}

function namingFile(path: string, error: unknown): unknown {
  return codeOf(error) === undefined ? error : unreadable(path, error);
}

/** UTF-8 without controls: the bytes of some hundred floats hardly ever are. */
function isText(sample: Buffer): boolean {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(sample, { stream: true });
    return !/[\u0000-\u0008\u000e-\u001f]/.test(text);
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

function modelOf(path: string, read: ReadVectors, columns: readonly string[] | undefined): Model {
  const { tokens, matrix, size } = distinct(read);
  const parts = tokens.map(partsOfPortable);
  const width = parts[0]?.length ?? 1;
  // Tokens of ours have equally many parts; others are taken as they are.
  const split = parts.every(p => p.length === width && p.every(part => /^[^ ]+$/.test(part)));
  if (columns && (!split || columns.length !== width))
    throw new Error(
      l10n.t(
        '{0}: its tokens have {1} part(s), and {2} columns are named. Name as many, or none.',
        path,
        split ? width : l10n.t('no fixed number of'),
        columns.length,
      ),
    );
  const names = columns ?? (split && width > 1 ? standardColumns(width) : ['Token']);
  return {
    facts: {
      capture: '',
      config: { size, tokenColumns: names },
      files: [basename(path)],
      flows: 0,
      tokens: 0,
      epochs: 0,
      loss: 0,
    },
    vocabulary: {
      size: tokens.length,
      tokens: split ? parts.map(p => p.join(' ')) : tokens,
      counts: new Uint32Array(tokens.length),
      firstLines: new Uint32Array(tokens.length),
      firstFiles: new Uint16Array(tokens.length),
      labelClasses: [],
      labelCounts: new Uint32Array(0),
    },
    inputs: matrix,
    outputs: new Float32Array(0),
  };
}

function standardColumns(width: number): string[] {
  if (width === 4) return ['Proto', 'SrcAddr', 'DstAddr', 'Dport'];
  return Array.from({ length: width }, (_, i) => `Part${i + 1}`);
}

/** The first of tokens that are the same, as gensim reads them. */
function distinct({ tokens, size, matrix }: ReadVectors): ReadVectors {
  const rows = new Map<string, number>();
  for (const [row, token] of tokens.entries()) if (!rows.has(token)) rows.set(token, row);
  if (rows.size === tokens.length) return { tokens, size, matrix };
  const kept = new Float32Array(rows.size * size);
  [...rows.values()].forEach((row, i) => kept.set(matrix.subarray(row * size, (row + 1) * size), i * size));
  return { tokens: [...rows.keys()], size, matrix: kept };
}
