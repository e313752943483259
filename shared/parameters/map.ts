import { choice, integer, number } from './parameter';

/** How token vectors are laid out. */
export const mapParameters = {
  method: choice(
    'tsne',
    [
      {
        value: 'tsne',
        words: 't-SNE: neighbours stay together; distances between groups mean little.',
      },
      { value: 'umap', words: 'UMAP: much the same, sooner done for many points.' },
      {
        value: 'pca',
        words:
          'Principal components: the directions in which the vectors differ most; distances are true along them.',
      },
    ],
    'Method',
    'How maps are laid out.',
  ),
  dimensions: choice(
    2,
    [
      { value: 2, words: 'A plane.' },
      { value: 3, words: 'A space, which can be turned.' },
    ],
    'Dimensions',
    'Dimensions of a map.',
  ),
  points: integer(
    20_000,
    [0, 10_000_000],
    'Points at most',
    'Points on a map at most: a sample stratified by label. 0: all tokens.',
    'points',
  ),
  perplexity: number(
    30,
    [{ above: 1 }, 1000],
    'Perplexity',
    't-SNE: how many neighbours count for each point, roughly.',
  ),
  earlyExaggeration: number(
    12,
    [1, 100],
    'Early exaggeration',
    't-SNE: how much stronger neighbours attract each other at the beginning.',
  ),
  learningRate: number(
    0,
    [0, 1_000_000],
    'Learning rate',
    't-SNE: size of a step; 0: chosen by the number of points.',
  ),
  iterations: integer(1000, [50, 100_000], 'Iterations', 't-SNE: steps.', 'steps'),
  neighbours: integer(
    15,
    [2, 500],
    'Neighbours',
    'UMAP: neighbours of each point, the point itself counted. More show more of the whole, fewer more of the detail.',
    'neighbours',
  ),
  minDist: number(0.1, [0, 1], 'Least distance', 'UMAP: how close together points may be drawn.'),
  epochs: integer(
    0,
    [0, 100_000],
    'Epochs',
    'UMAP: passes over all neighbours; 0: 500 up to 100,000 points, 300 for more.',
    'passes',
  ),
};
