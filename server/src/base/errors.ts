import * as l10n from '@vscode/l10n';

/** What went wrong, in words. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The system's name of what went wrong, such as `ENOSPC`; undefined when it was not the system. */
export function codeOf(error: unknown): string | undefined {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === 'string' && /^E[A-Z0-9]+$/.test(code) ? code : undefined;
}

/** A file that cannot be read, named, with what may be the matter. */
export function unreadable(path: string, cause: unknown): Error {
  const code = codeOf(cause);
  const message =
    code === 'ENOENT'
      ? l10n.t('{0}: is not there. Was it renamed, moved or deleted?', path)
      : l10n.t('{0}: cannot be read ({1}).', path, code ?? messageOf(cause));
  return new Error(message, { cause });
}
