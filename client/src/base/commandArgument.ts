import * as l10n from '@vscode/l10n';

/** What a link, a lens or a menu hands to a command; without it the command takes the active editor. */
export interface CommandArgument {
  uri?: string;
  /** Zero-based. */
  line?: number;
  token?: string;
  address?: string;
  /** A filter of flows, as text. */
  where?: string;
  /** One-based lines or records, as `5,7-9`. */
  lines?: string;
  tokens?: readonly string[];
  /** What flows are called, and by which question they were found. */
  title?: string;
  question?: string;
  /** SHA-256 of the content that the flows were found in. */
  digest?: string;
  /** The settings of a clustering that is there. */
  clusters?: object;
  /** A question of an investigation. */
  cell?: { kind: 'sql' | 'question'; text: string };
}

/** Reads a command's first argument: a resource (menus) or one plain object (links). Throws for anything else. */
export function readArgument(value: unknown): CommandArgument {
  if (value === undefined || value === null) return {};
  if (typeof value !== 'object')
    throw new Error(l10n.t('"{0}" is no argument of this command.', String(value)));
  if ('scheme' in value && 'path' in value) return { uri: String(value) };
  const { uri, line, lines, token, address, where, title, question, digest, tokens, cell, clusters } =
    value as Record<string, unknown>;
  const argument: CommandArgument = {};
  if (uri !== undefined) {
    if (typeof uri !== 'string') throw new Error(l10n.t('The argument "uri" is no text.'));
    argument.uri = uri;
  }
  if (line !== undefined) {
    if (!Number.isInteger(line) || (line as number) < 0)
      throw new Error(l10n.t('The argument "line" is no line number.'));
    argument.line = line as number;
  }
  if (token !== undefined) {
    if (typeof token !== 'string' || token.trim() === '')
      throw new Error(l10n.t('The argument "token" is empty.'));
    argument.token = token.trim();
  }
  for (const [name, text] of Object.entries({ address, where, title, question, digest, lines })) {
    if (text === undefined) continue;
    if (typeof text !== 'string' || text.trim() === '')
      throw new Error(l10n.t('The argument "{0}" is no text.', name));
    argument[name as 'address' | 'where' | 'title' | 'question' | 'digest' | 'lines'] = text.trim();
  }
  if (tokens !== undefined) {
    if (!Array.isArray(tokens) || !tokens.every(each => typeof each === 'string'))
      throw new Error(l10n.t('The argument "{0}" is no text.', 'tokens'));
    argument.tokens = tokens;
  }
  if (clusters !== undefined) {
    if (typeof clusters !== 'object' || clusters === null)
      throw new Error(l10n.t('"{0}" is no argument of this command.', 'clusters'));
    argument.clusters = clusters;
  }
  if (cell !== undefined) {
    const { kind, text } = (cell ?? {}) as Record<string, unknown>;
    if ((kind !== 'sql' && kind !== 'question') || typeof text !== 'string')
      throw new Error(l10n.t('The argument "{0}" is no text.', 'cell'));
    argument.cell = { kind, text };
  }
  return argument;
}
