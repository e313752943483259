import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Growing } from '../../base/growing';
import { labelClass, labelClasses } from '../captures/labels';
import type { Vocabulary } from '../training/corpus/corpus';
import type { EmbeddingConfig } from '../training/embedding/config';
import type { Model, ModelFacts } from '../training/models/model';
import { readModel, writeModel } from '../training/models/modelFile';
import type { Operation } from './conversation';
import { floatsOf } from './trainShare';
import { readUnits } from './units';

/** The class of each label, by the rule that the editor counts with; labels that occur are few. */
export const classesOfLabels: Operation = async function* (input) {
  for await (const rows of input) {
    const { values, numbers } = rows.texts('label');
    yield {
      label: Array.from(numbers, n => values[n] ?? ''),
      class: Int32Array.from(numbers, n => labelClasses.indexOf(labelClass(values[n] ?? ''))),
    };
  }
};

interface AskedModel {
  config: EmbeddingConfig;
  units: string;
  vectors: string;
  out: string;
  facts: Omit<ModelFacts, 'config' | 'capture'> & { of: unknown };
}

/**
 * Writes the model file that the editor opens, from its commonest tokens (`token`, `count`, `file`, `record`, and
 * `l0`, `l1`, … flows of each class of labels; commonest first) and the vectors of all units.
 */
export const modelFile: Operation = async function* (input, asked) {
  const { config, units: table, vectors, out, facts } = asked as unknown as AskedModel;
  const units = await readUnits(table, config.tokenColumns);
  const tokens: string[] = [];
  const counts = new Growing(n => new Uint32Array(n));
  const firstLines = new Growing(n => new Uint32Array(n));
  const firstFiles = new Growing(n => new Uint16Array(n));
  const classCounts = labelClasses.map(() => new Growing(n => new Uint32Array(n)));
  const ofTokens = new Growing(n => new Uint32Array(n));
  for await (const rows of input) {
    const { values, numbers } = rows.texts('token');
    const [n, lines, files] = [rows.wholes('count'), rows.wholes('record'), rows.numbers('file')];
    const classes = labelClasses.map((_, c) => rows.wholes(`l${c}`));
    for (let r = 0; r < rows.length; r++) {
      const token = values[numbers[r] as number] as string;
      const fields = token.split(' ').map((value, place) => units.numberOf(place, value));
      if (fields.some(field => field < 0)) continue;
      for (const field of fields) ofTokens.push(field);
      tokens.push(token);
      counts.push(Math.min(n[r] as number, 0xffffffff));
      firstLines.push(Math.min(lines[r] as number, 0xffffffff));
      firstFiles.push(Math.min(files[r] as number, 0xffff));
      classCounts.forEach((of, c) => of.push(Math.min(classes[c]?.[r] as number, 0xffffffff)));
    }
  }
  if (tokens.length < 2)
    throw new Error('The flows have fewer than two tokens; a model needs two. Choose other token columns.');
  const matrix = floatsOf(await readFile(vectors));
  const half = units.size * config.size;
  const { of, ...rest } = facts;
  const model: Model = {
    facts: {
      ...rest,
      capture: createHash('sha256').update(JSON.stringify(of)).digest('hex'),
      config: { ...config },
    },
    vocabulary: {
      size: tokens.length,
      tokens,
      counts: counts.finish(),
      firstLines: firstLines.finish(),
      firstFiles: firstFiles.finish(),
      ...labelsOf(classCounts.map(of => of.finish())),
    },
    fields: {
      size: units.size,
      names: units.names(),
      counts: units.counts,
      columns: config.tokenColumns.length,
      ofTokens: ofTokens.finish(),
    },
    inputs: matrix.subarray(0, half),
    outputs: matrix.subarray(half),
  };
  await writeModel(out, model);
  return { tokens: tokens.length, units: units.size };
};

/** Classes that occur, and tokens × classes counts. */
function labelsOf(counts: readonly Uint32Array[]): Pick<Vocabulary, 'labelClasses' | 'labelCounts'> {
  const used = counts.flatMap((of, c) => (of.some(n => n > 0) ? [c] : []));
  const size = counts[0]?.length ?? 0;
  const labelCounts = new Uint32Array(size * used.length);
  used.forEach((c, i) =>
    counts[c]?.forEach((n, row) => {
      labelCounts[row * used.length + i] = n;
    }),
  );
  return { labelClasses: used.map(c => labelClasses[c] as (typeof labelClasses)[number]), labelCounts };
}

/** Facts of a model file, once its checksums hold; nothing in it is executed. */
export const factsOfModel: Operation = async function* (_input, asked) {
  const { facts, vocabulary, fields } = await readModel(asked['model'] as string, 'vectors only');
  return { ...facts, vocabulary: vocabulary.size, units: fields?.size ?? vocabulary.size };
};
