export interface Site {
  write(): Promise<unknown>;
  /** The pages, nothing written. */
  toJSON(): Promise<{ url: string; content: string }[]>;
}

export function siteIn(folder: string): Site;
