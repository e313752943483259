import * as l10n from '@vscode/l10n';
import type { CaptureStore } from '../captures/store';
import { latestPointClusters, withClusters } from './pointClusters';
import type { ClusteringStore } from '../clusters/clusteringStore';
import { tokenMeans } from '../training/corpus/tokenMeans';
import type { EmbeddingConfig } from '../training/embedding/config';
import type { OpenModel, OpenModels } from '../similar/openModels';
import { tokenOf } from '../similar/similarAnswers';
import type { Trainings } from '../training/trainings';
import type { MapAnswers } from './answers';
import type { Line } from '../../base/threads/line';
import { Recent } from '../../base/recent';
import { nameOfFiles, type RunningJobs } from '../../base/threads/runningJobs';
import { makeMap, type MapInput } from './makeMap';
import type { LayoutSettings, MapHeader } from '../../../../shared/protocol/mapColumns';
import type { MapFile } from './mapFile';
import { mapKey, modelOfMap, type MapStore } from './mapStore';
import { MarkedMap } from './markedMap';
import { trainedAt } from '../training/models/model';
import type { MapReport } from '../../../../shared/protocol/map';
import { within } from '../captures/within';

export interface MapDeps {
  captures: CaptureStore;
  maps: MapStore;
  clusterings: ClusteringStore;
  open: OpenModels;
  trainings: Trainings;
  jobs: RunningJobs;
  line: Line;
}

/** Maps kept ready in memory, of those that flows are marked on: their row numbers, a few megabytes at most. */
const openMaps = 2;

/** What the engine answers about maps of token vectors. Jobs are named by the files of the model. */
export function mapAnswers({
  captures,
  maps,
  clusterings,
  open: models,
  trainings,
  jobs,
  line,
}: MapDeps): MapAnswers & {
  /** Forgets what is in memory. */
  forgetMaps(): void;
} {
  const open = new Recent<MarkedMap>(openMaps);

  /** The map in the cache, with the clusters of the clustering that was used last. */
  async function cached(key: string): Promise<MapFile | undefined> {
    const found = await maps.load(key);
    if (!found) return undefined;
    const clusters = await latestPointClusters(clusterings, modelOfMap(key), found.header.trainedAt);
    if ((clusters?.clustering ?? null) === (found.header.clusters?.clustering ?? null)) return found;
    const renewed = withClusters(found, clusters);
    await maps.save(key, renewed);
    return renewed;
  }

  function marked(key: string): Promise<MarkedMap | undefined> {
    return open.get(key, async () => {
      const map = await maps.load(key);
      return map && new MarkedMap(map.header, map.arrays.row);
    });
  }

  return {
    map(files, config, asked, { fresh, onProgress, ...asker }) {
      return jobs.run(nameOfFiles(files), asker, async signal => {
        // A model that is trained first takes about half of the time.
        let [from, share] = [0, 1];
        const { model: name } = await trainings.train(files, config, {
          signal,
          onProgress: training => {
            [from, share] = [0.5, 0.5];
            onProgress?.({ fraction: 0.5 * training.fraction, training });
          },
        });
        signal.throwIfAborted();
        const model = await models.get(name);
        if (!model) throw new Error(l10n.t('The model was deleted before its map was drawn: ask again.'));
        const input = inputOf(name, model);
        const settings = settled(asked, model.vocabulary.size);
        const key = mapKey(name, input.trainedAt, settings);
        const before = fresh ? undefined : await cached(key);
        if (before) return reportOf(key, maps.path(key), before.header, { cached: true });
        const clusters = await latestPointClusters(clusterings, name, input.trainedAt);
        const made = await line.inTurn(signal, () =>
          makeMap(input, settings, {
            signal,
            clusters,
            means: (places, size) =>
              within(captures, files, signal, capture => tokenMeans(capture, input.columns, places, size)),
            onProgress: ({ fraction, ...progress }) =>
              onProgress?.({ fraction: from + share * fraction, map: progress }),
          }),
        );
        const path = await maps.save(key, made);
        open.delete(key);
        return reportOf(key, path, made.header, { cached: false });
      });
    },
    async markOnMap(key, files, query) {
      const map = await marked(key);
      const model = map && (await models.get(modelOfMap(key)));
      if (!model || trainedAt(model) !== map.trainedAt) return undefined;
      return map.mark(await tokenOf(query, files, model, captures), model.neighbourhood);
    },
    forgetMaps: () => open.clear(),
  };
}

function inputOf(name: string, model: OpenModel): MapInput {
  const { size } = model.facts.config as unknown as EmbeddingConfig;
  return {
    model: name,
    trainedAt: trainedAt(model),
    files: model.facts.files,
    vocabulary: model.vocabulary,
    columns: model.neighbourhood.columns,
    size,
    vector: row => model.vectors.vector(row),
  };
}

/** All points are all, however the number was said. */
function settled(asked: LayoutSettings, tokens: number): LayoutSettings {
  return { ...asked, points: asked.points >= tokens ? 0 : asked.points };
}

function reportOf(
  key: string,
  path: string,
  { settings, points, of, seconds, trustworthiness, preservation, qualityPoints, notes }: MapHeader,
  { cached }: { cached: boolean },
): Omit<MapReport, 'uri'> {
  const { method, dimensions } = settings;
  const quality = { trustworthiness, preservation, qualityPoints };
  return { map: key, path, cached, settings, method, dimensions, points, of, seconds, ...quality, notes };
}
