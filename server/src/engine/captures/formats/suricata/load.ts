import * as l10n from '@vscode/l10n';
import { columnNamed } from '../../columns';
import type { Flow, Problem } from '../../flow';
import { Findings, tooLongReason } from '../../loadLines';
import { RecordTable } from '../../recordTable';
import type { Layout, Loaded, Loading } from '../format';
import { objectOf } from '../json/jsonLine';
import { alertLabel, alertOf, flowIdOf, flowOfEvent, graver, namesAFlow, typeOf, type Alert } from './event';
import { language } from '../../../../../../shared/text/language';

/**
 * Flow events, each with the gravest alert of its flow id. In a file without flow events the first event of each flow
 * id that says between whom it was stands for its flow.
 */
export async function loadEve({
  connection,
  source,
  layout,
  table,
  signal,
}: Loading<Layout>): Promise<Loaded> {
  const findings = new Findings();
  const rows = await RecordTable.create(connection, table, layout.columns);
  const alerts = new Map<string, Alert>();
  /** What other events name, until a flow event comes: then they are told of by it. */
  let named: Map<string, Flow> | undefined = new Map();
  let [line, flows, events] = [0, 0, 0];
  try {
    for await (const some of source.lines()) {
      signal?.throwIfAborted();
      for (const text of some) {
        line++;
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
        const id = flowIdOf(event);
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
        if (alert && id !== '') alerts.set(id, graver(alerts.get(id), alert));
        if (!named || !namesAFlow(event)) continue;
        const key = id || l10n.t('line {0}', line);
        const flow = named.has(key) ? undefined : flowOfEvent(event, line, problems, text.length);
        if (flow) named.set(key, flow);
        if (problems[0]) findings.reject(line, problems[0].message);
      }
    }
  } catch (error) {
    await rows.drop().catch(() => undefined); // What was thrown before is what matters.
    throw error;
  }
  for (const flow of named?.values() ?? []) rows.add(flow, flow.line);
  await rows.finish();
  await addAlerts(connection, table, alerts);
  const about = l10n.t('{0} events of other kinds', count(events));
  const notes =
    flows > 0
      ? [
          l10n.t(
            '{0} are no flows of their own{1}.',
            about,
            alerts.size > 0
              ? l10n.t('; {0} flow ids have alerts, told beside their flows', count(alerts.size))
              : '',
          ),
        ]
      : [
          l10n.t(
            'The file has no flow events: its {0} flows are those that {1} name, each flow id once.',
            count(named?.size ?? 0),
            about,
          ),
        ];
  const { rejected, problems, notes: others } = findings.found();
  return { firstRecord: 1, rejected, problems, notes: [...notes, ...others] };
}

const count = (n: number) => n.toLocaleString(language());

async function addAlerts(
  connection: Loading<Layout>['connection'],
  table: string,
  alerts: ReadonlyMap<string, Alert>,
): Promise<void> {
  if (alerts.size === 0) return;
  const staging = `${table}_alerts`;
  await connection.run(
    `CREATE TEMP TABLE ${staging} (flow_id VARCHAR, severity VARCHAR, signature VARCHAR, category VARCHAR)`,
  );
  const appender = await connection.createAppender(staging);
  for (const [id, { severity, signature, category }] of alerts) {
    for (const text of [id, severity, signature, category]) appender.appendVarchar(text);
    appender.endRow();
  }
  appender.closeSync();
  const sql = (name: string) => columnNamed(name)?.sql ?? name;
  await connection.run(`UPDATE ${table} SET label = '${alertLabel}', ${sql('Severity')} = a.severity,
    ${sql('Signature')} = a.signature, ${sql('DetailedLabel')} = a.category
    FROM ${staging} a WHERE ${table}.${sql('FlowId')} = a.flow_id`);
  await connection.run(`DROP TABLE ${staging}`);
}
