import assert from 'node:assert/strict';
import fc from 'fast-check';
import { labelClasses } from '../../../server/src/engine/captures/labels';
import { findClusters } from '../../../server/src/engine/clusters/findClusters';
import { placedClustering, type Placed } from '../../support/makeClustering';

const placed = (cluster: number, token: string, labels: Placed['labels'] = { other: 1 }): Placed => ({
  token,
  labels,
  cluster,
});

describe('the name of a cluster', () => {
  const sources = (n: number, rest: string) =>
    Array.from({ length: n }, (_, i) => `udp ${i + 20}.${i}.0.1 ${rest}`);
  const cases: [what: string, tokens: [string, Placed['labels']?][], name: string][] = [
    [
      'has protocol, port, host and label',
      [
        ['udp 147.32.84.165 8.8.8.8 53', { botnet: 87 }],
        ['udp 147.32.84.165 9.1.2.3 53', { normal: 13 }],
      ],
      'udp → 8.8.8.8:53, 147.32.84.165, 87 % botnet',
    ],
    [
      'leaves out addresses that have nothing in common',
      ['1', '60', '120'].map(n => [`udp 147.32.84.165 ${n}.8.8.8 53`, { botnet: 5 }]),
      'udp → :53, 147.32.84.165, 100 % botnet',
    ],
    [
      'says the subnet',
      ['1', '2', '3'].map(n => [`tcp 10.0.0.${n} 192.0.2.${n} 443`, { normal: 1 }]),
      'tcp → :443 in 192.0.2.0/24, 10.0.0.0/24, 100 % normal',
    ],
    [
      'says the subnet of IPv6',
      ['1', '2', '3'].map(n => [`tcp 2001:db8::${n} 2001:db8:1::9 443`]),
      'tcp → [2001:db8:1::9]:443, 2001:db8::/64, 100 % other',
    ],
    [
      'counts what varies',
      ['1', '60', '120'].map(n => [`tcp 10.0.0.1 ${n}.8.8.8 ${n}1`]),
      'tcp → 3 addresses (3 ports), 10.0.0.1, 100 % other',
    ],
    ['counts sources', sources(4, '9.9.9.9 53').map(t => [t]), 'udp → 9.9.9.9:53, 4 sources, 100 % other'],
    [
      'joins two ports',
      [['tcp 1.1.1.1 2.2.2.2 80'], ['tcp 1.1.1.1 2.2.2.2 443']],
      'tcp → 2.2.2.2:80/443, 1.1.1.1, 100 % other',
    ],
    [
      'weighs by flows',
      [
        ['udp 1.1.1.1 2.2.2.2 53', { normal: 100 }],
        ['tcp 3.3.3.3 4.4.4.4 80', { normal: 1 }],
      ],
      'udp → 2.2.2.2:53, 1.1.1.1, 100 % normal',
    ],
    [
      'tells of a bot in the background, and never of all where it is not all',
      [['udp 1.1.1.1 2.2.2.2 53', { background: 9995, botnet: 4, normal: 1 }]],
      'udp → 2.2.2.2:53, 1.1.1.1, >99 % background, <1 % botnet',
    ],
    [
      'says nothing of labels that are not there',
      [['icmp 1.1.1.1 2.2.2.2 -', { unlabelled: 2 }]],
      'icmp → 2.2.2.2, 1.1.1.1',
    ],
    [
      'spells out what is invisible',
      [['udp \u202Eevil 2.2.2.2 53']],
      'udp → 2.2.2.2:53, ⟨U+202E⟩evil, 100 % other',
    ],
  ];
  for (const [what, tokens, name] of cases)
    it(`${what}: ${name}`, async () => {
      const clustering = await placedClustering(tokens.map(([token, labels]) => placed(0, token, labels)));
      assert.equal(clustering.names[0], name);
    });

  it('tells clusters apart by what is nearest to their centres', async () => {
    const clustering = await placedClustering([
      ...sources(4, '9.9.9.9 53').map(t => placed(0, t)),
      ...sources(8, '9.9.9.9 53')
        .slice(4)
        .map(t => placed(1, t)),
    ]);
    assert.deepEqual(clustering.names, [
      'udp → 9.9.9.9:53, 4 sources such as 20.0.0.1, 100 % other',
      'udp → 9.9.9.9:53, 4 sources such as 24.4.0.1, 100 % other',
    ]);
  });

  it('is made of other columns too', async () => {
    const columns = ['State', 'Dport/class'];
    const tokens = ['CON well-known', 'CON registered', 'INT registered'];
    const clustering = await placedClustering(
      tokens.map((t, i) => placed(i, t, { unlabelled: 1 })),
      columns,
    );
    assert.deepEqual(clustering.names, [
      '→ :well-known, State CON',
      '→ :registered, State CON',
      '→ :registered, State INT',
    ]);
  });

  it('is never empty and never the same, as long as tokens differ', () => {
    const cell = fc.constantFrom('-', 'udp', '1.1.1.1', '1.1.2.1', '9.9.9.9', '53', '=x', '\u202E', '::1');
    const token = fc.tuple(cell, cell, cell, cell).map(cells => cells.join(' '));
    const tokens = fc.uniqueArray(token, { minLength: 1, maxLength: 12 });
    const labels = fc.record({ n: fc.nat(3), name: fc.constantFrom(...labelClasses) });
    return fc.assert(
      fc.asyncProperty(tokens, fc.array(fc.nat(4)), labels, async (names, places, { n, name }) => {
        // Each cluster has a member: those beyond the last are renumbered.
        const given = names.map((_, i) => places[i] ?? i % 3);
        const used = [...new Set(given)].sort((a, b) => a - b);
        const clustering = await placedClustering(
          names.map((t, i) => placed(used.indexOf(given[i] as number), t, { [name]: n })),
        );
        assert.ok(clustering.names.every(text => text.trim() !== ''));
        assert.equal(new Set(clustering.names).size, clustering.names.length);
      }),
    );
  });
});

describe('clusters are found', () => {
  const tokens: Placed[] = [
    placed(0, 'udp 10.0.0.1 8.8.8.8 53', { normal: 400, botnet: 1 }),
    placed(1, 'tcp 147.32.84.165 1.2.3.4 25', { botnet: 500 }),
    placed(1, 'tcp 147.32.84.165 1.2.3.5 25', { botnet: 9, normal: 1 }),
    placed(2, 'tcp 147.32.84.16 1.2.3.6 6667', { botnet: 1 }),
    placed(3, 'tcp 10.0.0.53 1.2.3.6 80', { normal: 7 }),
  ];
  const cases: [text: string, found: number[]][] = [
    ['botnet', [1, 2, 0]],
    ['BOTNET', [1, 2, 0]],
    ['147.32.84.165', [1]],
    ['147.32.84.16', [2]],
    ['147.32.84', [1, 2]],
    ['53', [0]],
    [':53', [0]],
    [':443', []],
    ['Dport=53', [0]],
    ['dport=443', []],
    ['SrcAddr=10.0.0.53', [3]],
    ['botnet :25', [1]],
    ['normal udp', [0]],
    ['normal 1.2.3.6', [3]],
    ['.53', [3]],
    ['gopher', []],
    ['', []],
    ['   ', []],
  ];
  for (const [text, found] of cases)
    it(`by "${text}"`, async () =>
      assert.deepEqual(await findClusters(await placedClustering(tokens), text), found));
});
