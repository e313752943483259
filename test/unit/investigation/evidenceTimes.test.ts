import assert from 'node:assert/strict';
import type { Pin } from '../../../shared/investigation/case';
import { hostsOf, pinsOfHost, pinsOfNoHost } from '../../../shared/investigation/evidenceHosts';
import { evidenceTimes } from '../../../shared/investigation/evidenceTimes';

describe('evidence over time', () => {
  const pin = (id: string, verdict: Pin['verdict'], rows?: [time: string, address: string][]): Pin => ({
    ...{ id, title: id, question: '', about: { where: '' }, verdict, note: '', tags: [] },
    ...{ analyst: 'Ada', time: '2026-01-02T03:04:05.000Z', captures: [] },
    ...(rows ? { flows: { columns: ['StartTime', 'SrcAddr'], rows, count: rows.length } } : {}),
  });
  const at = (second: number) => new Date(Date.UTC(2011, 7, 16) + second * 1000).toISOString();

  it('has a line for each piece of a host, in order of time, the most serious host first', () => {
    const found = evidenceTimes([
      pin('late', 'benign', [
        [at(100), '10.0.0.2'],
        [at(50), '10.0.0.1'],
      ]),
      pin('early', 'malicious', [
        [at(0), '10.0.0.1'],
        [at(0), '10.0.0.1'],
        [at(25), '10.0.0.1'],
      ]),
    ]);
    assert.ok(found);
    assert.deepEqual([found.from, found.to, found.inAll], [Date.parse(at(0)), Date.parse(at(100)), 2]);
    const told = found.hosts.map(({ host, lines }) => [
      `${host.address} ${host.verdict}`,
      ...lines.map(({ pin: { id }, flows, places }) => `${id} ${flows} at ${places.join(' ')}`),
    ]);
    assert.deepEqual(told, [
      ['10.0.0.1 malicious', 'early 3 at 0 0.25', 'late 1 at 0.5'],
      ['10.0.0.2 benign', 'late 1 at 1'],
    ]);
  });

  it('counts a flow of several pieces once', () => {
    const piece = pin('all', 'unknown', [[at(0), '10.0.0.1']]);
    const rows = [1, 2].map(line => [...(piece.flows?.rows[0] ?? []), line]);
    const columns = [...(piece.flows?.columns ?? []), 'Line'];
    const [all, part] = [rows, rows.slice(1)].map(some => {
      return { ...piece, flows: { columns, rows: some, count: some.length } };
    });
    assert.equal(hostsOf([all as Pin, part as Pin])[0]?.flows, 2);
  });

  for (const [where, whose] of [
    ["Host = '10.0.0.1'", { '10.0.0.1': 2 }],
    ["Host in ('10.0.0.1', '10.0.0.7') and Dport = 53", { '10.0.0.1': 2 }],
    ["Host = '10.0.0.1' or Dport = 53", { '10.0.0.1': 1, '10.0.0.2': 1 }],
    ["not Host = '10.0.0.1'", { '10.0.0.1': 1, '10.0.0.2': 1 }],
    ['Dport = 53', { '10.0.0.1': 1, '10.0.0.2': 1 }],
    ['no filter at all (', { '10.0.0.1': 1, '10.0.0.2': 1 }],
  ] as const)
    it(`says whose flows those of ${where} are`, () => {
      const rows = [
        [at(0), '10.0.0.1', '10.0.0.9'],
        [at(5), '10.0.0.2', '10.0.0.1'],
      ];
      const flows = { columns: ['StartTime', 'SrcAddr', 'DstAddr'], rows, count: 2 };
      const evidence = [{ ...pin('of it', 'malicious'), about: { where }, flows }];
      const found = Object.fromEntries(hostsOf(evidence).map(each => [each.address, each.flows]));
      assert.deepEqual(found, whose);
      const lines = evidenceTimes(evidence)?.hosts.map(({ host: { address }, lines: of }) => [
        address,
        of.reduce((sum, line) => sum + line.flows, 0),
      ]);
      assert.deepEqual(Object.fromEntries(lines ?? []), whose);
      for (const address of Object.keys(whose))
        assert.equal(pinsOfHost(evidence, address).length, 1, address);
    });

  it('tells of so many hosts as one can look through, and of how many there are', () => {
    const rows = Array.from({ length: 300 }, (_, i): [string, string] => [at(i), `10.0.${i % 150}.1`]);
    const found = evidenceTimes([pin('many', 'suspicious', rows)]);
    assert.deepEqual([found?.hosts.length, found?.inAll], [40, 150]);
  });

  it('is none where no flow has a time, and such pieces are not lost', () => {
    const pins = [
      pin('bare', 'unknown'),
      pin('timeless', 'unknown', [['', '10.0.0.1']]),
      pin('nobody', 'benign', [['', '']]),
    ];
    assert.equal(evidenceTimes(pins), undefined);
    assert.deepEqual(
      pinsOfNoHost(pins).map(({ id }) => id),
      ['bare', 'nobody'],
    );
  });
});
