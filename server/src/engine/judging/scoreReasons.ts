import * as l10n from '@vscode/l10n';
import { AmongSentences } from './amongSentences';
import type { Judgement } from './judgement';
import { PastSentences } from './pastSentences';

/**
 * A reason weighs at least this part of the first, unless it would do alone (one group in two hundred of the training is
 * as unexpected); one group in twenty has to be.
 */
const leastShare = 0.4;
const enough = Math.log(200);
export const tellingSurprise = Math.log(20);
const mostReasons = 4;
/** Puts a judgement into words: sentences with numbers that can be counted again from what was judged. */
export class Reasons {
  private readonly sentences: AmongSentences | PastSentences;

  constructor(private readonly judgement: Judgement) {
    this.sentences = judgement.others
      ? new AmongSentences(judgement, judgement.others)
      : new PastSentences(judgement);
  }

  /** Why a flow is unexpected, the weightiest first; never empty. Cells are shortened, not escaped. */
  of(flow: number): string[] {
    const parts = this.judgement.parts(flow);
    const [first] = parts;
    if (!first || first.surprise < tellingSurprise)
      return [
        this.judgement.others
          ? l10n.t('nothing about it stands out: other hosts do so too, and about as often')
          : l10n.t('nothing about it stands out: what its host does anyway, and about as often'),
      ];
    const said = new Set<string>();
    const least = Math.max(tellingSurprise, Math.min(enough, leastShare * first.surprise));
    for (const { kind, surprise } of parts) {
      if (surprise < least || said.size === mostReasons) break;
      said.add(this.sentences.sentence(kind, flow));
    }
    return [...said];
  }
}
