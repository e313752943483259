import * as l10n from '@vscode/l10n';
import { isAbsolute } from 'node:path';
import {
  defaultConfig,
  parseSentenceScheme,
  parseTokenColumns,
  type EmbeddingConfig,
} from '../engine/training/embedding/config';
import { refusal, type Parameter, type Parameters } from '../../../shared/parameters/parameter';
import { serverSettings } from '../../../shared/parameters/settings';
import type { Settings } from '../../../shared/protocol/settings';

/** What the table cannot tell of a value: rules of the engine, and paths. Each throws with what is accepted. */
const rules: Readonly<Record<string, (value: unknown) => unknown>> = {
  'corpus.sentence': value => (parseSentenceScheme(String(value), defaultConfig.tokenColumns), value),
  'corpus.tokenColumns': value => Object.freeze(parseTokenColumns(value as string[])),
  'routes.mmdb': absolutePath,
  'hosts.names': absolutePath,
  'cache.directory': absolutePath,
};

/**
 * The `flow2vec` section as the editor hands it over, checked and frozen: one snapshot serves one job. A value
 * of the wrong kind or range becomes its default, and `warn` is told once for each.
 */
export function readSettings(raw: unknown, warn: (message: string) => void): Settings {
  const areas = Object.entries(serverSettings).map(([area, parameters]) => {
    const values = Object.entries(parameters as Parameters).map(([name, parameter]) => {
      const value = member(member(raw, area), name);
      return [name, valueOf(parameter, value, `${area}.${name}`, warn)];
    });
    return [area, Object.freeze(Object.fromEntries(values))];
  });
  return Object.freeze(Object.fromEntries(areas)) as Settings;
}

/** The whole configuration of a model trained with these settings. */
export function embeddingConfig({ corpus, embedding }: Settings): EmbeddingConfig {
  const tokenColumns = parseTokenColumns(corpus.tokenColumns);
  const sentence = parseSentenceScheme(corpus.sentence, tokenColumns);
  return { ...defaultConfig, ...corpus, ...embedding, tokenColumns, sentence };
}

function valueOf(
  parameter: Parameter,
  value: unknown,
  name: string,
  warn: (message: string) => void,
): unknown {
  if (value === undefined || value === null) return parameter.default;
  try {
    const refused = refusal(parameter, value);
    if (refused !== undefined) throw new Error(l10n.t('it {0}.', refused));
    return rules[name]?.(value) ?? value;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    warn(l10n.t('Setting flow2vec.{0}: {1} Using {2}.', name, reason, JSON.stringify(parameter.default)));
    return parameter.default;
  }
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

function absolutePath(value: unknown): unknown {
  if (value === '' || isAbsolute(String(value))) return value;
  throw new Error(l10n.t('{0} is no absolute path.', JSON.stringify(value)));
}
