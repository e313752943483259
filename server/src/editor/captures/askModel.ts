import type { Settings } from '../../../../shared/protocol/settings';
import { messageOf } from '../../base/errors';
import type { Query } from '../../engine/similar/answers';
import { pathOf, type CaptureModels } from '../captureModels';
import { atMost } from '../documents';
import type { EngineSlot } from '../engineSlot';
import { embeddingConfig } from '../settings';
import type { LabelVotes } from '../similar/labelVotes';
import type { HoverContext } from './hover';

/** A hover says what it knows after this, also when the model is still being read from disk. */
const neighbourWaitMs = 1500;
/** A clustering in memory answers at once; one that has to be read from disk is there for the next hover. */
const clusterWaitMs = 100;

interface Deps {
  log(message: string): void;
  engine: EngineSlot;
  models: CaptureModels;
  votes: LabelVotes;
}

interface Asked {
  uri: string;
  query: Query;
  /** Undefined where the flow has none. */
  token: string | undefined;
  settings: Settings;
}

/** What the model of a capture says of a flow for a hover: what there is in time, and nothing while there is no model. */
export async function askModel(
  { log, engine, models, votes }: Deps,
  { uri, query, token, settings }: Asked,
): Promise<Pick<HoverContext, 'similar' | 'vote' | 'cluster'>> {
  if (models.state(uri).kind !== 'ready') return {};
  /** The hover goes on without what failed; the log says why. */
  const without = (what: string) => (error: unknown) => {
    log(`No ${what} for the hover: ${messageOf(error)}`);
    return undefined;
  };
  const top = settings.hover.neighbours;
  const cluster = engine.for(settings).clusterOf([pathOf(uri)], embeddingConfig(settings), query);
  const [similar, vote, found] = await Promise.all([
    top === 0
      ? undefined
      : atMost(neighbourWaitMs, models.similar({ uri, top }, query).catch(without('neighbours'))),
    token === undefined ? undefined : atMost(neighbourWaitMs, votes.ask(uri, token)),
    atMost(clusterWaitMs, cluster.catch(without('cluster'))),
  ]);
  return { similar, vote, cluster: found };
}
