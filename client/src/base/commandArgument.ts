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
}

/** Reads a command's first argument: a resource (menus) or one plain object (links). Throws for anything else. */
export function readArgument(value: unknown): CommandArgument {
  if (value === undefined || value === null) return {};
  if (typeof value !== 'object')
    throw new Error(l10n.t('"{0}" is no argument of this command.', String(value)));
  if ('scheme' in value && 'path' in value) return { uri: String(value) };
  const { uri, line, token, address, where } = value as Record<string, unknown>;
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
  for (const [name, text] of Object.entries({ address, where })) {
    if (text === undefined) continue;
    if (typeof text !== 'string' || text.trim() === '')
      throw new Error(l10n.t('The argument "{0}" is no text.', name));
    argument[name as 'address' | 'where'] = text.trim();
  }
  return argument;
}
