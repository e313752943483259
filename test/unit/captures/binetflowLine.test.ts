import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import fc from 'fast-check';
import { flowColumns } from '../../../server/src/engine/captures/columns';
import { detectLayout, type ArgusLayout } from '../../../server/src/engine/captures/formats/argus/layout';
import { parseFlowLine } from '../../../server/src/engine/captures/formats/argus/line';
import { makeCapture } from '../../support/makeCapture';

const comma: ArgusLayout = {
  delimiter: ',',
  columns: [...flowColumns.slice(0, 14), 'Label'],
  hasHeader: true,
  firstRow: 2,
};
const tab: ArgusLayout = { ...comma, delimiter: '\t' };
const good =
  '2011/08/16 10:01:46.972101,3.5,tcp,10.0.0.1,1025,   ->,10.0.0.2,25,FSPA_FSPA,0,0,8,1200,500,flow=x';

/** Each problem as `severity code |text it marks|`. */
function problemsOf(text: string, layout: ArgusLayout = comma): string[] {
  const { problems } = parseFlowLine(text, 7, layout);
  assert.ok(problems.every(p => p.line === 7 && p.message.endsWith('.')));
  return problems.map(p => `${p.severity} ${p.code} |${text.slice(p.start, p.end)}|`);
}

const replaced = (column: string, value: string): string => {
  const cells = good.split(',');
  cells[comma.columns.indexOf(column)] = value;
  return cells.join(',');
};

describe('a row of an Argus listing', () => {
  it('is read with its padding removed and its places kept', () => {
    const { flow, fields } = parseFlowLine(good, 3, comma);
    assert.deepEqual(flow, {
      line: 3,
      startTime: Date.UTC(2011, 7, 16, 10, 1, 46) * 1000 + 972101,
      duration: 3.5,
      proto: 'tcp',
      srcAddr: '10.0.0.1',
      sport: '1025',
      dir: '->',
      dstAddr: '10.0.0.2',
      dport: '25',
      state: 'FSPA_FSPA',
      sTos: '0',
      dTos: '0',
      packets: 8,
      bytes: 1200,
      srcBytes: 500,
      srcPackets: undefined,
      label: 'flow=x',
    });
    assert.deepEqual(fields[5], { column: 'Dir', text: '->', start: 52, end: 54 });
  });

  const cases: [string, string, string[]][] = [
    ['a good row', good, []],
    ['a blank row', '  \t', []],
    ['too few fields', '2011/08/16 10:01:46,1,tcp', ['error field-count |2011/08/16 10:01:46,1,tcp|']],
    ['too many fields', `${good},more,and more`, ['error field-count |more,and more|']],
    ['a word for a time', replaced('StartTime', ' noon '), ['error start-time |noon|']],
    [
      'a day that never was',
      replaced('StartTime', '2011/02/29 10:00:00'),
      ['error start-time |2011/02/29 10:00:00|'],
    ],
    ['a second header', comma.columns.join(','), [`information second-header |${comma.columns.join(',')}|`]],
    [
      'two bad numbers',
      replaced('Dur', 'long').replace('1200', '12e'),
      ['error number |long|', 'error number |12e|'],
    ],
    [
      'a man record',
      replaced('Proto', 'man'),
      [`information management-record |${replaced('Proto', 'man')}|`],
    ],
    ['an octet of 256', replaced('SrcAddr', '10.0.0.256'), ['warning address |10.0.0.256|']],
    ['a host name', replaced('DstAddr', 'mail.example'), ['warning address |mail.example|']],
    ['an LLC address', replaced('Proto', 'llc').replace('10.0.0.1', '0x42'), []],
    ['an IPv6 address', replaced('DstAddr', '2001:718:2:1634:96de:80ff:fe7a:bdf0'), []],
    ['a MAC address', replaced('SrcAddr', '00:1b:21:0:a:ff'), []],
    ['a port beyond 65535', replaced('Dport', '65536'), ['warning port |65536|']],
    ['a hexadecimal port', replaced('Dport', '0xf735'), []],
    ['an empty port', replaced('Sport', ''), []],
    ['a service name', replaced('Dport', 'ftp-data'), []],
    ['half a port', replaced('Dport', '80x'), ['warning port |80x|']],
    ['a made-up direction', replaced('Dir', '  =>'), ['warning direction |=>|']],
    ['a timed-out direction', replaced('Dir', '  <o>'), []],
    ['undecodable bytes', replaced('Label', 'caf\uFFFD\uFFFD'), ['warning undecodable |\uFFFD\uFFFD|']],
    ['a NUL', replaced('Label', 'a\0b'), ['warning undecodable |\0|']],
    ['an infinite duration', replaced('Dur', 'Infinity'), ['error number |Infinity|']],
  ];
  for (const [name, text, want] of cases)
    it(`says of ${name}: ${want.length}`, () => assert.deepEqual(problemsOf(text), want));

  it('keeps empty numbers empty', () => {
    const { flow } = parseFlowLine(replaced('TotBytes', ''), 1, comma);
    assert.equal(flow?.bytes, undefined);
  });

  it('leaves BOM and carriage return out', () => {
    const { flow, fields } = parseFlowLine(`\uFEFF${good}\r`, 1, comma);
    assert.equal(flow?.label, 'flow=x');
    assert.deepEqual([fields[0]?.start, fields.at(-1)?.end], [1, good.length + 1]);
  });

  it('reads every direction Argus prints', () => {
    for (const dir of ['->', '<-', '<->', '<?>', '?>', '<?', '|>', 'o>', 'who'])
      assert.deepEqual(problemsOf(replaced('Dir', ` ${dir}`)), [], dir);
  });

  it('reads quoted cells where they stand', () => {
    const text = replaced('Label', '"a, ""b"" "').replace('FSPA_FSPA', '"S_"');
    const { flow, fields } = parseFlowLine(text, 1, comma);
    assert.deepEqual([flow?.label, flow?.state], ['a, "b"', 'S_']);
    const label = fields.at(-1);
    assert.equal(text.slice(label?.start, label?.end), 'a, ""b""');
  });

  it('takes a quote that is never closed as text', () => {
    assert.equal(parseFlowLine(replaced('Label', '"open'), 1, comma).flow?.label, '"open');
    assert.equal(parseFlowLine(replaced('Label', 'a"b'), 1, comma).flow?.label, 'a"b');
  });

  it('spells hostile cells out in its messages', () => {
    const { problems } = parseFlowLine(replaced('Dport', '!\u202Egnp'), 1, comma);
    assert.match(problems[0]?.message ?? '', /"!⟨U\+202E⟩gnp"/);
  });
});

describe('any line at all', () => {
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc
      .array(fc.oneof(fc.string(), fc.constantFrom(...good.split(','), '"', '\r', '\uFEFF')), {
        minLength: 12,
      })
      .map(c => c.join(',')),
    fc
      .array(fc.string({ unit: fc.constantFrom('"', ',', '\t', 'a', ' ', '\n', '\r') }))
      .map(c => c.join('\t')),
  );

  for (const layout of [comma, tab])
    it(`never throws and keeps ranges in the line (${JSON.stringify(layout.delimiter)})`, () => {
      fc.assert(
        fc.property(texts, text => {
          const { fields, problems, flow } = parseFlowLine(text, 1, layout);
          for (const { start, end } of [...fields, ...problems])
            assert.ok(0 <= start && start <= end && end <= text.length);
          for (const field of fields) {
            const slice = text.slice(field.start, field.end).replace(/^ +| +$/g, '');
            assert.ok(field.text === slice || field.text === slice.replaceAll('""', '"'));
          }
          const rejected = problems.some(p => p.severity === 'error' || p.code === 'management-record');
          assert.equal(flow === undefined, rejected || fields.length === 0);
        }),
        { numRuns: 2000, seed: 5 },
      );
    });

  it('comes back as written', () => {
    const word = fc.stringMatching(/^[a-zA-Z0-9=.-]{1,12}$/);
    const micros = fc.integer({ min: 0, max: 4e15 });
    fc.assert(
      fc.property(
        micros,
        fc.ipV4(),
        fc.ipV6(),
        fc.nat(65535),
        fc.nat(),
        word,
        fc.boolean(),
        (time, src, dst, port, bytes, label, tabs) => {
          const start = new Date(Math.floor(time / 1000))
            .toISOString()
            .slice(0, 19)
            .replaceAll('-', '/')
            .replace('T', ' ');
          const cells = [
            `${start}.${String(time % 1e6).padStart(6, '0')}`,
            '0.5',
            'udp',
            src,
            port,
            '  <->',
            dst,
            53,
            'CON',
            0,
            0,
            2,
            bytes,
            1,
            label,
          ];
          const { flow, problems } = parseFlowLine(cells.join(tabs ? '\t' : ','), 1, tabs ? tab : comma);
          assert.deepEqual(problems, []);
          assert.ok(flow);
          const read = [flow.startTime, flow.srcAddr, flow.dstAddr, flow.sport, flow.bytes, flow.label];
          assert.deepEqual(read, [time, src, dst, String(port), bytes, label]);
        },
      ),
      { numRuns: 500, seed: 5 },
    );
  });
});

describe('whole captures', () => {
  const rejectedIn = (text: string): string[] => {
    const lines = text.replace(/\n$/, '').split('\n');
    const found = detectLayout({ lines, firstLine: 1 });
    assert.ok(found && 'layout' in found);
    const { layout } = found;
    return lines.slice(layout.hasHeader ? 1 : 0).flatMap((line, i) => {
      const { flow, problems } = parseFlowLine(line, i + 1, layout);
      return flow ? problems.map(p => p.code) : [problems[0]?.code ?? 'blank'];
    });
  };

  it('reads every generated flow', () => assert.deepEqual(rejectedIn(makeCapture({ flows: 500 })), []));

  const real = '../shared/data/flows';
  const files = existsSync(real) ? readdirSync(real).filter(f => f.endsWith('.binetflow')) : [];
  for (const file of files)
    it(`accounts for every row of ${file}`, () => {
      const codes = new Set(rejectedIn(readFileSync(`${real}/${file}`, 'utf8')));
      for (const code of ['field-count', 'start-time', 'number', 'blank'])
        assert.ok(!codes.has(code), [...codes].join());
    });
});
