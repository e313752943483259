import * as l10n from '@vscode/l10n';
import type { Format } from '../format';
import { glanceArgus } from './glance';
import { detectLayout, type ArgusLayout } from './layout';
import { parseFlowLine } from './line';
import { loadArgus } from './load';
import { words } from './words';

export const argus: Format<ArgusLayout> = {
  name: 'argus',
  get title() {
    return l10n.t('Argus flow listings (ra -c ,)');
  },
  recognise: detectLayout,
  lines: { header: /starttime/i, read: parseFlowLine },
  load: loadArgus,
  glance: glanceArgus,
  words,
};
