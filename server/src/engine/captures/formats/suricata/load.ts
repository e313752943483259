import * as l10n from '@vscode/l10n';
import { columnNamed } from '../../columns';
import type { Flow, Problem } from '../../flow';
import { Findings, tooLongReason } from '../../loadLines';
import { RecordTable } from '../../recordTable';
import type { Loaded, Loading } from '../format';
import { objectOf } from '../json/jsonLine';
import { AlertTable } from './alerts';
import {
  alertOf,
  endsOf,
  eventTime,
  flowIdOf,
  flowOfEvent,
  flowOfNetflow,
  joined,
  namesAFlow,
  typeOf,
  type EveLayout,
} from './event';
import { eventsOf } from './written';
import { language } from '../../../../../../shared/text/language';

/**
 * Flow events, each with the gravest alert of its flow id. In a file without flow events the halves that netflow events
 * tell are put together; in one without those, the first event of each flow id that says between whom it was stands for
 * its flow.
 */
export async function loadEve({
  connection,
  source,
  layout,
  table,
  signal,
}: Loading<EveLayout>): Promise<Loaded> {
  const findings = new Findings();
  const rows = await RecordTable.create(connection, table, layout.columns);
  const alerts = await AlertTable.create(connection, table);
  /** What other events name, until a flow event comes: then they are told of by it. */
  let named: NamedFlows | undefined = new NamedFlows();
  let [flows, events] = [0, 0];
  try {
    for await (const some of eventsOf(source, layout)) {
      signal?.throwIfAborted();
      for (const { text, line } of some) {
        if (text === undefined) {
          findings.reject(line, tooLongReason());
          continue;
        }
        if (text.trim() === '') continue;
        const found = objectOf(text, line);
        if ('problem' in found) {
          findings.reject(line, found.problem.message);
          continue;
        }
        const event = found.object;
        const problems: Problem[] = [];
        if (typeOf(event) === 'flow') {
          const flow = flowOfEvent(event, line, problems, text.length);
          if (!flow) findings.reject(line, problems[0]?.message ?? '');
          else {
            rows.add(flow, line);
            flows++;
            named = undefined;
          }
          continue;
        }
        events++;
        const alert = alertOf(event);
        const id = flowIdOf(event);
        if (alert && id !== '') alerts.add(alert, { id, ends: endsOf(event), time: eventTime(event), line });
        if (!named || !namesAFlow(event)) continue;
        const key = `${id || l10n.t('line {0}', line)} ${endsOf(event)}`;
        if (typeOf(event) === 'netflow') {
          const half = flowOfNetflow(event, line, problems, text.length);
          if (half) named.addHalf(key, half);
        } else if (!named.has(key)) {
          const flow = flowOfEvent(event, line, problems, text.length);
          if (flow) named.add(key, flow);
        }
        if (problems[0]) findings.reject(line, problems[0].message);
      }
    }
  } catch (error) {
    await rows.drop().catch(() => undefined); // What was thrown before is what matters.
    throw error;
  }
  const others = named?.flows() ?? [];
  for (const flow of others) rows.add(flow, flow.line);
  await rows.finish();
  const alerted = await alerts.apply(columnNamed);
  const about = l10n.t('{0} events of other kinds', count(events));
  const { rejected, problems, notes } = findings.found();
  const all = { firstRecord: 1, rejected, problems };
  if (!named) {
    const beside =
      alerted > 0 ? l10n.t('; {0} flow ids have alerts, told beside their flows', count(alerted)) : '';
    const own = events > 0 ? [l10n.t('{0} are no flows of their own{1}.', about, beside)] : [];
    return { ...all, notes: [...own, ...notes] };
  }
  const why = named.hasHalves
    ? l10n.t(
        'The file has no flow events: its {0} flows are put together of netflow events, which tell one direction each.',
        count(others.length),
      )
    : flows + others.length === 0
      ? l10n.t('The file has no flow events, and its {0} name no flows.', about)
      : l10n.t(
          'The file has no flow events: its {0} flows are those that {1} name, each flow id once.',
          count(flows + others.length),
          about,
        );
  return { ...all, notes: [why, ...notes] };
}

const count = (n: number) => n.toLocaleString(language());

/** Flows that are told of by other events than flow events. */
class NamedFlows {
  private readonly byKey = new Map<string, Flow>();
  private readonly halves = new Map<string, Flow>();

  get hasHalves(): boolean {
    return this.halves.size > 0;
  }

  has(key: string): boolean {
    return this.byKey.has(key);
  }

  add(key: string, flow: Flow): void {
    this.byKey.set(key, flow);
  }

  addHalf(key: string, half: Flow): void {
    const other = this.halves.get(key);
    this.halves.set(key, other ? joined(other, half) : half);
  }

  /** In the order of the file. */
  flows(): Flow[] {
    const all = new Map([...this.byKey, ...this.halves]);
    return [...all.values()].sort((a, b) => a.line - b.line);
  }
}
