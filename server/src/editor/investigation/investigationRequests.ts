import * as l10n from '@vscode/l10n';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Unknown } from '../../../../shared/investigation/case';
import { readCase } from '../../../../shared/investigation/readCase';
import * as messages from '../../../../shared/protocol/messages';
import { writeOut } from '../../base/files/writeDraft';
import { asksModel } from '../../engine/investigation/askQuestion';
import { caseConfig } from '../../engine/investigation/caseConfig';
import { exportCase, exportFormOf, exportForms } from '../../engine/investigation/exports/exportCase';
import { pathOf } from '../captureModels';
import { runJob } from '../runJob';
import type { On, Session } from '../session';

/** Answers what notebooks of investigations ask. */
export function registerInvestigationRequests(session: Session, on: On): void {
  on(messages.askCell, (params, token) =>
    runJob(session, params, token, async ({ engine, files, config, signal }) => {
      const { cell, folder, embedding, version } = params;
      const asking = { files, config: caseConfig(embedding, config), folder: fileURLToPath(folder), version };
      return (await engine.askCell(cell, { ...asking, signal, now: () => new Date() })) ?? null;
    }),
  );

  on(messages.gatherFlows, (params, token) =>
    runJob(session, params, token, async ({ engine, files, config, signal }) => {
      const { about, question, digest } = params;
      const wanted = 'where' in about ? about : { ...about, columns: config.tokenColumns };
      const { flows, lines } = await engine.gather(files, wanted, signal);
      const captures = await engine.sourcesOf(files);
      if (digest !== undefined && captures[0]?.digest !== digest)
        throw new Error(
          l10n.t(
            '{0} is another than what was shown, so its lines may be other flows: ask again, and add what you find then.',
            captures[0]?.name ?? '',
          ),
        );
      const isModels = 'tokens' in about || (question !== undefined && asksModel(question));
      return {
        about: wanted,
        flows,
        lines,
        captures,
        ...(isModels ? { settings: config as unknown as Unknown } : {}),
      };
    }),
  );

  on(messages.captureSources, async ({ uri }) => {
    const engine = session.engine.for(await session.settings(uri));
    return engine.sourcesOf([pathOf(uri)]);
  });

  on(messages.exportCase, async ({ text, out, version }) => {
    const path = fileURLToPath(out);
    const form = exportFormOf(path);
    if (form === undefined)
      throw new Error(
        l10n.t('{0}: end the name with one of {1}.', path, Object.keys(exportForms).join(', ')),
      );
    const written = exportCase(readCase(text), form, { version, time: new Date().toISOString() });
    await writeOut(path, put => put(written));
    return dirname(path);
  });
}
