import { answerParameters } from '../../../../shared/parameters/answers';
import { readingOptions } from '../captures/reading';
import { ruled, type Command } from '../command';
import { count, shares } from '../console';
import { named, section } from '../overview/overview';

export const host: Command = {
  name: 'host',
  takes: 'FILE… ADDRESS',
  last: 'ADDRESS',
  about:
    'What one host does: peers, services used and offered, beats, what it began to use later, activity over time. ADDRESS may also be a conversation ("A → B"), a service ("tcp 443") or a subnet (10.0.0.0/24).',
  options: [ruled(answerParameters.groups, 'top'), ...readingOptions],
  examples: [
    'host my.binetflow 147.32.84.165',
    'host conn.log 10.0.0.5 --json',
    'host my.binetflow "tcp 443"',
  ],
  async run(call, console, open) {
    const { files, last: address } = call;
    const engine = await open();
    const top = call.number('top') ?? answerParameters.groups.default;
    const page = await engine.host(files, address, { top });
    if (!page) throw new Error(`${files.join(', ')}: no flow has the address "${address}".`);
    if (call.has('json'))
      return console.json({
        ...page,
        services: named(page.services, 'proto', 'port'),
        offered: named(page.offered, 'proto', 'port'),
        states: named(page.states, 'state'),
      });
    console.lines(
      `${page.address}: ${count(page.began)} flows begun, ${count(page.answered)} answered; ${count(page.sent)} bytes sent, ${count(page.received)} received`,
      `seen    ${page.firstTime ?? '-'} to ${page.lastTime ?? '-'}`,
      `labels  ${shares(page.labels)}`,
      ...section(`Hosts (${count(page.inAll.members)})`, page.members),
      '',
      `Peers (${count(page.inAll.peers)})`,
      ...page.peers.map(
        p =>
          `${p.address}  ${count(p.flows)} flows, ${count(p.sent)} bytes sent, ${count(p.received)} received; ${shares(p.labels)}`,
      ),
      ...section(`Services it uses (${count(page.inAll.services)})`, page.services),
      ...section(`Services it offers (${count(page.inAll.offered)})`, page.offered),
      ...section('How they ended', page.states),
      ...(page.rhythms.length > 0 ? ['', 'Beats'] : []),
      ...page.rhythms.map(
        r =>
          `${r.address}  ${r.service}  ${count(r.flows)} flows, about every ${r.every.toFixed(1)} s (± ${(100 * r.unevenness).toFixed(0)} %)`,
      ),
      ...(page.changes.length > 0 ? ['', 'Began later'] : []),
      ...page.changes.map(
        c => `${c.service}  since ${c.since}: ${count(c.flows)} flows to ${count(c.peers)} hosts`,
      ),
    );
  },
};
