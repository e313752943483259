import type { Corpus } from '../corpus/corpus';
import type { Model } from '../models/model';

/** What a training starts from in place of random vectors. */
export interface StartVectors {
  /** For each row of the training's matrices its row in the two below, or -1 for one that is new. */
  rows: Int32Array;
  inputs: Float32Array;
  /** Empty: output vectors start at zero. */
  outputs: Float32Array;
}

/** The rows of a model that a corpus goes on with, by the names of tokens or of their fields. */
export function startVectors(model: Model, corpus: Corpus, outputs: 'kept' | 'anew'): StartVectors {
  const known = new Map<string, number>();
  (model.fields?.names ?? model.vocabulary.tokens).forEach(
    (name, row) => known.has(name) || known.set(name, row),
  );
  const names = corpus.fields?.names ?? corpus.vocabulary.tokens;
  return {
    rows: Int32Array.from(names, name => known.get(name) ?? -1),
    inputs: model.inputs,
    outputs: outputs === 'kept' ? model.outputs : new Float32Array(0),
  };
}
