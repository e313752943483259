import type { Case, CaseCellBlock, Pin } from '../../../../shared/investigation/case';
import { caseText } from '../../../../shared/investigation/writeCase';
import { markdownInline, markdownText } from '../../../../shared/text/tableText';
import type { SuspectHost } from '../../../../shared/protocol/judging';
import { count } from '../investigation/exports/facts';
import type { Operation } from './conversation';

/** What is told of scored flows, as far as a case repeats it. */
export interface AskedCase {
  /** The settings of the run as they were asked. */
  question: {
    asked: { inputs: readonly string[]; trainedOn: readonly string[]; model?: string; top: number };
    model: { flows: number; epochs: number };
    engine: string;
  };
  answer: {
    flows: number;
    unknown: number;
    incidentsInAll: number;
    hosts: readonly Told[];
    anomalies: readonly {
      file: string;
      line: number;
      time: string;
      token: string;
      score: number;
      reasons: readonly string[];
    }[];
    scores: string;
  };
  /** The capture beside the case: its name, SHA-256, and how many flows it has. */
  extract: { name: string; digest: string; flows: number; hosts: number; of: number };
  /** ISO 8601, UTC. */
  time: string;
}

type Told = Pick<SuspectHost, 'address' | 'score' | 'from' | 'to' | 'flows' | 'reasons'>;

/** Hosts that have a cell and a piece of evidence of their own; the table above lists all. */
const mostHosts = 10;

/** An investigation of what a cluster scored: its question, what it answered, and questions to the extract beside it. */
export const scoredCase: Operation = async function* (_input, asked) {
  return { text: caseText(caseOf(asked as unknown as AskedCase)) };
};

export function caseOf({ question, answer, extract, time }: AskedCase): Case {
  const { asked, model, engine } = question;
  const hosts = answer.hosts.slice(0, mostHosts);
  const places = (uris: readonly string[]) => uris.map(uri => `- ${markdownInline(uri)}`).join('\n');
  const told = [
    '# What was asked',
    `Which of these flows are the least expected?\n\n${places(asked.inputs)}`,
    `Judged by the model ${markdownInline(asked.model ?? '')} (${count(model.flows)} flows, ${count(model.epochs)} rounds), beside its flows:\n\n${places(asked.trainedOn)}`,
    `Scored on Spark by flow2vec ${markdownInline(engine)}, ${time}; all scores are in ${markdownInline(answer.scores)}.`,
    '# What was answered',
    `${count(answer.flows)} flows, ${count(answer.unknown)} with a token that the model does not know; incidents: ${count(answer.incidentsInAll)}. ` +
      `The capture beside this holds ${count(extract.flows)} flows of ${count(extract.hosts)} of the ${count(extract.of)} hosts that are listed.`,
  ];
  return {
    title: `Least expected of ${count(answer.flows)} flows in a lake`,
    embedding: {},
    cells: [
      markdown(told.join('\n\n')),
      ...(answer.hosts.length > 0 ? [markdown(`## Hosts\n\n${hostTable(answer.hosts)}`)] : []),
      ...(answer.anomalies.length > 0 ? [markdown(`## Flows\n\n${flowTable(answer.anomalies)}`)] : []),
      ...hosts.map(({ address }): CaseCellBlock => ({
        kind: 'sql',
        text: `SELECT StartTime, Proto, DstAddr, Dport, State, TotBytes, Label FROM flows\nWHERE ${isFrom(address)} ORDER BY StartTime LIMIT 100`,
      })),
    ],
    evidence: hosts.map(({ address, reasons }, i): Pin => ({
      id: `host-${i + 1}`,
      title: address,
      question: '',
      about: { where: isFrom(address) },
      verdict: 'unknown',
      note: reasons.join('\n'),
      tags: ['spark'],
      analyst: '',
      time,
      captures: [{ name: extract.name, digest: extract.digest }],
    })),
    more: { capture: extract.name },
  };
}

const markdown = (text: string): CaseCellBlock => ({ kind: 'markdown', text });

/** An address is what a capture says; a quote in it ends no text of SQL. */
const isFrom = (address: string) => `SrcAddr = '${address.replaceAll("'", "''")}'`;

function hostTable(hosts: readonly Told[]): string {
  const rows = hosts.map(({ address, score, from, to, flows, reasons }) => [
    score.toFixed(4),
    address,
    from,
    to,
    count(flows),
    reasons.join('; '),
  ]);
  return markdownText([['score', 'host', 'from', 'to', 'flows', 'reasons'], ...rows]);
}

function flowTable(flows: AskedCase['answer']['anomalies']): string {
  const rows = flows.map(({ score, time, token, file, line, reasons }) => [
    score.toFixed(4),
    time,
    token,
    `${file}, record ${line}`,
    reasons.join('; '),
  ]);
  return markdownText([['score', 'time', 'token', 'where', 'reasons'], ...rows]);
}
