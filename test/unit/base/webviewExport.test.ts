import assert from 'node:assert/strict';
import { parse } from 'csv-parse/sync';
import type { Neighbour } from '../../../shared/protocol/similar';
import { defused } from '../../../shared/text/spreadsheetCell';
import { csvText, jsonText, tsvText } from '../../../shared/text/tableText';
import { exportTable } from '../../../webviews/src/base/table/columns';
import { neighbourColumns, type Row } from '../../../webviews/src/similar/neighbourColumns';

const columns = ['Proto', 'SrcAddr'];

function table(fields: readonly string[], rows: readonly Row[]) {
  const actions = { reveal: () => undefined, pivot: () => undefined };
  return exportTable(neighbourColumns(fields, rows, true, actions), rows);
}

function row(rank: number, values: string[], similarity: number, labels: Record<string, number>): Row {
  const fields = values.map((value, i) => ({ column: columns[i] ?? '', value, shared: i === 0 }));
  const neighbour: Neighbour = {
    token: values.join(' '),
    similarity,
    count: 3,
    labels,
    fields,
    firstLine: 12,
    file: 0,
  };
  return { rank, neighbour };
}

describe('exported tables', () => {
  it('name fields, shared and different columns, and a column for each class of labels', () => {
    const csv = csvText(
      table(columns, [
        row(1, ['udp', '10.0.0.1'], 0.98765432, { botnet: 2 }),
        row(2, ['tcp', '::1'], -0.25, { normal: 3 }),
      ]),
    );
    assert.equal(
      csv,
      [
        'rank,similarity,Proto,SrcAddr,shared,different,flows,botnet,normal,first line',
        '1,0.987654,udp,10.0.0.1,Proto,SrcAddr,3,2,0,12',
        // A number of ours that begins with a minus is no formula.
        '2,-0.25,tcp,::1,Proto,SrcAddr,3,0,3,12',
        '',
      ].join('\r\n'),
    );
  });

  const formulas: [string, string][] = [
    ['=HYPERLINK("http://x")', `'=HYPERLINK("http://x")`],
    ['+1', `'+1`],
    ['-', `'-`],
    ['@SUM(A1)', `'@SUM(A1)`],
    ['  =1+1', `'  =1+1`],
    ['\t=1', `'\t=1`],
    ['\r=1', `'\r=1`],
    // Full width and small forms, which some spreadsheets take for the sign itself; what is not seen before a sign.
    ['＝1+1', `'＝1+1`],
    ['＠SUM(A1)', `'＠SUM(A1)`],
    ['﹦1', `'﹦1`],
    ['\u200B=1', `'\u200B=1`],
    ['udp', 'udp'],
    ['', ''],
    ['a=1', 'a=1'],
  ];
  for (const [text, want] of formulas)
    it(`hand ${JSON.stringify(text)} over as ${JSON.stringify(want)}`, () =>
      assert.equal(defused(text), want));

  it('are read back as they were written, whatever stands in a cell', () => {
    const hostile = ['a"b,c\r\nd', '=cmd|" /C calc"!A0'];
    const [, cells] = parse(csvText(table(columns, [row(1, hostile, 1, {})]))) as string[][];
    assert.deepEqual(cells?.slice(2, 4), ['a"b,c\r\nd', `'=cmd|" /C calc"!A0`]);
  });

  it('keep one row on one line and one cell in one column when copied', () => {
    const tsv = tsvText(table(columns, [row(1, ['a\tb\nc', '=1'], 1, {})]));
    assert.deepEqual(
      tsv.split('\n').map(line => line.split('\t').length),
      [8, 8, 1],
    );
    assert.match(tsv, /\ta b c\t'=1\t/);
  });

  it('lose no column as JSON when two have one name', () =>
    assert.deepEqual(
      JSON.parse(
        jsonText([
          ['n', 'label', 'n'],
          [1, '=x', 2],
        ]),
      ),
      [
        // Nothing runs in JSON, so that a text stays as it is.
        { n: 1, label: '=x', 'n 2': 2 },
      ],
    ));
});
