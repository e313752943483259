import * as l10n from '@vscode/l10n';
import { pathOf } from '../captureModels';
import type { Query } from '../../engine/similar/answers';
import { mapParameters } from '../../../../shared/parameters/map';
import { checked } from '../../../../shared/parameters/parameter';
import { embeddingParameters } from '../../../../shared/parameters/training';
import type { MapMarkParams, MapSettings } from '../../../../shared/protocol/map';
import * as messages from '../../../../shared/protocol/messages';
import type { Settings } from '../../../../shared/protocol/settings';
import { runJob } from '../runJob';
import type { On, Session } from '../session';

/** Answers the requests about maps. */
export function registerMapRequests(session: Session, on: On): void {
  on(messages.runMap, (params, token) =>
    runJob(session, params, token, async ({ engine, files, config, settings, reporter, signal }) => {
      const { uri, fresh } = params;
      const wanted = mapSettings(settings, params.settings);
      const options = { signal, onProgress: reporter.step, ...(fresh === undefined ? {} : { fresh }) };
      return { uri, ...(await engine.map(files, config, wanted, options)) };
    }),
  );

  on(messages.markOnMap, async params => {
    const { uri, map } = params;
    const engine = session.engine.for(await session.settings(uri));
    return (await engine.markOnMap(map, [pathOf(uri)], queryOf(params))) ?? null;
  });

  function queryOf({ uri, line, text, token }: MapMarkParams): Query {
    if (token !== undefined) return { token };
    if (text !== undefined) return { text };
    const lines = session.captures.get(uri)?.lines;
    if (line !== undefined && lines && line >= 0 && line < lines.lineCount) return { text: lines.line(line) };
    throw new Error(l10n.t('Say which flow: a token, the text of a row, or the line of an open capture.'));
  }
}

/** What a request says, over the settings. Throws for a value that the settings would not take. */
function mapSettings({ map, embedding }: Settings, asked: Partial<MapSettings> = {}): MapSettings {
  const { seed } = embeddingParameters;
  return checked({ ...mapParameters, seed }, { ...map, seed: embedding.seed, ...asked });
}
