import type { Settings } from '../protocol/settings';
import { answerParameters, databaseParameters } from './answers';
import { clusterParameters } from './clusters';
import { mapParameters } from './map';
import { choice, integer, onOff, text, type Parameter, type ValueOf } from './parameter';
import { prefixParameters } from './routes';
import { corpusParameters, embeddingParameters } from './training';

/** The settings that the server reads, by area: each is `flow2vec.AREA.NAME`. */
export const serverSettings = {
  corpus: corpusParameters,
  embedding: embeddingParameters,
  training: {
    onOpen: onOff(false, 'Train on opening', 'Train as soon as a capture is opened that has no model yet.'),
  },
  hover: {
    neighbours: integer(5, [0, 20], 'Neighbours', 'Nearest tokens in a hover; 0 shows none.', 'tokens'),
  },
  labels: {
    confidence: answerParameters.confidence,
    inlayHints: onOff(
      false,
      'Labels at lines',
      "Show the label that a flow's neighbours vote for at the end of its line, in the lines on screen.",
    ),
  },
  clusters: clusterParameters,
  map: mapParameters,
  routes: {
    ...prefixParameters,
    mmdb: text(
      '',
      'MaxMind file',
      'Absolute path of a MaxMind file (`.mmdb`: ASN, ISP, Country or City), from which hovers and pages name the networks and places of hosts and hops. Nothing is looked up on the network. Ignored from the settings of an untrusted workspace.',
    ),
    lens: onOff(
      true,
      'Lenses',
      'Show a lens above each route that was classified, with its probability of being malicious. At most 5,000 in a document; hovers tell the rest.',
    ),
  },
  hosts: {
    names: text(
      '',
      'Names of hosts',
      'Absolute path of a table with an address and a name in each row (`10.0.0.5,printer`), from which pages and hovers name hosts. Ignored from the settings of an untrusted workspace.',
    ),
    pseudonyms: onOff(
      false,
      'Pseudonyms',
      'Show, copy and write a pseudonym for each address, the same one each time on this machine. The text editor shows a file as it is: open it as a table. What cannot hold pseudonyms, such as maps and Parquet, is refused meanwhile.',
    ),
  },
  lens: {
    enabled: onOff(true, 'Lens', 'Show a summary of the capture above its first line.'),
  },
  diagnostics: {
    limit: integer(
      1000,
      [0, 100_000],
      'Problems',
      'Problems reported for one capture at most; a last one says when there are more.',
      'problems',
    ),
  },
  cache: {
    directory: text(
      '',
      'Folder of the cache',
      'Folder for models and capture stores. Empty: the cache folder of your account. Ignored from the settings of an untrusted workspace.',
    ),
    maxSizeMiB: integer(
      4096,
      [64, 1_048_576],
      'Size of the cache',
      'Size in MiB of all cached files together, above which those not used for longest are deleted.',
      'MiB',
    ),
  },
  database: databaseParameters,
} satisfies {
  [Area in keyof Settings]: {
    [Name in keyof Settings[Area]]: Parameter & { default: Settings[Area][Name] };
  };
};

/** The settings that the editor's client alone reads. */
export const clientSettings = {
  clusters: {
    colour: choice(
      'off',
      [
        { value: 'off', words: 'Flows are not marked.' },
        { value: 'gutter', words: 'A mark beside the line, and in the overview ruler.' },
        { value: 'background', words: 'The same, and a tint of the whole line.' },
      ],
      'Colours of flows',
      'Whether flows in the editor are marked by their cluster. Colour and shape of the mark together tell 48 clusters apart, the largest ones first; then they repeat.',
    ),
  },
  overview: {
    openWithCapture: onOff(
      false,
      'Overview on opening',
      'Open the overview beside a capture as soon as the capture is shown.',
    ),
  },
  query: {
    rows: integer(
      10_000,
      [1, 1_000_000],
      'Rows',
      'Rows of a query that are shown; what is written has all.',
      'rows',
    ),
    seconds: answerParameters.seconds,
  },
  similar: {
    top: integer(50, [1, 1000], 'Neighbours', 'Neighbours in the panel of similar flows.', 'tokens'),
  },
  trace: {
    server: choice(
      'messages',
      [
        { value: 'messages', words: 'The name of each message and how long it took.' },
        { value: 'verbose', words: 'The contents of each message too.' },
      ],
      'Trace',
      'What of each message between editor and server the log holds while its level is Trace (set by "Developer: Set Log Level").',
    ),
  },
};

/** Where a setting may be set, unless for each folder: paths of programs and caches are the machine's. */
export const scopes: Readonly<Record<string, string>> = {
  'routes.mmdb': 'machine-overridable',
  'hosts.names': 'machine-overridable',
  'hosts.pseudonyms': 'window',
  'cache.directory': 'machine',
  'cache.maxSizeMiB': 'machine',
  'database.memoryMiB': 'machine',
  'database.spillMiB': 'machine',
  'trace.server': 'window',
};

/** Every setting by its name without `flow2vec.`, in the order in which the editor lists them. */
export function allSettings(): [name: string, parameter: Parameter][] {
  const areas = {
    ...serverSettings,
    ...clientSettings,
    clusters: { ...clusterParameters, ...clientSettings.clusters },
  };
  return Object.entries(areas).flatMap(([area, parameters]) =>
    Object.entries(parameters).map(([name, parameter]): [string, Parameter] => [
      `${area}.${name}`,
      parameter,
    ]),
  );
}

/** The type of a setting's value, checked against what the protocol promises. */
export type SettingValue<
  Area extends keyof typeof serverSettings,
  Name extends keyof (typeof serverSettings)[Area],
> = ValueOf<(typeof serverSettings)[Area][Name]>;
