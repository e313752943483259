import assert from 'node:assert/strict';
import { join } from 'node:path';
import {
  askingOf,
  baselineOf,
  captureOf,
  examples,
  onCapture,
  openCall,
  placeOf,
  queryText,
} from '../../../client/src/queries/queryText';
import type { Engine } from '../../../server/src/engine/engine';
import { createEngine } from '../../../server/src/engine/flowEngine';
import { makeCapture } from '../../support/makeCapture';
import { temporaryFolder } from '../../support/temporaryFolder';

describe('queries as documents', function () {
  this.timeout(120_000);
  const folder = temporaryFolder();
  const limits = { rows: 100, seconds: 60 };
  let engine: Engine;
  let path: string;

  before(() => {
    engine = createEngine({ cacheDirectory: join(folder.path, 'cache'), maxCacheBytes: 1e9 });
    path = folder.file('flows.binetflow', makeCapture({ flows: 1500, seed: 4 }));
  });
  after(() => engine.dispose());

  for (const example of examples())
    it(`begin with an example that runs: ${example.name}`, async () => {
      const text = queryText('file:///a%20b.binetflow', example);
      assert.equal(captureOf(text), 'file:///a%20b.binetflow');
      const { columns } = await engine.query([path], text, limits);
      assert.ok(columns.length > 1);
      await engine.query([path], `EXPLAIN ${text}`, limits);
    });

  const wrong = [
    ['SELECT Colour FROM flows', 0, 7],
    ['SELECT SrcAddr,\n  Colour\nFROM flows', 1, 2],
    ['SELECT 1\nFORM flows', 1, 0],
    ["SELECT 1\nFROM neighbours('a', 0)", 1, 5],
    [`SELECT ${'TotBytes + '.repeat(60)}Colour FROM flows`, 0, 7 + 11 * 60],
  ] as const;
  for (const [sql, line, column] of wrong)
    it(`are told where they are wrong: ${sql.slice(0, 40)}`, async () => {
      const error = await engine.query([path], sql, limits).then(
        () => new Error('none'),
        (failed: Error) => failed,
      );
      const place = placeOf(error.message, sql);
      assert.equal(place?.line, line, error.message);
      // The word may begin a little before the place that is told.
      assert.ok(place.column >= column && place.column <= column + 8, `${place.column}: ${error.message}`);
    });

  const open = [
    ["SELECT * FROM neighbours('udp 10.", 'neighbours', 0, 'udp 10.'],
    ["SELECT * FROM neighbours('a, b'' c', ", 'neighbours', 1, undefined],
    ["SELECT max(similarity(token, 'x')), label_vote(", 'label_vote', 0, undefined],
    ["SELECT Similarity ('a', lower('B'), '", 'similarity', 2, ''],
    ["SELECT anomaly(line) FROM flows WHERE x = '", undefined, 0, undefined],
    ['SELECT label_vote( -- a comment', undefined, 0, undefined],
    ['SELECT ) , (((', '', 0, undefined],
  ] as const;
  for (const [sql, name, argument, text] of open)
    it(`tell the call that is open: ${sql}`, () => {
      const call = openCall(sql);
      assert.deepEqual([call?.name, call?.argument ?? 0, call?.text], [name, argument, text]);
    });

  it('tell it of any text in time that follows its length', () =>
    assert.equal(openCall(`${"('".repeat(500_000)}`)?.name, ''));

  it('name a capture by its path from where they are saved, and are asked of another', () => {
    const place = new URL('file:///case/beacons.flowsql');
    const document = { scheme: 'file', toString: () => place.href };
    const text = '-- Beacons\n-- capture: file:///case/day%201/a%23%24.log\nSELECT 1';
    const kept = onCapture(text, captureOf(text), place);
    assert.equal(kept, '-- Beacons\n-- capture: day 1/a#$.log\nSELECT 1');
    assert.equal(captureOf(kept, document), 'file:///case/day%201/a%23%24.log');
    assert.equal(captureOf(kept), undefined);
    assert.equal(captureOf('-- capture: https://example.org/a', document), undefined);
    assert.equal(captureOf(askingOf(kept, 'file:///b$&.log')), 'file:///b$&.log');
    assert.equal(captureOf(askingOf('SELECT 1', 'file:///b.log')), 'file:///b.log');
    assert.equal(captureOf(`-- capture: x${' '.repeat(1_000_000)}`, document), 'file:///case/x');
  });

  it('name a baseline in a line of its own', () => {
    assert.deepEqual(baselineOf('-- baseline: file:///a.binetflow\nSELECT 1'), {
      baseline: 'file:///a.binetflow',
    });
    assert.deepEqual(baselineOf("SELECT '-- baseline: file:///a'"), {});
  });

  it('name no place where the database does not', () =>
    assert.equal(placeOf('Out of memory', 'SELECT 1'), undefined));
});
