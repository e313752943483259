import type { FlowGroup, GroupBy, Overview } from '../../../../shared/protocol/overview';
import type { FlowFilter } from '../../../../shared/text/flowFilter';

export interface AskedOverview {
  /** Groups of each kind at most. */
  top: number;
  /** Only flows of which it holds. */
  where?: FlowFilter | undefined;
  signal?: AbortSignal | undefined;
}

/** What a capture holds, at a glance. */
export interface OverviewAnswers {
  overview(files: readonly string[], options: AskedOverview): Promise<Overview>;
  /** Flows in groups of one kind, the largest first, and how many groups there are in all. */
  groups(
    files: readonly string[],
    by: GroupBy,
    options: AskedOverview,
  ): Promise<{ groups: FlowGroup[]; inAll: number }>;
}
