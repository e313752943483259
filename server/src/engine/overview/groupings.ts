import type { GroupBy } from '../../../../shared/protocol/overview';
import { bothEnds, type Grouping } from './flowGroups';

/** Groups by what flows have in common, from the flows themselves. */
export const groupings = {
  hosts: {
    parts: [{ column: 'Host', sql: 'address' }],
    from: bothEnds,
    name: ([address = '']) => address,
  },
  conversations: {
    parts: [
      { column: 'SrcAddr', sql: 'src_addr' },
      { column: 'DstAddr', sql: 'dst_addr' },
    ],
    name: ([from = '', to = '']) => `${from} → ${to}`,
  },
  services: {
    parts: [
      { column: 'Proto', sql: 'proto' },
      { column: 'Dport', sql: 'dport' },
    ],
    name: ([proto = '', port = '']) => `${proto} ${port}`.trim(),
  },
  states: { parts: [{ column: 'State', sql: 'state' }], name: ([state = '']) => state },
  labels: { parts: [{ column: 'Label', sql: 'label' }], name: ([label = '']) => label },
} as const satisfies Record<GroupBy, Grouping>;
