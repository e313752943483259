import type { JobProgress } from '../../../../shared/protocol/jobProgress';
import type { MapMark, MapReport, MapSettings } from '../../../../shared/protocol/map';
import type { Asker } from '../../base/threads/runningJobs';
import type { Query } from '../similar/answers';
import type { EmbeddingConfig } from '../training/embedding/config';

/** What is asked of maps. */
export interface MapAnswers {
  /** Lays the token vectors out in 2 or 3 dimensions; trains first when there is no model, reads what is cached. */
  map(
    files: readonly string[],
    config: EmbeddingConfig,
    settings: MapSettings,
    options: Asker<Omit<JobProgress, 'job'>> & { fresh?: boolean },
  ): Promise<Omit<MapReport, 'uri'>>;
  /** The point of a map that a flow is, or the nearest one; undefined when map or model are no longer cached. */
  markOnMap(map: string, files: readonly string[], query: Query): Promise<MapMark | undefined>;
}
