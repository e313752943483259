import * as l10n from '@vscode/l10n';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf } from '../../base/errors';
import { recognise } from './formats/formats';
import type { AskedFormat } from './reading';
import { CaptureSource } from './source';

/** What a folder holds. */
export interface FolderContent {
  /** Captures in it and in the folders below, in the order of their names. */
  captures: string[];
  /** Files that are none, and why, as a clause. */
  others: { path: string; why: string }[];
}

/** Looks at the beginning of every file of a folder and of those below; links and hidden files are passed over. */
export async function capturesIn(folder: string, asked: AskedFormat = {}): Promise<FolderContent> {
  const found: FolderContent = { captures: [], others: [] };
  const entries = await readdir(folder, { withFileTypes: true });
  // By number where names are numbered: day2 before day10.
  entries.sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
  for (const entry of entries) {
    if (entry.name.startsWith('.')) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      const below = await capturesIn(path, asked);
      found.captures.push(...below.captures);
      found.others.push(...below.others);
    } else if (entry.isFile()) {
      const why = await whyNone(path, folder, asked);
      if (why === undefined) found.captures.push(path);
      else found.others.push({ path, why });
    }
  }
  return found;
}

async function whyNone(path: string, folder: string, asked: AskedFormat): Promise<string | undefined> {
  try {
    const { head } = await CaptureSource.open(path, folder);
    if (head.lines.length === 0) return l10n.t('it is empty');
    const found = recognise(head, asked);
    return 'error' in found ? found.error : undefined;
  } catch (error) {
    return messageOf(error).replace(`${path}: `, '');
  }
}
