import assert from 'node:assert/strict';
import fc from 'fast-check';
import { defaultTokenColumns } from '../../../server/src/engine/training/corpus/tokens';
import { indexCapture } from '../../../server/src/editor/captures/captureIndex';
import { hoverAt, type HoverContext } from '../../../server/src/editor/captures/hover';
import { atOnce } from '../../../server/src/editor/slices';
import { stateText } from '../../../server/src/editor/captures/describeColumn';
import type { Flow } from '../../../server/src/engine/captures/flow';
import { words } from '../../../server/src/engine/captures/formats/argus/words';
import { formatBytes, formatDuration, formatShares, formatTime } from '../../../server/src/editor/units';
import { linesOf } from '../../support/linesOf';

const columns = [
  'StartTime',
  'Dur',
  'Proto',
  'SrcAddr',
  'Sport',
  'Dir',
  'DstAddr',
  'Dport',
  'State',
  'sTos',
  'dTos',
];
const header = [...columns, 'TotPkts', 'TotBytes', 'SrcBytes', 'srcUdata', 'dstUdata', 'Label'].join();
const context: HoverContext = { tokenColumns: defaultTokenColumns, model: { kind: 'unknown' } };

/** Hover of the cell of a column in a row below the header, without backslashes. */
function say(row: string, column: string, more: Partial<HoverContext> = {}): string {
  const lines = linesOf(`${header}\n${row}`);
  const at = header.split(',').indexOf(column);
  const character = row.split(',').slice(0, at).join().length + (at === 0 ? 0 : 1);
  return hoverAt(lines, 1, character, { ...context, ...more })?.markdown.replaceAll('\\', '') ?? '(none)';
}

const rowOf = (cells: Partial<Record<string, string>>): string => {
  const usual: Record<string, string> = {
    StartTime: '2011/08/16 10:01:46.972101',
    Dur: '321.5',
    Proto: 'tcp',
    SrcAddr: '10.0.0.1',
    Sport: '49213',
    Dir: '   ->',
    DstAddr: '10.0.0.2',
    Dport: '25',
    State: 'FSPA_FSPA',
    sTos: '0',
    dTos: '0',
    TotPkts: '20',
    TotBytes: '15300',
    SrcBytes: '5300',
    srcUdata: '',
    dstUdata: '',
    Label: 'flow=From-Botnet-V47',
  };
  return header
    .split(',')
    .map(column => cells[column] ?? usual[column] ?? '')
    .join();
};

describe('a hover', () => {
  const columnCases: [string, Partial<Record<string, string>>, RegExp][] = [
    ['StartTime', {}, /^\*\*Start 2011\/08\/16.*\*\*: the first packet, 2011-08-16 10:01:46\.972101 UTC/],
    ['Dur', {}, /^\*\*Duration 321\.5\*\*: 5 min 22 s between/],
    ['Proto', {}, /^\*\*Protocol tcp\*\*: connections/],
    ['SrcAddr', {}, /^\*\*Source 10\.0\.0\.1\*\*: the IPv4 address of the host/],
    ['SrcAddr', { SrcAddr: '00:11:22:33:44:55', Proto: 'arp', Dir: 'who' }, /the MAC address/],
    ['Sport', {}, /^\*\*Source port 49213\*\*: a port of the kind that clients are given/],
    ['Dir', {}, /^\*\*Direction ->\*\*: the source began/],
    ['Dir', { Dir: '  <?>' }, /did not see who began/],
    ['DstAddr', { DstAddr: '2001:db8::1' }, /^\*\*Destination 2001:db8::1\*\*: the IPv6 address/],
    ['Dport', {}, /^\*\*Destination port 25\*\*: SMTP, for mail delivery/],
    ['Dport', { Proto: 'icmp', Dport: '0x0103' }, /no port: Argus writes ICMP types/],
    ['Dport', { Dport: '' }, /^\*\*Destination port \(empty\)\*\*/],
    [
      'State',
      {},
      /^\*\*State FSPA_FSPA\*\*: opened, data carried, closed in order by both sides\. TCP flags/,
    ],
    ['sTos', { sTos: '184' }, /DSCP 46/],
    ['TotPkts', {}, /sent by both sides together/],
    ['TotBytes', {}, /^\*\*Bytes 15300\*\*: 15\.3 kB, 765 a packet/],
    ['SrcBytes', {}, /^\*\*Source bytes 5300\*\*: 5\.3 kB, headers included, 35 % of the flow/],
    ['srcUdata', { srcUdata: 's[4]=R0VUIA==' }, /the first 4 bytes of this side; decoded: GET/],
    ['Label', {}, /^\*\*Label flow=From-Botnet-V47\*\*: counted as botnet/],
  ];
  it('says what a state means once, whichever cell is pointed at', () => {
    for (const column of header.split(',')) {
      const said = say(rowOf({}), column);
      assert.equal(said.match(/opened, data carried, closed in order/g)?.length, 1, column);
    }
  });

  for (const [column, cells, want] of columnCases)
    it(`explains ${column} first: ${want.source}`, () => assert.match(say(rowOf(cells), column), want));

  const sentences: [Partial<Record<string, string>>, string][] = [
    [{}, '**10.0.0.1** asked **10.0.0.2** for mail delivery (SMTP, tcp port 25), and got an answer.'],
    [
      { SrcBytes: '15300' },
      '**10.0.0.1** asked **10.0.0.2** for mail delivery (SMTP, tcp port 25), and no answer was seen.',
    ],
    [
      { Dir: '   <-', Sport: '53', Proto: 'udp' },
      '**10.0.0.2** asked **10.0.0.1** for name lookup (DNS, udp port 53), and got an answer.',
    ],
    [
      { Dir: '  <?>' },
      '**10.0.0.1** and **10.0.0.2** exchanged packets for mail delivery (SMTP, tcp port 25); Argus did not see who began.',
    ],
    [
      { Dir: '   ?>', Dport: '40001' },
      '**10.0.0.1** asked **10.0.0.2** on tcp port 40001, and got an answer (Argus is not sure who began).',
    ],
    [
      { Dir: '  who', Proto: 'arp' },
      '**10.0.0.1** asked the local network which MAC address has **10.0.0.2**.',
    ],
    [
      { Proto: 'icmp', Dport: '0x0008', Dir: '  <->' },
      '**10.0.0.1** asked **10.0.0.2** by icmp, and got an answer.',
    ],
  ];
  for (const [cells, want] of sentences)
    it(`says: ${want}`, () =>
      assert.ok(say(rowOf(cells), 'Proto').includes(want), say(rowOf(cells), 'Proto')));

  it('tells volume, duration and label', () => {
    const text = say(rowOf({}), 'Proto');
    assert.ok(text.includes('Volume: 20 packets, 15.3 kB: 5.3 kB from the source, 10.0 kB back'));
    assert.ok(text.includes('Label flow=From-Botnet-V47 (botnet)'));
  });

  it('counts the token once the lines are counted', () => {
    const lines = linesOf([header, rowOf({}), rowOf({ Label: 'Normal' }), rowOf({ Dport: '80' })].join('\n'));
    const index = atOnce(indexCapture(lines, { tokenColumns: defaultTokenColumns, problemLimit: 10 }));
    const text = hoverAt(lines, 1, 0, { ...context, index })?.markdown ?? '';
    assert.match(
      text,
      /Token \*\*tcp 10\.0\.0\.1 10\.0\.0\.2 25\*\*: 2 flows of 3 flows here, botnet 50\.0 %, normal 50\.0 %\./,
    );
    assert.match(hoverAt(lines, 1, 0, context)?.markdown ?? '', /its flows are being counted/);
  });

  it('says what usually follows the token, and nothing of what seldom does', () => {
    const similar = {
      token: 't',
      columns: defaultTokenColumns,
      known: true,
      count: 3,
      labels: {},
      neighbours: [],
      model: { id: 'm', flows: 3, vocabulary: 2, trainedAt: '' },
    };
    const followedBy = [
      { token: 'udp 10.0.0.1 [x](http://evil) 53', probability: 0.826 },
      { token: 'tcp a b 80', probability: 0.05 },
      { token: 'tcp a b 81', probability: 0.049 },
    ];
    const lines = linesOf(`${header}\n${rowOf({})}`);
    const text = hoverAt(lines, 1, 0, { ...context, similar: { ...similar, followedBy } })?.markdown ?? '';
    assert.ok(
      text.endsWith(
        'Usually followed by **udp 10.0.0.1 \\[x\\]\\(http\\:\\/\\/evil\\) 53** (83 %), **tcp a b 80** (5 %).',
      ),
      text,
    );
    assert.doesNotMatch(hoverAt(lines, 1, 0, { ...context, similar })?.markdown ?? '', /followed/);
  });

  it('survives a header that names columns like members of objects', () => {
    const lines = linesOf(
      `StartTime,Proto,SrcAddr,DstAddr,constructor,__proto__\n2011/08/16 10:01:46,tcp,10.0.0.1,10.0.0.2,a,b`,
    );
    assert.match(hoverAt(lines, 1, 42, context)?.markdown ?? '', /^\*\*constructor a\*\*/);
  });

  it('answers any cell without throwing, and marks the cell', () => {
    const names = fc.constantFrom(...header.split(','));
    fc.assert(
      fc.property(names, fc.string(), fc.nat(200), (column, value, character) => {
        const lines = linesOf(`${header}\n${rowOf({ [column]: value }).replaceAll('\n', ' ')}`);
        const hover = hoverAt(lines, 1, character, context);
        if (hover) assert.ok(hover.range.start.character <= hover.range.end.character);
      }),
      { numRuns: 500, seed: 9 },
    );
  });
});

describe('states as Argus defines them', () => {
  const cases: [string, string, RegExp][] = [
    ['tcp', 'S_', /nobody answered\. TCP flags seen from the source: SYN; from the destination: nothing/],
    ['tcp', 'S_RA', /refused the connection/],
    ['tcp', 'SRPA_FSPA', /opened, data carried, cut off by the source with a reset/],
    ['tcp', 'PA_A', /already open when this report began, data carried, not closed/],
    ['tcp', '_FSPA', /only the destination was seen/],
    ['tcp', 'FSPAC_SAE', /CWR.*ECE/],
    ['udp', 'CON', /both sides/],
    ['udp', 'INT', /one side only/],
    ['icmp', 'URP', /unreachable: port/],
    ['icmp', 'ECO', /ping/],
    ['tcp', 'S0', /Zeek/],
    ['tcp', 'constructor', /does not list/],
    ['tcp', '', /no state/],
  ];
  for (const [proto, state, want] of cases)
    it(`${proto} ${state}`, () => assert.match(stateText({ proto } as Flow, state, words), want));
});

describe('units', () => {
  const cases: [string, string][] = [
    [formatBytes(0), '0 B'],
    [formatBytes(999), '999 B'],
    [formatBytes(999_960), '1.0 MB'],
    [formatBytes(415_389_446), '415 MB'],
    [formatDuration(0.000869), '0.869 ms'],
    [formatDuration(3.5), '3.5 s'],
    [formatDuration(59.96), '1 min'],
    [formatDuration(3599.986572), '1 h'],
    [formatDuration(5941), '1 h 39 min'],
    [formatDuration(190_000), '2 d 5 h'],
    [formatTime(1_313_488_906_972_101), '2011-08-16 10:01:46.972101 UTC'],
    [formatShares({ botnet: 1, background: 99_999 }), 'botnet < 0.1 %, background > 99.9 %'],
    [formatShares({ normal: 3 }), 'normal 100 %'],
  ];
  for (const [got, want] of cases) it(want, () => assert.equal(got, want));
});
