import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { seededRandom } from '../../../server/src/base/seededRandom';
import { cutSentences, readPiece } from '../../../server/src/engine/spark/cutSentences';
import { streamOf } from '../../../server/src/engine/spark/rows';
import { SentenceCutter, type SentenceScheme } from '../../../server/src/engine/training/corpus/sentences';
import { temporaryFolder } from '../../support/temporaryFolder';
import { ask } from './conversation.test';

const schemes: readonly (SentenceScheme & { group: (flow: Flow) => string; seconds?: number })[] = [
  { by: 'count', size: 7, group: () => '' },
  { by: 'time', seconds: 20, group: () => '' },
  { by: 'host', group: flow => String(flow.host) },
  { by: 'service', seconds: 600, group: flow => String(flow.port) },
];

interface Flow {
  time: number;
  host: number;
  port: number;
}

describe('Sentences of a share', () => {
  const folder = temporaryFolder();
  const random = seededRandom(5);
  const below = (n: number) => Math.floor(random() * n);
  const flows: Flow[] = [];
  for (let time = 0; time < 3000; time += below(5)) flows.push({ time, host: below(9), port: below(4) });

  for (const { group, ...scheme } of schemes)
    for (const shares of [1, 3])
      it(`are those of one machine by ${scheme.by}, in ${shares} of them, however rows come`, async () => {
        const units = join(folder.path, `units-${scheme.by}-${shares}`);
        const values = flows.flatMap(({ host, port }) => [`h${host}`, `p${port}`]);
        const known = [...new Set(values)].map(value => ({ place: value.startsWith('h') ? 0 : 1, value }));
        writeFileSync(
          units,
          streamOf({
            place: Int32Array.from(known, ({ place }) => place),
            value: known.map(({ value }) => value),
            count: BigInt64Array.from(known, () => 1n),
          }),
        );
        const windowOf = ({ time }: Flow) => Math.floor(time / (scheme.seconds ?? 3600));
        const batch = (of: readonly Flow[]) => ({
          window: BigInt64Array.from(of, flow => BigInt(windowOf(flow))),
          group: of.map(group),
          p0: of.map(({ host }) => `h${host}`),
          p1: of.map(({ port }) => `p${port}`),
        });
        const asked = { columns: ['SrcAddr', 'Dport'], scheme, shares, units };
        const cut = async (sizes: number) => {
          const batches = [];
          for (let at = 0; at < flows.length; at += sizes) batches.push(batch(flows.slice(at, at + sizes)));
          const { rows } = await ask({ cutSentences }, 'cutSentences', asked, batches);
          const found = rows.flatMap(each =>
            Array.from({ length: each.length }, (_, r) => ({
              part: each.numbers('part')[r] as number,
              sentences: [...readPiece(each.bytes('numbers', r) as Uint8Array, 2)].map(of => of.join()),
            })),
          );
          assert.ok(found.every(({ part }) => part >= 0 && part < shares));
          assert.equal(new Set(found.map(({ part }) => part)).size, shares);
          return found;
        };
        const found = await cut(100);
        assert.deepEqual(await cut(flows.length), found);
        const numberOf = (value: string) => known.findIndex(each => each.value === value);
        const groups = new Map<string, Flow[]>();
        for (const flow of flows) groups.set(group(flow), [...(groups.get(group(flow)) ?? []), flow]);
        const wanted = [...groups.values()].flatMap(of => {
          const cutter = new SentenceCutter(scheme, of.length);
          of.forEach((flow, i) => cutter.add(i, 0, flow.time));
          const { tokens, sentences } = cutter.finish();
          return [...sentences.subarray(1)].map((end, s) =>
            [...tokens.subarray(sentences[s], end)]
              .map(i => of[i] as Flow)
              .flatMap(({ host, port }) => [numberOf(`h${host}`), numberOf(`p${port}`)])
              .join(),
          );
        });
        assert.deepEqual(found.flatMap(({ sentences }) => sentences).sort(), wanted.sort());
      });
});
