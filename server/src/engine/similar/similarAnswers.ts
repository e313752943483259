import type { SimilarReport } from '../../../../shared/protocol/similar';
import type { CaptureStore } from '../captures/store';
import { tokenOfLine, tokenOfRecord } from '../training/corpus/lineToken';
import { importVectors } from '../training/models/importVectors';
import { trainedAt } from '../training/models/model';
import type { Query, SimilarAnswers } from './answers';
import { labelledTokens, predictLabel } from './labelVote';
import type { TokenAnswer } from './neighbours';
import { similarHosts } from './similarHosts';
import { openModel, type OpenModel, type OpenModels } from './openModels';

/** What the engine answers from a model's neighbourhood alone. */
export function similarAnswers(models: OpenModels, captures: CaptureStore): SimilarAnswers {
  const labelled = new WeakMap<OpenModel, Uint8Array>();

  return {
    async similar(files, config, query, top, where) {
      const found = await models.find(files, config);
      if (!found) return undefined;
      const token = await tokenOf(query, files, found.model, captures);
      return reportOf(found, found.model.neighbourhood.around(token, top, where));
    },
    async mostSimilar(files, config, query, top) {
      const found = await models.find(files, config);
      return found && reportOf(found, found.model.neighbourhood.mostSimilar(query, top));
    },
    async similarity(files, config, a, b) {
      return (await models.find(files, config))?.model.neighbourhood.similarity(a, b);
    },
    async oddOneOut(files, config, tokens) {
      return (await models.find(files, config))?.model.neighbourhood.oddOneOut(tokens);
    },
    async similarHosts(files, config, address, top) {
      const model = (await models.find(files, config))?.model;
      const found = model && similarHosts(model, address, top);
      return (
        found && {
          similar: found.similar,
          tokens: found.rows.map(row => ({
            token: model.vocabulary.tokens[row] as string,
            flows: model.vocabulary.counts[row] as number,
          })),
        }
      );
    },
    async complete(files, config, typed, top) {
      return (await models.find(files, config))?.model.neighbourhood.complete(typed, top) ?? [];
    },
    async modelAt(path, columns) {
      return (await openModel(await importVectors(path, columns))).neighbourhood;
    },
    async predictLabel(files, config, query, options) {
      const model = (await models.find(files, config))?.model;
      if (!model) return undefined;
      const { neighbourhood, vocabulary } = model;
      const token = await tokenOf(query, files, model, captures);
      const voters = labelled.get(model) ?? labelledTokens(vocabulary);
      labelled.set(model, voters);
      return predictLabel(vocabulary, neighbourhood, token, options, voters);
    },
  };
}

/** The token that a query names. Rejects, naming the file, when its text is no flow. */
export async function tokenOf(
  query: Query,
  files: readonly string[],
  model: OpenModel,
  captures: CaptureStore,
): Promise<string> {
  if ('token' in query) return query.token;
  const file = query.file ?? (files[0] as string);
  const { columns } = model.neighbourhood;
  if ('line' in query) return tokenOfRecord(captures, file, query.line, columns);
  return tokenOfLine(file, query.text, columns, captures.digests.readings.of(file));
}

/** An answer with what is to be said of the model that gave it. */
function reportOf(
  { key, model: { facts, vocabulary, neighbourhood } }: { key: string; model: OpenModel },
  answer: TokenAnswer,
): Omit<SimilarReport, 'uri'> {
  return {
    ...answer,
    columns: neighbourhood.columns,
    model: { id: key, flows: facts.flows, vocabulary: vocabulary.size, trainedAt: trainedAt({ facts }) },
  };
}
