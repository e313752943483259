import assert from 'node:assert/strict';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createEngine } from '../../server/src/engine/flowEngine';
import type { InlayHint } from 'vscode-languageserver/node';
import * as messages from '../../shared/protocol/messages';
import type { PlaceAsked, TableRows, TableView } from '../../shared/protocol/flowTables';
import { EditorClient } from '../support/editorClient';
import { makeCapture } from '../support/makeCapture';
import { intrudedOffice } from '../support/plantedCapture';
import { temporaryFolder } from '../support/temporaryFolder';

const quick = { embedding: { size: 8, epochs: 1, workers: 1 } };

describe('a capture as a table', function () {
  this.timeout(60_000);
  const folder = temporaryFolder();
  const text = makeCapture({ flows: 3000, seed: 7 });
  const lines = text.trimEnd().split('\n');
  const cell = (line: string, column: string) =>
    (line.split(',')[(lines[0] as string).split(',').indexOf(column)] ?? '').trim();
  let editor: EditorClient;
  const path = () => join(folder.path, 'big.binetflow');

  before(async () => {
    writeFileSync(path(), text);
    editor = await EditorClient.start(
      { createEngine: o => createEngine({ ...o, cacheDirectory: join(folder.path, 'cache') }) },
      quick,
    );
  });
  after(() => editor.stop());

  const open = (file: string, table: string) =>
    editor.ask(messages.openTable, { uri: pathToFileURL(file).href, table });
  const rows = (table: string, view: TableView = {}, from = 0, count = 200): Promise<TableRows> =>
    editor.ask(messages.tableRows, { table, view, from, count });
  /** Pages say how far the file has been read. */
  async function whole(table: string): Promise<TableRows> {
    for (;;) {
      const page = await rows(table);
      if (page.exact) return page;
    }
  }

  it('is trained on when it is opened, where the settings say so, and not again when the file has grown', async () => {
    const other = join(folder.path, 'grows.binetflow');
    const { href } = pathToFileURL(other);
    writeFileSync(other, text);
    await editor.configure({ ...quick, training: { onOpen: true } });
    await open(other, 'trained');
    await editor.status(({ ready }) => ready.includes(href));
    appendFileSync(other, `${lines[1]}\n`);
    await open(other, 'trained');
    await whole('trained');
    await editor.status(({ ready, quiescent }) => quiescent && !ready.includes(href));
    await editor.ask(messages.closeTable, { table: 'trained' });
    await editor.configure(quick);
  });

  it('has columns by their names, and the rows of the file at their lines', async () => {
    const opened = await open(path(), 'a');
    assert.deepEqual(
      opened.columns.map(({ name }) => name),
      (lines[0] as string).split(','),
    );
    assert.equal(opened.lines, true);
    const page = await rows('a', {}, 0, 50);
    assert.equal(page.rows.length, 50);
    for (const { record, cells } of page.rows)
      assert.deepEqual(
        cells,
        (lines[record - 1] as string).split(',').map(part => part.trim()),
      );
    const { count, total } = await whole('a');
    assert.deepEqual([count, total], [3000, 3000]);
    const last = await rows('a', {}, 2990, 50);
    assert.deepEqual(
      last.rows.map(({ record }) => record),
      Array.from({ length: 10 }, (_, i) => 2992 + i),
    );
  });

  it('tells rows as they stand in the file, and with names for their addresses', async () => {
    const records = [2, 40, 41];
    const texts = records.map(record => lines[record - 1] as string);
    assert.deepEqual(await editor.ask(messages.tableText, { table: 'a', records, pseudonyms: false }), texts);
    const named = await editor.ask(messages.tableText, { table: 'a', records, pseudonyms: true });
    named.forEach((text, i) => {
      const line = texts[i] as string;
      for (const column of ['SrcAddr', 'DstAddr']) {
        assert.ok(!text.includes(cell(line, column)), text);
        assert.notEqual(cell(text, column), '');
      }
      for (const column of ['StartTime', 'Proto', 'Dport', 'TotBytes', 'Label'])
        assert.equal(cell(text, column), cell(line, column));
    });
    const again = await editor.ask(messages.tableText, { table: 'a', records: [41, 2], pseudonyms: true });
    assert.deepEqual(again, [named[2], named[0]]);
  });

  it('shows the flows of a filter, and says what is wrong with one', async () => {
    const host = cell(lines[10] as string, 'SrcAddr');
    const wanted = lines.flatMap((line, i) =>
      i > 0 && [cell(line, 'SrcAddr'), cell(line, 'DstAddr')].includes(host) ? [i + 1] : [],
    );
    const page = await rows('a', { where: `Host = '${host}'` }, 0, 3000);
    assert.deepEqual(
      page.rows.map(({ record }) => record),
      wanted,
    );
    assert.deepEqual([page.count, page.total, page.ready], [wanted.length, 3000, true]);
    await assert.rejects(rows('a', { where: 'Nonsense = 1' }), /Nonsense.*StartTime/s);
    await assert.rejects(rows('a', { where: 'SrcAddr =' }), /a value is needed/);
  });

  it('orders by a column either way, numbers as numbers', async () => {
    for (const descending of [false, true]) {
      const page = await rows('a', { order: { column: 'TotBytes', descending } }, 0, 3000);
      const bytes = page.rows.map(({ cells }) => Number(cells[12]));
      assert.deepEqual(
        bytes,
        [...bytes].sort((a, b) => (descending ? b - a : a - b)),
      );
      assert.equal(new Set(page.rows.map(({ record }) => record)).size, 3000);
    }
  });

  it('goes to lines, times and shares, in any view', async () => {
    const place = async (view: TableView, to: PlaceAsked) => {
      const page = await editor.ask(messages.tableRows, { table: 'a', view, from: 0, count: 200, to });
      // The page with the place comes with the answer, and begins where pages do.
      if (page.place !== null) {
        assert.equal(page.from, Math.floor((page.place ?? NaN) / 200) * 200);
        assert.ok((page.place ?? NaN) < page.from + page.rows.length);
      }
      return page.place;
    };
    assert.equal(await place({}, { record: 1502 }), 1500);
    assert.equal(await place({}, { share: 0.5 }), 1500);
    const time = cell(lines[2001] as string, 'StartTime');
    assert.equal(await place({}, { time }), 2000);
    const view = { order: { column: 'StartTime', descending: true } };
    assert.equal(await place(view, { record: 2 }), 2999);
    assert.equal(await place({}, { time: '2100/01/01 00:00:00' }), null);
    await assert.rejects(place({}, { time: 'soon' }), /no time like/);
  });

  it('groups flows with their bytes and labels', async () => {
    const { groups, inAll } = await editor.ask(messages.tableGroups, {
      table: 'a',
      by: 'services',
      count: 5,
    });
    const flows = lines.slice(1);
    const keys = new Set(flows.map(line => `${cell(line, 'Proto')} ${cell(line, 'Dport')}`));
    assert.equal(inAll, keys.size);
    const [first] = groups;
    assert.ok(first);
    const own = flows.filter(
      line => cell(line, 'Proto') === first.values[0] && cell(line, 'Dport') === first.values[1],
    );
    assert.equal(first.flows, own.length);
    assert.equal(
      first.bytes,
      own.reduce((sum, line) => sum + Number(cell(line, 'TotBytes')), 0),
    );
    assert.equal(
      Object.values(first.labels).reduce((a, b) => a + b, 0),
      own.length,
    );
    const hosts = await editor.ask(messages.tableGroups, { table: 'a', by: 'hosts', count: 1 });
    const [host] = hosts.groups;
    assert.equal(
      host?.flows,
      flows.filter(line => [cell(line, 'SrcAddr'), cell(line, 'DstAddr')].includes(host?.values[0] ?? ''))
        .length,
    );
  });

  it('says of a flow what the text editor says, and of a model as soon as there is one', async () => {
    const uri = pathToFileURL(path()).href;
    const hover = () =>
      editor.ask(messages.tableHover, { table: 'a', record: 11, column: 'SrcAddr' }) as Promise<string>;
    const before = await hover();
    assert.match(before, /asked/);
    await editor.ask(messages.trainEmbedding, { uri });
    await editor.open(uri, text);
    const line = lines[10] as string;
    const inText = await editor.hover(uri, 10, line.indexOf(cell(line, 'SrcAddr')));
    const parts = (markdown: string) => markdown.split('\n\n').filter(part => !part.startsWith('Token '));
    assert.deepEqual(parts(await hover()), parts(inText));
    assert.match(inText, /cosine/i);
    const similar = await editor.ask(messages.similarFlows, { uri, line: 10, top: 3 });
    assert.equal(similar.neighbours.length, 3);
  });

  it('marks rows as lines of the text are marked: by cluster, by what neighbours vote and by incident', async () => {
    const uri = pathToFileURL(path()).href;
    await editor.open(uri, text);
    await open(path(), 'a');
    await editor.ask(messages.trainEmbedding, { uri });
    await editor.status(({ ready }) => ready.includes(uri));
    const records = Array.from({ length: 60 }, (_, i) => i + 2);
    const marks = (clustering?: string) =>
      editor.ask(messages.tableMarks, {
        table: 'a',
        records,
        ...(clustering === undefined ? {} : { clustering }),
      });
    assert.deepEqual(await marks(), {});
    const { clustering } = await editor.ask(messages.clusterFlows, { uri, job: 'k', settings: { k: 9 } });
    const ofLines = { uri, firstLine: 1, lastLine: 60 };
    const inText = await editor.ask(messages.clusterLines, { ...ofLines, clustering });
    assert.ok(new Set(inText).size > 2);
    assert.deepEqual((await marks(clustering)).clusters, inText);
    assert.deepEqual((await marks()).clusters, inText, 'of the clustering that was used last');
    await editor.configure({ ...quick, labels: { inlayHints: true } });
    let found = await marks();
    while (found.votesComing) found = await marks();
    const range = { start: { line: 1, character: 0 }, end: { line: 60, character: 0 } };
    const hints = await editor.connection.sendRequest<InlayHint[]>('textDocument/inlayHint', {
      textDocument: { uri },
      range,
    });
    assert.ok(hints.length > 0);
    assert.deepEqual(
      found.votes?.flatMap((vote, i) => (vote ? [[i + 1, vote.text]] : [])),
      hints.map(({ position, label }) => [position.line, label]),
    );
    assert.match(found.votes?.find(vote => vote !== null)?.said ?? '', /^Neighbours vote: /);
    await editor.configure(quick);
  });

  it('marks rows of incidents once the capture is judged', async () => {
    const file = join(folder.path, 'judged.binetflow');
    writeFileSync(file, intrudedOffice());
    const uri = pathToFileURL(file).href;
    await open(file, 'judged');
    const judged = await editor.ask(messages.scoreCapture, {
      uri,
      by: 'past',
      top: 1000,
      job: 's',
    });
    const records = judged.anomalies.filter(({ incident }) => incident !== null).map(({ line }) => line);
    assert.ok(records.length > 0);
    const others = Array.from({ length: 10 }, (_, i) => i + 2);
    const { incidents = [] } = await editor.ask(messages.tableMarks, {
      table: 'judged',
      records: [...records, ...others],
    });
    assert.ok(incidents.slice(0, records.length).every(said => /^Score \d.*: \S/.test(said ?? '')));
    assert.deepEqual(
      incidents.slice(records.length),
      others.map(() => null),
    );
    const aside = await editor.ask(messages.tableMarks, { table: 'judged', records: others });
    assert.equal(aside.incidents, undefined);
  });

  it('exports the rows of a filter, and never over the capture', async () => {
    const uri = pathToFileURL(path()).href;
    const out = join(folder.path, 'rows.csv');
    const where = 'Proto = udp';
    const written = await editor.ask(messages.tableExport, {
      table: 'a',
      where,
      as: 'csv',
      out: pathToFileURL(out).href,
    });
    const udp = lines.filter((line, i) => i > 0 && cell(line, 'Proto') === 'udp');
    assert.equal(written, udp.length);
    assert.equal(readFileSync(out, 'utf8').trimEnd().split('\n').length, udp.length + 1);
    await open(out, 'exported');
    assert.equal((await whole('exported')).rows.filter(row => row.class !== undefined).length, 200);
    await assert.rejects(
      editor.ask(messages.tableExport, { table: 'a', as: 'csv', out: uri }),
      /is the capture itself/,
    );
    assert.equal(readFileSync(path(), 'utf8'), text);
  });

  it('opens compressed captures, their first rows at once and all from the store', async () => {
    const file = join(folder.path, 'packed.binetflow.gz');
    writeFileSync(file, gzipSync(text));
    await open(file, 'packed');
    const first = await rows('packed');
    assert.deepEqual(first.rows[0]?.cells.slice(0, 4), (lines[1] as string).split(',').slice(0, 4));
    const all = await rows('packed', { where: 'Line >= 1' }, 2990, 20);
    assert.deepEqual([all.count, all.rows.at(-1)?.record], [3000, 3001]);
    const page = await rows('packed', {}, 2990, 20);
    assert.deepEqual([page.exact, page.count, page.rows.length], [true, 3000, 10]);
    assert.match(
      (await editor.ask(messages.tableHover, { table: 'packed', record: 12, column: 'Dport' })) ?? '',
      /asked/,
    );
  });

  it('marks flows with odd cells, which the text editor underlines, too', async () => {
    const odd = [
      (lines[1] as string).replace(/,CON,0,0,/, ',CON,x,NaN,'),
      `${lines[2] as string}\0\0`,
      lines[3] as string,
    ];
    const text = [lines[0], ...odd, ''].join('\n');
    const file = join(folder.path, 'odd.binetflow');
    writeFileSync(file, text);
    await open(file, 'odd');
    const shown = (await rows('odd', {}, 0, 3)).rows;
    assert.ok(shown.every(({ class: name }) => name !== undefined));
    assert.match(shown[0]?.problem ?? '', /^sTos "x", no type of service/);
    assert.match(shown[1]?.problem ?? '', /^Bytes that are not UTF-8 text/);
    assert.equal(shown[2]?.problem, undefined);
    const uri = pathToFileURL(file).href;
    await editor.open(uri, text);
    const found = (await editor.diagnostics(uri)).map(({ range, code }) => [range.start.line + 1, code]);
    assert.deepEqual(found, [
      [2, 'type-of-service'],
      [3, 'undecodable'],
    ]);
  });

  it('keeps rows that are no flows at their lines, with the reason', async () => {
    const file = join(folder.path, 'dirty.binetflow');
    writeFileSync(file, [...lines.slice(0, 20), 'short,row', '', ...lines.slice(20)].join('\n'));
    await open(file, 'dirty');
    const page = await rows('dirty', {}, 18, 4);
    assert.deepEqual(
      page.rows.map(({ record, class: name }) => [record, name !== undefined]),
      [
        [20, true],
        [21, false],
        [22, false],
        [23, true],
      ],
    );
    assert.equal(page.rows[1]?.text, 'short,row');
    assert.ok(page.rows[1]?.problem);
    assert.equal(page.rows[2]?.problem, undefined);
  });

  it('says what is no capture, and what is not open', async () => {
    const file = join(folder.path, 'notes.txt');
    writeFileSync(file, 'nothing of flows\n');
    await assert.rejects(open(file, 'notes'), /notes\.txt, line 1.*Captures are read from/s);
    await assert.rejects(rows('notes'), /no longer open/);
  });
});
