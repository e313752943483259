import type { ClusterDetail, ClusterMember, ClusterSummary } from '../../shared/protocol/clusters';

/** A cluster of made-up flows; what is not given follows from its number. */
export function makeCluster(id: number, more: Partial<ClusterSummary> = {}): ClusterSummary {
  return {
    id,
    name: `udp → :${50 + id}`,
    size: 100 - id,
    flows: 1000 - id,
    labels: { background: 1000 - id },
    purity: 1,
    top: [`udp 10.0.0.${id} 8.8.8.8 53`],
    ...more,
  };
}

export function makeMember(token: string, more: Partial<ClusterMember> = {}): ClusterMember {
  return { token, count: 1, labels: {}, firstLine: 2, file: 0, distance: 0.5, ...more };
}

export function makeDetail(id: number, more: Partial<ClusterDetail> = {}): ClusterDetail {
  return { ...makeCluster(id), distinguishing: [], nearest: [], outliers: [], members: [], ...more };
}
