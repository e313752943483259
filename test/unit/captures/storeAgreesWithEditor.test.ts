import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import fc from 'fast-check';
import { rowsOf } from '../../../server/src/editor/captures/captureRows';
import type { FileFacts } from '../../../server/src/engine/captures/load';
import { CaptureStore } from '../../../server/src/engine/captures/store';
import { linesOf } from '../../support/linesOf';
import { openDatabase, type Database } from '../../../server/src/base/database';
import { splitLines } from '../../../server/src/base/files/textLines';
import { recognise } from '../../../server/src/engine/captures/formats/formats';
import { loadLines } from '../../../server/src/engine/captures/loadLines';
import { CaptureSource } from '../../../server/src/engine/captures/source';
import { makeCapture } from '../../support/makeCapture';
import { temporaryFolder } from '../../support/temporaryFolder';

/** What both must say of a flow; a row that is none is a line number and nothing else. */
type Seen = [line: number, ...values: unknown[]];

/** A number that the store cannot hold in 64 bits counts as not given there. */
const storable = (n: number | undefined) => (n === undefined || Math.abs(n) >= 2 ** 63 ? null : n);

function seenByEditor(text: string): Seen[] | { error: string } {
  const rows = rowsOf(linesOf(text));
  if (!rows.layout) return { error: rows.error };
  return Array.from({ length: rows.lines.lineCount }, (_, i) => i).flatMap((i): Seen[] => {
    const flow = rows.at(i)?.flow;
    if (!flow) return [];
    const { proto, srcAddr, sport, dstAddr, dport, state, label, startTime } = flow;
    const packets = storable(flow.packets);
    const amounts = [packets === null ? null : Math.round(packets), Number.isFinite(flow.duration ?? 0)];
    return [[i + 1, startTime, proto, srcAddr, sport, dstAddr, dport, state, label, ...amounts]];
  });
}

/** What the store says of a file's flows; `glanced` as a glance at it does, in the order of nothing. */
interface Stored {
  seen: Seen[];
  glanced: readonly unknown[][];
  facts: FileFacts | undefined;
}

async function storedOf(path: string, folder: string): Promise<Stored | { error: string }> {
  const store = new CaptureStore(folder);
  let capture;
  try {
    capture = await store.open([path]);
  } catch (error) {
    // The store also names the file, and what is read.
    const [, said = ''] = /, line \d+: (.*)\. Captures are read from/s.exec((error as Error).message) ?? [];
    return { error: said };
  }
  const rows = async (sql: string) => (await capture.connection.runAndReadAll(sql)).getRows();
  try {
    const [facts] = capture.files;
    return { seen: (await rows(seenSql('flows'))) as Seen[], glanced: await rows(glancedSql), facts };
  } finally {
    await capture.close();
    store.dispose();
  }
}

const glancedColumns = ['StartTime', 'Dur', 'Proto', 'SrcAddr', 'DstAddr', 'Label'];
const glancedSql =
  'SELECT epoch_us(start_time)::DOUBLE, duration, proto, src_addr, dst_addr, label FROM flows';

/** What is read of a file that is not stored is what its store holds, or nothing. */
async function checkGlance(
  path: string,
  folder: string,
  stored: Stored | { error: string },
): Promise<boolean> {
  const unstored = join(folder, 'unstored');
  const asked = { columns: glancedColumns, atLeastBytes: 0 };
  const seen = await new CaptureStore(unstored).glance([path], asked, async ({ connection, files }) => {
    assert.deepEqual([files[0]?.rejected, files[0]?.problems], [0, []]);
    return (await connection.runAndReadAll(glancedSql)).getRows();
  });
  assert.equal(readdirSync(unstored).filter(name => name.endsWith('.duckdb')).length, 0);
  if (seen === undefined) return false;
  assert.ok(!('error' in stored));
  const inOrder = (rows: readonly unknown[]) => rows.map(row => JSON.stringify(row)).sort();
  assert.deepEqual(inOrder(seen), inOrder(stored.glanced));
  assert.deepEqual([stored.facts?.rejected, stored.facts?.notes], [0, []]);
  return true;
}

/** The slow load alone: every line by the format's reader. */
async function seenLineByLine(
  path: string,
  folder: string,
  connection: DuckDBConnection,
): Promise<Seen[] | { error: string }> {
  const source = await CaptureSource.open(path, folder);
  const found = recognise(source.head);
  if ('error' in found) return found;
  await loadLines(found.format, { connection, source, layout: found.layout, table: 'records' });
  const rows = await connection.runAndReadAll(seenSql('records'));
  await connection.run('DROP TABLE records');
  return rows.getRows() as Seen[];
}

const seenSql = (table: string) =>
  `SELECT record, epoch_us(start_time)::DOUBLE, proto, src_addr, coalesce(sport, ''), dst_addr,
     coalesce(dport, ''), coalesce(state, ''), coalesce(label, ''),
     packets::DOUBLE, coalesce(isfinite(duration), true) FROM ${table} ORDER BY record`;

const oddTexts = [
  ...[
    '',
    ' ',
    '  tcp ',
    '""',
    '"tcp"',
    '"a,b"',
    '"a""b"',
    'a"b',
    '"open',
    '"a" b',
    '"a"b"',
    ' "a"',
    '"',
    '"""',
  ],
  ...['man', ' man ', '"man"', 'NULL', '\u00a0', '\u3000x', 'x\u2028y', 'x\u0001y', 'x\0y', "o'clock", '#'],
];
const oddNumbers = [
  ...[
    '',
    ' ',
    'inf',
    'nan',
    '-inf',
    '+12',
    '-3',
    '1.',
    '.7',
    '.',
    '1e5',
    '1E-2',
    '1e',
    '1e400',
    '1e30',
    '1 2',
  ],
  ...['0x10', '0b1', '12abc', '\t7', 'true', '١', '12.7', '99999999999999999999', '"7"'],
];
const oddTimes = [
  ...[
    '',
    '2011/08/16',
    '2011/08/16 10:01',
    '2011-08-16T10:01:46Z',
    '2011/08/16 10:01:46.123456789',
    'epoch',
    'now',
  ],
  ...[
    '2011/08-16 10:01:46',
    '2011/8/1 1:1:1',
    '2011/02/29 10:00:00',
    '2012/02/29 10:00:00',
    '0050/01/01 00:00:00',
  ],
  ...[
    '2011/08/16 24:00:00',
    '2011/08/16 23:59:60',
    '2011/08/16 10:01:46+02',
    ' 2011/08/16 10:01:46 ',
    'infinity',
  ],
  ...[
    '2011/08/16 10:01:46.',
    '2011/08/16  10:01:46',
    'StartTime',
    '2011/13/01 00:00:00',
    '9999/12/31 23:59:59.9',
  ],
];
/** What libraries and spreadsheets write, who read the whole file in another way for it. */
const writtenByOthers = [
  'NaN',
  'NA',
  ' nan ',
  'NAN',
  '<NA>',
  '80,0',
  '1,5',
  '1,234',
  '1.5',
  '80.0',
  '443,00',
  'x,y',
];
const oddCells = [...oddTexts, ...oddNumbers, ...oddTimes, ...writtenByOthers];

type Spoiler = (cells: string[], column: number, cell: string) => string[];

const spoilers: readonly Spoiler[] = [
  cells => cells,
  (cells, column, cell) => cells.with(column % cells.length, cell),
  (cells, column, cell) =>
    cells.with(column % cells.length, cell).with((column + 3) % cells.length, `"${cell}"`),
  (cells, column) => cells.with(column % cells.length, `"${cells[column % cells.length]}"`),
  (cells, column) => cells.map((cell, i) => (i === column % cells.length ? cell : `"${cell}"`)),
  cells => cells.slice(0, -1),
  (cells, _, cell) => [...cells, cell],
  () => [],
  () => ['  '],
  () => ['\t'],
  cells => cells.map(() => ''),
  (cells, _, cell) => [`\ufeff${cells[0]}`, ...cells.slice(1, -1), cell],
  cells => [...cells, ''],
  cells => [...cells, ' ', ''],
  (cells, column) => [...cells.slice(0, column % cells.length), '', ...cells.slice(column % cells.length)],
  (cells, column) => cells.with(column % cells.length, '1_000'),
  (cells, column) => cells.with(column % cells.length, '443.0'),
  () => ['\u0001\u0002\u0003\u0002'],
  () => header.split(','),
  () => otherHeader.split(','),
  () => header.split(',').with(3, 'SrcAddr').with(3, 'Nonsense'),
];

const header =
  'StartTime,Dur,Proto,SrcAddr,Sport,Dir,DstAddr,Dport,State,sTos,dTos,TotPkts,TotBytes,SrcBytes,Label';
const otherHeader =
  'StartTime,Dur,Proto,DstAddr,Dport,Dir,SrcAddr,Sport,State,sTos,dTos,TotPkts,TotBytes,SrcBytes,Label';

const rows = makeCapture({ flows: 40, seed: 3 }).trimEnd().split('\n');

const captures = fc.record({
  lines: fc.array(
    fc.tuple(fc.nat(rows.length - 2), fc.constantFrom(...spoilers), fc.nat(20), fc.constantFrom(...oddCells)),
    { minLength: 1, maxLength: 60 },
  ),
  delimiter: fc.constantFrom(',', '\t', ';', '|'),
  written: fc.constantFrom('by ra', 'by ra', 'by pandas', 'in German'),
  ending: fc.constantFrom('\n', '\r\n', '\n', 'mixed'),
  header: fc.boolean(),
  blankFirst: fc.boolean(),
  finalEnding: fc.boolean(),
});

/** Which ending a line of a file with mixed ones has. */
const endings = ['\n', '\r\n', '\n', '\r', '\r\r\n'];

function writeCapture(drawn: typeof captures extends fc.Arbitrary<infer T> ? T : never): string {
  const cellsOf = (row: string) => {
    const cells = row.split(',');
    if (drawn.written === 'by pandas') return cells.map(cell => (cell === '' ? 'nan' : cell));
    if (drawn.written === 'by ra' || drawn.delimiter === ',') return cells;
    const german = (i: number) => cells[i]?.replace(/^\d+$/, '$&,0').replace('.', ',') ?? '';
    return [1, 4, 7, 11, 12].reduce((changed, i) => changed.with(i, german(i)), cells);
  };
  const written = drawn.lines.map(([row, spoil, column, cell]) =>
    spoil(cellsOf(rows[row + 1] as string), column, cell).join(drawn.delimiter),
  );
  // A good row after the header tells the layout of a file without one.
  const first = (drawn.header ? rows[0]?.split(',') : cellsOf(rows[1] as string))?.join(
    drawn.delimiter,
  ) as string;
  const all = [...(drawn.blankFirst ? [''] : []), first, ...written];
  const ended = all.map(
    (line, i) => line + (drawn.ending === 'mixed' ? endings[i % endings.length] : drawn.ending),
  );
  const text = ended.join('');
  return drawn.finalEnding ? text : text.replace(/[\r\n]+$/, '');
}

describe('store and editor agree on which lines are flows, and on what they say', function () {
  this.timeout(240_000);
  const folder = temporaryFolder();
  let database: Database;
  before(async () => (database = await openDatabase(folder.path, [])));
  after(() => database.close());

  /** Checks all ways in which a file is read against the editor's; whether a glance at it was enough. */
  async function check(path: string, text: string, glance: 'glance' | 'no glance'): Promise<boolean> {
    const seen = seenByEditor(text);
    const stored = await storedOf(path, join(folder.path, 'cache'));
    assert.deepEqual('error' in stored ? stored : stored.seen, seen);
    return glance === 'glance' && checkGlance(path, folder.path, stored);
  }

  it('in captures spoiled at random', async () => {
    let n = 0;
    await fc.assert(
      fc.asyncProperty(captures, async drawn => {
        const text = writeCapture(drawn);
        const path = folder.file(`${n++}.binetflow`, text);
        await check(path, text, 'glance');
        assert.deepEqual(await seenLineByLine(path, folder.path, database.connection), seenByEditor(text));
      }),
      { numRuns: 60, seed: 11 },
    );
  });

  it('in captures with bytes changed at random, read as the store reads bytes that are not UTF-8', async () => {
    const base = Buffer.from(rows.join('\n'));
    const changes = fc.array(
      fc.tuple(fc.integer({ min: rows[0]?.length ?? 0, max: base.length - 1 }), fc.nat(255)),
      { maxLength: 24 },
    );
    let n = 0;
    await fc.assert(
      fc.asyncProperty(changes, async drawn => {
        const bytes = Buffer.from(base);
        for (const [at, byte] of drawn) bytes[at] = byte;
        const path = folder.file(`bytes-${n++}.binetflow`, bytes);
        const text = splitLines(bytes).join('\n');
        await check(path, text, 'no glance');
        assert.deepEqual(await seenLineByLine(path, folder.path, database.connection), seenByEditor(text));
      }),
      { numRuns: 60, seed: 12 },
    );
  });

  const good = rows[1] as string;
  const columns: [what: string, column: number, cells: readonly string[]][] = [
    ['time', 0, oddTimes],
    ['duration', 1, oddNumbers],
    ['protocol', 2, oddTexts],
    ['number of packets', 11, oddNumbers],
    ['label', 14, oddTexts],
  ];
  for (const [what, column, cells] of columns)
    for (const cell of cells)
      it(`with ${JSON.stringify(cell)} for a ${what} in an else clean file`, async () => {
        const text = `${rows[0]}\n${good}\n${good.split(',').with(column, cell).join(',')}\n${good}\n`;
        const path = folder.file('cell.binetflow', text);
        await check(path, text, 'glance');
      });

  it('where a clean file is read without being stored', async () => {
    const clean = rows.join('\n');
    const glance = (name: string, text: string) => check(folder.file(name, text), text, 'glance');
    for (const text of [clean, clean.replaceAll('\n', '\r\n'), clean.replaceAll(',', '\t')])
      assert.ok(await glance(`clean-${text.length}-${text[9]}`, text));
    assert.ok(await glance('no-labels', rows.map(row => row.split(',').slice(0, 14).join(',')).join('\n')));
    assert.ok(!(await glance('spoiled', `${clean}\nnothing`)));
    assert.ok(!(await glance('padded', clean.replaceAll(',tcp,', ', tcp ,'))));
  });
});
