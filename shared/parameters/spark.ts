import { captureFormat } from './captures';
import { choice, integer } from './parameter';

/** What a run on a cluster is asked beside what one machine is. */
export const sparkParameters = {
  rounds: integer(
    10,
    [1, 1000],
    'Rounds',
    'Passes over the flows; after each, what the shares learned is averaged.',
    'rounds',
  ),
  partitions: integer(
    0,
    [0, 100_000],
    'Partitions',
    'Shares of the flows that are trained beside each other; 0: one for each core of the cluster.',
    'shares',
  ),
  // On one machine all is kept; here every executor holds all of it, twice.
  maxVocabulary: integer(
    200_000,
    [1, 100_000_000],
    'Largest vocabulary',
    "The commonest values of columns that have vectors of their own. Rarer addresses share their network's, other rare values that of their column's.",
    'values',
  ),
  maxTokens: integer(
    1_000_000,
    [2, 100_000_000],
    'Tokens of the model',
    'The commonest tokens, which the model file lists. What is beyond is told.',
    'tokens',
  ),
  clusters: integer(
    0,
    [0, 1_000_000],
    'Clusters',
    'Clusters to make of the tokens of the model, beside it; 0: none.',
    'clusters',
  ),
  // 500,000 vectors of 100 numbers are 200 MB, and k-means holds some 900 MB beside a driver that has 1 GB by default.
  mllibAbove: integer(
    500_000,
    [1, 100_000_000],
    'One process clusters',
    "The most tokens that one process beside the driver clusters; more are clustered on the executors, by MLlib's KMeans.",
    'tokens',
  ),
};

/** Formats of a lake: what the engine reads as text, and what Spark reads. */
export const lakeFormat = choice(
  'parquet',
  [
    // Spark has no reader for files of Arrow.
    ...captureFormat.choices.filter(({ value }) => value !== 'arrow'),
    { value: 'delta', words: 'Tables of Delta Lake, where the cluster has it.' },
    { value: 'iceberg', words: 'Tables of Iceberg, where the cluster has it.' },
    { value: 'orc', words: 'Columnar files.' },
  ],
  'Format',
  'The format of the flows, where it is guessed wrong.',
);
