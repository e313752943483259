import { readFile } from 'node:fs/promises';
import { Growing } from '../../base/growing';
import { largest } from '../../base/largest';
import { BehaviourNames, type Behaviours } from '../judging/behaviour';
import { incidentsOf, type Incident } from '../judging/incidents';
import { judge } from '../judging/judgement';
import { Reasons } from '../judging/scoreReasons';
import { reasonsOf, scoreOf, unchangedOf } from '../judging/suspects';
import type { EmbeddingConfig } from '../training/embedding/config';
import type { Model } from '../training/models/model';
import { readModel } from '../training/models/modelFile';
import type { Operation } from './conversation';
import { JudgedFlows } from './judgedFlows';
import { KnownTokens } from './knownTokens';
import { Rows, type Answer } from './rows';

/**
 * Scores flows, `unit` after `unit`: those of a unit (a day of a sensor, or as much of it as one process can hold) are
 * judged together beside the flows of the training, as one machine judges a capture. Answers with a row for each flow, in
 * order: `score`, whether its token is `unknown`, the number of its `incident` in the unit or -1, for the `top` least
 * expected flows of the unit the `reasons`, one in a line, and for the first flow of an incident what is `found` of it.
 */
export const scoreUnits: Operation = async function* (input, asked) {
  const model = await modelAt(asked['model'] as string);
  const training = await trainingAt(asked['training'] as string);
  const cells = asked['cells'] as string[];
  const top = asked['top'] as number;
  let unit: UnitFlows | undefined;
  let number = -1;
  for await (const rows of input) {
    const units = rows.numbers('unit');
    const isKnown = model.known.among(cells.map(name => rows.texts(name)));
    for (let from = 0, to = 0; from < rows.length; from = to) {
      while (to < rows.length && units[to] === units[from]) to++;
      if (unit && number !== units[from]) {
        yield* await unit.judged(model.model, top);
        unit = undefined;
      }
      number = units[from] as number;
      unit ??= new UnitFlows(training);
      unit.add(rows, from, to, isKnown);
    }
  }
  if (unit) yield* await unit.judged(model.model, top);
};

/** The model is that of the task before, mostly; its checksums were compared when it was read. */
let kept: { path: string; model: Model; known: KnownTokens } | undefined;
async function modelAt(path: string): Promise<NonNullable<typeof kept>> {
  if (kept?.path !== path) {
    const model = await readModel(path, 'vectors only');
    const { tokenColumns } = model.facts.config as unknown as EmbeddingConfig;
    kept = { path, model, known: new KnownTokens(model.vocabulary.tokens, tokenColumns) };
  }
  return kept;
}

/** What the flows of the training did is that of the unit before; a file's name is the digest of what it holds. */
interface Training {
  path: string;
  names: BehaviourNames;
  behaviours: Behaviours;
}
let past: Training | undefined;
async function trainingAt(path: string): Promise<Training> {
  if (past?.path !== path) {
    const rows = new Rows(await readFile(path));
    const names = new BehaviourNames();
    const flows = new JudgedFlows(names);
    flows.add(rows, 0, rows.length);
    past = { path, names, behaviours: flows.finish() };
  }
  return past;
}

/** Flows of one answer. */
const answered = 50_000;

/** The flows of a unit, and those of the training. */
class UnitFlows {
  /** Names of a unit begin with those of the training, so that no unit depends on which ones came before it. */
  private readonly names: BehaviourNames;
  private readonly asked: JudgedFlows;
  private readonly unknown = new Growing(n => new Uint8Array(n));

  constructor(private readonly training: Training) {
    this.names = new BehaviourNames(training.names);
    this.asked = new JudgedFlows(this.names);
  }

  add(rows: Rows, from: number, to: number, isKnown: (row: number) => boolean): void {
    this.asked.add(rows, from, to);
    for (let r = from; r < to; r++) this.unknown.push(isKnown(r) ? 0 : 1);
  }

  async *judged(model: Model, top: number): AsyncGenerator<Record<string, Answer>> {
    const judgement = await judge(model, this.names, this.training.behaviours, this.asked.finish());
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
    const unknown = this.unknown.finish();
    for (let from = 0; from < evidence.length; from += answered) {
      const to = Math.min(from + answered, evidence.length);
      const score = new Float64Array(to - from);
      for (let flow = from; flow < to; flow++) score[flow - from] = scoreOf(scale, evidence[flow] as number);
      yield {
        score,
        unknown: Int32Array.from(unknown.subarray(from, to)),
        incident: ofFlow.slice(from, to),
        reasons: textsAt(told, from, to),
        found: textsAt(found, from, to),
      };
    }
  }
}

/** Texts of few flows of a stretch, by their place in it. */
function textsAt(texts: ReadonlyMap<number, string>, from: number, to: number): (string | undefined)[] {
  const out = new Array<string | undefined>(to - from).fill(undefined);
  for (const [flow, text] of texts) if (flow >= from && flow < to) out[flow - from] = text;
  return out;
}
