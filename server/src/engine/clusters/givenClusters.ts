import * as l10n from '@vscode/l10n';
import { clusterParameters } from '../../../../shared/parameters/clusters';
import { checked } from '../../../../shared/parameters/parameter';
import { embeddingParameters } from '../../../../shared/parameters/training';
import type { ClusterSettings } from '../../../../shared/protocol/clusters';
import { visibleText } from '../../../../shared/text/visibleText';
import { codeOf, messageOf } from '../../base/errors';
import { contentDigest } from '../captures/digests';
import type { OpenModels } from '../similar/openModels';
import { trainedAt } from '../training/models/model';
import { clusteringOf, readClustering, type ClusteringContent } from './clusteringFile';
import { clusteringKey } from './clusteringStore';
import type { OpenClusterings } from './openClusterings';

/** The name of the clustering that stands beside a model file. */
export const besideModel = (model: string): string => `${model.replace(/\.f2v$/i, '')}.clusters`;

/**
 * The clustering that was made elsewhere of a model file, and lies beside it; undefined when there is none. It names the model by
 * the SHA-256 of its file. Rejects, saying what to do, where it is damaged or of another model.
 */
export async function clustersBeside(model: string): Promise<ClusteringContent | undefined> {
  const path = besideModel(model);
  try {
    const content = await readClustering(path);
    if (content.header.model !== (await contentDigest(model)))
      throw new Error(l10n.t('it is of another model'));
    return content;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw unusable(path, error);
  }
}

/**
 * What was clustered of a former model of that name is forgotten, and the clustering that came with its new one kept, as if it was
 * made here; by which settings it is found again.
 */
export async function takeClusters(
  name: string,
  given: ClusteringContent | undefined,
  path: string,
  { models, open }: { models: OpenModels; open: OpenClusterings },
): Promise<ClusterSettings | undefined> {
  await open.forgetModel(name);
  const model = given && (await models.get(name));
  if (!model) return undefined;
  const { header, arrays } = given;
  try {
    const settings = checked({ ...clusterParameters, seed: embeddingParameters.seed }, header.settings);
    const facts = { model: name, trainedAt: trainedAt(model), settings, size: model.vectors.size };
    // Names and notes are what a file says, like those of a capture.
    const notes = header.notes.map(note => visibleText(note));
    const { vocabulary, neighbourhood } = model;
    const found = clusteringOf(
      { header: { ...header, ...facts, notes }, arrays },
      vocabulary,
      neighbourhood.columns,
      name => visibleText(name),
    );
    await open.save(clusteringKey(name, facts), found);
    return settings;
  } catch (error) {
    throw unusable(besideModel(path), error);
  }
}

const unusable = (path: string, error: unknown) =>
  new Error(
    l10n.t(
      '{0}: is no clustering of the model beside it ({1}). Move it away, or copy both from one training again.',
      path,
      messageOf(error),
    ),
    { cause: error },
  );
