import type { AnswerTable, Unknown } from '../../../../shared/investigation/case';
import { settingsIn, type Question } from '../../../../shared/investigation/questions';
import { clusterParameters } from '../../../../shared/parameters/clusters';
import { mapParameters } from '../../../../shared/parameters/map';
import { defaultsOf } from '../../../../shared/parameters/parameter';
import { routeSettingsParameters } from '../../../../shared/parameters/routes';
import type { ClusterSettings } from '../../../../shared/protocol/clusters';
import type { MapSettings } from '../../../../shared/protocol/map';
import type { RouteSettings } from '../../../../shared/protocol/routeReport';
import { readMap, tokenAt } from '../map/mapFile';
import type { Asking } from './answers';
import { count } from './exports/facts';
import { classRows, flowsOf, labelsText, namedFiles, rounded, several, type Told, type Words } from './told';

/* Questions that a model answers. */

export async function similar(
  { values }: Question,
  words: Words,
  { files, config, signal }: Asking,
): Promise<Told> {
  const [line, token] = [values['line'], values['token']];
  await words.train(files, config, { signal });
  const top = Number(values['top']);
  const of = (name: string) => (values[name] ?? []) as readonly string[];
  const report =
    line === undefined && token === undefined
      ? await words.mostSimilar(files, config, { positive: of('plus'), negative: of('minus') }, top)
      : await words.similar(
          files,
          config,
          typeof line === 'number' ? { line } : { token: String(token) },
          top,
        );
  if (!report) throw new Error('The model was deleted while it was asked; run the cell again.');
  const { token: asked, known, neighbours, note, labels } = report;
  const [first] = neighbours;
  const own = known ? `${flowsOf(report.count)} of this capture` : 'no flow of this capture';
  const ownLabels = labelsText(labels);
  const table: AnswerTable = {
    title: `Nearest to ${asked}`,
    columns: [...(several(files) ? ['File'] : []), 'Line', 'Token', 'Similarity', 'Flows', 'Labels'],
    rows: neighbours.map(each => [
      ...(several(files) ? [each.file] : []),
      each.firstLine,
      each.token,
      rounded(each.similarity),
      each.count,
      labelsText(each.labels),
    ]),
    line: 'Line',
    ...(several(files) ? { file: 'File' } : {}),
    token: 'Token',
  };
  return {
    says: [
      `The token ${asked} is ${own}${ownLabels === '' ? '' : ` (${ownLabels})`}.`,
      ...(first
        ? [
            `Most like it: ${first.token}, similarity ${first.similarity.toFixed(3)}, ${flowsOf(first.count)}${labelsText(first.labels) === '' ? '' : ` (${labelsText(first.labels)})`}.`,
          ]
        : ['Nothing is like it.']),
      ...(note === undefined ? [] : [note]),
    ],
    tables: [table],
    pictures: [],
  };
}

export async function clusters(
  { values }: Question,
  words: Words,
  { files, config, signal }: Asking,
): Promise<Told> {
  const settings: ClusterSettings = {
    ...defaultsOf(clusterParameters),
    seed: config.seed,
    ...settingsIn('clusters', values),
  };
  const report = await words.clusters(files, config, settings, { signal });
  const shown = report.clusters.slice(0, Number(values['top']));
  const agreement =
    report.adjustedRandIndex === null
      ? 'There are no labels to compare them with.'
      : `Against labels: adjusted Rand index ${report.adjustedRandIndex.toFixed(3)}.`;
  return {
    says: [
      `${count(report.tokens)} tokens stand in ${count(report.k)} clusters${report.silhouette === null ? '' : `, silhouette ${report.silhouette.toFixed(3)} of ${count(report.silhouetteTokens)} tokens`}.`,
      agreement,
      ...report.notes,
    ],
    tables: [
      {
        title: 'Clusters, the largest first',
        columns: ['Cluster', 'Name', 'Tokens', 'Flows', 'Labels', 'Token'],
        rows: shown.map(({ id, name, size, flows, labels, top }) => [
          id,
          name,
          size,
          flows,
          labelsText(labels),
          top[0] ?? '',
        ]),
        of: report.clusters.length,
        token: 'Token',
      },
    ],
    pictures: [{ kind: 'bars', title: 'Flows of clusters', table: 0, x: 'Name', y: 'Flows' }],
  };
}

export async function map(
  { values }: Question,
  words: Words,
  { files, config, signal }: Asking,
): Promise<Told> {
  const settings: MapSettings = {
    ...defaultsOf(mapParameters),
    seed: config.seed,
    ...settingsIn('map', values),
  };
  const report = await words.map(files, config, settings, { signal });
  const { header, arrays } = await readMap(report.path);
  const { x, y, label, count: flows, line, file } = arrays;
  const rows = Array.from({ length: header.points }, (_, i) => [
    ...(several(files) ? [file[i] as number] : []),
    line[i] as number,
    tokenAt(arrays, i),
    rounded(x[i] as number, 3),
    rounded(y[i] as number, 3),
    header.labels[label[i] as number] ?? '',
    flows[i] as number,
  ]);
  return {
    says: [
      `${count(report.points)} of ${count(report.of)} tokens drawn by ${report.method}; trustworthiness ${report.trustworthiness.toFixed(3)}, and ${Math.round(100 * report.preservation)} % of the ten nearest neighbours stay so.`,
      ...report.notes,
    ],
    tables: [
      {
        title: 'Points of the map',
        columns: [...(several(files) ? ['File'] : []), 'Line', 'Token', 'x', 'y', 'Class', 'Flows'],
        rows,
        of: report.of,
        line: 'Line',
        ...(several(files) ? { file: 'File' } : {}),
        token: 'Token',
      },
    ],
    pictures: [
      { kind: 'points', title: `Map by ${report.method}`, table: 0, x: 'x', y: 'y', class: 'Class' },
    ],
  };
}

export async function routes(
  { values }: Question,
  words: Words,
  { files, folder, signal }: Asking,
): Promise<Told> {
  const settings: RouteSettings = {
    ...defaultsOf(routeSettingsParameters),
    ...settingsIn('routes', values),
  };
  const [labels] = namedFiles(values, folder);
  const report = await words.routes.train(files, settings, {
    signal,
    ...(labels === undefined ? {} : { labels }),
  });
  const { counts, report: scores, rocAuc, baseline, notes } = report;
  return {
    says: [
      `${report.network} network of ${count(report.parameters)} parameters: ${count(counts.trained)} routes trained on, ${count(counts.tested)} tested.`,
      ...(scores
        ? [
            `Accuracy ${scores.accuracy.toFixed(3)}, macro-F1 ${scores.macro.f1.toFixed(3)}, area below the ROC curve ${rocAuc?.toFixed(3) ?? '–'}.`,
          ]
        : []),
      ...(baseline ? [baseline.verdict] : []),
      ...notes,
    ],
    settings: settings as unknown as Unknown,
    tables: scores
      ? [
          {
            title: 'Of the tested routes, by class',
            columns: ['Class', 'Precision', 'Recall', 'F1', 'Routes'],
            rows: classRows(scores.perClass),
          },
        ]
      : [],
    pictures: [],
  };
}
