import { axesIn, type Question } from '../../../../shared/investigation/questions';
import type { Incident, Itself, SuspectHost } from '../../../../shared/protocol/judging';
import type { Asking } from './answers';
import { count } from './exports/facts';
import { classRows, flowsOf, namedFiles, rounded, several, timesText, type Told, type Words } from './told';

/* Questions in which a model judges flows, or labels judge a model. */

/** A host, or an incident of it: how unexpected it is, from when to when, and why. */
const standing = (of: SuspectHost | Incident) => [
  of.address,
  rounded(of.score),
  of.from,
  of.to,
  of.flows,
  of.reasons.join('; '),
];

export async function score({ values }: Question, words: Words, asking: Asking): Promise<Told> {
  const { files, config, folder, signal } = asking;
  const named = String(values['trained-on']);
  const by = values['by'] as Itself;
  const [training, asked] = named === '' ? [files, by] : [namedFiles(values, folder), files];
  const report = await words.score(training, config, asked, { top: Number(values['top']), signal });
  const [host] = report.hosts;
  return {
    says: [
      host
        ? `${host.address} did most that was not to be expected: ${flowsOf(host.flows)} ${timesText(host.from, host.to)}. ${host.reasons[0] ?? ''}`.trim()
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
        rows: report.hosts.map(standing),
      },
      {
        title: 'Incidents',
        columns: ['Line', 'Incident', 'Host', 'Score', 'From', 'To', 'Flows', 'Reasons'],
        rows: report.incidents.map(each => [each.lines[0] ?? null, each.id, ...standing(each)]),
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
  { files, config, folder, signal }: Asking,
): Promise<Told> {
  const named = String(values['trained-on']);
  const training = namedFiles(values, folder);
  const report = await words.evaluate(training.length > 0 ? training : files, config, {
    neighbours: Number(values['neighbours']),
    signal,
    ...(training.length > 0 ? { test: files } : {}),
  });
  if (!report) throw new Error('The model was deleted while it was asked; run the cell again.');
  const { portShare, sourceMajority } = report.baselines;
  const beside = [
    ...(portShare ? [`the port alone ${portShare.macroF1.toFixed(3)}`] : []),
    ...(sourceMajority ? [`the source alone ${sourceMajority.macroF1.toFixed(3)}`] : []),
  ];
  return {
    says: [
      `Votes of ${values['neighbours']} neighbours reach a macro-F1 of ${report.macroF1.toFixed(3)} over ${count(report.tokens)} tokens${beside.length > 0 ? `; ${beside.join(', ')}` : ''}.`,
      ...(named === '' ? [] : [`Tokens of this capture are asked about; those of ${named} vote.`]),
      ...(report.sampledOut > 0
        ? [
            `Of the background a sample was asked: ${count(report.sampledOut)} tokens were left out, and voted all the same.`,
          ]
        : []),
      ...(report.withoutVector > 0
        ? [`${count(report.withoutVector)} tokens have no vector in the model and were not asked.`]
        : []),
      report.addressAlone,
      report.besideCounting,
    ].filter(each => each !== ''),
    tables: [
      {
        title: 'By class',
        columns: ['Class', 'Precision', 'Recall', 'F1', 'Tokens'],
        rows: classRows(report.perClass),
      },
    ],
    pictures: [{ kind: 'bars', title: 'F1 of classes', table: 0, x: 'Class', y: 'F1' }],
  };
}

export async function grid(
  { values }: Question,
  words: Words,
  { files, config, signal, onProgress }: Asking,
): Promise<Told> {
  const {
    runs,
    best,
    failures = [],
    order,
  } = await words.grid(files, config, axesIn(values), {
    neighbours: Number(values['neighbours']),
    signal,
    onProgress: (done, of) => onProgress?.({ cell: 0, of: 1, fraction: done / Math.max(1, of) }),
  });
  const names = Object.keys(runs[0]?.params ?? {});
  const named = (params: Readonly<Record<string, number | string>>) =>
    Object.entries(params)
      .map(([name, value]) => `${name} ${value}`)
      .join(', ');
  return {
    says: [
      best
        ? `Labels agree best with ${named(best.params)}: macro-F1 ${best.macroF1.toFixed(3)}, of ${count(runs.length)} combinations.`
        : 'No combination could be trained.',
      ...(order === undefined ? [] : [`Trained ${order}.`]),
    ],
    tables: [
      {
        title: 'Combinations, the best first',
        columns: [...names, 'Macro-F1', 'Weighted F1', 'Seconds'],
        rows: runs.map(({ params, macroF1, weightedF1, seconds }) => [
          ...names.map(name => params[name] ?? null),
          rounded(macroF1),
          rounded(weightedF1),
          rounded(seconds, 1),
        ]),
      },
      ...(failures.length > 0
        ? [
            {
              title: 'Not trained',
              columns: ['Settings', 'Reason'],
              rows: failures.map(({ params, message }) => [named(params), message]),
            },
          ]
        : []),
    ],
    pictures: [],
  };
}
