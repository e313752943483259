import { parseTokenColumns, type EmbeddingConfig } from '../../engine/training/embedding/config';
import type { FieldPredicate } from '../../engine/similar/columnFilter';
import type { Engine } from '../../engine/engine';
import type { Query } from '../../engine/similar/answers';
import type { SimilarReport } from '../../../../shared/protocol/similar';
import { asUsage, UsageError, type Call, type Command, type Open, type Option } from '../command';
import type { Console } from '../console';
import { configOf } from '../training/config';
import { askingAs } from '../training/train';

/** Takes the place of captures in the commands that only ask. */
export const modelOption: Option = {
  name: 'model',
  value: 'FILE',
  path: 'read',
  words: 'A model (.f2v), or vectors of word2vec (text or binary), in the place of captures.',
};

/** What such a command takes. */
export const fileOrModel: Pick<Command, 'insteadOfFiles'> = { insteadOfFiles: modelOption.name };

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
export async function askedModel(call: Call, console: Console, open: Open): Promise<AskedModel> {
  const path = call.text('model');
  if (path === undefined) return captureModel(call, console, open);
  if (call.files.length > 0) throw new UsageError('name captures or --model, not both.');
  const columns = call.has('columns') ? asUsage(() => parseTokenColumns(call.texts('columns'))) : undefined;
  return fileModel(path, await open(), columns);
}

async function captureModel(call: Call, console: Console, open: Open): Promise<AskedModel> {
  const config = configOf(call);
  const { files } = call;
  const engine = await open();
  const answered = <T>(ask: () => Promise<T | undefined>) => answerOf(ask, { call, config, console, engine });
  return {
    similar: (query, top, where) => answered(() => engine.similar(files, config, query, top, where)),
    mostSimilar: (query, top) => answered(() => engine.mostSimilar(files, config, query, top)),
    similarity: (a, b) => answered(() => engine.similarity(files, config, a, b)),
    oddOneOut: tokens => answered(() => engine.oddOneOut(files, config, tokens)),
  };
}

/** What the model of the captures answers. Only where there is none, or a new one is wanted, it is trained first. */
export async function answerOf<T>(
  ask: () => Promise<T | undefined>,
  {
    call,
    config,
    console,
    engine,
  }: { call: Call; config: EmbeddingConfig; console: Console; engine: Engine },
): Promise<T> {
  const asking = askingAs(call, console);
  const known = asking.fresh ? undefined : await ask();
  if (known !== undefined) return known;
  await engine.train(call.files, config, asking);
  console.clear();
  return present(await ask());
}

async function fileModel(
  path: string,
  engine: Engine,
  columns: readonly string[] | undefined,
): Promise<AskedModel> {
  const model = await engine.modelAt(path, columns);
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
