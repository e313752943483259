import { labelClasses } from '../../captures/labels';
import type { Corpus, Vocabulary } from './corpus';

/**
 * A corpus over the tokens of a model and its own together: counts and label counts are added, commonest first
 * (ties: those of the model first). Lines are those of the corpus; a token that only the model knows has line 0.
 * Of tokens that the model does not know, those that occur less often than `minCount` are left out.
 */
export function growVocabulary(known: Vocabulary, whole: Corpus, minCount = 1): Corpus {
  const { corpus, own } = withoutRare(known, whole, minCount);
  const places = new Map<string, number>();
  known.tokens.forEach((token, row) => places.has(token) || places.set(token, row));
  // Places before sorting: the model's rows, then the corpus's tokens that it does not know.
  let size = known.size;
  const placeOf = Uint32Array.from(own.tokens, token => places.get(token) ?? size++);
  const counts = new Uint32Array(size);
  counts.set(known.counts);
  placeOf.forEach((place, id) => (counts[place] = (counts[place] as number) + (own.counts[id] as number)));
  const order = [...counts.keys()].sort((a, b) => (counts[b] as number) - (counts[a] as number) || a - b);
  const rank = new Uint32Array(size);
  order.forEach((place, row) => (rank[place] = row));

  const classes = labelClasses.filter(c => known.labelClasses.includes(c) || own.labelClasses.includes(c));
  const grown = {
    size,
    tokens: new Array<string>(size),
    counts: Uint32Array.from(order, place => counts[place] as number),
    firstLines: new Uint32Array(size),
    firstFiles: new Uint16Array(size),
    labelClasses: classes,
    labelCounts: new Uint32Array(size * classes.length),
  };
  const addLabels = (from: Vocabulary, id: number, row: number) =>
    from.labelClasses.forEach((name, c) => {
      const at = row * classes.length + classes.indexOf(name);
      const more = from.labelCounts[id * from.labelClasses.length + c] as number;
      grown.labelCounts[at] = (grown.labelCounts[at] as number) + more;
    });
  for (let id = 0; id < known.size; id++) {
    const row = rank[id] as number;
    grown.tokens[row] = known.tokens[id] as string;
    addLabels(known, id, row);
  }
  for (let id = 0; id < own.size; id++) {
    const row = rank[placeOf[id] as number] as number;
    grown.tokens[row] = own.tokens[id] as string;
    grown.firstLines[row] = own.firstLines[id] as number;
    grown.firstFiles[row] = own.firstFiles[id] as number;
    addLabels(own, id, row);
  }
  const tokens = corpus.tokens.map(id => rank[placeOf[id] as number] as number);
  return { ...corpus, vocabulary: grown, tokens };
}

/** The corpus without new tokens that are rare; `own` is what is left of its vocabulary, in its order. */
function withoutRare(
  known: Vocabulary,
  corpus: Corpus,
  minCount: number,
): { corpus: Corpus; own: Vocabulary } {
  const all = corpus.vocabulary;
  const names = new Set(known.tokens);
  const kept = [...all.tokens.keys()].filter(
    id => (all.counts[id] as number) >= minCount || names.has(all.tokens[id] as string),
  );
  if (kept.length === all.size) return { corpus, own: all };
  const classes = all.labelClasses.length;
  const own: Vocabulary = {
    size: kept.length,
    tokens: kept.map(id => all.tokens[id] as string),
    counts: Uint32Array.from(kept, id => all.counts[id] as number),
    firstLines: Uint32Array.from(kept, id => all.firstLines[id] as number),
    firstFiles: Uint16Array.from(kept, id => all.firstFiles[id] as number),
    labelClasses: all.labelClasses,
    labelCounts: Uint32Array.from(
      kept.flatMap(id => [...all.labelCounts.subarray(id * classes, (id + 1) * classes)]),
    ),
  };
  const numbers = new Int32Array(all.size).fill(-1);
  kept.forEach((id, number) => (numbers[id] = number));
  const tokens = new Uint32Array(corpus.tokens.length);
  const sentences = [0];
  let used = 0;
  for (let s = 1; s < corpus.sentences.length; s++) {
    for (let i = corpus.sentences[s - 1] as number; i < (corpus.sentences[s] as number); i++) {
      const number = numbers[corpus.tokens[i] as number] as number;
      if (number >= 0) tokens[used++] = number;
    }
    if (sentences.at(-1) !== used) sentences.push(used);
  }
  return {
    corpus: { ...corpus, tokens: tokens.slice(0, used), sentences: Uint32Array.from(sentences) },
    own,
  };
}
