import type { Incident, SuspectHost } from '../../engine/judging/answers';
import { count, shares } from '../console';
import type { SparkAction } from './sparkSettings';

/** What a driver answers, as its last line. Numbers of flows are of all flows, whatever is listed. */
export interface SparkAnswer {
  seconds: number;
  flows: number;
  hosts: number | readonly SuspectHost[];
  /** Of a summary. */
  rejected: number;
  firstTime?: string;
  lastTime?: string;
  labels: Readonly<Record<string, number>>;
  problems: readonly { file: string; line: number; message: string }[];
  /** Of a training. */
  vocabulary: number;
  tokensLeftOut?: number;
  units: number;
  loss: number;
  model: string;
  clusters?: { path: string; clusters: number; tokens: number; by: string };
  /** Of scores. */
  unknown: number;
  history: { flows: number; of: number };
  anomalies: readonly {
    file: string;
    line: number;
    token: string;
    score: number;
    reasons: readonly string[];
    label: string;
  }[];
  incidents: readonly Incident[];
  incidentsInAll: number;
  scores: string;
  report: string;
  case: string;
  extract: { path: string; flows: number; hosts: number; of: number };
}

const shownProblems = 20;

export function inWords(action: SparkAction, answer: SparkAnswer): string[] {
  const words = { summary: summaryLines, train: trainLines, score: scoreLines };
  return [...words[action](answer), `${answer.seconds} s`];
}

function summaryLines({ flows, hosts, rejected, firstTime, lastTime, labels, problems }: SparkAnswer) {
  return [
    `${count(flows)} flows of ${count(Number(hosts))} hosts, ${count(rejected)} rows not read`,
    `time       ${firstTime ?? '-'} to ${lastTime ?? '-'}`,
    `labels     ${shares(labels)}`,
    ...problems
      .slice(0, shownProblems)
      .map(({ file, line, message }) => `${file}, record ${line}: ${message}`),
    ...(rejected > shownProblems ? [`… and ${count(rejected - shownProblems)} more rows`] : []),
  ];
}

function trainLines({ flows, vocabulary, tokensLeftOut, units, loss, model, clusters }: SparkAnswer) {
  return [
    `${count(flows)} flows, ${count(vocabulary)} tokens, ${count(units)} vectors, loss ${loss.toFixed(3)}`,
    ...(tokensLeftOut
      ? [`${count(tokensLeftOut)} rarer tokens are not listed in the model (--max-tokens)`]
      : []),
    `model      ${model}`,
    ...(clusters
      ? [
          `clusters   ${clusters.path}: ${count(clusters.clusters)} of ${count(clusters.tokens)} tokens, by ${clusters.by}`,
        ]
      : []),
  ];
}

function scoreLines(answer: SparkAnswer) {
  const { flows, unknown, history, anomalies, incidents, incidentsInAll, scores, report, extract } = answer;
  const indented = (reasons: readonly string[]) => reasons.map(reason => `        ${reason}`);
  const section = (title: string, rows: readonly string[]) => (rows.length > 0 ? ['', title, ...rows] : []);
  return [
    `${count(flows)} flows, ${count(unknown)} with a token that the model does not know; ${count(incidentsInAll)} incidents. The least expected first.`,
    ...(history.flows < history.of
      ? [
          `compared with the latest ${count(history.flows)} of the ${count(history.of)} flows of the training: one process holds so many`,
        ]
      : []),
    ...section(
      'Hosts',
      (answer.hosts as readonly SuspectHost[]).flatMap(({ address, score, from, to, flows: n, reasons }) => [
        `${score.toFixed(4)}  ${address}  ${from} to ${to}, ${count(n)} flows`,
        ...indented(reasons),
      ]),
    ),
    ...section(
      'Incidents',
      incidents.flatMap(({ id, address, score, from, to, flows: n, reasons }) => [
        `${score.toFixed(4)}  #${id}  ${address}  ${from} to ${to}, ${count(n)} flows`,
        ...indented(reasons),
      ]),
    ),
    ...section(
      'Flows',
      anomalies.flatMap(({ file, line, token, score, reasons, label }) => [
        `${score.toFixed(4)}  ${file}, record ${line}  ${token}  ${label}`,
        ...indented(reasons),
      ]),
    ),
    '',
    `scores     ${scores}`,
    `extract    ${extract.path}: ${count(extract.flows)} flows of ${count(extract.hosts)} of ${count(extract.of)} hosts`,
    `report     ${report}`,
    `case       ${answer.case}`,
  ];
}
