import { answerParameters } from '../../../../shared/parameters/answers';
import type { Itself } from '../../../../shared/protocol/judging';
import type { Anomaly, Incident, ScoreReport } from '../../engine/judging/answers';
import { ruled, UsageError, type Command, type Option } from '../command';
import { count } from '../console';
import { readingOptions } from '../captures/reading';
import { configOf, trainOptions } from '../training/config';
import { showTraining } from '../training/train';
import { following } from './follow';

/** The capture whose model judges, or several that make one. */
export const trainedOn: Option = {
  name: 'trained-on',
  value: 'FILE',
  path: 'read',
  many: true,
  words: 'The capture of the model; given several times, captures that make one.',
};

const budget: Option = {
  name: 'budget',
  value: 'N/TIME',
  words: 'Incidents that somebody has time to look at: so many an hour, a day or a week, such as 50/day.',
};

const follow: Option = {
  name: 'follow',
  words:
    'Score again whenever FILE has grown, and tell incidents that are new or have twice the flows, until Ctrl+C; with `--json` an object on a line each time.',
};

export const score: Command = {
  name: 'score',
  takes: 'FILE… --trained-on FILE | FILE… --by past|hosts',
  about:
    'Ranks the hosts, incidents and flows of a capture by how unexpected they are beside another capture, its own past or its other hosts, with reasons; trains first when there is no model yet.',
  options: [
    trainedOn,
    ruled(answerParameters.judgedBy, 'by', { withoutDefault: true }),
    ruled(answerParameters.score, 'top', { withoutDefault: true }),
    budget,
    ruled(answerParameters.falseAlarms, 'false-alarms', { withoutDefault: true }),
    follow,
    ...trainOptions,
    ...readingOptions,
  ],
  examples: [
    'score today.binetflow --trained-on yesterday.binetflow --top 20',
    'score today.binetflow --trained-on yesterday.binetflow --budget 50/day',
    'score today.binetflow --by hosts',
    'score conn.log --trained-on yesterday.log --follow',
  ],
  async run(call, console, open) {
    const { files } = call;
    const training = call.texts('trained-on');
    const by = call.text('by') as Itself | undefined;
    if ((training.length === 0) === (by === undefined))
      throw new UsageError(
        'say what judges: another capture (--trained-on FILE), its own past (--by past) or its hosts each other (--by hosts).',
      );
    const perDay = budgetOf(call.text('budget'));
    const falseAlarms = call.number('false-alarms');
    const isLimited = perDay !== undefined || falseAlarms !== undefined;
    const config = configOf(call);
    const engine = await open();
    const ask = async () => {
      const report = await engine.score(by ? files : training, config, by ?? files, {
        top: call.number('top') ?? (isLimited ? Infinity : answerParameters.score.default),
        ...(perDay === undefined ? {} : { perDay }),
        ...(falseAlarms === undefined ? {} : { falseAlarms }),
        onProgress: progress => showTraining(console, progress),
      });
      console.clear();
      return report;
    };
    if (call.has('follow'))
      return following(
        files,
        ask,
        (report, unheard) => {
          const { flows, incidentsInAll } = report;
          if (call.has('json')) console.json({ flows, incidentsInAll, incidents: unheard });
          else console.lines(...linesOfUpdate(report, unheard));
        },
        message => console.say(`flow2vec score: ${message} Looking at it again when it changes.`),
      );
    const report = await ask();
    if (!call.has('json')) return console.lines(...linesOf(report));
    const named = ({ file, ...anomaly }: Anomaly) =>
      files.length > 1 ? { ...anomaly, file: files[file] } : anomaly;
    console.json({ ...report, anomalies: report.anomalies.map(named) });
  },
};

/** What is new since the last time. */
function linesOfUpdate({ flows, incidentsInAll }: ScoreReport, unheard: readonly Incident[]): string[] {
  return [
    `${new Date().toISOString()}  ${count(flows)} flows, ${count(incidentsInAll)} incidents, ${count(unheard.length)} of them new or grown`,
    ...unheard.flatMap(linesOfIncident),
  ];
}

const indented = (reasons: readonly string[]) => reasons.map(reason => `        ${reason}`);

const linesOfIncident = ({ id, address, score: value, from, to, flows, lines, reasons }: Incident) => [
  `${value.toFixed(4)}  #${id}  ${address}  ${from} to ${to}, ${count(flows)} flows from line ${lines[0] ?? 0}`,
  ...indented(reasons),
];

/** Incidents a day. Throws a `UsageError` for what is no number of them. */
function budgetOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const found = /^(\d+(?:\.\d+)?)\/(hour|day|week)$/.exec(text);
  const days = { hour: 1 / 24, day: 1, week: 7 }[found?.[2] ?? ''];
  const perDay = Number(found?.[1]) / (days ?? NaN);
  if (!(perDay > 0))
    throw new UsageError(`--budget takes so many a time, such as 50/day or 5/hour, not "${text}".`);
  return perDay;
}

function judgedWords({ by, flows }: ScoreReport['judgedBy'], unknown: number): string {
  if (by === 'hosts') return 'each host judged by the others';
  if (by === 'past') return `judged by the ${count(flows)} before them`;
  return `${count(unknown)} with a token that the model does not know`;
}

function linesOf({
  flows,
  unknown,
  anomalies,
  hosts,
  incidents,
  incidentsInAll,
  expected,
  judgedBy,
}: ScoreReport): string[] {
  const section = (title: string, rows: readonly string[]) => (rows.length > 0 ? ['', title, ...rows] : []);
  return [
    `${count(flows)} flows, ${judgedWords(judgedBy, unknown)}; ${count(incidentsInAll)} incidents. The least expected first.`,
    ...(expected.length > 0
      ? [`${count(expected.length)} behaviours were called expected beside the capture and are left out.`]
      : []),
    ...section(
      'Hosts',
      hosts.flatMap(({ address, score: value, from, to, flows: n, reasons, unchanged }) => [
        `${value.toFixed(4)}  ${address}  ${from} to ${to}, ${count(n)} flows`,
        ...indented(reasons),
        ...(unchanged.length > 0
          ? [`        hosts like it that did nothing of the kind: ${unchanged.join(', ')}`]
          : []),
      ]),
    ),
    ...section('Incidents', incidents.flatMap(linesOfIncident)),
    ...section(
      'Flows',
      anomalies.flatMap(({ line, token, score: value, reasons, label, incident }) => [
        `${value.toFixed(4)}  line ${line}  ${token}  ${label}${incident === null ? '' : `  #${incident}`}`,
        ...indented(reasons),
      ]),
    ),
  ];
}
