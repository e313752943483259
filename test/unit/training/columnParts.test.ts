import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { rowsOf } from '../../../server/src/editor/captures/captureRows';
import { linesOf } from '../../support/linesOf';
import { CaptureStore } from '../../../server/src/engine/captures/store';
import { buildCorpus } from '../../../server/src/engine/training/corpus/buildCorpus';
import { columnPart, partNames } from '../../../server/src/engine/training/corpus/columnParts';
import { tokenOfLine } from '../../../server/src/engine/training/corpus/lineToken';
import { tokenOfFields } from '../../../server/src/engine/training/corpus/tokens';
import { defaultConfig, parseTokenColumns } from '../../../server/src/engine/training/embedding/config';
import { makeCapture } from '../../support/makeCapture';
import { temporaryFolder } from '../../support/temporaryFolder';

describe('parts of a token', () => {
  const cases: [part: string, cell: string, wanted: string][] = [
    ['Dport/class', '53', '53'],
    ['Dport/class', '0', '0'],
    ['Dport/class', '1023', '1023'],
    ['Sport/class', '1024', 'registered'],
    ['Sport/class', '49151', 'registered'],
    ['Sport/class', '49152', 'ephemeral'],
    ['Sport/class', '65535', 'ephemeral'],
    ['Dport/class', '0x0303', '0x0303'],
    ['Dport/class', 'http', 'http'],
    ['Dport/class', '', ''],
    ['SrcAddr/24', '10.1.2.3', '10.1.2.0/24'],
    ['SrcAddr/16', '10.1.2.3', '10.1.0.0/16'],
    ['DstAddr/8', '10.1.2.3', '10.0.0.0/8'],
    ['DstAddr/24', '2001:db8::1', '2001:db8::1'],
    ['DstAddr/64', '10.1.2.3', '10.1.2.3'],
    ['DstAddr/64', '2001:DB8:0:5:1::1', '2001:db8:0:5::/64'],
    ['DstAddr/64', '2001:0db8::1', '2001:db8::/64'],
    ['DstAddr/48', '2001:db8:7:5:1:2:3:4', '2001:db8:7::/48'],
    ['DstAddr/32', '2001:db8:7:5:1:2:3:4', '2001:db8::/32'],
    ['SrcAddr/64', 'fe80::1%eth0', 'fe80::/64'],
    ['SrcAddr/64', '::1', '::/64'],
    ['SrcAddr/64', '::', '::/64'],
    ['SrcAddr/64', '64:ff9b::192.0.2.33', '64:ff9b::/64'],
    ['SrcAddr/64', '1:2:3:4:5:6:192.0.2.33', '1:2:3:4::/64'],
    ['SrcAddr/24', '00:11:22:33:44:55', '00:11:22:33:44:55'],
    ['SrcAddr/24', '256.1.1.1', '256.1.1.1'],
    ['SrcAddr/24', '', ''],
    ['State/class', 'S_', 'one-sided'],
    ['State/class', '_SA', 'one-sided'],
    ['State/class', 'S_RA', 'refused'],
    ['State/class', 'FSPA_FSPA', 'closed'],
    ['State/class', 'SRPA_FSPA', 'reset'],
    ['State/class', 'PA_PA', 'open'],
    ['State/class', 'CON', 'CON'],
    ['TotBytes/bin', '0', '0'],
    ['TotBytes/bin', '1', '1'],
    ['TotBytes/bin', '2', '2-4'],
    ['TotBytes/bin', '3', '2-4'],
    ['TotBytes/bin', '1023', '512-1k'],
    ['TotBytes/bin', '1024', '1k-2k'],
    ['TotBytes/bin', '1500000', '1M-2M'],
    ['TotPkts/bin', '', ''],
    ['TotPkts/bin', '-3', '<0'],
    ['SrcBytes/bin', '9e18', '1P-2P'],
    ['Dur/bin', '0.000000', '0'],
    ['Dur/bin', '0.000999', '<1ms'],
    ['Dur/bin', '0.001', '1ms-10ms'],
    ['Dur/bin', '3599.9', '1000s-10000s'],
    ['Dur/bin', '10000', '>=10000s'],
    ['Dur', '.5', '0.500000'],
    ['TotBytes', '1e3', '1000'],
    ['StartTime', '2011-08-16T10:01:46.9Z', '2011/08/16 10:01:46.900000'],
    ['Label', 'flow=From-Botnet', 'flow=From-Botnet'],
  ];
  for (const [part, cell, wanted] of cases)
    it(`${part} of ${JSON.stringify(cell)} is ${JSON.stringify(wanted)}`, () =>
      assert.equal(columnPart(part).of(cell), wanted));

  it('are named in any case, and named as the column is', () =>
    assert.deepEqual(parseTokenColumns(['dport/CLASS', ' srcaddr/24 ', 'Dport']), [
      'Dport/class',
      'SrcAddr/24',
      'Dport',
    ]));

  it('are offered by the setting, all of them', () => {
    const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as {
      contributes: { configuration: { properties: Record<string, { items?: { enum: string[] } }> } };
    };
    const { properties } = manifest.contributes.configuration;
    assert.deepEqual(properties['flow2vec.corpus.tokenColumns']?.items?.enum, partNames);
    for (const name of partNames) assert.equal(columnPart(name).name, name);
  });

  const wrong: [names: string[], message: RegExp][] = [
    [['Dport/bin'], /"Dport\/bin" is no part of a token: of Dport there are Dport, Dport\/class\./],
    [['SrcAddr/23'], /of SrcAddr there are SrcAddr, SrcAddr\/8, .*SrcAddr\/64\./],
    [['SrcAddr/'], /"SrcAddr\/" is no part of a token/],
    [['Proto/class'], /nothing is derived of Proto; write Proto\./],
    [['Port/class'], /"Port\/class" is no flow column: choose from StartTime/],
    [['Dport/class', 'dport/class'], /names a column twice/],
  ];
  for (const [names, message] of wrong)
    it(`cannot be ${names.join()}`, () => assert.throws(() => parseTokenColumns(names), message));
});

describe('store and row agree on every part', function () {
  this.timeout(60_000);
  const folder = temporaryFolder();
  const [header = '', ...rows] = makeCapture({ flows: 60, seed: 5 }).trimEnd().split('\n');

  const address = fc.oneof(
    fc.ipV4(),
    fc.ipV6(),
    fc.constantFrom('', '00:1b:21:3c:9d:f8', 'host.name', '::ffff:10.0.0.1', 'fe80::1', '010.1.1.1'),
  );
  const port = fc.oneof(
    fc.integer({ min: 0, max: 70_000 }).map(String),
    fc.constantFrom('', '0x0303', 'domain', '1023', '1024', '49151', '49152', '*', '0053'),
  );
  const amount = fc.oneof(
    fc.integer({ min: 0, max: 5000 }).map(String),
    fc.integer({ min: 0, max: 52 }).map(n => String(2 ** n)),
    fc.integer({ min: 1, max: 52 }).map(n => String(2 ** n - 1)),
    fc.constantFrom('', '-1', '1e3', '12.7', '1e30', '+7'),
  );
  const duration = fc.oneof(
    fc.integer({ min: 0, max: 4_000_000_000 }).map(n => (n / 1e6).toFixed(6)),
    fc.integer({ min: -6, max: 6 }).map(n => String(10 ** n)),
    fc.constantFrom('', '0', '0.000000', '-1', '.5', '0.001', '0.0009999'),
  );
  const state = fc.constantFrom('S_', 'S_RA', 'FSPA_FSPA', 'CON', '', '_', 'PA_PA', 'SR_SA', 'x_y');
  const cells = fc.record({
    1: duration,
    3: address,
    4: port,
    6: address,
    7: port,
    8: state,
    11: amount,
    12: amount,
    13: amount,
  });

  it('in captures of odd cells', async () => {
    let n = 0;
    const columns = partNames.filter(name => !name.startsWith('src') && !/^SrcPkts|^dstU/.test(name));
    await fc.assert(
      fc.asyncProperty(fc.array(cells, { minLength: 2, maxLength: 120 }), async drawn => {
        const lines = drawn.map((odd, i) => {
          const row = (rows[i % rows.length] as string).split(',');
          return row.map((cell, c) => (odd as Record<number, string>)[c] ?? cell).join(',');
        });
        const path = folder.file(`${n++}.binetflow`, `${[header, ...lines].join('\n')}\n`);
        const read = rowsOf(linesOf([header, ...lines].join('\n')));
        const tokens = lines.map((_, i) => {
          const row = read.at(i + 1);
          return row?.flow && tokenOfFields(row.fields, { columns }, row.flow);
        });
        const wanted = tokens.filter(token => token !== undefined);
        if (new Set(wanted).size < 2) return;
        const capture = await new CaptureStore(join(folder.path, 'store')).open([path]);
        const corpus = await buildCorpus(capture, { ...defaultConfig, tokenColumns: columns });
        await capture.close();
        assert.deepEqual(
          [...corpus.tokens].map(id => corpus.vocabulary.tokens[id]),
          wanted,
        );
      }),
      { numRuns: 8, seed: 4 },
    );
  });

  it('which a typed row of the capture then finds', async () => {
    const path = folder.file('typed.binetflow', `${header}\n${rows.join('\n')}\n`);
    const columns = ['SrcAddr/24', 'Dport/class', 'TotBytes/bin'];
    assert.match(await tokenOfLine(path, rows[0] as string, columns), /^[\d.]+\/24 \S+ \S+$/);
  });
});
