import * as l10n from '@vscode/l10n';
import { counted } from './counted';

/** `trained on 1,204 flows fewer`: of a model whose capture has grown since. */
export function staleModelText(newFlows: number): string {
  return l10n.t('trained on {0} fewer', counted(newFlows, 'flow'));
}
