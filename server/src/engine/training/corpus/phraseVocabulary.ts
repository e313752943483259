import { labelClasses } from '../../captures/labels';
import type { Corpus, Vocabulary } from './corpus';
import type { PhrasedSentences } from './phrases';
import { phraseOf } from './phraseTokens';
import type { FlowFacts } from './readSentences';

/** Marks an entry that is not kept. */
const gone = 0xffffffff;

/**
 * The corpus whose words are entries: tokens that stand alone, and phrases. A phrase is counted once for each
 * place; its line and label are those of its last flow. Rare entries go when phrases are made, as in gensim.
 */
export function phraseCorpus(
  base: Vocabulary,
  phrased: PhrasedSentences,
  flowOf: (position: number) => number,
  facts: FlowFacts,
  { minCount, maxVocabulary }: { minCount: number; maxVocabulary: number },
): Pick<Corpus, 'vocabulary' | 'tokens' | 'sentences'> {
  const { entries, tokens, sentences, lastPosition } = phrased;
  const flow = (position: number) => flowOf(lastPosition[position] as number);
  const counts = new Uint32Array(entries.length);
  const first = new Float64Array(entries.length).fill(Infinity);
  for (const [position, entry] of tokens.entries()) {
    const at = flow(position);
    counts[entry] = (counts[entry] as number) + 1;
    const place = (facts.files[at] as number) * 2 ** 32 + (facts.lines[at] as number);
    first[entry] = Math.min(first[entry] as number, place);
  }
  const order = [...entries.keys()]
    .filter(entry => (counts[entry] as number) >= Math.max(1, minCount))
    .sort(
      (a, b) => (counts[b] as number) - (counts[a] as number) || (first[a] as number) - (first[b] as number),
    )
    .slice(0, maxVocabulary > 0 ? maxVocabulary : undefined);
  const rows = new Uint32Array(entries.length).fill(gone);
  order.forEach((entry, row) => (rows[entry] = row));
  const width = base.labelClasses.length;
  const classOf = labelClasses.map(name => base.labelClasses.indexOf(name));
  const labelCounts = new Uint32Array(order.length * width);
  for (const [position, entry] of tokens.entries()) {
    if (rows[entry] === gone) continue;
    const cell =
      (rows[entry] as number) * width + (classOf[facts.classes[flow(position)] as number] as number);
    labelCounts[cell] = (labelCounts[cell] as number) + 1;
  }
  const vocabulary: Vocabulary = {
    size: order.length,
    tokens: order.map(entry =>
      phraseOf((entries[entry] as number[]).map(token => base.tokens[token] as string)),
    ),
    counts: Uint32Array.from(order, entry => counts[entry] as number),
    firstLines: Uint32Array.from(order, entry => (first[entry] as number) % 2 ** 32),
    firstFiles: Uint16Array.from(order, entry => Math.floor((first[entry] as number) / 2 ** 32)),
    labelClasses: base.labelClasses,
    labelCounts,
  };
  return { vocabulary, ...renumbered(tokens, sentences, rows) };
}

function renumbered(tokens: Uint32Array, sentences: Uint32Array, rows: Uint32Array) {
  const out = new Uint32Array(tokens.length);
  const starts = [0];
  let kept = 0;
  for (let s = 0; s < sentences.length - 1; s++) {
    for (let i = sentences[s] as number; i < (sentences[s + 1] as number); i++) {
      const row = rows[tokens[i] as number] as number;
      if (row !== gone) out[kept++] = row;
    }
    if (starts.at(-1) !== kept) starts.push(kept);
  }
  return { tokens: out.slice(0, kept), sentences: Uint32Array.from(starts) };
}
