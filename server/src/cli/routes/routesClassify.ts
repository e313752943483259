import { parseWords, pathOf, UsageError, type Command, type OptionTypes } from '../command';
import { loadOptionsOf } from './routeOptions';
import {
  baselineText,
  mmdbOf,
  networkBar,
  networkOptions,
  networkSettingsOf,
  networkUsage,
} from './routesNetwork';
import { trainedOn, trainedOnOption } from '../judging/score';
import { count, printable } from '../text';

const routesClassifyWords: OptionTypes = {
  ...networkOptions,
  ...trainedOnOption,
  'trained-labels': { type: 'string' },
};

export const routesClassify: Command = {
  name: 'routes classify',
  usage: `routes classify FILE… --trained-on FILE [--trained-labels LABELS.csv] ${networkUsage} [--json]`,
  about:
    'Probability of each route by the network of other routes, with the subnets that move it most; trains first when there is no network yet.',
  options: routesClassifyWords,
  examples: ['routes classify new.traceroute --trained-on my.traceroute --network dense'],
  async run(words, engine, console) {
    const { values, files } = parseWords(words, routesClassifyWords);
    const settings = networkSettingsOf(values);
    const training = trainedOn(values);
    if (training.length === 0) throw new UsageError('name the routes of the network: --trained-on FILE.');
    const { labels } = loadOptionsOf(values);
    const trainedLabels = values['trained-labels'];
    const bar = networkBar(console);
    const report = await engine.routes
      .classify(files, settings, {
        trainedOn: training,
        ...(labels === undefined ? {} : { labels }),
        ...mmdbOf(values),
        ...(typeof trainedLabels === 'string' ? { trainedLabels: pathOf(trainedLabels) } : {}),
        onProgress: bar.show,
      })
      .finally(bar.clear);
    if (values['json']) return console.out(`${JSON.stringify(report)}\n`);
    const rows = report.routes.map(
      ({ line, destination, probability, label, reasons }) =>
        `${probability.toFixed(4)}  ${label.padEnd(9)}  line ${line}  ${printable(destination)}  ${reasons
          .map(r => `${printable(r.subnet)} ${(r.effect >= 0 ? '+' : '') + r.effect.toFixed(2)}`)
          .join(', ')}`,
    );
    const said = report.report
      ? [
          `accuracy ${report.report.accuracy.toFixed(3)} of the routes that have a label`,
          ...(report.baseline ? baselineText(report.baseline) : []),
        ]
      : [];
    console.out(
      `${[`${count(rows.length)} routes, in the order of the file; ${report.backend}`, ...rows, ...said, ...report.notes.map(printable)].join('\n')}\n`,
    );
  },
};
