import assert from 'node:assert/strict';
import { pathToFileURL } from 'node:url';
import { createEngine } from '../../server/src/engine/flowEngine';
import * as messages from '../../shared/protocol/messages';
import type { TableNearest, TableSpread, TableView } from '../../shared/protocol/flowTables';
import { EditorClient } from '../support/editorClient';
import { makeCapture } from '../support/makeCapture';
import { temporaryFolder } from '../support/temporaryFolder';

describe('a search in the table of a capture', function () {
  this.timeout(60_000);
  const folder = temporaryFolder();
  const text = makeCapture({ flows: 3000, seed: 7 });
  const lines = text.trimEnd().split('\n');
  let editor: EditorClient;

  before(async () => {
    editor = await EditorClient.start(
      { createEngine: o => createEngine({ ...o, cacheDirectory: `${folder.path}/cache` }) },
      { embedding: { size: 8, epochs: 1, workers: 1 } },
    );
    await open('big.binetflow', text, 'a');
  });
  after(() => editor.stop());

  const open = (name: string, content: string, table: string) =>
    editor.ask(messages.openTable, { uri: pathToFileURL(folder.file(name, content)).href, table });
  const rows = (table: string, view: TableView, from: number, count: number) =>
    editor.ask(messages.tableRows, { table, view, from, count });

  /** Asks for all pieces of a search, of so many records each. */
  const finder = (table: string, view: TableView, where: string) => ({
    async nearest(place: number, direction: 'next' | 'previous', count: number): Promise<number | null> {
      let found: number | null = null;
      for (let from: number | undefined, isFirst = true; isFirst || from !== undefined; isFirst = false) {
        const piece = { count, ...(from === undefined ? {} : { from }) };
        const asked = { table, view, where, place, direction, piece };
        const answer: TableNearest = await editor.ask(messages.tableNearest, asked);
        from = answer.next;
        if (answer.place === null) continue;
        const nearer = direction === 'next' ? Math.min : Math.max;
        found = nearer(answer.place, found ?? answer.place);
      }
      return found;
    },
    /** From a record on, then what stands before it. */
    async spread(parts: number, count: number, start?: number): Promise<number[]> {
      const all: number[] = [];
      for (const beyond of start === undefined ? [undefined] : [undefined, start]) {
        let from = beyond === undefined ? start : undefined;
        for (;;) {
          const piece = {
            count,
            ...(from === undefined ? {} : { from }),
            ...(beyond === undefined ? {} : { beyond }),
          };
          const answer: TableSpread = await editor.ask(messages.tableSpread, {
            table,
            view,
            where,
            parts,
            piece,
          });
          answer.counts.forEach((n, i) => (all[i] = (all[i] ?? 0) + n));
          if (answer.next === undefined) break;
          from = answer.next;
        }
      }
      return all;
    },
  });

  it('finds flows of a condition or a text, next and previous, and tells where all are', async () => {
    const hits = lines.flatMap((line, i) => (i > 0 && /botnet/i.test(line) ? [i - 1] : []));
    const { nearest, spread } = finder('a', {}, "Any contains 'botnet'");
    for (const size of [1_000_000, 100, 1]) {
      assert.equal(await nearest(-1, 'next', size), hits[0]);
      assert.equal(await nearest(hits[0] as number, 'next', size), hits[1]);
      assert.equal(await nearest(hits[1] as number, 'previous', size), hits[0]);
      assert.equal(await nearest(hits[0] as number, 'previous', size), null);
    }
    assert.equal(await nearest(hits.at(-1) as number, 'next', 7), null);
    for (const size of [1_000_000, 700])
      for (const from of [undefined, 1500, 3001])
        assert.deepEqual(
          await spread(10, size, from),
          Array.from(
            { length: 10 },
            (_, i) => hits.filter(place => place >= 300 * i && place < 300 * (i + 1)).length,
          ),
        );
  });

  it('finds them in the order and the filter that rows are shown in', async () => {
    const order = { column: 'SrcAddr', descending: true };
    for (const view of [{ order }, { where: 'Proto = tcp', order }, { where: 'Proto = tcp' }]) {
      const shown = await rows('a', view, 0, 3000);
      const hits = shown.rows.flatMap(({ class: name }, place) => (name === 'botnet' ? [place] : []));
      assert.ok(hits.length > 2);
      const { nearest, spread } = finder('a', view, 'Class = botnet');
      for (const size of [1_000_000, 400]) {
        assert.equal(await nearest(-1, 'next', size), hits[0]);
        assert.equal(await nearest(hits[0] as number, 'next', size), hits[1]);
        assert.equal(await nearest(shown.count, 'previous', size), hits.at(-1));
        assert.equal(await nearest(hits[1] as number, 'previous', size), hits[0]);
        assert.equal(await nearest(hits.at(-1) as number, 'next', size), null);
        const found = await spread(shown.count, size, 1700);
        assert.deepEqual(
          found.flatMap((count, place) => (count > 0 ? [place] : [])),
          hits,
        );
      }
    }
  });

  it('looks at no more of the capture than a piece says', async () => {
    const where = 'Line >= 1000';
    const asked = { table: 'a', view: {}, where };
    const nearest = await editor.ask(messages.tableNearest, {
      ...asked,
      place: -1,
      direction: 'next',
      piece: { count: 100 },
    });
    assert.deepEqual(nearest, { place: null, next: 102 });
    const { counts, next } = await editor.ask(messages.tableSpread, {
      ...asked,
      parts: 3,
      piece: { from: 990, count: 20 },
    });
    assert.deepEqual([counts, next], [[2, 8, 0], 1010]);
  });

  it('is answered in lines where some of them are no flows', async () => {
    const spoiled = [...lines.slice(0, 20), 'short,row', '', ...lines.slice(20)];
    await open('dirty.binetflow', spoiled.join('\n'), 'dirty');
    const { nearest } = finder('dirty', {}, 'Line > 1');
    for (const size of [2, 1000]) {
      assert.equal(await nearest(18, 'next', size), 21);
      assert.equal(await nearest(21, 'previous', size), 18);
    }
  });
});
