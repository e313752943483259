import { parseTokenColumns } from '../../engine/training/embedding/config';
import type { FieldPredicate } from '../../engine/similar/columnFilter';
import type { Engine } from '../../engine/engine';
import type { Query } from '../../engine/similar/answers';
import type { SimilarReport } from '../../../../shared/protocol/similar';
import { UsageError, type Console, type OptionTypes, type Values, pathOf } from '../command';
import { configOf, progressBar } from '../training/train';

/** Takes the place of captures in the commands that only ask. */
export const modelOption: OptionTypes = { model: { type: 'string' } };
export const modelUsage = 'FILE…|--model F.f2v|F.txt|F.bin';

type TokenAnswer = Omit<SimilarReport, 'uri' | 'columns' | 'model'>;

/** What a command asks of a model, be it a capture's or a file's. */
export interface AskedModel {
  similar(query: Query, top: number, where: readonly FieldPredicate[]): Promise<TokenAnswer>;
  mostSimilar(
    query: { positive: readonly string[]; negative: readonly string[]; where: readonly FieldPredicate[] },
    top: number,
  ): Promise<TokenAnswer>;
  similarity(a: string, b: string): Promise<number>;
  oddOneOut(tokens: readonly string[]): Promise<string>;
}

/** The model that `--model` names, or that of the captures, trained first when there is none yet. */
export async function askedModel(
  values: Values,
  files: readonly string[],
  engine: Engine,
  console: Console,
): Promise<AskedModel> {
  return typeof values['model'] === 'string'
    ? fileModel(values['model'], files, engine, values['columns'])
    : captureModel(values, files, engine, console);
}

async function captureModel(
  values: Values,
  files: readonly string[],
  engine: Engine,
  console: Console,
): Promise<AskedModel> {
  const config = configOf(values);
  const bar = progressBar(console);
  await engine.train(files, config, { fresh: values['no-cache'] === true, onProgress: bar.show });
  bar.clear();
  return {
    similar: async (query, top, where) => present(await engine.similar(files, config, query, top, where)),
    mostSimilar: async (query, top) => present(await engine.mostSimilar(files, config, query, top)),
    similarity: async (a, b) => present(await engine.similarity(files, config, a, b)),
    oddOneOut: async tokens => present(await engine.oddOneOut(files, config, tokens)),
  };
}

async function fileModel(
  path: string,
  files: readonly string[],
  engine: Engine,
  columns: Values[string],
): Promise<AskedModel> {
  if (files.length > 0) throw new UsageError('name captures or --model, not both.');
  const names = typeof columns === 'string' ? parseTokenColumns(columns.split(',')) : undefined;
  const model = await engine.modelAt(pathOf(path), names);
  return {
    async similar(query, top, where) {
      if (!('token' in query)) throw new UsageError('--line needs a capture: with --model, give --token.');
      return model.around(query.token, top, where);
    },
    mostSimilar: async (query, top) => model.mostSimilar(query, top),
    similarity: async (a, b) => model.similarity(a, b),
    oddOneOut: async tokens => model.oddOneOut(tokens),
  };
}

function present<T>(answer: T | undefined): T {
  if (answer === undefined)
    throw new Error('the model was deleted while it was asked; run the command again.');
  return answer;
}
