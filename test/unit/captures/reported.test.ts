import assert from 'node:assert/strict';
import { join } from 'node:path';
import { rowsOf } from '../../../server/src/editor/captures/captureRows';
import { CaptureStore } from '../../../server/src/engine/captures/store';
import { summarize } from '../../../server/src/engine/captures/summary';
import { buildCorpus } from '../../../server/src/engine/training/corpus/buildCorpus';
import { tokenOfFields } from '../../../server/src/engine/training/corpus/tokens';
import { defaultConfig } from '../../../server/src/engine/training/embedding/config';
import { linesOf } from '../../support/linesOf';
import { temporaryFolder } from '../../support/temporaryFolder';

const header =
  'StartTime,Dur,Proto,SrcAddr,Sport,Dir,DstAddr,Dport,State,sTos,dTos,TotPkts,TotBytes,SrcBytes,Label';
const row = (i: number, label = 'flow=Background') =>
  `2011/08/10 09:46:0${i}.607825,1.0,tcp,10.1.0.${i},4920${i},   ->,10.1.0.9,443,FIN,0,0,10,700,300,${label}`;
const swapped =
  'StartTime,Dur,Proto,DstAddr,Dport,Dir,SrcAddr,Sport,State,sTos,dTos,TotPkts,TotBytes,SrcBytes,Label';
const swappedRow = (i: number) =>
  `2011/08/10 09:47:0${i}.607825,1.0,tcp,10.1.0.9,443,   ->,10.1.0.${i},4920${i},FIN,0,0,10,700,300,flow=Background`;
const short = 'StartTime,Flgs,Proto,SrcAddr,Sport,Dir,DstAddr,Dport,TotPkts,TotBytes,State';
const shortRow = (time: string) => `${time}, e s,tcp,10.1.0.5,49200,   ->,10.1.0.9,22,8,585,REQ`;

const at = (second: number, fraction = 607_825) => Date.UTC(2011, 7, 10, 9, 46, second) * 1000 + fraction;
const token = (i: number) => `tcp 10.1.0.${i} 10.1.0.9 443`;

interface Case {
  lines: readonly string[];
  /** Line, time and token of each flow. */
  flows: readonly (readonly [line: number, time: number, token: string])[];
  rejected?: readonly RegExp[];
  notes?: readonly RegExp[];
  labels?: Record<string, number>;
}

const good = [1, 2, 3].map(i => [i + 1, at(i), token(i)] as const);
const three = (change: (row: string) => string) =>
  [header, row(1), row(2), row(3)].map((text, i) => (i === 0 ? text : change(text)));
const tooMany = /^\d+: The row has 1[67] fields where 15 belong/;

const cases: Record<string, Case> = {
  'an empty cell too many on every row': { lines: three(text => `${text},`), flows: good },
  'two empty cells too many on every row': { lines: three(text => `${text},,`), flows: good },
  'an empty cell of spaces too many on every row': { lines: three(text => `${text}, `), flows: good },
  'a quoted label and an empty cell too many': {
    lines: three(text => `${text.replace('flow=Background', '"flow=Background"')},`),
    flows: good,
  },
  'an empty cell too many in the header also': {
    lines: three(text => `${text},`).map((text, i) => (i === 0 ? `${text},` : text)),
    flows: good,
  },
  'an empty cell too many on one row': {
    lines: [header, row(1), `${row(2)},`, row(3)],
    flows: [good[0]!, good[2]!],
    rejected: [tooMany],
  },
  'a value too many': { lines: three(text => `${text},x`), flows: [], rejected: [tooMany, tooMany, tooMany] },
  'a shifted row among others': {
    lines: [header, row(1), row(2).replace('tcp,', 'tcp,,'), row(3)],
    flows: [good[0]!, good[2]!],
    rejected: [tooMany],
  },
  'digits parted by an underscore': {
    lines: [header, row(1), row(2).replace(',10,700', ',1_0,700'), row(3)],
    flows: [good[0]!, good[2]!],
    rejected: [/^3: TotPkts "1_0" is not a number/],
  },
  'a blank line among rows': {
    lines: [header, row(1), '', row(2), '   ', row(3)],
    flows: [good[0]!, [4, at(2), token(2)], [6, at(3), token(3)]],
  },
  'a first line of spaces': {
    lines: ['     ', header, row(1)],
    flows: [[3, at(1), token(1)]],
  },
  'bytes that were once a delimiter': {
    lines: [header, row(1, 'a\u0001\u0002\u0003\u0002b'), 'x\u0001\u0002\u0003\u0002y', row(3)],
    flows: [good[0]!, [4, at(3), token(3)]],
    rejected: [/^3: The row has 1 fields/],
  },
  'a header again': { lines: [header, row(1), header, row(2)], flows: [good[0]!, [4, at(2), token(2)]] },
  'a header of another order': {
    lines: [header, row(1), swapped, swappedRow(2), header, row(3)],
    flows: [good[0]!, [4, at(62), token(2)], [6, at(3), token(3)]],
    notes: [/^From line 4 the columns are others, as the header on line 3 names them/, /^From line 6 /],
  },
  'a header of another order and separator': {
    lines: [header, row(1), swapped.replaceAll(',', ';'), swappedRow(2).replaceAll(',', ';')],
    flows: [good[0]!, [4, at(62), token(2)]],
    notes: [/^From line 4 /],
  },
  'no header and no label': {
    lines: [row(1, '1'), row(2, '12')],
    flows: [
      [1, at(1), token(1)],
      [2, at(2), token(2)],
    ],
    labels: { unlabelled: 2 },
  },
  'no header and labels': {
    lines: [row(1), row(2, '12')],
    flows: [
      [1, at(1), token(1)],
      [2, at(2), token(2)],
    ],
    labels: { background: 1, other: 1 },
  },
  'a damaged header of the usual columns': {
    lines: [header.replace('StartTime', 'Start\u0001ime'), row(1), row(2)],
    flows: good.slice(0, 2),
    rejected: [
      /^1: StartTime "Start⟨U\+0001⟩ime" is no time/,
      ...['Dur', 'TotPkts', 'TotBytes', 'SrcBytes'].map(
        name => new RegExp(`^1: ${name} "${name}" is not a number`),
      ),
    ],
  },
  'a remark before rows without a header': {
    lines: ['# ra -r capture.argus', row(1), row(2)],
    flows: good.slice(0, 2),
    rejected: [/^1: The row has 1 fields/],
  },
  semicolons: { lines: three(text => text).map(text => text.replaceAll(',', ';')), flows: good },
  'semicolons, told to spreadsheets on the first line, and decimal commas': {
    lines: [
      'sep=;',
      ...three(text => text.replace(',1.0,', ',1@5,')).map(text =>
        text.replaceAll(',', ';').replace('@', ','),
      ),
    ],
    flows: [1, 2, 3].map(i => [i + 2, at(i), token(i)] as const),
  },
  bars: { lines: three(text => text).map(text => text.replaceAll(',', '|')), flows: good },
  'columns padded with spaces, as ra prints them': {
    lines: [
      '                 StartTime      Flgs  Proto            SrcAddr  Sport   Dir            DstAddr  Dport  TotPkts   TotBytes State',
      '2011/08/10 09:46:01.607825  e           tcp           10.1.0.1.49200     ->           10.1.0.9.443         10        700   FIN',
      '2011/08/10 09:46:02.607825  e s         tcp            fe80::1.49200    <->            fe80::9.443         10        700   FIN',
      '2011/08/10 09:46:03.607825              arp           10.1.0.3          who           10.1.0.9              2        120   CON',
      'no flow',
    ],
    flows: [
      [2, at(1), token(1)],
      [3, at(2), 'tcp fe80::1 fe80::9 443'],
      [4, at(3), 'arp 10.1.0.3 10.1.0.9 -'],
    ],
    rejected: [/^5: The row has 1 fields/],
  },
  'ports that pandas made decimals, and its index': {
    lines: [
      `,${header}`,
      `0,${row(1)}`,
      `1,${row(2).replace('49202', '49202.0').replace(',443,', ',443.0,').replace(',0,0,10,700,300,', ',0.0,,10.0,700.0,300.0,')}`,
    ],
    flows: good.slice(0, 2),
  },
  'a port that is decimal on an odd row': {
    lines: [header, row(1), row(2, 'é').replace(',443,', ',443.0,')],
    flows: good.slice(0, 2),
  },
  'seconds since 1970': {
    lines: [short, shortRow('1312969561.607825'), shortRow('1312969562.5'), shortRow('1312969563')],
    flows: [
      [2, at(1), 'tcp 10.1.0.5 10.1.0.9 22'],
      [3, at(2, 500_000), 'tcp 10.1.0.5 10.1.0.9 22'],
      [4, at(3, 0), 'tcp 10.1.0.5 10.1.0.9 22'],
    ],
  },
  'ISO 8601, with zones': {
    lines: [
      short,
      shortRow('2011-08-10T09:46:01.607825Z'),
      shortRow('2011-08-10T11:46:02.607825+02:00'),
      shortRow('2011-08-10T04:16:03-0530'),
      shortRow('"2011-08-10 09:46:04,607825"'),
    ],
    flows: [
      [2, at(1), 'tcp 10.1.0.5 10.1.0.9 22'],
      [3, at(2), 'tcp 10.1.0.5 10.1.0.9 22'],
      [4, at(3, 0), 'tcp 10.1.0.5 10.1.0.9 22'],
      [5, at(4), 'tcp 10.1.0.5 10.1.0.9 22'],
    ],
  },
  'times that a spreadsheet cut': {
    lines: [short, shortRow('2011/8/10 9:46'), shortRow('8/10/2011 9:46')],
    flows: [[2, at(0, 0), 'tcp 10.1.0.5 10.1.0.9 22']],
    rejected: [/^3: StartTime "8\/10\/2011 9:46" is no time that is sure.*day and month/],
  },
  'times of another RA_TIME_FORMAT': {
    lines: [
      short,
      shortRow('19-03-02+08:15:01.000123'),
      shortRow('08:15:01.000123'),
      shortRow('Wed Aug 10 09:46:01 2011'),
    ],
    flows: [],
    rejected: [
      /"19-03-02\+08:15:01\.000123" is no time.*ra -u.*RA_TIME_FORMAT/,
      /"08:15:01\.000123".*ra -u/,
      /"Wed Aug 10.*ra -u/,
    ],
  },
};

describe('captures as they were reported', function () {
  this.timeout(60_000);
  const folder = temporaryFolder();
  const columns = defaultConfig.tokenColumns;

  for (const [what, { lines, flows, rejected = [], notes = [], labels }] of Object.entries(cases)) {
    it(`are read in the editor: ${what}`, () => {
      const rows = rowsOf(linesOf(lines.join('\n')));
      const found = lines.flatMap((_, i) => {
        const seen = rows.at(i);
        return seen?.flow
          ? [[i + 1, seen.flow.startTime, tokenOfFields(seen.fields, { columns }, seen.flow)]]
          : [];
      });
      assert.deepEqual(found, flows);
    });

    for (const ending of ['\n', '\r\n'])
      it(`are read by the store: ${what}, ${JSON.stringify(ending)}`, async () => {
        const path = folder.file('reported.binetflow', lines.join(ending) + ending);
        const capture = await new CaptureStore(join(folder.path, 'store')).open([path]);
        try {
          const rows = await capture.connection.runAndReadAll(
            `SELECT record, epoch_us(start_time)::DOUBLE, concat_ws(' ', proto, src_addr, dst_addr,
               CASE WHEN dport = '' THEN '-' ELSE dport END) FROM flows ORDER BY record`,
          );
          assert.deepEqual(rows.getRows(), flows);
          const counts = await summarize(capture);
          const problems = counts.problems.map(p => `${p.line}: ${p.message}`);
          assert.equal(problems.length, rejected.length, problems.join('\n'));
          assert.equal(counts.rejected, new Set(counts.problems.map(({ line }) => line)).size);
          for (const [i, reason] of rejected.entries()) assert.match(problems[i] ?? '', reason);
          assert.equal(counts.notes?.length ?? 0, notes.length, counts.notes?.join('\n'));
          for (const [i, note] of notes.entries()) assert.match(counts.notes?.[i] ?? '', note);
          if (labels) assert.deepEqual(counts.labels, labels);
        } finally {
          await capture.close();
        }
      });
  }

  for (const [encoding, mark] of [
    ['utf16le', '\uFEFF'],
    ['utf-16be', '\uFEFF'],
  ] as const)
    it(`are read as PowerShell writes them: ${encoding}`, async () => {
      const bytes = Buffer.from(`${mark}${header}\r\n${row(1)}\r\n${row(2)}\r\n`, 'utf16le');
      const path = folder.file('wide.binetflow', encoding === 'utf16le' ? bytes : bytes.swap16());
      const capture = await new CaptureStore(join(folder.path, 'wide')).open([path]);
      const found = await capture.connection.runAndReadAll(
        'SELECT record, src_addr, label FROM flows ORDER BY record',
      );
      await capture.close();
      assert.deepEqual(
        found.getRows(),
        [1, 2].map(i => [i + 1, `10.1.0.${i}`, 'flow=Background']),
      );
    });

  it('say why nothing can be learned where no row is a flow', async () => {
    const path = folder.file('none.binetflow', `${short}\n${shortRow('15:01.000')}\n`);
    const capture = await new CaptureStore(join(folder.path, 'store')).open([path]);
    try {
      await assert.rejects(
        buildCorpus(capture, defaultConfig),
        /none\.binetflow: no flow could be read of 1 row\(s\)\. Line 2: StartTime "15:01\.000".*ra -u/,
      );
    } finally {
      await capture.close();
    }
  });

  for (const name of ['a[1].binetflow', 'b*.binetflow', 'c?.binetflow', 'd{1,2}.binetflow', "e'f.binetflow"])
    it(`are those that were named: ${name}`, async () => {
      folder.file('a1.binetflow', `${header}\n${row(7)}\n`);
      folder.file('bb.binetflow', `${header}\n${row(7)}\n`);
      folder.file('cc.binetflow', `${header}\n${row(7)}\n`);
      const path = folder.file(name, `${header}\n${row(1)}\n`);
      const capture = await new CaptureStore(join(folder.path, 'names')).open([path]);
      const found = await capture.connection.runAndReadAll('SELECT src_addr FROM flows');
      await capture.close();
      assert.deepEqual(found.getRows(), [['10.1.0.1']]);
    });

  for (const [what, bytes] of Object.entries({
    'a byte of Windows-1252': Buffer.from([0x92]),
    'Latin-1 among UTF-8': Buffer.from([0xe9, 0x20, 0xc3, 0xa9]),
    'half a character': Buffer.from([0xe2, 0x82]),
    'a NUL': Buffer.from([0]),
  }))
    it(`lose no row to a bad byte: ${what}`, async () => {
      const parts = [`${header}\n${row(1)}\n${row(2, 'flow=From-')}`, bytes, `Botnet\n${row(3, 'é')}\n`];
      const path = folder.file('bytes.binetflow', Buffer.concat(parts.map(part => Buffer.from(part))));
      const capture = await new CaptureStore(join(folder.path, 'bytes')).open([path]);
      const found = await capture.connection.runAndReadAll(
        'SELECT record, src_addr FROM flows ORDER BY record',
      );
      const { labels } = await summarize(capture);
      await capture.close();
      assert.deepEqual(
        found.getRows(),
        [1, 2, 3].map(i => [i + 1, `10.1.0.${i}`]),
      );
      assert.deepEqual(labels, { botnet: 1, background: 1, other: 1 });
    });

  it('are read by a database that touches nothing else and cannot be opened up', async () => {
    const path = folder.file('locked.binetflow', `${header}\n${row(1)}\n`);
    const other = folder.file('other.txt', 'secret');
    const capture = await new CaptureStore(join(folder.path, 'locked')).open([path]);
    try {
      for (const sql of [
        `SELECT * FROM read_text('${other}')`,
        `COPY (SELECT 1) TO '${other}'`,
        `ATTACH '${other}.duckdb'`,
        'INSTALL httpfs',
        'LOAD httpfs',
        'SET enable_external_access = true',
        'SET autoinstall_known_extensions = true',
      ])
        await assert.rejects(capture.connection.run(sql), /Permission|configuration|locked|disabled/i, sql);
    } finally {
      await capture.close();
    }
  });
});
