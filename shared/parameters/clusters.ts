import { choice, integer, onOff } from './parameter';

/** How token vectors are clustered. */
export const clusterParameters = {
  k: integer(
    0,
    [0, 1_000_000],
    'Clusters',
    'Clusters to make of the tokens; 0: the suggested number, whose clusters are told apart best (silhouette).',
    'clusters',
  ),
  restarts: integer(
    1,
    [1, 100],
    'Starts',
    'Starts with other centres; the tightest clustering is kept.',
    'starts',
  ),
  spherical: onOff(
    false,
    'By direction only',
    'Cluster by direction: vectors and centres are scaled to length one.',
  ),
  method: choice(
    'full',
    [
      { value: 'full', words: 'All tokens in each iteration, until they have settled.' },
      {
        value: 'mini-batch',
        words: 'Samples of the tokens: faster for the largest vocabularies, less tight.',
      },
    ],
    'Method',
    'How k-means runs.',
  ),
};
