import type { Anomaly, ScoreReport } from '../../engine/judging/answers';
import {
  listOf,
  numberOf,
  parseWords,
  UsageError,
  type Command,
  type OptionTypes,
  type Values,
  pathOf,
} from '../command';
import { count, printable } from '../text';
import { configOf, progressBar, trainOptions, trainUsage } from '../training/train';

export const trainedOnOption: OptionTypes = { 'trained-on': { type: 'string', multiple: true } };

/** The capture that `--trained-on` names, or several that make one; empty when it was not given. */
export const trainedOn = (values: Values) => listOf(values, 'trained-on').map(pathOf);

const scoreWords: OptionTypes = {
  ...trainOptions,
  ...trainedOnOption,
  top: { type: 'string' },
  budget: { type: 'string' },
  'false-alarms': { type: 'string' },
};

export const score: Command = {
  name: 'score',
  usage: `score NEWFILE… --trained-on FILE [--top 50] [--budget 50/day] [--false-alarms 0.001] ${trainUsage} [--json]`,
  about:
    'Ranks the hosts, incidents and flows of a capture by how unexpected they are beside another, with reasons; trains first when there is no model yet.',
  options: scoreWords,
  examples: [
    'score today.binetflow --trained-on yesterday.binetflow --top 20',
    'score today.binetflow --trained-on yesterday.binetflow --budget 50/day',
  ],
  async run(words, engine, console) {
    const { values, files } = parseWords(words, scoreWords);
    const training = trainedOn(values);
    if (training.length === 0) throw new UsageError('name the capture of the model: --trained-on FILE.');
    const top = numberOf(values, 'top', { least: 1, whole: true });
    const perDay = budgetOf(values['budget']);
    const falseAlarms = numberOf(values, 'false-alarms', { least: 0, whole: false });
    if (falseAlarms !== undefined && (falseAlarms === 0 || falseAlarms > 1))
      throw new UsageError('--false-alarms takes a share of flows above 0 and up to 1, such as 0.001.');
    const bar = progressBar(console);
    const report = await engine.score(training, configOf(values), files, {
      top: top ?? (perDay === undefined && falseAlarms === undefined ? 50 : Infinity),
      ...(perDay === undefined ? {} : { perDay }),
      ...(falseAlarms === undefined ? {} : { falseAlarms }),
      onProgress: bar.show,
    });
    bar.clear();
    if (values['json']) {
      const named = ({ file, ...anomaly }: Anomaly) =>
        files.length > 1 ? { ...anomaly, file: files[file] } : anomaly;
      return console.out(`${JSON.stringify({ ...report, anomalies: report.anomalies.map(named) })}\n`);
    }
    console.out(`${textOf(report)}\n`);
  },
};

/** Incidents a day. Throws a `UsageError` for what is no number of them. */
function budgetOf(text: Values[string]): number | undefined {
  if (typeof text !== 'string') return undefined;
  const found = /^(\d+(?:\.\d+)?)\/(hour|day|week)$/.exec(text);
  const days = { hour: 1 / 24, day: 1, week: 7 }[found?.[2] ?? ''];
  const perDay = Number(found?.[1]) / (days ?? NaN);
  if (!(perDay > 0))
    throw new UsageError(`--budget takes so many a time, such as 50/day or 5/hour, not "${text}".`);
  return perDay;
}

function textOf({ flows, unknown, anomalies, hosts, incidents, incidentsInAll }: ScoreReport): string {
  const indented = (reasons: readonly string[]) => reasons.map(reason => `        ${printable(reason)}`);
  const section = (title: string, rows: readonly string[]) => (rows.length > 0 ? ['', title, ...rows] : []);
  return [
    `${count(flows)} flows, ${count(unknown)} with a token that the model does not know; ${count(incidentsInAll)} incidents. The least expected first.`,
    ...section(
      'Hosts',
      hosts.flatMap(({ address, score: value, from, to, flows: n, reasons, unchanged }) => [
        `${value.toFixed(4)}  ${printable(address)}  ${from} to ${to}, ${count(n)} flows`,
        ...indented(reasons),
        ...(unchanged.length > 0
          ? [`        hosts like it that did nothing of the kind: ${printable(unchanged.join(', '))}`]
          : []),
      ]),
    ),
    ...section(
      'Incidents',
      incidents.flatMap(({ id, address, score: value, from, to, flows: n, lines, reasons }) => [
        `${value.toFixed(4)}  #${id}  ${printable(address)}  ${from} to ${to}, ${count(n)} flows from line ${lines[0] ?? 0}`,
        ...indented(reasons),
      ]),
    ),
    ...section(
      'Flows',
      anomalies.flatMap(({ line, token, score: value, reasons, label, incident }) => [
        `${value.toFixed(4)}  line ${line}  ${printable(token)}  ${printable(label)}${incident === null ? '' : `  #${incident}`}`,
        ...indented(reasons),
      ]),
    ),
  ].join('\n');
}
