import { valuesAmong, type TokenFields } from './tokenFields';

/** A value that a cluster's flows have more often than all others. */
export interface DistinguishingField {
  column: string;
  value: string;
  /** Shares of the cluster's flows, and of all others, that have the value. */
  share: number;
  elsewhere: number;
  logOdds: number;
}

/** Flows that the prior counts for: what fewer flows say is drawn towards the whole capture. */
const priorFlows = 10;

/** Half a flow more on each side, or a value that no other flow has would be the least sure of all. */
const half = 0.5;

/** Standard errors that chance explains well enough. */
const chance = 1.96;

/**
 * The values that tell some rows' flows from the rest: log odds of each value against all others with an informative
 * prior, those that chance does not explain (Monroe, Colaresi and Quinn 2008, "Fightin' Words"). The prior is the share
 * of the value in the whole capture. Flows count, not tokens. First stands what is sure for most flows: the least log
 * odds, 95 % sure, times the share of the flows.
 */
export function distinguishing(
  fields: TokenFields,
  rows: readonly number[] | Uint32Array,
  counts: ArrayLike<number>,
  top: number,
): DistinguishingField[] {
  let own = 0;
  for (const row of rows) own += counts[row] as number;
  const rest = fields.flows - own;
  if (rest <= 0) return [];
  const found = fields.columns.flatMap(column =>
    valuesAmong(column, rows, counts).map(({ number, flows }) => {
      const all = column.flows[number] as number;
      const others = all - flows;
      const prior = half + (priorFlows * all) / fields.flows;
      const against = half + priorFlows * (1 - all / fields.flows);
      const logOdds =
        Math.log((flows + prior) / (own - flows + against)) -
        Math.log((others + prior) / (rest - others + against));
      const spread = Math.sqrt(1 / (flows + prior) + 1 / (others + prior));
      return {
        weight: ((logOdds - chance * spread) * flows) / own,
        column: column.name,
        value: column.values[number] as string,
        share: flows / own,
        elsewhere: others / rest,
        logOdds,
      };
    }),
  );
  return found
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .slice(0, top)
    .map(({ column, value, share, elsewhere, logOdds }) => ({ column, value, share, elsewhere, logOdds }));
}
