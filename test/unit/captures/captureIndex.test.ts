import assert from 'node:assert/strict';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { defaultTokenColumns } from '../../../server/src/engine/training/corpus/tokens';
import {
  indexCapture,
  type CaptureIndex,
  type IndexOptions,
} from '../../../server/src/editor/captures/captureIndex';
import { diagnosticsOf } from '../../../server/src/editor/captures/diagnostics';
import { lensesOf, summaryOf } from '../../../server/src/editor/captures/lenses';
import { nextFlowOf } from '../../../server/src/editor/captures/nextFlow';
import { OpenCapture } from '../../../server/src/editor/captures/openCapture';
import { placesOf, subjectAt } from '../../../server/src/editor/captures/references';
import { atOnce, inSlices } from '../../../server/src/editor/slices';
import { symbolsOf } from '../../../server/src/editor/captures/symbols';
import { linesOf } from '../../support/linesOf';
import { makeCapture } from '../../support/makeCapture';

const options: IndexOptions = { tokenColumns: defaultTokenColumns, problemLimit: 100 };
const indexOf = (text: string, more: Partial<IndexOptions> = {}): CaptureIndex =>
  atOnce(indexCapture(linesOf(text), { ...options, ...more }));

const row = (second: number, src: string, sport: string, dst: string, dport: string, label = ''): string =>
  `2011/08/16 10:00:${String(second).padStart(2, '0')}.0,1,udp,${src},${sport},  <->,${dst},${dport},CON,0,0,2,100,50,${label}`;

// Without a header; the last rows are in the wrong order and broken.
const small = [
  row(1, '10.0.0.1', '4000', '10.0.0.9', '53', 'Botnet'),
  row(2, '10.0.0.1', '4001', '10.0.0.9', '53', 'Botnet'),
  row(3, '10.0.0.2', '53', '10.0.0.1', '123', 'Normal'),
  row(4, '10.0.0.11', '4000', '10.0.0.9', '53'),
  row(2, '10.0.0.1', '4000', '10.0.0.9', '80'),
  'broken',
].join('\n');

describe('the index of a capture', () => {
  it('counts flows, hosts, conversations and labels', () => {
    const index = indexOf(small);
    assert.deepEqual([index.flows, index.rejected, index.hosts.size, index.conversations.size], [5, 1, 4, 4]);
    assert.deepEqual(index.labels, { botnet: 2, normal: 1, unlabelled: 2 });
    const id = index.tokens.idOf('udp 10.0.0.1 10.0.0.9 53') ?? -1;
    assert.deepEqual([index.tokens.flows(id), index.tokens.labels(id)], [2, { botnet: 2 }]);
  });

  it('counts tokens of any columns', () => {
    const index = indexOf(small, { tokenColumns: ['SrcAddr', 'Label'] });
    const id = index.tokens.idOf('10.0.0.1 Botnet') ?? -1;
    assert.equal(index.tokens.flows(id), 2);
  });

  it('says in one line what the capture holds', () => {
    assert.equal(
      summaryOf(indexOf(small)),
      '5 flows · 4 hosts · 2011-08-16 10:00–10:00 (3 s) · botnet 40.0 %, normal 20.0 %, unlabelled 40.0 % · 1 row not read',
    );
    const commands = lensesOf('file:///c', indexOf(small), { kind: 'none' }).map(
      lens => lens.command?.command,
    );
    assert.deepEqual(commands, ['', 'flow2vec.overview', 'flow2vec.findAnomalies', 'flow2vec.train']);
    assert.deepEqual(lensesOf('file:///c', indexOf(''), { kind: 'none' }), []);
  });

  it('marks time running backwards, and the row that is none', () => {
    const [backwards, broken] = diagnosticsOf(indexOf(small), 100);
    assert.deepEqual([backwards?.code, backwards?.range.start], ['time-order', { line: 4, character: 0 }]);
    assert.match(String(backwards?.message), /2 s before the flow on line 4/);
    assert.deepEqual([broken?.code, broken?.range.start.line], ['field-count', 5]);
  });

  it('stops at the limit and says so', () => {
    const many = [row(1, '10.0.0.1', '1', '10.0.0.2', '2'), 'a', 'b', 'c', 'd'].join('\n');
    const index = indexOf(many, { problemLimit: 2 });
    const found = diagnosticsOf(index, 2);
    assert.deepEqual(
      found.map(d => [d.code, d.range.start.line]),
      [
        ['field-count', 1],
        ['field-count', 2],
        ['limit', 3],
      ],
    );
    assert.match(String(found[2]?.message), /^2 more problems from here on are not shown, after 2: raise/);
    assert.equal(diagnosticsOf(indexOf(many, { problemLimit: 4 }), 4).at(-1)?.code, 'field-count');
  });

  it('lists hosts by activity, and says what it leaves out', () => {
    const symbols = atOnce(symbolsOf(linesOf(small), indexOf(small), { hosts: 2, conversations: 1 }));
    assert.deepEqual(
      symbols.map(s => [s.name, s.detail, s.children?.map(c => c.detail)]),
      [
        [
          '10.0.0.1',
          '4 flows · udp 53, udp 123, udp 80',
          ['2 flows · udp 53 · 2 less active conversations not listed'],
        ],
        [
          '10.0.0.9',
          '4 flows · udp 53, udp 80 · 2 less active hosts not listed',
          ['2 flows · udp 53 · 2 less active conversations not listed'],
        ],
      ],
    );
    const lines = small.split('\n');
    const { start, end } = symbols[1]?.selectionRange ?? assert.fail();
    assert.equal(lines[start.line]?.slice(start.character, end.character), '10.0.0.9');
  });

  it('gives the same answer in slices, and none when the text changes', async () => {
    const lines = linesOf(makeCapture({ flows: 3000 }));
    const sliced = await inSlices(indexCapture(lines, options), { budget: 0 });
    assert.deepEqual(sliced?.labels, atOnce(indexCapture(lines, options)).labels);
    let slices = 0;
    const cancelled = await inSlices(indexCapture(lines, options), {
      budget: 0,
      cancelled: () => ++slices > 3,
    });
    assert.equal(cancelled, undefined);
  });
});

describe('references', () => {
  const lines = linesOf(small);
  const at = (line: number, text: string): string[] => {
    const subject = subjectAt(lines, line, lines.line(line).indexOf(text) + 1) ?? assert.fail();
    return atOnce(placesOf(lines, subject)).map(
      ({ start, end }) => `${start.line} ${lines.line(start.line).slice(start.character, end.character)}`,
    );
  };

  it('of an address are the flows of the host, and of no longer address', () =>
    assert.deepEqual(at(0, '10.0.0.1,'), ['0 10.0.0.1', '1 10.0.0.1', '2 10.0.0.1', '4 10.0.0.1']));
  it('of a port are the flows of the service, at either end', () =>
    assert.deepEqual(at(0, '53,CON'), ['0 53', '1 53', '2 53', '3 53']));
  it('elsewhere are the flows of the conversation', () =>
    assert.deepEqual(at(0, 'CON'), [
      '0 10.0.0.1,4000,  <->,10.0.0.9,53',
      '1 10.0.0.1,4001,  <->,10.0.0.9,53',
    ]));
  it('of a row that is no flow are none', () => assert.equal(subjectAt(lines, 5, 0), undefined));

  const steps: [number, 'next' | 'previous', string | undefined, number | undefined][] = [
    [0, 'next', undefined, 1],
    [2, 'next', '10.0.0.1', 4],
    [4, 'next', undefined, undefined],
    [4, 'previous', '10.0.0.2', 2],
    [-5, 'next', '10.0.0.11', 3],
    [99, 'previous', '10.0.0.11', 3],
    [5, 'next', undefined, undefined],
  ];
  for (const [line, direction, host, want] of steps)
    it(`${direction} flow of ${host ?? 'the source'} from line ${line} is on ${want ?? 'none'}`, () => {
      const found = atOnce(nextFlowOf(lines, { line, direction, ...(host === undefined ? {} : { host }) }));
      assert.equal(found?.line, want);
    });
});

describe('a capture open in the editor', () => {
  const uri = 'file:///c.binetflow';
  it('is indexed anew for each text, once for all who wait', async () => {
    const document = TextDocument.create(uri, 'binetflow', 1, small);
    const capture = new OpenCapture(document, 0);
    assert.equal(capture.indexNow(options), undefined);
    const [a, b] = await Promise.all([capture.index(options), capture.index(options)]);
    assert.ok(a && a === b && a === capture.indexNow(options));
    const change = { range: { start: { line: 5, character: 0 }, end: { line: 5, character: 6 } }, text: '' };
    const waiting = capture.index({ ...options, problemLimit: 7 });
    TextDocument.update(document, [change], 2);
    capture.changed();
    assert.equal((await waiting)?.rejected, 0);
    assert.equal(capture.indexNow(options), undefined);
  });

  it('has no index once closed', async () => {
    const capture = new OpenCapture(TextDocument.create(uri, 'binetflow', 1, small), 0);
    capture.close();
    assert.equal(await capture.index(options), undefined);
  });
});
