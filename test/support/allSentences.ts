import { AmongSentences } from '../../server/src/engine/judging/amongSentences';
import type { Judgement } from '../../server/src/engine/judging/judgement';
import { PastSentences } from '../../server/src/engine/judging/pastSentences';

/** What every kind of evidence that says anything of a flow would be put into, weighty or not. */
export function allSentences(judgement: Judgement): Set<string> {
  const sentences = judgement.others
    ? new AmongSentences(judgement, judgement.others)
    : new PastSentences(judgement);
  const all = new Set<string>();
  for (let flow = 0; flow < judgement.evidence.length; flow++)
    for (const { kind } of judgement.parts(flow)) all.add(sentences.sentence(kind, flow));
  return all;
}
