import { resolve } from 'node:path';
import type { AnswerTable } from '../../../../shared/investigation/case';
import type { Question } from '../../../../shared/investigation/questions';
import { clusterParameters } from '../../../../shared/parameters/clusters';
import { mapParameters } from '../../../../shared/parameters/map';
import { defaultsOf } from '../../../../shared/parameters/parameter';
import { networkParameters, prefixParameters } from '../../../../shared/parameters/routes';
import type { ClusterSettings } from '../../../../shared/protocol/clusters';
import type { MapSettings } from '../../../../shared/protocol/map';
import type { Itself } from '../../../../shared/protocol/judging';
import { lineAt } from '../../base/files/textLines';
import { readMap, tokenAt } from '../map/mapFile';
import type { Asking } from './answers';
import { count, flowsOf, labelsText, rounded, several, type Told, type Words } from './told';

/* Questions that a model answers. */

export async function similar(
  { values }: Question,
  words: Words,
  { files, config, signal }: Asking,
): Promise<Told> {
  const line = values['line'];
  const query =
    typeof line === 'number'
      ? { text: await lineAt(files[0] as string, line) }
      : { token: String(values['token']) };
  await words.train(files, config, { signal });
  const report = await words.similar(files, config, query, Number(values['top']));
  if (!report) throw new Error('The model was deleted while it was asked; run the cell again.');
  const { token, known, neighbours, note, labels } = report;
  const [first] = neighbours;
  const own = known ? `${flowsOf(report.count)} of this capture` : 'no flow of this capture';
  const ownLabels = labelsText(labels);
  const table: AnswerTable = {
    title: `Nearest to ${token}`,
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
      `The token ${token} is ${own}${ownLabels === '' ? '' : ` (${ownLabels})`}.`,
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
    k: Number(values['k']),
    restarts: Number(values['restarts']),
    spherical: values['spherical'] === true,
    seed: config.seed,
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
    method: values['method'] as MapSettings['method'],
    points: Number(values['points']),
    perplexity: Number(values['perplexity']),
    iterations: Number(values['iterations']),
    neighbours: Number(values['umap-neighbours']),
    seed: config.seed,
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

export async function score({ values }: Question, words: Words, asking: Asking): Promise<Told> {
  const { files, config, folder, signal } = asking;
  const named = String(values['trained-on']);
  const by = values['by'] as Itself;
  const [training, asked] = named === '' ? [files, by] : [[resolve(folder, named)], files];
  const report = await words.score(training, config, asked, { top: Number(values['top']), signal });
  const [host] = report.hosts;
  return {
    says: [
      host
        ? `${host.address} did most that was not to be expected: ${flowsOf(host.flows)} from ${host.from} to ${host.to}. ${host.reasons[0] ?? ''}`.trim()
        : `No incident stands out in ${flowsOf(report.flows)}.`,
      named === ''
        ? by === 'past'
          ? 'The later half of the capture is judged by its earlier half: what went on from its beginning counts as usual. Name another capture by --trained-on, or judge the hosts by each other with --by hosts.'
          : 'Hosts are judged by each other: what all of them do counts as usual. Name another capture by --trained-on.'
        : `Judged by the model of ${named}, which does not know the tokens of ${flowsOf(report.unknown)} of ${count(report.flows)}.`,
    ],
    tables: [
      {
        title: 'Hosts, the least expected first',
        columns: ['Host', 'Score', 'From', 'To', 'Flows', 'Reasons'],
        rows: report.hosts.map(each => [
          each.address,
          rounded(each.score),
          each.from,
          each.to,
          each.flows,
          each.reasons.join('; '),
        ]),
      },
      {
        title: 'Incidents',
        columns: ['Line', 'Incident', 'Host', 'Score', 'From', 'To', 'Flows', 'Reasons'],
        rows: report.incidents.map(each => [
          each.lines[0] ?? null,
          each.id,
          each.address,
          rounded(each.score),
          each.from,
          each.to,
          each.flows,
          each.reasons.join('; '),
        ]),
        of: report.incidentsInAll,
        line: 'Line',
      },
      {
        title: 'Flows',
        columns: [
          ...(several(files) ? ['File'] : []),
          'Line',
          'Token',
          'Score',
          'Label',
          'Incident',
          'Reasons',
        ],
        rows: report.anomalies.map(each => [
          ...(several(files) ? [each.file] : []),
          each.line,
          each.token,
          rounded(each.score),
          each.label,
          each.incident,
          each.reasons.join('; '),
        ]),
        of: report.flows,
        line: 'Line',
        ...(several(files) ? { file: 'File' } : {}),
        token: 'Token',
      },
    ],
    pictures: [{ kind: 'bars', title: 'Scores of hosts', table: 0, x: 'Host', y: 'Score' }],
  };
}

export async function evaluate(
  { values }: Question,
  words: Words,
  { files, config, signal }: Asking,
): Promise<Told> {
  const report = await words.evaluate(files, config, { neighbours: Number(values['neighbours']), signal });
  if (!report) throw new Error('The model was deleted while it was asked; run the cell again.');
  const { portShare, sourceMajority } = report.baselines;
  const beside = [
    ...(portShare ? [`the port alone ${portShare.macroF1.toFixed(3)}`] : []),
    ...(sourceMajority ? [`the source alone ${sourceMajority.macroF1.toFixed(3)}`] : []),
  ];
  return {
    says: [
      `Votes of ${values['neighbours']} neighbours reach a macro-F1 of ${report.macroF1.toFixed(3)} over ${count(report.tokens)} tokens${beside.length > 0 ? `; ${beside.join(', ')}` : ''}.`,
      report.addressAlone,
      report.besideCounting,
    ].filter(each => each !== ''),
    tables: [
      {
        title: 'By class',
        columns: ['Class', 'Precision', 'Recall', 'F1', 'Tokens'],
        rows: Object.entries(report.perClass).map(([name, each]) => [
          name,
          rounded(each.precision, 3),
          rounded(each.recall, 3),
          rounded(each.f1, 3),
          each.support,
        ]),
      },
    ],
    pictures: [{ kind: 'bars', title: 'F1 of classes', table: 0, x: 'Class', y: 'F1' }],
  };
}

export async function routes(
  { values }: Question,
  words: Words,
  { files, config, signal }: Asking,
): Promise<Told> {
  const settings = {
    ...defaultsOf(networkParameters),
    network: values['network'] as 'dense',
    split: values['split'] as 'temporal',
    epochs: Number(values['epochs']),
    prefix4: prefixParameters.prefix.default,
    prefix6: prefixParameters.prefixIPv6.default,
    seed: config.seed,
  };
  const report = await words.routes.train(files, settings, { signal });
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
    tables: scores
      ? [
          {
            title: 'Of the tested routes, by class',
            columns: ['Class', 'Precision', 'Recall', 'F1', 'Routes'],
            rows: Object.entries(scores.perClass).map(([name, each]) => [
              name,
              rounded(each.precision, 3),
              rounded(each.recall, 3),
              rounded(each.f1, 3),
              each.support,
            ]),
          },
        ]
      : [],
    pictures: [],
  };
}
