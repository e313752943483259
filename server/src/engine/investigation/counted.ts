import type { AnswerTable } from '../../../../shared/investigation/case';
import type { Question } from '../../../../shared/investigation/questions';
import type { FlowGroup, TimelineStep } from '../../../../shared/protocol/overview';
import { parseFlowFilter } from '../../../../shared/text/flowFilter';
import { secondText } from '../../../../shared/text/secondText';
import type { Asking } from './answers';
import { count } from './exports/facts';
import { flowsOf, hostsOf, labelsText, rounded, timesText, type Told, type Words } from './told';

/* Questions that counting answers. */

export async function overview({ values }: Question, words: Words, { files, signal }: Asking): Promise<Told> {
  const where = String(values['where']);
  const filter = where === '' ? {} : { where: parseFlowFilter(where) };
  const seen = await words.overview(files, { top: Number(values['top']), signal, ...filter });
  const { inAll, firstTime, lastTime } = seen;
  const [busiest] = seen.hosts;
  const labels = labelsText(seen.labels);
  return {
    says: [
      `${flowsOf(seen.flows)} of ${hostsOf(inAll.hosts)}${firstTime === undefined ? '' : `, ${timesText(firstTime, lastTime ?? firstTime)}`}, ${count(seen.bytes)} bytes${labels === '' ? '' : ` (${labels})`}.`,
      ...(where === '' ? [] : [`Only flows where ${where}.`]),
      ...(busiest ? [`Most flows: ${busiest.name}, ${flowsOf(busiest.flows)}.`] : []),
      ...(seen.rejected > 0 ? [`${count(seen.rejected)} rows were not read.`] : []),
      ...seen.notes,
    ],
    tables: [
      groups('Hosts', seen.hosts, inAll.hosts),
      groups('Conversations', seen.conversations, inAll.conversations),
      groups('Services', seen.services, inAll.services),
      groups('States', seen.states, inAll.states),
      timeline(seen.timeline, seen.step),
      ...(seen.reasons.length > 0
        ? [
            {
              title: 'Rows that were not read',
              columns: ['Line', 'Rows', 'Reason'],
              rows: seen.reasons.map(({ line, rows, message }) => [line, rows, message]),
              line: 'Line',
            },
          ]
        : []),
    ],
    pictures: [
      { kind: 'bars', title: 'Flows of hosts', table: 0, x: 'Name', y: 'Flows' },
      { kind: 'bars', title: 'Flows of services', table: 2, x: 'Name', y: 'Flows' },
    ],
  };
}

export async function host({ values }: Question, words: Words, { files, signal }: Asking): Promise<Told> {
  const address = String(values['address']);
  const page = await words.host(files, address, { top: Number(values['top']), signal });
  if (!page) return { says: [`No flow of this capture is of ${address}.`], tables: [], pictures: [] };
  const { inAll, firstTime, lastTime, changes, rhythms } = page;
  const labels = labelsText(page.labels);
  const [beat] = rhythms;
  const [change] = changes;
  return {
    says: [
      `${address} began ${flowsOf(page.began)} and answered ${count(page.answered)}${firstTime === undefined ? '' : `, ${timesText(firstTime, lastTime ?? firstTime)}`}; it sent ${count(page.sent)} bytes and got ${count(page.received)}${labels === '' ? '' : ` (${labels})`}.`,
      ...(beat
        ? [
            `At even pauses of ${rounded(beat.every, 1)} s it asked ${beat.address}, ${beat.service}, ${count(beat.flows)} times.`,
          ]
        : []),
      ...(change
        ? [
            `It began to use ${change.service} at ${secondText(change.since)} (UTC): ${flowsOf(change.flows)} to ${hostsOf(change.peers)}.`,
          ]
        : []),
    ],
    tables: [
      {
        title: 'Peers',
        columns: ['Address', 'Flows', 'Sent', 'Received', 'From', 'To', 'Labels', 'Where'],
        rows: page.peers.map(each => [
          each.address,
          each.flows,
          each.sent,
          each.received,
          each.firstTime ?? null,
          each.lastTime ?? null,
          labelsText(each.labels),
          each.where,
        ]),
        of: inAll.peers,
      },
      groups('Services that it uses', page.services, inAll.services),
      groups('Services that it offers', page.offered, inAll.offered),
      {
        title: 'At even pauses',
        columns: ['Address', 'Service', 'Flows', 'Seconds', 'Unevenness', 'Where'],
        of: inAll.rhythms,
        rows: rhythms.map(each => [
          each.address,
          each.service,
          each.flows,
          rounded(each.every, 3),
          rounded(each.unevenness, 3),
          each.where,
        ]),
      },
      {
        title: 'What it began to use later',
        columns: ['Service', 'Since', 'Flows', 'Peers', 'Where'],
        of: inAll.changes,
        rows: changes.map(each => [each.service, each.since, each.flows, each.peers, each.where]),
      },
      timeline(page.timeline, page.step),
    ].filter(({ rows }) => rows.length > 0),
    pictures:
      page.peers.length > 0
        ? [{ kind: 'bars', title: 'Flows to peers', table: 0, x: 'Address', y: 'Flows' }]
        : [],
  };
}

function groups(title: string, found: readonly FlowGroup[], of: number): AnswerTable {
  return {
    title,
    columns: ['Name', 'Flows', 'Bytes', 'Labels', 'Where'],
    rows: found.map(({ name, flows, bytes, labels, where }) => [
      name,
      flows,
      bytes,
      labelsText(labels),
      where,
    ]),
    of,
  };
}

function timeline(steps: readonly TimelineStep[], seconds: number): AnswerTable {
  return {
    title: `Over time, steps of ${count(seconds)} s`,
    columns: ['Time', 'Flows', 'Bytes', 'Hosts', 'Labels'],
    rows: steps.map(({ time, flows, bytes, hosts, labels }) => [
      time,
      flows,
      bytes,
      hosts,
      labelsText(labels),
    ]),
  };
}
