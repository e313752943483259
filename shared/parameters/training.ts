import {
  choice,
  integer,
  largestSeed,
  number,
  onOff,
  text,
  type ListParameter,
  type Parameters,
} from './parameter';

/** How flows become tokens and sentences. */
export const corpusParameters = {
  sentence: text(
    'auto',
    'Sentences',
    'How flows are cut into sentences that the model learns from: `auto` is `host` where the token leaves the source address out, else `count:30`; `count:30` takes 30 flows in a row, `time:60` all flows that start within 60 seconds, `host` all flows of one source address, `service:3600` the flows to one protocol and port within 3,600 seconds.',
    {
      matches: '^(auto|count:\\d+|(time|service):\\d+(\\.\\d+)?|host)$',
      says: 'Write auto, count:30 (flows, at least 2), time:60 (seconds), host, or service:3600 (seconds).',
    },
  ),
  tokenColumns: {
    kind: 'list',
    default: ['Proto', 'SrcAddr', 'DstAddr', 'Dport'],
    title: 'Columns of a token',
    words:
      'The parts that together make the token of a flow: columns, and what is derived of them, such as the subnet `SrcAddr/24` (IPv4) or `SrcAddr/64` (IPv6), `Dport/class` (well-known ports, else `registered` or `ephemeral`), `State/class` and logarithmic bins like `TotBytes/bin`. Without `Label` the model cannot learn the answer it is asked for.',
  } satisfies ListParameter as ListParameter,
  phrases: integer(
    0,
    [0, 5],
    'Passes of phrases',
    'How often successions of tokens that are commoner than chance are joined to phrases before the training; each time, phrases can grow. 0: never.',
    'passes',
  ),
  phraseScore: choice(
    'default',
    [
      {
        value: 'default',
        words: 'By its count against the counts of its tokens (Mikolov et al. 2013); any number.',
      },
      { value: 'npmi', words: 'By normalised pointwise mutual information, from -1 to 1.' },
    ],
    'Score of phrases',
    'How a succession is scored.',
  ),
  phraseThreshold: number(
    10,
    [-1, 1_000_000],
    'Threshold of phrases',
    'A succession is a phrase when its score is above this. For `npmi`, a number from -1 to 1, such as 0.5.',
  ),
};

/** Numbers in a sentence's scheme: of `count:`, and of `time:` and `service:`. */
export const sentenceNumbers = {
  flows: integer(30, [2, 1_000_000], 'Flows', 'Flows of a sentence.', 'flows'),
  seconds: number(60, [{ above: 0 }, 1_000_000_000], 'Seconds', 'Time that a sentence spans.', 'seconds'),
};

/** How tokens become vectors; gensim's meanings. */
export const embeddingParameters = {
  architecture: choice(
    'skip-gram',
    [
      {
        value: 'skip-gram',
        words: 'Each context token predicts the token between. Better for rare tokens.',
      },
      {
        value: 'cbow',
        words: 'The context tokens together predict the token between. Several times faster.',
      },
    ],
    'Architecture',
    'What is predicted from what.',
  ),
  cbowMean: onOff(
    true,
    'Mean of contexts',
    'CBOW predicts from the mean of the context vectors; off, from their sum.',
  ),
  output: choice(
    'negative',
    [
      { value: 'negative', words: 'With random other tokens (negative sampling).' },
      {
        value: 'hierarchical',
        words:
          'At each turn of its path through a Huffman tree of all tokens (hierarchical softmax). Draws no negatives.',
      },
    ],
    'Output',
    'How a prediction is compared with the token that is there.',
  ),
  vectors: choice(
    'composed',
    [
      {
        value: 'composed',
        words:
          "Each field; a token's vector is the mean of its fields' vectors. Rare and unseen tokens have useful vectors too.",
      },
      { value: 'plain', words: "Each token, as gensim's Word2Vec trains it." },
    ],
    'Vectors',
    'What has a vector of its own.',
  ),
  size: integer(100, [1, 1024], 'Dimensions', "Dimensions of a token's vector."),
  window: integer(
    10,
    [1, 1000],
    'Window',
    'How many tokens to each side count as context of a token. Small windows train faster and often separate behaviours better.',
    'tokens',
  ),
  shrinkWindow: onOff(
    true,
    'Shrinking window',
    'Draw the window of each token from 1 up to the size above, so that near context counts more; off, always take all of it.',
  ),
  negative: integer(
    10,
    [1, 100],
    'Negatives',
    'Random tokens contrasted with each true context token (negative sampling).',
    'tokens',
  ),
  noiseExponent: number(
    0.75,
    [-2, 2],
    'Exponent of the noise',
    'Negatives are drawn as often as tokens occur, to this power: 1 as often, 0 all alike, below 0 rare ones more.',
  ),
  epochs: integer(10, [1, 1000], 'Epochs', 'Passes over the capture.', 'passes'),
  earlyStop: number(
    0,
    [0, 0.99],
    'Early stop',
    'Stop after an epoch that lowered the loss by less than this share (0.01: 1 %); 0 trains all epochs.',
  ),
  minCount: integer(
    1,
    [1, 1_000_000],
    'Minimum count',
    'Tokens of fewer flows than this are left out of the model.',
    'flows',
  ),
  maxVocabulary: integer(
    0,
    [0, 4_294_967_295],
    'Largest vocabulary',
    'Only so many of the commonest tokens are kept; 0 keeps all.',
    'tokens',
  ),
  sample: number(
    0.001,
    [0, 1_000_000_000],
    'Subsampling',
    'Share of the corpus above which frequent tokens are thinned out; from 1 on, the number of their flows. 0 keeps them all.',
  ),
  alpha: number(
    0.025,
    [{ above: 0 }, 1],
    'Learning rate',
    'Learning rate at the start; it falls linearly to 0.0001.',
  ),
  workers: integer(0, [0, 64], 'Threads', 'Threads that train; 0 takes one for each core.', 'threads'),
  seed: integer(1, [0, largestSeed], 'Seed', 'Seed of the random numbers.'),
  deterministic: onOff(
    false,
    'Deterministic',
    'Train on one thread, so that the same capture and settings give the same bytes each time. Slower.',
  ),
};

/** On the command line only: whoever knows what it does rarely wants it for good. */
export const minAlpha = number(0.0001, [0, 1], 'Last learning rate', 'Learning rate at the end.');

/** What makes another model of the same capture; the others say how a model is computed, not what it is. */
export const variedParameters: Parameters = Object.fromEntries(
  Object.entries({ ...corpusParameters, ...embeddingParameters }).filter(
    ([name]) => name !== 'workers' && name !== 'deterministic',
  ),
);
