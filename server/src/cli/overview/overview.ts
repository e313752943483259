import { answerParameters } from '../../../../shared/parameters/answers';
import type { FlowGroup } from '../../../../shared/protocol/overview';
import { readingOptions } from '../captures/reading';
import { ruled, type Command } from '../command';
import { cell, count, shares } from '../console';

export const overview: Command = {
  name: 'overview',
  takes: 'FILE…',
  about:
    'What a capture holds at a glance: hosts, conversations, services and states by flows, flows over time, columns, rows not read.',
  options: [ruled(answerParameters.groups, 'top'), ...readingOptions],
  examples: ['overview my.binetflow', 'overview conn.log --top 50 --json'],
  async run(call, console, open) {
    const { files } = call;
    const engine = await open();
    const top = call.number('top') ?? answerParameters.groups.default;
    const found = await engine.overview(files, { top });
    if (call.has('json'))
      return console.json({
        ...found,
        hosts: named(found.hosts, 'address'),
        conversations: named(found.conversations, 'source', 'destination'),
        services: named(found.services, 'proto', 'port'),
        states: named(found.states, 'state'),
      });
    console.lines(
      `${count(found.flows)} flows, ${count(found.bytes)} bytes, ${count(found.rejected)} rows not read`,
      `time    ${found.firstTime ?? '-'} to ${found.lastTime ?? '-'}`,
      `labels  ${shares(found.labels)}`,
      ...found.notes,
      ...section(`Hosts (${count(found.inAll.hosts)})`, found.hosts),
      ...section(`Conversations (${count(found.inAll.conversations)})`, found.conversations),
      ...section(`Services (${count(found.inAll.services)})`, found.services),
      ...section(`States (${count(found.inAll.states)})`, found.states),
      '',
      `Flows by ${count(found.step)} s`,
      ...found.timeline.map(({ time, flows }) => `${time}  ${count(flows)}`),
      ...(found.reasons.length > 0 ? ['', 'Rows not read'] : []),
      ...found.reasons.map(({ rows, line, message }) => `${count(rows)} from line ${line}: ${message}`),
    );
  },
};

/** Groups with their values under names. */
export function named(groups: readonly FlowGroup[], ...names: readonly string[]): object[] {
  return groups.map(({ name, values, ...group }) => ({
    name,
    ...Object.fromEntries(names.map((each, i) => [each, values[i]])),
    ...group,
  }));
}

/** Groups under a heading that says how many there are in all. */
export function section(heading: string, groups: readonly FlowGroup[]): string[] {
  if (groups.length === 0) return [];
  const width = Math.max(...groups.map(({ name }) => cell(name, 0).length));
  return [
    '',
    heading,
    ...groups.map(
      ({ name, flows, bytes, labels }) =>
        `${cell(name, width)}  ${count(flows)} flows, ${count(bytes)} bytes; ${shares(labels)}`,
    ),
  ];
}
