import * as l10n from '@vscode/l10n';
import type { Curve, RouteReport } from '../../../shared/protocol/routes';
import { classMarks } from '../../../shared/palette/classes';
import type { Cell } from '../../../shared/text/tableText';
import type { Axis } from '../base/chart/axes';
import { chart } from '../base/chart/chart';
import { chartBox, type ChartHands } from '../base/chart/chartBox';
import { formatCosine, formatCount, round } from '../base/numbers';
import { termWords } from '../base/terms';

const unit = (name: string): Axis => ({ kind: 'number', name, from: 0, to: 1 });

/** ROC, precision-recall and calibration; the threshold's place is marked on the first two. */
export function curveBoxes(report: RouteReport, threshold: number, hands: ChartHands): HTMLElement[] {
  const boxes: HTMLElement[] = [];
  if (report.roc) boxes.push(rocBox(report.roc, threshold, hands));
  if (report.precisionRecall) boxes.push(precisionBox(report.precisionRecall, threshold, hands));
  if (report.calibration) boxes.push(calibrationBox(report.calibration, hands));
  return boxes;
}

function rocBox(roc: Curve, threshold: number, hands: ChartHands): HTMLElement {
  const title = l10n.t('ROC, area {0}', area(roc));
  const svg = chart({
    testId: 'routes-roc-picture',
    about: l10n.t('{0}: true positive rate over false positive rate of malicious routes', title),
    x: unit(l10n.t('False positive rate')),
    y: unit(l10n.t('True positive rate')),
    series: [{ name: 'ROC', kind: 'line', x: roc.x, y: roc.y, look: classMarks }],
    diagonal: true,
    ...placeOf(roc, threshold),
  });
  return chartBox(
    'routes-roc',
    title,
    svg,
    curveTable(roc, 'false positive rate', 'true positive rate'),
    hands,
    l10n.t(
      'For each threshold, how many of the malicious are found and how many of the benign are called so too. The nearer to the upper left corner, the better; the dotted line is a guess.',
    ),
  );
}

function precisionBox(curve: Curve, threshold: number, hands: ChartHands): HTMLElement {
  const title = l10n.t('Precision and recall, average precision {0}', area(curve));
  const svg = chart({
    testId: 'routes-pr-picture',
    about: l10n.t('{0}, of malicious routes', title),
    x: unit(l10n.t('Recall')),
    y: unit(l10n.t('Precision')),
    series: [{ name: 'precision', kind: 'line', x: curve.x, y: curve.y, look: classMarks + 1 }],
    ...placeOf(curve, threshold),
  });
  return chartBox(
    'routes-pr',
    title,
    svg,
    curveTable(curve, 'recall', 'precision'),
    hands,
    l10n.t('For each threshold, how many of the malicious are found and how many of the alarms are true.'),
  );
}

function calibrationBox(
  { bins, brier, error }: NonNullable<RouteReport['calibration']>,
  hands: ChartHands,
): HTMLElement {
  const told = bins.filter(bin => bin.predicted !== null && bin.observed !== null);
  const title = l10n.t(
    'Calibration, Brier score {0}, mean error {1}',
    formatCosine(brier),
    formatCosine(error),
  );
  const svg = chart({
    testId: 'routes-calibration-picture',
    about: l10n.t('{0}: share of malicious routes over the probability told', title),
    x: unit(l10n.t('Probability told')),
    y: unit(l10n.t('Share that is malicious')),
    series: [
      {
        name: 'calibration',
        kind: 'line',
        x: told.map(bin => bin.predicted as number),
        y: told.map(bin => bin.observed as number),
        look: classMarks + 2,
        marked: true,
      },
    ],
    diagonal: true,
  });
  const rows = bins.map((bin): Cell[] => [
    `${bin.from.toFixed(1)} – ${bin.to.toFixed(1)}`,
    bin.predicted === null ? '' : round(bin.predicted),
    bin.observed === null ? '' : round(bin.observed),
    bin.routes,
  ]);
  return chartBox(
    'routes-calibration',
    title,
    svg,
    [['probability', 'mean told', 'malicious', 'routes'], ...rows],
    hands,
    l10n.t(
      'Whether a probability can be taken at its word: of routes that are told 0.8, four of five should be malicious. The Brier score is the mean squared error of the probabilities; 0 is without error.',
    ),
  );
}

/** Loss and accuracy of each epoch, trained and validated. */
export function epochBoxes({ epochs, network }: RouteReport, hands: ChartHands): HTMLElement[] {
  if (epochs.length === 0) return [];
  const x = epochs.map((_, i) => i + 1);
  const losses = epochs.flatMap(e => [e.loss, e.valLoss]).filter(Number.isFinite);
  const box = (
    name: string,
    title: string,
    meaning: string | undefined,
    most: number,
    keys: readonly ('loss' | 'valLoss' | 'accuracy' | 'valAccuracy')[],
  ) => {
    const series = keys.map((key, i) => ({
      name: i === 0 ? l10n.t('training') : l10n.t('validation'),
      kind: 'line' as const,
      x,
      y: epochs.map(e => e[key]),
      look: classMarks + i,
      marked: epochs.length <= 50,
    }));
    const svg = chart({
      testId: `routes-epoch-${name}-picture`,
      about: l10n.t('{0} of {1} epochs', title, formatCount(epochs.length)),
      x: { kind: 'number', whole: true, name: l10n.t('Epoch'), from: 1, to: Math.max(2, epochs.length) },
      y: { kind: 'number', name: title, from: 0, to: most },
      series,
    });
    const rows = epochs.map((e, i): Cell[] => [
      i + 1,
      ...keys.map(key => round(e[key])),
      round(e.seconds),
      e.learningRate,
    ]);
    return chartBox(
      `routes-epoch-${name}`,
      title,
      svg,
      [['epoch', 'training', 'validation', 'seconds', 'learning rate'], ...rows],
      hands,
      meaning,
    );
  };
  const accuracy = network === 'autoencoder' ? l10n.t('Likeliest subnet is the route’s') : l10n.t('Accuracy');
  const lossMeaning = l10n.t(
    'What the training makes small, after each pass over the routes (epoch). Where it rises for the routes kept aside (validation), the network learns by heart.',
  );
  const accuracyMeaning = network === 'autoencoder' ? undefined : termWords('accuracy').hover;
  return [
    box('loss', l10n.t('Loss'), lossMeaning, Math.max(...losses, 1e-9), ['loss', 'valLoss']),
    box('accuracy', accuracy, accuracyMeaning, 1, ['accuracy', 'valAccuracy']),
  ];
}

/** The last corner of a curve whose threshold is not below; none beyond its ends. */
function placeOf(curve: Curve, threshold: number): { place?: { x: number; y: number; name: string } } {
  const after = curve.thresholds.findIndex(value => value < threshold);
  const i = after < 0 ? curve.thresholds.length - 1 : after - 1;
  const [x, y] = [curve.x[i], curve.y[i]];
  if (x === undefined || y === undefined) return {};
  return { place: { x, y, name: l10n.t('Threshold {0}', threshold.toFixed(2)) } };
}

function area(curve: Curve): string {
  return curve.area === null ? '–' : formatCosine(curve.area);
}

function curveTable(curve: Curve, x: string, y: string): Cell[][] {
  return [
    ['threshold', x, y],
    ...curve.thresholds.map((threshold, i): Cell[] => [
      Number.isFinite(threshold) ? round(threshold) : '',
      round(curve.x[i] as number),
      round(curve.y[i] as number),
    ]),
  ];
}
