export const mebibyte = 1024 * 1024;

/** VS Code hands extensions no document of a file above this size. */
export const syncLimit = 50 * mebibyte;
/** VS Code does not colour a file above either of these, unless told to (`editor.largeFileOptimizations`). */
export const colourLimit = { bytes: 20 * mebibyte, lines: 300_000 };

export type Withheld = 'everything' | 'colours' | 'nothing';

/** What the user's settings say of large files. */
export interface LargeFileSettings {
  /** False: VS Code was told to colour and tokenize files of any size. */
  largeFileOptimizations: boolean;
  /** Bytes above which VS Code asks before it opens a file: 10 MiB over a connection. */
  askedAbove: number;
}

/** What VS Code withholds from a file. `lines` is unknown while no document of it is open. */
export function withheld(
  bytes: number,
  lines: number | undefined,
  { largeFileOptimizations, askedAbove }: LargeFileSettings,
): Withheld {
  if (bytes > syncLimit || (bytes > askedAbove && lines === undefined)) return 'everything';
  if (!largeFileOptimizations) return 'nothing';
  return bytes > colourLimit.bytes || (lines ?? 0) > colourLimit.lines ? 'colours' : 'nothing';
}

/** `146 MB` */
export function megabytes(bytes: number): string {
  return `${Math.round(bytes / mebibyte)} MB`;
}
