import type { Behaviours } from './behaviour';
import type { Judgement } from './judgement';

/** Flows of one host that belong together: what it does unexpectedly in the same minutes. */
export interface Incident {
  host: number;
  /** Nats, of the most unexpected flow in it. */
  evidence: number;
  /** Seconds since 1970. */
  from: number;
  to: number;
  /** Positions in the capture, in order of time. */
  flows: number[];
  /** A flow of each behaviour in it, the most unexpected first. */
  examples: number[];
}

/** One stretch of a host's doing one thing. */
interface Stretch {
  behaviour: number;
  evidence: number;
  from: number;
  to: number;
  flows: number[];
}

/** Evidence that makes an incident, one behaviour in a thousand, and that which belongs to one, one in a hundred. */
const founding = Math.log(1000);
const belonging = Math.log(100);
/** Seconds without a flow that end a stretch, and those between stretches that are one incident. */
const longestPause = 600;
const between = 120;

/** What happened, the least expected first; and of each flow, the number of its incident or -1. */
export function incidentsOf(judgement: Judgement): { incidents: Incident[]; ofFlow: Int32Array } {
  const { groups, evidence } = judgement;
  const asked = groups.captures[1] as Behaviours;
  const byHost = new Map<number, Stretch[]>();
  for (const stretch of stretchesOf(judgement)) {
    const host = asked.source[stretch.flows[0] as number] as number;
    const list = byHost.get(host);
    if (list) list.push(stretch);
    else byHost.set(host, [stretch]);
  }
  const incidents: Incident[] = [];
  for (const [host, stretches] of byHost) {
    if (!stretches.some(s => s.evidence >= founding)) continue;
    stretches.sort((a, b) => a.from - b.from);
    let current: Stretch[] = [];
    let to = -Infinity;
    const close = () => {
      if (current.some(s => s.evidence >= founding)) incidents.push(incidentOf(host, current, asked));
      current = [];
    };
    for (const stretch of stretches) {
      if (stretch.from > to + between) close();
      current.push(stretch);
      to = Math.max(current.length === 1 ? -Infinity : to, stretch.to);
    }
    close();
  }
  incidents.sort((a, b) => b.evidence - a.evidence || a.from - b.from || a.host - b.host);
  const ofFlow = new Int32Array(evidence.length).fill(-1);
  for (const [i, { flows }] of incidents.entries()) for (const flow of flows) ofFlow[flow] = i;
  return { incidents, ofFlow };
}

/** What each host does unexpectedly, cut where it pauses. */
function stretchesOf({ groups, evidence }: Judgement): Stretch[] {
  const { time } = groups.captures[1] as Behaviours;
  const behaviours = groups.of[1]?.hostBehaviour as Uint32Array;
  const flows: number[] = [];
  for (let i = 0; i < evidence.length; i++) if ((evidence[i] as number) >= belonging) flows.push(i);
  const at = (flow: number) => (Number.isNaN(time[flow]) ? 0 : (time[flow] as number));
  flows.sort((a, b) => at(a) - at(b) || a - b);
  const open = new Map<number, Stretch>();
  const all: Stretch[] = [];
  for (const flow of flows) {
    const behaviour = behaviours[flow] as number;
    let stretch = open.get(behaviour);
    if (!stretch || at(flow) - stretch.to > longestPause) {
      stretch = { behaviour, evidence: 0, from: at(flow), to: at(flow), flows: [] };
      open.set(behaviour, stretch);
      all.push(stretch);
    }
    stretch.flows.push(flow);
    stretch.to = at(flow);
    stretch.evidence = Math.max(stretch.evidence, evidence[flow] as number);
  }
  return all;
}

function incidentOf(host: number, stretches: readonly Stretch[], { time }: Behaviours): Incident {
  const ordered = [...stretches].sort((a, b) => b.evidence - a.evidence);
  const flows = ordered
    .flatMap(s => s.flows)
    .sort((a, b) => (time[a] as number) - (time[b] as number) || a - b);
  return {
    host,
    evidence: ordered[0]?.evidence ?? 0,
    from: Math.min(...ordered.map(s => s.from)),
    to: Math.max(...ordered.map(s => s.to)),
    flows,
    examples: [
      ...new Map(ordered.map(s => [s.behaviour, s.flows[0] as number] as const).reverse()).values(),
    ].reverse(),
  };
}
