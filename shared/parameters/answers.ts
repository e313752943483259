import type { VectorFormat } from '../protocol/training';
import { choice, integer, number } from './parameter';

/** How many answers are given, and how sure they must be. */
export const answerParameters = {
  line: integer(1, [1, 1_000_000_000_000], 'Line', 'Line of a flow in its file, from 1.'),
  similar: integer(10, [1, 1_000_000], 'Neighbours', 'Nearest tokens that are told.', 'tokens'),
  score: integer(50, [1, 1_000_000], 'Flows', 'Least expected flows that are told.', 'flows'),
  falseAlarms: number(
    0.001,
    [{ above: 0 }, 1],
    'False alarms',
    'Share of usual flows that are told as unexpected, as the training shows it.',
  ),
  judgedBy: choice<'past' | 'hosts'>(
    'past',
    [
      { value: 'past', words: 'Its later half by its earlier one.' },
      {
        value: 'hosts',
        words:
          'Its hosts by each other: each by what others do, and by what hosts like it do. No past is needed.',
      },
    ],
    'Judged by',
    'What judges a capture where no other one does.',
  ),
  clusters: integer(20, [1, 1_000_000], 'Clusters', 'Clusters that are listed.', 'clusters'),
  neighbours: integer(
    7,
    [1, 1000],
    'Neighbours that vote',
    'Nearest labelled tokens whose labels are counted.',
    'tokens',
  ),
  rows: integer(
    1000,
    [1, 1_000_000],
    'Rows',
    'Rows of an answer that are printed; what is written has all.',
    'rows',
  ),
  groups: integer(10, [1, 10_000], 'Groups', 'Rows of each list, the largest first.', 'rows'),
  seconds: number(60, [0.001, 86_400], 'Seconds', 'Time after which a query is ended.', 'seconds'),
  confidence: number(
    0.6,
    [0, 1],
    'Confidence',
    "Share of the neighbours' vote below which a predicted label is called unknown.",
  ),
};

/** What the database of a capture may take. */
export const databaseParameters = {
  memoryMiB: integer(
    0,
    [0, 1_048_576],
    'Memory of the database',
    "Memory in MiB that the database of a capture takes at most, for queries and for reading; 0: half of the machine's. What asks for more is stopped.",
    'MiB',
  ),
  spillMiB: integer(
    16_384,
    [0, 1_048_576],
    'Disk of the database',
    'Disk in MiB that the database takes in the folder of the cache for what does not fit in its memory, and for what a query writes.',
    'MiB',
  ),
};

/** Formats that vectors are written in. */
export const vectorFormat = choice<VectorFormat>(
  'word2vec',
  [
    { value: 'word2vec', words: 'Text, read by gensim and most other tools.' },
    { value: 'word2vec-binary', words: 'The same, smaller and faster to load.' },
    { value: 'projector', words: "Tab-separated files for TensorBoard's projector." },
    { value: 'csv', words: 'A row for each token.' },
  ],
  'Format',
  'The format of the file.',
);
