import { choice, integer, largestSeed, number } from './parameter';

/** Lengths of the prefixes that make the subnet of a hop. */
export const prefixParameters = {
  prefix: integer(
    24,
    [1, 32],
    'Prefix of IPv4',
    'Bits of an IPv4 address that make its subnet, in files of traceroutes.',
    'bits',
  ),
  prefixIPv6: integer(
    48,
    [1, 128],
    'Prefix of IPv6',
    'Bits of an IPv6 address that make its subnet, in files of traceroutes.',
    'bits',
  ),
};

/** How a network learns from routes, but for the subnets. */
export const networkParameters = {
  network: choice(
    'dense',
    [
      { value: 'dense', words: 'Subnets as a set and five statistics; three layers of 64.' },
      { value: 'lstm', words: 'Subnets in the order of the hops.' },
      { value: 'hybrid', words: 'Groups of subnets in order, joined with the statistics.' },
      { value: 'autoencoder', words: 'No classes: does a narrow layer keep routes apart?' },
    ],
    'Network',
    'The network that learns.',
  ),
  split: choice(
    'temporal',
    [
      { value: 'temporal', words: 'As in use: what comes later is tested.' },
      { value: 'random', words: 'Routes of all times in both parts.' },
    ],
    'Split',
    'Which routes are held back for the test.',
  ),
  testShare: number(0.2, [0.01, 0.9], 'Share of the test', 'Share of the routes held back for the test.'),
  balance: choice(
    'undersample',
    [
      { value: 'undersample', words: 'Leave out routes of the larger class.' },
      { value: 'weights', words: 'Weigh the smaller class higher.' },
      { value: 'none', words: 'Take the routes as they are.' },
    ],
    'Balance',
    'What is done about classes of unequal size.',
  ),
  epochs: integer(
    0,
    [0, 1000],
    'Epochs',
    'Passes over the routes; 0: dense 25, LSTM 5, hybrid 20, autoencoder 1.',
    'passes',
  ),
  batchSize: integer(
    0,
    [0, 1_000_000],
    'Batch',
    'Routes of one step; 0: dense and hybrid 64, LSTM 256, autoencoder 4,096.',
    'routes',
  ),
  learningRate: number(
    0,
    [0, 10],
    'Learning rate',
    'Learning rate of Adam; 0: 0.001, LSTM 0.0001, with `destination` counts 0.0003.',
  ),
  schedule: choice(
    'constant',
    [
      { value: 'constant', words: '' },
      { value: 'halve', words: '' },
      { value: 'cosine', words: '' },
    ],
    'Schedule',
    'How the learning rate goes on over the epochs.',
  ),
  earlyStop: integer(
    2,
    [0, 1000],
    'Early stop',
    'Stop after so many epochs without a lower loss of validation; 0 trains all epochs.',
    'epochs',
  ),
  align: choice(
    'start',
    [
      { value: 'start', words: '' },
      { value: 'end', words: '' },
    ],
    'Alignment',
    'The end of a route at which its hops are aligned, where their order counts.',
  ),
  agglomerate: integer(
    0,
    [-1, 100_000],
    'Groups of subnets',
    'Groups that subnets are agglomerated to (Ward); 0: 50 for the hybrid network, none for others; -1: none.',
    'groups',
  ),
  destination: choice(
    'none',
    [
      { value: 'none', words: 'Nothing beside the hops, as in the notebook.' },
      {
        value: 'counts',
        words: 'The share of malicious routes to its subnet among those that are trained on.',
      },
    ],
    'Destination',
    'What a network is told of the destination.',
  ),
  seed: integer(1, [0, largestSeed], 'Seed', 'Seed of the random numbers.'),
  backend: choice(
    'auto',
    [
      { value: 'auto', words: 'TensorFlow where it is installed, else WebAssembly.' },
      { value: 'native', words: "TensorFlow's library." },
      { value: 'wasm', words: 'WebAssembly.' },
    ],
    'Backend',
    'What computes.',
  ),
};

/** All that `RouteSettings` holds. */
export const routeSettingsParameters = {
  ...networkParameters,
  prefix4: prefixParameters.prefix,
  prefix6: prefixParameters.prefixIPv6,
};
