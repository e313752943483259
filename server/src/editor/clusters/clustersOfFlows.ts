import { pathOf } from '../captureModels';
import type { Session } from '../session';
import { embeddingConfig } from '../settings';

/**
 * The cluster of each flow by its token, null where it has none; of the clustering that is named, else of the one that was used
 * last. `tokens` are of the columns that the settings name. Undefined without a clustering.
 */
export async function clustersOfFlows(
  session: Session,
  uri: string,
  tokens: readonly (string | undefined)[],
  clustering?: string,
): Promise<(number | null)[] | undefined> {
  const settings = await session.settings(uri);
  const config = embeddingConfig(settings);
  const wanted = config.tokenColumns.join();
  const found = await session.engine
    .for(settings)
    .clustersOfTokens(clustering ?? { files: [pathOf(uri)], config }, columns =>
      // Tokens of other columns than the clustering's have no place in it.
      columns.join() === wanted ? tokens : [],
    );
  return found && tokens.map((_, i) => found[i] ?? null);
}
