import * as l10n from '@vscode/l10n';
import { textsVariable } from '../../../shared/text/language';

/** Takes the texts of the user's language; without the variable, or where its file is gone, they stay English. */
export function takeTexts(log: (message: string) => void): void {
  const fsPath = process.env[textsVariable];
  if (!fsPath) return;
  try {
    l10n.config({ fsPath });
  } catch (error) {
    log(`Texts stay English: ${String(error)}`);
  }
}
