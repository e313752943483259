import * as l10n from '@vscode/l10n';
import { nameOfFiles, type Asker, type RunningJobs } from '../../base/threads/runningJobs';
import { seededRandom } from '../../base/seededRandom';
import type { OpenModels } from '../similar/openModels';
import type { EngineProgress } from '../training/answers';
import type { EmbeddingConfig } from '../training/embedding/config';
import type { Model } from '../training/models/model';
import { within } from '../captures/within';
import { evaluateAcross } from './acrossEvaluation';
import { readAlikeFlows } from './alikeFlows';
import type { JudgingAnswers } from './answers';
import { evaluate } from './evaluation';
import { expect, unexpect } from './expectedFile';
import { runGrid, type GridDeps } from './gridRuns';
import { evaluateCapture, extendedCounts, scoreCapture, scoreFlows } from './scoring';

export interface JudgingDeps extends GridDeps {
  open: OpenModels;
  jobs: RunningJobs;
}

/** What a model says of flows, and what labels say of a model. Jobs are named by the files of the model. */
export function judgingAnswers(deps: JudgingDeps): JudgingAnswers {
  const { captures, models, jobs, open, trainings } = deps;

  /** The whole model, trained first when there is none. */
  async function whole(
    files: readonly string[],
    config: EmbeddingConfig,
    asker: Asker<EngineProgress>,
    what: 'all' | 'vectors only',
  ): Promise<Model | undefined> {
    const { model } = await trainings.train(files, config, asker);
    return models.load(model, what);
  }

  return {
    score(files, config, unseen, { top, perDay, falseAlarms, ...asker }) {
      return jobs.run(nameOfFiles(files), asker, async signal => {
        const model = await whole(files, config, { ...asker, signal }, 'vectors only');
        if (!model) throw new Error(l10n.t('The model was deleted before it was asked: ask again.'));
        return scoreCapture(captures, model, files, unseen, {
          top,
          ...(perDay === undefined ? {} : { perDay }),
          ...(falseAlarms === undefined ? {} : { falseAlarms }),
          signal,
        });
      });
    },
    flowScores(files, config, unseen, asker) {
      return jobs.run(nameOfFiles(files), asker, async signal => {
        const model = await whole(files, config, { ...asker, signal }, 'vectors only');
        if (!model) throw new Error(l10n.t('The model was deleted before it was asked: ask again.'));
        return scoreFlows(captures, model, files, unseen, signal);
      });
    },
    expect: (capture, behaviours, how) => (how === 'add' ? expect : unexpect)(capture, behaviours),
    evaluate(files, config, { neighbours, test, fresh, ...asker }) {
      return jobs.run(nameOfFiles(files), asker, async signal => {
        const asked = { ...asker, signal, ...(fresh === undefined ? {} : { fresh }) };
        if (test) {
          const model = await whole(files, config, asked, 'vectors only');
          return model && evaluateCapture(captures, model, files, test, { neighbours, signal });
        }
        await trainings.train(files, config, asked);
        const found = await open.find(files, config);
        if (!found) return undefined;
        const { vocabulary, matrix, neighbourhood } = found.model;
        return evaluate(vocabulary, await matrix(), neighbourhood.columns, {
          neighbours,
          random: seededRandom(config.seed),
          extended: await extendedCounts(captures, files, neighbourhood.columns, signal),
        });
      });
    },
    evaluateAcross(files, config, test, { confidence, fresh, ...asker }) {
      return jobs.run(nameOfFiles(files), asker, async signal => {
        const asked = { ...asker, signal, ...(fresh === undefined ? {} : { fresh }) };
        const model = await whole(files, config, asked, 'vectors only');
        if (!model) throw new Error(l10n.t('The model was deleted before it was asked: ask again.'));
        const read = (named: readonly string[]) =>
          within(captures, named, signal, capture => readAlikeFlows(capture, config.tokenColumns));
        return evaluateAcross(model, await read(files), await read(test), confidence);
      });
    },
    grid(files, base, axes, options) {
      return jobs.run(nameOfFiles(files), options, signal =>
        runGrid(deps, files, base, axes, { ...options, signal }),
      );
    },
  };
}
