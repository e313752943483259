import { readFile } from 'node:fs/promises';
import { largest } from '../../base/largest';
import { BehaviourNames } from '../judging/behaviour';
import { incidentsOf, type Incident } from '../judging/incidents';
import { judge } from '../judging/judgement';
import { Reasons } from '../judging/scoreReasons';
import { reasonsOf, scoreOf, unchangedOf } from '../judging/suspects';
import type { Model } from '../training/models/model';
import { readModel } from '../training/models/modelFile';
import type { Operation } from './conversation';
import { JudgedFlows } from './judgedFlows';
import { Rows, type Answer } from './rows';

/**
 * Scores flows, `unit` after `unit`: those of a unit (a day of a sensor, or as much of it as one process can hold) are
 * judged together beside the flows of the training, as one machine judges a capture. Answers with a row for each flow, in
 * order: `score`, whether its token is `unknown`, the number of its `incident` in the unit or -1, for the `top` least
 * expected flows of the unit the `reasons`, one in a line, and for the first flow of an incident what is `found` of it.
 */
export const scoreUnits: Operation = async function* (input, asked) {
  const model = await modelAt(asked['model'] as string);
  const known = new Rows(await readFile(asked['training'] as string));
  const top = asked['top'] as number;
  let unit: UnitFlows | undefined;
  let number = -1;
  for await (const rows of input) {
    const units = rows.numbers('unit');
    for (let from = 0, to = 0; from < rows.length; from = to) {
      while (to < rows.length && units[to] === units[from]) to++;
      if (unit && number !== units[from]) {
        yield* await unit.judged(model, top);
        unit = undefined;
      }
      number = units[from] as number;
      unit ??= new UnitFlows(known);
      unit.add(rows, from, to);
    }
  }
  if (unit) yield* await unit.judged(model, top);
};

/** The model is that of the task before, mostly; its checksums were compared when it was read. */
let kept: { path: string; model: Model; tokens: ReadonlySet<string> } | undefined;
async function modelAt(path: string): Promise<NonNullable<typeof kept>> {
  if (kept?.path !== path) {
    const model = await readModel(path, 'vectors only');
    kept = { path, model, tokens: new Set(model.vocabulary.tokens) };
  }
  return kept;
}

/** Flows of one answer. */
const answered = 50_000;

/** The flows of a unit, and those of the training. */
class UnitFlows {
  private readonly names = new BehaviourNames();
  private readonly training = new JudgedFlows(this.names);
  private readonly asked = new JudgedFlows(this.names);
  private readonly tokens: string[] = [];

  constructor(known: Rows) {
    this.training.add(known, 0, known.length);
  }

  add(rows: Rows, from: number, to: number): void {
    this.asked.add(rows, from, to);
    const { values, numbers } = rows.texts('token');
    for (let r = from; r < to; r++) this.tokens.push(values[numbers[r] as number] ?? '');
  }

  async judged({ model, tokens }: NonNullable<typeof kept>, top: number): Promise<Record<string, Answer>[]> {
    const judgement = await judge(model, this.names, this.training.finish(), this.asked.finish());
    const { evidence, scale, peers, names } = judgement;
    const reasons = new Reasons(judgement);
    const { incidents, ofFlow } = incidentsOf(judgement);
    const told = new Map(
      largest(evidence, Math.min(top, evidence.length)).map(flow => [flow, reasons.of(flow).join('\n')]),
    );
    const suspects = new Set(incidents.map(({ host }) => host));
    const describe = (incident: Incident) =>
      JSON.stringify({
        reasons: reasonsOf(incident, reasons),
        unchanged: unchangedOf(peers, incident.host, host => suspects.has(host)).map(
          host => names.hosts.names[host],
        ),
      });
    const found = new Map(
      incidents.slice(0, top).map(incident => [incident.flows[0] as number, describe(incident)]),
    );
    const out: Record<string, Answer>[] = [];
    for (let from = 0; from < evidence.length; from += answered) {
      const flows = Array.from({ length: Math.min(answered, evidence.length - from) }, (_, i) => from + i);
      out.push({
        score: Float64Array.from(flows, flow => scoreOf(scale, evidence[flow] as number)),
        unknown: Int32Array.from(flows, flow => Number(!tokens.has(this.tokens[flow] as string))),
        incident: Int32Array.from(flows, flow => ofFlow[flow] as number),
        reasons: flows.map(flow => told.get(flow)),
        found: flows.map(flow => found.get(flow)),
      });
    }
    return out;
  }
}
