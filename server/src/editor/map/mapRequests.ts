import * as l10n from '@vscode/l10n';
import { pathOf } from '../captureModels';
import { mapParameters } from '../../../../shared/parameters/map';
import { checked } from '../../../../shared/parameters/parameter';
import { embeddingParameters } from '../../../../shared/parameters/training';
import type { MapSettings } from '../../../../shared/protocol/map';
import * as messages from '../../../../shared/protocol/messages';
import type { Settings } from '../../../../shared/protocol/settings';
import { queryOf } from '../queryOf';
import { runJob } from '../runJob';
import type { On, Session } from '../session';

/** Answers the requests about maps. */
export function registerMapRequests(session: Session, on: On): void {
  on(messages.runMap, (params, token) =>
    runJob(session, params, token, async ({ engine, files, config, settings, reporter, signal }) => {
      const { uri, fresh } = params;
      if (settings.hosts.pseudonyms)
        throw new Error(
          l10n.t('A map cannot hold pseudonyms: switch flow2vec.hosts.pseudonyms off to draw one.'),
        );
      const wanted = mapSettings(settings, params.settings);
      const options = { signal, onProgress: reporter.step, ...(fresh === undefined ? {} : { fresh }) };
      return { uri, ...(await engine.map(files, config, wanted, options)) };
    }),
  );

  on(messages.markOnMap, async params => {
    const { uri, map } = params;
    const engine = session.engine.for(await session.settings(uri));
    return (await engine.markOnMap(map, [pathOf(uri)], await queryOf(session, params))) ?? null;
  });
}

/** What a request says, over the settings. Throws for a value that the settings would not take. */
function mapSettings({ map, embedding }: Settings, asked: Partial<MapSettings> = {}): MapSettings {
  const { seed } = embeddingParameters;
  return checked({ ...mapParameters, seed }, { ...map, seed: embedding.seed, ...asked });
}
