import type { LoadOptions } from '../../engine/routes/loadRoutes';
import { defaultPrefix } from '../../engine/routes/subnets';
import { numberOf, pathOf, UsageError, type OptionTypes, type Values } from '../command';

export const routeUsage = '[--labels LABELS.csv] [--prefix 24] [--prefix6 48]';

export const routeOptions: OptionTypes = {
  labels: { type: 'string' },
  prefix: { type: 'string' },
  prefix6: { type: 'string' },
};

/** How the routes of a call are to be read. Throws a `UsageError` for prefixes that no subnet has. */
export function loadOptionsOf(values: Values): LoadOptions {
  const { labels } = values;
  return {
    prefix: {
      ipv4: prefixOf(values, 'prefix', 32) ?? defaultPrefix.ipv4,
      ipv6: prefixOf(values, 'prefix6', 128) ?? defaultPrefix.ipv6,
    },
    ...(typeof labels === 'string' ? { labels: pathOf(labels) } : {}),
  };
}

function prefixOf(values: Values, name: string, most: number): number | undefined {
  const prefix = numberOf(values, name, { least: 1, whole: true });
  if (prefix !== undefined && prefix > most) throw new UsageError(`--${name} takes at most ${most}.`);
  return prefix;
}
