const mebibyte = 1024 * 1024;

/** VS Code hands extensions no document of a file above this size. */
export const syncLimit = 50 * mebibyte;
/** VS Code does not colour a file above either of these, unless told to (`editor.largeFileOptimizations`). */
export const colourLimit = { bytes: 20 * mebibyte, lines: 300_000 };

export type Withheld = 'everything' | 'colours' | 'nothing';

/** What VS Code withholds from a file. `lines` is unknown while no document of it is open. */
export function withheld(
  bytes: number,
  lines: number | undefined,
  largeFileOptimizations: boolean,
): Withheld {
  if (bytes > syncLimit) return 'everything';
  if (!largeFileOptimizations) return 'nothing';
  return bytes > colourLimit.bytes || (lines ?? 0) > colourLimit.lines ? 'colours' : 'nothing';
}

/** `146 MB` */
export function megabytes(bytes: number): string {
  return `${Math.round(bytes / mebibyte)} MB`;
}
