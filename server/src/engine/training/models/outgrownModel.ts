import { joinDigests, type Digests } from '../../captures/digests';
import { cacheKey } from './cacheKey';
import type { ModelFacts } from './model';
import type { ModelStore } from './modelStore';

/**
 * The model of these settings that was trained when the files held less: they begin, byte for byte, with what it was trained
 * on. Of several the one that knows most; undefined where there is none. `config` is the whole configuration, as in the name
 * of a model.
 */
export async function outgrownModel(
  files: readonly string[],
  config: object,
  { digests, models }: { digests: Digests; models: ModelStore },
): Promise<ModelFacts | undefined> {
  const now = await digests.each(files);
  const all = (bytes: readonly number[]) => bytes.reduce((a, b) => a + b, 0);
  const candidates = (await models.facts())
    .filter(
      ({ key, facts }) =>
        cacheKey(facts.capture, config) === key &&
        facts.bytes?.length === files.length &&
        facts.bytes.every((bytes, i) => bytes <= (now[i]?.bytes ?? 0)),
    )
    .sort((a, b) => all(b.facts.bytes ?? []) - all(a.facts.bytes ?? []));
  for (const { facts } of candidates) {
    const beginnings = await Promise.all(
      files.map((file, i) => digests.beginning(file, facts.bytes?.[i] ?? 0)),
    );
    if (beginnings.every(seen => seen !== undefined) && joinDigests(beginnings) === facts.capture)
      return facts;
  }
  return undefined;
}
