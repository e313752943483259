import { optionNames } from '../../../../shared/parameters/optionNames';
import { defaultsOf } from '../../../../shared/parameters/parameter';
import { networkParameters } from '../../../../shared/parameters/routes';
import type { DestinationBaseline, RouteSettings } from '../../../../shared/protocol/routeReport';
import type { RouteProgress, RouteReport } from '../../../../shared/protocol/routes';
import { ruled, ruledAll, UsageError, type Call, type Command, type Option } from '../command';
import { cell, count, type Console } from '../console';
import { trainedOn } from '../judging/score';
import { destinationLabelsOf, readingOf, readingOptions } from './routes';

const group = 'Networks';

const { network, ...others } = networkParameters;
const settings = {
  network: ruled(network, 'network', { withoutDefault: true, group }),
  ...ruledAll(others, optionNames.networks, { group }),
};

/** The networks that tell classes: a choice of the table without the one that does not. */
const classifier = {
  ...network,
  choices: network.choices.filter(({ value }) => value !== 'autoencoder'),
};

const networkOptions: readonly Option[] = [
  ...Object.values(settings),
  {
    name: 'mmdb',
    value: 'FILE',
    path: 'read',
    words: 'A MaxMind file that tells the autonomous systems of destinations, for --destination counts.',
    group,
  },
  ...readingOptions,
  { name: 'no-cache', words: 'Train anew, also when the cache has the network.', group },
];

export const routesTrain: Command = {
  name: 'routes train',
  takes: 'FILE… --network NAME',
  about: 'Learns which routes are malicious and reports on routes held back; cached by content and settings.',
  options: networkOptions,
  examples: [
    'routes train my.traceroute --network dense',
    'routes train folder --network lstm --split random --seed 2',
  ],
  async run(call, console, open) {
    const { files } = call;
    const wanted = settingsOf(call);
    const engine = await open();
    const report = await engine.routes.train(files, wanted, {
      ...sourcesOf(call),
      fresh: call.has('no-cache'),
      onProgress: progress => showNetwork(console, progress),
    });
    console.clear();
    if (call.has('json')) return console.json(report);
    console.lines(...textOf(report));
  },
};

export const routesClassify: Command = {
  name: 'routes classify',
  takes: 'FILE… --trained-on FILE --network NAME',
  about:
    'Probability of each route by the network of other routes, with the subnets that move it most; trains first when there is no network yet.',
  options: [
    trainedOn,
    {
      name: 'trained-labels',
      value: 'FILE',
      path: 'read',
      words: 'Labels of the routes that are trained on, as --labels.',
    },
    ...networkOptions.map(option =>
      option.name === 'network' ? { ...option, parameter: classifier } : option,
    ),
  ],
  examples: ['routes classify new.traceroute --trained-on my.traceroute --network dense'],
  async run(call, console, open) {
    const wanted = settingsOf(call);
    const training = call.texts('trained-on');
    if (training.length === 0) throw new UsageError('name the routes of the network: --trained-on FILE.');
    const trainedLabels = call.text('trained-labels');
    const engine = await open();
    const report = await engine.routes.classify(call.files, wanted, {
      trainedOn: training,
      ...sourcesOf(call),
      ...(trainedLabels === undefined ? {} : { trainedLabels }),
      onProgress: progress => showNetwork(console, progress),
    });
    console.clear();
    if (call.has('json')) return console.json(report);
    const rows = report.routes.map(({ line, destination, probability, label, reasons }) => {
      const moved = reasons.map(r => `${r.subnet} ${(r.effect >= 0 ? '+' : '') + r.effect.toFixed(2)}`);
      return `${probability.toFixed(4)}  ${label.padEnd(9)}  line ${line}  ${destination}  ${moved.join(', ')}`;
    });
    console.lines(
      `${count(rows.length)} routes, in the order of the file; ${report.backend}`,
      ...rows,
      ...(report.report
        ? [`accuracy ${report.report.accuracy.toFixed(3)} of the routes that have a label`]
        : []),
      ...(report.report && report.baseline ? baselineText(report.baseline) : []),
      ...report.notes,
    );
  },
};

/** The settings that the options ask for, over the defaults. Throws a `UsageError` where no network is named. */
function settingsOf(call: Call): RouteSettings {
  const asked = call.parameters(settings) as Partial<RouteSettings>;
  if (asked.network === undefined)
    throw new UsageError(`name a network: --network ${network.choices.map(({ value }) => value).join('|')}.`);
  const { prefix } = readingOf(call);
  return { ...defaultsOf(networkParameters), ...asked, prefix4: prefix.ipv4, prefix6: prefix.ipv6 };
}

/** Files beside the routes. */
function sourcesOf(call: Call): { labels?: string; mmdb?: string } {
  const [labels, mmdb] = [destinationLabelsOf(call), call.text('mmdb')];
  return { ...(labels === undefined ? {} : { labels }), ...(mmdb === undefined ? {} : { mmdb }) };
}

function showNetwork(console: Console, progress: RouteProgress): void {
  const { stage, epoch, epochs, batch, batches, loss, secondsLeft } = progress;
  const left = secondsLeft === undefined ? '' : `, ${Math.ceil(secondsLeft)} s left`;
  const what = `epoch ${epoch} of ${epochs}, batch ${batch} of ${batches}, loss ${(loss ?? 0).toFixed(3)}${left}`;
  console.progress(stage === 'train' ? what : stage);
}

/** What counting says of the same routes. */
function baselineText({ report, rocAuc, known, levels, verdict }: DestinationBaseline): string[] {
  const { accuracy, macro } = report;
  return [
    `Counting alone: accuracy ${accuracy.toFixed(3)}, macro-F1 ${macro.f1.toFixed(3)}, ROC area ${rocAuc?.toFixed(3) ?? '–'}; of ${count(known)} routes the destination's ${levels[0]} is known`,
    verdict,
  ];
}

type Report = Omit<RouteReport, 'uri'>;

const fixed = (n: number) => n.toFixed(2);

function textOf(r: Report): string[] {
  const { counts, stages, telling, misclassified, misclassifiedTotal } = r;
  const last = r.epochs.at(-1);
  return [
    `${r.network}, ${count(r.parameters)} parameters, ${count(r.subnets)} subnets${r.features === r.subnets ? '' : ` in ${r.features} groups`}; ${r.backend}`,
    `${count(counts.trained)} routes trained on, ${count(counts.tested)} tested (${r.settings.split} split)`,
    ...(r.cached
      ? ['the cache has this network already (--no-cache trains again)']
      : [
          `${r.seconds.toFixed(1)} s: read ${stages.read.toFixed(1)}, train ${stages.train.toFixed(1)}, evaluate ${stages.evaluate.toFixed(1)}`,
        ]),
    `${r.epochs.length} epochs${r.stoppedEarly ? ', stopped early' : ''}${last ? `, loss ${last.loss.toFixed(4)}, of validation ${last.valLoss.toFixed(4)}` : ''}`,
    ...classification(r),
    ...(telling.length > 0
      ? [
          '',
          'Most telling subnets (change of the probability of being malicious, routes)',
          ...telling
            .slice(0, 10)
            .map(
              t =>
                `  ${(t.effect >= 0 ? '+' : '') + t.effect.toFixed(3)}  ${cell(t.subnet, 20)} ${count(t.routes)}, ${count(t.malicious)} malicious`,
            ),
        ]
      : []),
    ...(misclassified.length > 0
      ? [
          '',
          `${count(misclassifiedTotal)} routes misclassified, the surest errors first`,
          ...misclassified
            .slice(0, 5)
            .map(m => `  line ${m.line}  ${m.destination}  ${m.probability.toFixed(3)}  ${m.label}`),
        ]
      : []),
    '',
    ...(r.comparison ? [r.comparison] : []),
    ...r.notes,
    `network    ${r.path}`,
  ];
}

/** scikit-learn's layout. */
function classification({ report, baseline, confusion, classes, rocAuc, precisionRecall }: Report): string[] {
  if (!report || !confusion) return [];
  const row = (name: string, cells: readonly (string | number)[]) =>
    `${name.padStart(12)} ${cells.map(cell => (typeof cell === 'number' ? fixed(cell) : cell).padStart(9)).join(' ')}`;
  const { perClass, accuracy, macro, weighted } = report;
  return [
    '',
    row('', ['precision', 'recall', 'f1-score', 'support']),
    ...Object.entries(perClass).map(([name, c]) =>
      row(name, [c.precision, c.recall, c.f1, count(c.support)]),
    ),
    row('accuracy', ['', '', accuracy, count(macro.support)]),
    ...Object.entries({ 'macro avg': macro, 'weighted avg': weighted }).map(([name, c]) =>
      row(name, [c.precision, c.recall, c.f1, count(c.support)]),
    ),
    '',
    `Confusion (rows true, columns said: ${classes.join(', ')})  ${confusion.map(r => `[${r.join(' ')}]`).join(' ')}`,
    `ROC area ${rocAuc?.toFixed(3) ?? '–'}, average precision ${precisionRecall?.area?.toFixed(3) ?? '–'}`,
    ...(baseline ? baselineText(baseline) : []),
  ];
}
