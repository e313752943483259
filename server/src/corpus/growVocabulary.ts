import { labelClasses } from '../captures/labels';
import type { Corpus, Vocabulary } from './corpus';

/**
 * A corpus over the tokens of a model and its own together: counts and label counts are added, commonest first
 * (ties: those of the model first). Lines are those of the corpus; a token that only the model knows has line 0.
 */
export function growVocabulary(known: Vocabulary, corpus: Corpus): Corpus {
  const own = corpus.vocabulary;
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
