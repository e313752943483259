import { integer, number } from './parameter';

/** How many answers are given, and how sure they must be. */
export const answerParameters = {
  line: integer(1, [1, Number.MAX_SAFE_INTEGER], 'Line', 'Line of a flow in its file, from 1.'),
  similar: integer(10, [1, 1_000_000], 'Neighbours', 'Nearest tokens that are told.', 'tokens'),
  score: integer(50, [1, 1_000_000], 'Flows', 'Least expected flows that are told.', 'flows'),
  clusters: integer(20, [1, 1_000_000], 'Clusters', 'Clusters that are listed.', 'clusters'),
  neighbours: integer(
    7,
    [1, 1000],
    'Neighbours that vote',
    'Nearest labelled tokens whose labels are counted.',
    'tokens',
  ),
  confidence: number(
    0.6,
    [0, 1],
    'Confidence',
    "Share of the neighbours' vote below which a predicted label is called unknown.",
  ),
};
