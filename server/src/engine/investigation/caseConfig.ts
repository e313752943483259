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
  const said = Object.entries(embedding).map(([name, value]) => {
    if (!Object.hasOwn(defaultConfig, name))
      throw new Error(
        `"${name}" is no setting of models: choose from ${Object.keys(defaultConfig).join(', ')}.`,
      );
    return [name, valueOf(name as keyof EmbeddingConfig, value)] as const;
  });
  const usual = defaultConfig as unknown as Record<string, unknown>;
  const chosen = Object.entries(given).filter(
    ([name, value]) => JSON.stringify(usual[name]) !== JSON.stringify(value),
  );
  return { ...given, ...Object.fromEntries(said), ...Object.fromEntries(chosen) };
}

function valueOf(name: keyof EmbeddingConfig, value: unknown): unknown {
  if (name === 'sentence') return typeof value === 'string' ? parseSentenceScheme(value) : schemeOf(value);
  if (name === 'tokenColumns') {
    if (!Array.isArray(value)) throw new Error('"tokenColumns" is a list of columns.');
    return parseTokenColumns(value.map(String));
  }
  const parameter = configParameters[name];
  const refused = parameter && refusal(parameter, value);
  if (refused !== undefined) throw new Error(`"${name}" ${refused}.`);
  return value;
}

/** As answers tell it. */
function schemeOf(value: unknown): EmbeddingConfig['sentence'] {
  const { by, size, seconds } = (value ?? {}) as Record<string, unknown>;
  return parseSentenceScheme([by, size ?? seconds].filter(each => each !== undefined).join(':'));
}
