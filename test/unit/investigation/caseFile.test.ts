import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readCase } from '../../../shared/investigation/readCase';
import { caseText } from '../../../shared/investigation/writeCase';
import { makeCase } from '../../support/makeCase';

describe('a file of an investigation', function () {
  this.timeout(30_000);

  it('is read as it was written', () => {
    assert.deepEqual(readCase(caseText(makeCase())), makeCase());
  });

  it('differs in one line where one word of a cell does', () => {
    const before = makeCase();
    const [first, ...others] = before.cells;
    assert.ok(first);
    const after = { ...before, cells: [{ ...first, text: first.text.replace('mail', 'post') }, ...others] };
    const [a, b] = [caseText(before).split('\n'), caseText(after).split('\n')];
    assert.equal(a.length, b.length);
    assert.equal(a.filter((line, i) => line !== b[i]).length, 1);
  });

  it('keeps rows on a line each', () => {
    const table = {
      title: 'T',
      columns: ['a', 'b'],
      rows: [
        [1, 'x'],
        [2, null],
      ],
    };
    const answer = { says: [], tables: [table], pictures: [], captures: [], time: '', version: '' };
    const text = caseText({ ...makeCase(), cells: [{ kind: 'sql', text: 'SELECT 1', answer }] });
    assert.match(text, /\n *\[1, "x"\],\n *\[2, null\]\n/);
  });

  it('loses nothing that it does not know, wherever it stands', () => {
    const text = JSON.stringify({
      flowcase: 1,
      colour: 'blue',
      cells: [{ kind: 'sql', text: 'SELECT 1', folded: true }],
      evidence: [{ id: 'a', title: 'b', about: { where: 'Dport = 25', since: 3 }, shared: ['x'] }],
    });
    const again = JSON.parse(caseText(readCase(text))) as Record<string, unknown>;
    assert.equal(again['colour'], 'blue');
    assert.deepEqual((again['cells'] as object[])[0], { kind: 'sql', text: ['SELECT 1'], folded: true });
    const [pin] = again['evidence'] as Record<string, unknown>[];
    assert.deepEqual(pin?.['about'], { where: 'Dport = 25', since: 3 });
    assert.deepEqual(pin?.['shared'], ['x']);
  });

  it('keeps any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (text, title) => {
        const value = { ...makeCase(), title, cells: [{ kind: 'markdown' as const, text }] };
        assert.deepEqual(readCase(caseText(value)), value);
      }),
    );
  });

  it('may be empty, for that is how an editor makes one', () => {
    assert.deepEqual(readCase('\n'), { title: '', embedding: {}, cells: [], evidence: [] });
  });

  const wrong: [what: string, text: string, said: RegExp][] = [
    ['no JSON', '{\n"flowcase": 1,\n"cells": [}\n', /Line 3: it is no JSON/],
    ['something else', '{"cells": []}', /no investigation: it has no "flowcase"/],
    ['of a later version', '{"flowcase": 9}', /version 9.*Update/],
    ['a list', '[]', /The file: an object is expected/],
    [
      'a cell of no kind',
      '{"flowcase": 1, "cells": [{"kind": "python"}]}',
      /cells\[0\]\.kind: one of markdown, sql, question/,
    ],
    [
      'a verdict there is not',
      '{"flowcase": 1, "evidence": [{"id": "a", "about": {"where": ""}, "verdict": "evil"}]}',
      /evidence\[0\]\.verdict/,
    ],
    [
      'evidence of nothing',
      '{"flowcase": 1, "evidence": [{"id": "a", "about": {}}]}',
      /evidence\[0\]\.about: "where"/,
    ],
    [
      'two pieces of evidence of one name',
      '{"flowcase": 1, "evidence": [{"id": "a", "about": {"where": ""}}, {"id": "a", "about": {"where": ""}}]}',
      /evidence\[1\]\.id/,
    ],
    [
      'a row that is too short',
      '{"flowcase": 1, "cells": [{"kind": "sql", "answer": {"tables": [{"columns": ["a"], "rows": [[]]}]}}]}',
      /rows\[0\]: 1 cells/,
    ],
    [
      'a picture of no table',
      '{"flowcase": 1, "cells": [{"kind": "sql", "answer": {"pictures": [{"kind": "bars", "table": 0}]}}]}',
      /pictures\[0\]\.table/,
    ],
  ];
  for (const [what, text, said] of wrong)
    it(`is refused where it is ${what}, with the place`, () => {
      assert.throws(() => readCase(text), said);
    });
});
