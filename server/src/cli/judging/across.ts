import type { AcrossEvaluation, CarriedReport, CarriedVerdict } from '../../engine/judging/acrossEvaluation';
import { cell, count } from '../console';

/** Verdicts that are listed as text. */
const listed = 20;

function verdictLine({ malicious, verdict, proto, dport, outcome, flows, votes }: CarriedVerdict): string {
  const what = cell(`${proto} ${dport} ${outcome}`, 40);
  const said = votes.map(({ kind, malicious: own }) => `${kind} ${own.toFixed(2)}`).join(', ');
  return `${malicious.toFixed(3).padEnd(10)} ${verdict.padEnd(12)} ${what} ${count(flows).padStart(9)}  ${said}`;
}

const figure = (value: number | null) => (value === null ? '–' : value.toFixed(3));

/** How well labels carried, beside baselines. */
export function acrossLines(result: AcrossEvaluation): string[] {
  const { baselines } = result;
  const row = (name: string, report: CarriedReport) =>
    `${name.padEnd(36)} ${figure(report.balancedAccuracy).padStart(8)} ${report.macroF1.toFixed(3).padStart(8)}`;
  return [
    `${''.padEnd(36)} balanced macro-F1`,
    row('behaviour, counts and vectors', result),
    row('counts alone', baselines.counts),
    row('majority of protocol and state', baselines.protoState),
    row('majority of protocol and port', baselines.protoDport),
    row('majority of the source address', baselines.source),
    '',
    `${'class'.padEnd(14)} precision  recall      F1  support`,
    ...Object.entries(result.perClass).map(
      ([name, c]) =>
        `${cell(name, 14)} ${c.precision.toFixed(3).padStart(9)} ${c.recall.toFixed(3).padStart(7)} ${c.f1.toFixed(3).padStart(7)} ${count(c.support).padStart(8)}`,
    ),
    '',
    `${'malicious'.padEnd(10)} ${'verdict'.padEnd(12)} ${'what flows do'.padEnd(40)} ${'flows'.padStart(9)}  the vote: malicious by each kind of evidence`,
    ...result.verdicts.slice(0, listed).map(verdictLine),
    ...(result.verdicts.length > listed
      ? [`… and ${count(result.verdicts.length - listed)} more, all of them with --json.`]
      : []),
    '',
    result.summary,
    `${count(result.flows)} flows: ${Object.entries(result.predicted)
      .map(([name, n]) => `${count(n)} ${name}`)
      .join(', ')}. ${count(result.withoutClass)} without a label of either class are in no figure.`,
  ];
}
