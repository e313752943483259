import type { Unknown } from '../../../../shared/investigation/case';
import { refusal } from '../../../../shared/parameters/parameter';
import {
  configParameters,
  defaultConfig,
  parseSentenceScheme,
  parseTokenColumns,
  type EmbeddingConfig,
} from '../training/embedding/config';

/**
 * The configuration of a case's models: what `given` has apart from the defaults, then what the case says. Throws for a
 * field that there is not, or a value that it does not take.
 */
export function caseConfig(embedding: Unknown, given: EmbeddingConfig): EmbeddingConfig {
  const usual = defaultConfig as unknown as Record<string, unknown>;
  const chosen = Object.fromEntries(
    Object.entries(given).filter(([name, value]) => JSON.stringify(usual[name]) !== JSON.stringify(value)),
  ) as Partial<EmbeddingConfig>;
  const columns = columnsOf(embedding['tokenColumns']);
  const asked = chosen.tokenColumns ?? columns ?? given.tokenColumns;
  const said = Object.entries({ sentence: 'auto', ...embedding }).map(([name, value]) => {
    if (!Object.hasOwn(defaultConfig, name))
      throw new Error(
        `"${name}" is no setting of models: choose from ${Object.keys(defaultConfig).join(', ')}.`,
      );
    if (name === 'tokenColumns') return [name, columns] as const;
    return [name, valueOf(name as keyof EmbeddingConfig, value, asked)] as const;
  });
  return { ...given, ...Object.fromEntries(said), ...chosen };
}

function columnsOf(value: unknown): string[] | undefined {
  if (value === undefined) return undefined;
  if (!Array.isArray(value)) throw new Error('"tokenColumns" is a list of columns.');
  return parseTokenColumns(value.map(String));
}

function valueOf(name: keyof EmbeddingConfig, value: unknown, columns: readonly string[]): unknown {
  if (name === 'sentence') return parseSentenceScheme(schemeOf(value), columns);
  const parameter = configParameters[name];
  const refused = parameter && refusal(parameter, value);
  if (refused !== undefined) throw new Error(`"${name}" ${refused}.`);
  return value;
}

/** As it is written, also where answers tell it in parts. */
function schemeOf(value: unknown): string {
  if (typeof value === 'string') return value;
  const { by, size, seconds } = (value ?? {}) as Record<string, unknown>;
  return [by, size ?? seconds].filter(each => each !== undefined).join(':');
}
