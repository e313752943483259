import { tokenOfLine } from '../training/corpus/lineToken';
import type { EmbeddingConfig } from '../training/embedding/config';
import { evaluate } from './evaluation';
import { labelledTokens, predictLabel } from '../similar/labelVote';
import type { OpenModel } from '../similar/openModel';
import { seededRandom } from '../../base/seededRandom';
import type { Engine } from '../engine';
import { runGrid, type GridDeps } from './gridRuns';
import type { RunningJobs } from '../../base/threads/runningJobs';
import type { Model } from '../training/models/model';
import { evaluateCapture, extendedCounts, scoreCapture } from './scoring';

export interface JudgingDeps extends GridDeps {
  jobs: RunningJobs;
  /** The cached model, ready to answer. */
  find(files: readonly string[], config: EmbeddingConfig): Promise<{ model: OpenModel } | undefined>;
}

/** What a model says of flows, and what labels say of a model. Jobs are named by the files of the model. */
export function judging(deps: JudgingDeps): Pick<Engine, 'score' | 'predictLabel' | 'evaluate' | 'grid'> {
  const { captures, models, jobs, find, train } = deps;
  const labelled = new WeakMap<OpenModel, Uint8Array>();

  /** The whole model, trained first when there is none. */
  async function whole(
    files: readonly string[],
    config: EmbeddingConfig,
    { onProgress }: Pick<Parameters<Engine['train']>[2], 'onProgress'>,
    what: 'all' | 'vectors only',
  ): Promise<Model | undefined> {
    const { model } = await train(files, config, onProgress ? { onProgress } : {});
    return models.load(model, what);
  }

  return {
    score(files, config, unseen, options) {
      return jobs.run(files.join('\n'), async signal => {
        const model = await whole(files, config, options, 'all');
        if (!model) throw new Error('The model was deleted before it was asked: ask again.');
        return scoreCapture(captures, model, files, unseen, { top: options.top, signal });
      });
    },
    async predictLabel(files, config, query, options) {
      const found = await find(files, config);
      if (!found) return undefined;
      const { model } = found;
      const { neighbourhood, vocabulary } = model;
      const token =
        'token' in query
          ? query.token
          : await tokenOfLine(files[0] as string, query.text, neighbourhood.columns);
      const voters = labelled.get(model) ?? labelledTokens(vocabulary);
      labelled.set(model, voters);
      return predictLabel(vocabulary, neighbourhood, token, options, voters);
    },
    evaluate(files, config, { neighbours, test, ...options }) {
      return jobs.run(files.join('\n'), async signal => {
        if (test) {
          const model = await whole(files, config, options, 'vectors only');
          return model && evaluateCapture(captures, model, files, test, { neighbours, signal });
        }
        await train(files, config, options);
        const found = await find(files, config);
        if (!found) return undefined;
        const { vocabulary, vectors, neighbourhood } = found.model;
        return evaluate(vocabulary, vectors, neighbourhood.columns, {
          neighbours,
          random: seededRandom(config.seed),
          extended: await extendedCounts(captures, files, neighbourhood.columns, signal),
        });
      });
    },
    grid(files, base, axes, options) {
      return jobs.run(files.join('\n'), signal => runGrid(deps, files, base, axes, { ...options, signal }));
    },
  };
}
