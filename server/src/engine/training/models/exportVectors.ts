import * as l10n from '@vscode/l10n';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { composeOne } from '../corpus/fields';
import type { Model } from './model';
import { portableToken } from './portableToken';
import { csvCell, tsvCell } from '../../../../../shared/text/spreadsheetCell';
import { writeOut, type Put } from '../../../base/files/writeDraft';
import type { VectorFormat } from '../../../../../shared/protocol/training';

/**
 * Writes a model's token vectors, as trained (not scaled to length one), and answers how many rows. `word2vec`
 * and `word2vec-binary` are what gensim's `KeyedVectors.load_word2vec_format` reads; `projector` makes the
 * folder `out` with `vectors.tsv` and `metadata.tsv` for TensorBoard's projector; `csv` is for spreadsheets. Of
 * tokens that read alike the commonest is written. Rejects, naming the file, when it cannot be written.
 */
export async function exportVectors(
  model: Model,
  format: VectorFormat,
  out: string,
): Promise<{ path: string; rows: number }> {
  const rows = distinctRows(model);
  switch (format) {
    case 'word2vec':
      await writeOut(out, put => word2vecText(model, rows, put));
      break;
    case 'word2vec-binary':
      await writeOut(out, put => word2vecBinary(model, rows, put));
      break;
    case 'projector':
      await mkdir(out, { recursive: true }).catch((error: unknown) => {
        const { code } = error as NodeJS.ErrnoException;
        throw new Error(
          l10n.t('{0}: cannot be made a folder ({1}). Choose another with --out.', out, code ?? ''),
          {
            cause: error,
          },
        );
      });
      await writeOut(join(out, 'vectors.tsv'), put => projectorVectors(model, rows, put));
      await writeOut(join(out, 'metadata.tsv'), put => projectorMetadata(model, rows, put));
      break;
    case 'csv':
      await writeOut(out, put => csv(model, rows, put));
  }
  return { path: out, rows: rows.length };
}

/** gensim ignores a word that it has read before, and then warns. */
function distinctRows({ vocabulary }: Model): number[] {
  const seen = new Set<string>();
  const rows: number[] = [];
  for (const [row, token] of vocabulary.tokens.entries()) {
    if (seen.has(token)) continue;
    seen.add(token);
    rows.push(row);
  }
  return rows;
}

async function word2vecText(model: Model, rows: readonly number[], put: Put): Promise<void> {
  await put(`${rows.length} ${sizeOf(model)}\n`);
  for (const row of rows)
    await put(`${portableToken(tokenOf(model, row))} ${decimals(vectorOf(model, row)).join(' ')}\n`);
}

async function word2vecBinary(model: Model, rows: readonly number[], put: Put): Promise<void> {
  const size = sizeOf(model);
  await put(`${rows.length} ${size}\n`);
  for (const row of rows) {
    const bytes = Buffer.alloc(size * 4);
    vectorOf(model, row).forEach((x, k) => bytes.writeFloatLE(x, k * 4));
    await put(`${portableToken(tokenOf(model, row))} `);
    await put(bytes);
  }
}

async function projectorVectors(model: Model, rows: readonly number[], put: Put): Promise<void> {
  for (const row of rows) await put(`${decimals(vectorOf(model, row)).join('\t')}\n`);
}

async function projectorMetadata(model: Model, rows: readonly number[], put: Put): Promise<void> {
  const { vocabulary: v } = model;
  await put(`${['token', 'count', ...v.labelClasses].join('\t')}\n`);
  for (const row of rows)
    await put(
      `${[tokenOf(model, row), v.counts[row] as number, ...labels(model, row)].map(tsvCell).join('\t')}\n`,
    );
}

async function csv(model: Model, rows: readonly number[], put: Put): Promise<void> {
  const { vocabulary: v } = model;
  const numbers = Array.from({ length: sizeOf(model) }, (_, k) => `v${k + 1}`);
  await put(`${['token', 'count', ...v.labelClasses, ...numbers].join(',')}\r\n`);
  for (const row of rows) {
    const cells = [tokenOf(model, row), v.counts[row] as number, ...labels(model, row)].map(csvCell);
    await put(`${cells.join(',')},${decimals(vectorOf(model, row)).join(',')}\r\n`);
  }
}

const sizeOf = (model: Model) => Number(model.facts.config['size']);
const tokenOf = (model: Model, row: number) => model.vocabulary.tokens[row] as string;

/** A view of the matrix, or the mean of the token's fields. */
function vectorOf({ facts, fields, inputs }: Model, row: number): Float32Array {
  const size = Number(facts.config['size']);
  if (!fields) return inputs.subarray(row * size, (row + 1) * size);
  const numbers = fields.ofTokens.subarray(row * fields.columns, (row + 1) * fields.columns);
  return composeOne(numbers, inputs, size);
}

/** Nine digits: what it takes to read the same 32-bit number back. */
function decimals(vector: Float32Array): string[] {
  return Array.from(vector, x => x.toPrecision(9));
}

function labels({ vocabulary: v }: Model, row: number): number[] {
  return v.labelClasses.map((_, c) => v.labelCounts[row * v.labelClasses.length + c] as number);
}
