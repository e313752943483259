import type { RouteReport } from '../../../../shared/protocol/routes';
import { parseWords, type Command } from '../command';
import { loadOptionsOf } from './routeOptions';
import {
  baselineText,
  mmdbOf,
  networkBar,
  networkOptions,
  networkSettingsOf,
  networkUsage,
} from './routesNetwork';
import { count, printable } from '../text';

type Report = Omit<RouteReport, 'uri'>;

export const routesTrain: Command = {
  name: 'routes train',
  usage: `routes train FILE… ${networkUsage} [--json]`,
  about:
    'Learn which routes are malicious and report it on routes held back; cached by content and settings.',
  options: networkOptions,
  examples: ['routes train my.traceroute --network dense --split random'],
  async run(words, engine, console) {
    const { values, files } = parseWords(words, networkOptions);
    const settings = networkSettingsOf(values);
    const { labels } = loadOptionsOf(values);
    const bar = networkBar(console);
    const report = await engine.routes
      .train(files, settings, {
        ...(labels === undefined ? {} : { labels }),
        ...mmdbOf(values),
        fresh: values['no-cache'] === true,
        onProgress: bar.show,
      })
      .finally(bar.clear);
    console.out(values['json'] ? `${JSON.stringify(report)}\n` : `${textOf(report).join('\n')}\n`);
  },
};

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
                `  ${(t.effect >= 0 ? '+' : '') + t.effect.toFixed(3)}  ${printable(t.subnet).padEnd(20)} ${count(t.routes)}, ${count(t.malicious)} malicious`,
            ),
        ]
      : []),
    ...(misclassified.length > 0
      ? [
          '',
          `${count(misclassifiedTotal)} routes misclassified, the surest errors first`,
          ...misclassified
            .slice(0, 5)
            .map(
              m => `  line ${m.line}  ${printable(m.destination)}  ${m.probability.toFixed(3)}  ${m.label}`,
            ),
        ]
      : []),
    '',
    ...(r.comparison ? [r.comparison] : []),
    ...r.notes.map(printable),
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
