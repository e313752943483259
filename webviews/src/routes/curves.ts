import * as l10n from '@vscode/l10n';
import type { Curve, RouteReport } from '../../../shared/protocol/routes';
import type { Cell } from '../../../shared/text/tableText';
import { formatCosine, formatCount, round } from '../base/numbers';
import { chartBox, type Hand } from './chartBox';
import { lineChart } from './lineChart';

const unit = [0, 1] as const;

/** ROC, precision-recall and calibration; the threshold's place is marked on the first two. */
export function curveBoxes(report: RouteReport, threshold: number, hand: Hand): HTMLElement[] {
  const boxes: HTMLElement[] = [];
  if (report.roc) boxes.push(rocBox(report.roc, threshold, hand));
  if (report.precisionRecall) boxes.push(precisionBox(report.precisionRecall, threshold, hand));
  if (report.calibration) boxes.push(calibrationBox(report.calibration, hand));
  return boxes;
}

function rocBox(roc: Curve, threshold: number, hand: Hand): HTMLElement {
  const title = l10n.t('ROC, area {0}', area(roc));
  const svg = lineChart({
    testId: 'routes-roc-picture',
    about: l10n.t('{0}: true positive rate over false positive rate of malicious routes', title),
    xName: l10n.t('False positive rate'),
    yName: l10n.t('True positive rate'),
    x: unit,
    y: unit,
    series: [{ name: 'ROC', x: roc.x, y: roc.y, look: 0 }],
    diagonal: true,
    ...placeOf(roc, threshold),
  });
  return chartBox('roc', title, svg, curveTable(roc, 'false positive rate', 'true positive rate'), hand);
}

function precisionBox(curve: Curve, threshold: number, hand: Hand): HTMLElement {
  const title = l10n.t('Precision and recall, average precision {0}', area(curve));
  const svg = lineChart({
    testId: 'routes-pr-picture',
    about: l10n.t('{0}, of malicious routes', title),
    xName: l10n.t('Recall'),
    yName: l10n.t('Precision'),
    x: unit,
    y: unit,
    series: [{ name: 'precision', x: curve.x, y: curve.y, look: 1 }],
    ...placeOf(curve, threshold),
  });
  return chartBox('pr', title, svg, curveTable(curve, 'recall', 'precision'), hand);
}

function calibrationBox(
  { bins, brier, error }: NonNullable<RouteReport['calibration']>,
  hand: Hand,
): HTMLElement {
  const told = bins.filter(bin => bin.predicted !== null && bin.observed !== null);
  const title = l10n.t(
    'Calibration, Brier score {0}, mean error {1}',
    formatCosine(brier),
    formatCosine(error),
  );
  const svg = lineChart({
    testId: 'routes-calibration-picture',
    about: l10n.t('{0}: share of malicious routes over the probability told', title),
    xName: l10n.t('Probability told'),
    yName: l10n.t('Share that is malicious'),
    x: unit,
    y: unit,
    series: [
      {
        name: 'calibration',
        x: told.map(bin => bin.predicted as number),
        y: told.map(bin => bin.observed as number),
        look: 2,
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
    'calibration',
    title,
    svg,
    [['probability', 'mean told', 'malicious', 'routes'], ...rows],
    hand,
  );
}

/** Loss and accuracy of each epoch, trained and validated. */
export function epochBoxes({ epochs, network }: RouteReport, hand: Hand): HTMLElement[] {
  if (epochs.length === 0) return [];
  const x = epochs.map((_, i) => i + 1);
  const losses = epochs.flatMap(e => [e.loss, e.valLoss]).filter(Number.isFinite);
  const box = (
    name: string,
    title: string,
    y: readonly [number, number],
    keys: readonly ('loss' | 'valLoss' | 'accuracy' | 'valAccuracy')[],
  ) => {
    const series = keys.map((key, i) => ({
      name: i === 0 ? l10n.t('training') : l10n.t('validation'),
      x,
      y: epochs.map(e => e[key]),
      look: i,
      marked: epochs.length <= 50,
    }));
    const svg = lineChart({
      testId: `routes-epoch-${name}-picture`,
      about: l10n.t('{0} of {1} epochs', title, formatCount(epochs.length)),
      xName: l10n.t('Epoch'),
      yName: title,
      x: [1, Math.max(2, epochs.length)],
      y,
      series,
    });
    const rows = epochs.map((e, i): Cell[] => [
      i + 1,
      ...keys.map(key => round(e[key])),
      round(e.seconds),
      e.learningRate,
    ]);
    return chartBox(
      `epoch-${name}`,
      title,
      svg,
      [['epoch', 'training', 'validation', 'seconds', 'learning rate'], ...rows],
      hand,
    );
  };
  const accuracy = network === 'autoencoder' ? l10n.t('Likeliest subnet is the route’s') : l10n.t('Accuracy');
  return [
    box('loss', l10n.t('Loss'), [0, Math.max(...losses, 1e-9)], ['loss', 'valLoss']),
    box('accuracy', accuracy, unit, ['accuracy', 'valAccuracy']),
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
