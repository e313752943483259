import type {
  ColumnStatistics,
  FlowGroup,
  Freshness,
  GroupBy,
  Overview,
} from '../../../../shared/protocol/overview';
import type { FlowFilter } from '../../../../shared/text/flowFilter';

export interface AskedOverview {
  /** Groups of each kind at most. */
  top: number;
  /** Only flows of which it holds. */
  where?: FlowFilter | undefined;
  signal?: AbortSignal | undefined;
  /** One-based lines of the first file that were listed as unexpected, for the time line. */
  unexpected?: readonly number[] | undefined;
  /** Columns take as long as all else: who shows the rest first asks for them later. */
  columns?: 'counted' | 'later';
  /** Whether more will be asked of the capture, by other filters: then its flows are kept in memory as numbers. */
  again?: 'once' | 'often';
}

export type AskedFreshness = Pick<AskedOverview, 'top' | 'where' | 'signal'>;

/** What a capture holds, at a glance. */
export interface OverviewAnswers {
  overview(files: readonly string[], options: AskedOverview): Promise<Overview>;
  /** Columns that have a value somewhere. */
  columnStatistics(
    files: readonly string[],
    options: Pick<AskedOverview, 'where' | 'signal'>,
  ): Promise<ColumnStatistics[]>;
  /** Hosts, services and conversations that a baseline lacks, the largest first. */
  freshness(
    files: readonly string[],
    baseline: readonly string[],
    options: AskedFreshness,
  ): Promise<Freshness>;
  /** Flows in groups of one kind, the largest first, and how many groups there are in all. */
  groups(
    files: readonly string[],
    by: GroupBy,
    options: AskedOverview,
  ): Promise<{ groups: FlowGroup[]; inAll: number }>;
}
