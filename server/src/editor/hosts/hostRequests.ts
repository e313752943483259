import * as l10n from '@vscode/l10n';
import * as messages from '../../../../shared/protocol/messages';
import { visibleText } from '../../../../shared/text/visibleText';
import { runJob } from '../runJob';
import type { On, Session } from '../session';

/** Answers what single hosts do. */
export function registerHostRequests(session: Session, on: On): void {
  on(messages.hostPage, (params, token) =>
    runJob(session, params, token, async ({ engine, files, signal }) => {
      const { address, top } = params;
      const page = await engine.host(files, address, { top, signal });
      if (page) return page;
      throw new Error(
        l10n.t('{0}: no flow has the address {1}.', files.join(', '), visibleText(address, 100)),
      );
    }),
  );
}
