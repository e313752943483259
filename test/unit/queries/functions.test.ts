import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Engine } from '../../../server/src/engine/engine';
import { createEngine } from '../../../server/src/engine/flowEngine';
import { defaultConfig } from '../../../server/src/engine/training/embedding/config';
import { answerParameters } from '../../../shared/parameters/answers';
import { clusterParameters } from '../../../shared/parameters/clusters';
import { defaultsOf } from '../../../shared/parameters/parameter';
import { queryFunctions } from '../../../shared/text/queryFunctions';
import { makeCapture } from '../../support/makeCapture';
import { temporaryFolder } from '../../support/temporaryFolder';

describe('functions of queries', function () {
  this.timeout(120_000);
  const folder = temporaryFolder();
  const config = { ...defaultConfig, epochs: 2, workers: 1, size: 16, deterministic: true };
  const model = { config, clusters: defaultsOf(clusterParameters), confidence: 0.6 };
  const limits = { rows: 10_000, seconds: 60, model };
  let engine: Engine;
  let path: string;
  let digest: string;
  let token: string;
  const digestOf = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex');
  const ask = (sql: string, more = {}) => engine.query([path], sql, { ...limits, ...more });
  const value = async (sql: string) => (await ask(sql)).rows[0]?.[0];

  before(async () => {
    engine = createEngine({ cacheDirectory: join(folder.path, 'cache'), maxCacheBytes: 1e9 });
    path = folder.file('flows.binetflow', makeCapture({ flows: 2000, seed: 4 }));
    digest = digestOf(path);
    token = String(await value('SELECT token FROM flows GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1'));
  });
  afterEach(() => assert.equal(digestOf(path), digest, 'the capture is as it was'));
  after(() => engine.dispose());

  it('train nothing unless they are called, and tell the model where they are', async () => {
    const plain = await ask('SELECT token FROM flows LIMIT 1');
    assert.equal(plain.model, undefined);
    assert.equal(await engine.hasModel([path], config), false);
    let fractions = 0;
    const asked = { ...model, onProgress: () => void fractions++ };
    const told = await ask(`SELECT similarity('${token}', '${token}')`, { model: asked });
    assert.ok(fractions > 0);
    assert.ok(Math.abs(Number(told.rows[0]?.[0]) - 1) < 1e-6);
    assert.equal(told.model?.flows, 2000);
    assert.equal(told.model?.settings['size'], 16);
    assert.match(told.model?.digest ?? '', /^[0-9a-f]{64}$/);
    assert.deepEqual(told.notices, []);
  });

  it('say what the commands say: neighbours, similarity, clusters and votes', async () => {
    const { rows } = await ask(`SELECT * FROM neighbours('${token}', 5)`);
    const report = await engine.similar([path], config, { token }, 5);
    assert.deepEqual(
      rows.map(([name, , flows]) => [name, Number(flows)]),
      report?.neighbours.map(each => [each.token, each.count]),
    );
    const other = String(rows[0]?.[0]);
    assert.ok(
      Math.abs(Number(rows[0]?.[1]) - Number(await value(`SELECT similarity('${token}', '${other}')`))) <
        1e-6,
    );
    const votes = await ask('SELECT DISTINCT token, label_vote(token) FROM flows');
    const options = { neighbours: answerParameters.neighbours.default, confidence: 0.6 };
    for (const [each, vote] of votes.rows)
      assert.equal(
        vote,
        (await engine.predictLabel([path], config, { token: String(each) }, options))?.label,
        String(each),
      );
    assert.ok(votes.rows.length > 300);
    const clustered = await ask(
      `SELECT cluster_of('${token}'), count(DISTINCT cluster_of(token)) FROM flows`,
    );
    const of = await engine.clusterOf([path], config, { token });
    assert.equal(clustered.rows[0]?.[0], of?.id);
    assert.equal(clustered.model?.clustering?.name, of?.clustering);
    assert.ok(Number(clustered.rows[0]?.[1]) > 1);
  });

  it('score flows as the command does, by their lines', async () => {
    const report = await engine.score([path], config, 'past', { top: 5 });
    const { rows, notices } = await ask(
      'SELECT *, anomaly(line) AS score FROM flows ORDER BY score DESC NULLS LAST LIMIT 5',
    );
    assert.deepEqual(
      rows.map(row => Number(row.at(-1)).toFixed(9)),
      report.anomalies.map(({ score }) => score.toFixed(9)),
    );
    assert.match(notices.join(), /later half .* have no score/);
    const judged = await ask('SELECT count(anomaly(line))::INTEGER FROM flows', {
      model: { ...model, baseline: [path] },
    });
    assert.deepEqual([judged.rows[0]?.[0], judged.notices], [2000, []]);
    assert.equal(
      await value('SELECT count(*)::INTEGER FROM flows WHERE anomaly(line, file) IS NOT NULL'),
      1000,
    );
  });

  it('find hosts by an address, whatever the columns are called', async () => {
    const address = String(
      await value('SELECT SrcAddr FROM flows GROUP BY 1 ORDER BY count(*) DESC LIMIT 1'),
    );
    const { rows, notices } = await ask(`SELECT token, similarity FROM neighbours('${address}', 3)`);
    const hosts = await engine.similarHosts([path], config, address, 3);
    assert.deepEqual(
      rows.map(([name]) => name),
      hosts?.similar.map(each => each.address),
    );
    assert.deepEqual(notices, []);
    const both = await ask(
      'SELECT count(*) FILTER (proto = "Proto" AND dst_addr = DstAddr AND label_vote(token) IS NOT NULL)::INTEGER FROM flows',
    );
    assert.equal(both.rows[0]?.[0], 2000);
  });

  it('answer NULL where a token is not known, and offer what is spelled like it', async () => {
    const wrong = token.replace(/\d+$/, '65000');
    const { rows, notices } = await ask(
      `SELECT similarity('${token}', '${wrong}'), cluster_of('${wrong}'), label_vote('${wrong}'), anomaly(-1)`,
    );
    assert.deepEqual(rows, [[null, null, null, null]]);
    assert.ok(
      notices.some(notice => notice.includes(wrong) && /Most like it: .*\d/.test(notice)),
      notices.join(),
    );
    assert.deepEqual((await ask(`SELECT * FROM neighbours('${wrong}', 3)`)).rows, []);
    const cut = (await ask("SELECT * FROM neighbours('147.32.84', 3)")).notices;
    assert.match(cut.join(), /Most like it: 147\.32\.84\.\d+/);
    const many = await ask("SELECT max(similarity('x ' || \"Line\", 'y')) FROM flows");
    assert.match(many.notices.at(-1) ?? '', /2,001 tokens/);
  });

  const hostile = [
    "SELECT * FROM neighbours('a')",
    "SELECT * FROM neighbours('a', 0)",
    "SELECT * FROM neighbours('a', -1)",
    "SELECT * FROM neighbours('a', 1001)",
    "SELECT * FROM neighbours('a', 9223372036854775807)",
    "SELECT * FROM neighbours('a', 1e300)",
    "SELECT * FROM neighbours('a', NULL)",
    "SELECT * FROM neighbours('a', 'b')",
    'SELECT * FROM neighbours()',
    "SELECT * FROM neighbours('a', 1, 2)",
    'SELECT n.* FROM flows, neighbours(token, 3) n',
    "SELECT * FROM neighbours((SELECT read_text('/etc/passwd')), 3)",
    "SELECT similarity('a')",
    "SELECT similarity('a', 'b', 'c')",
    "SELECT anomaly('x; DROP VIEW flows')",
    'SELECT anomaly(1e300)',
    'CREATE MACRO similarity(a, b) AS 1',
    'DROP FUNCTION similarity',
    'CREATE TABLE t AS SELECT label_vote(token) FROM flows',
    "SELECT 1; SELECT label_vote('a')",
    'EXPLAIN ANALYZE DELETE FROM flows WHERE anomaly(line) > 0',
  ];
  for (const sql of hostile)
    it(`refuse ${sql}`, async () => {
      await assert.rejects(ask(sql));
      assert.equal(await value('SELECT count(*)::INTEGER FROM flows'), 2000);
    });

  const odd = [
    "SELECT similarity(NULL, 'a'), cluster_of(NULL), anomaly(NULL), label_vote(NULL)",
    "SELECT similarity('', ' '), cluster_of(''), label_vote('   ')",
    "SELECT label_vote(repeat('a b c d ', 100000)), similarity(repeat('x', 1000000), 'y')",
    "SELECT cluster_of('\u202e\u0007\ud83d\ude00 <script>'), label_vote(''' OR 1=1 --')",
    'SELECT anomaly(9223372036854775807), anomaly(-9223372036854775808), anomaly(0, 99), anomaly(2, -1)',
    'SELECT * FROM neighbours(NULL, 3)',
    "SELECT * FROM neighbours(repeat('x ', 500000), 3)",
    "SELECT * FROM neighbours('''; DROP VIEW flows; --', 3)",
    'EXPLAIN SELECT label_vote(token) FROM flows',
  ];
  for (const sql of odd)
    it(`answer ${sql.slice(0, 60)}`, async () => {
      const { rows, notices } = await ask(sql);
      assert.ok(rows.length <= 1);
      if (!sql.startsWith('EXPLAIN'))
        assert.ok(
          rows.flat().every(each => each === null),
          JSON.stringify(rows),
        );
      assert.ok(notices.join().length < 3000);
      assert.doesNotMatch(notices.join(), /[\u0007\u202e]/);
    });

  it('are stopped in time, and when nobody waits', async () => {
    const endless =
      'SELECT count(*) FROM flows a, flows b, flows c WHERE similarity(a.token, b.token) < similarity(b.token, c.token)';
    await assert.rejects(ask(endless, { seconds: 0.3 }), /took longer than/);
    const stop = new AbortController();
    const asked = ask(endless, { signal: stop.signal });
    setImmediate(() => stop.abort());
    await assert.rejects(asked);
    assert.equal(await value('SELECT count(*)::INTEGER FROM flows'), 2000);
  });

  it('answer two that ask at once by the settings of each', async () => {
    const other = { ...model, config: { ...config, size: 8 } };
    const sql = `SELECT sum(similarity(token, '${token}')) FROM flows`;
    const [a, b, again] = await Promise.all([ask(sql), ask(sql, { model: other }), ask(sql)]);
    assert.deepEqual(a?.rows, again?.rows);
    assert.notDeepEqual(a?.rows, b?.rows);
    assert.deepEqual([a?.model?.settings['size'], b?.model?.settings['size']], [16, 8]);
  });

  it('are written to files with what they answer', async () => {
    const out = join(folder.path, 'votes.csv');
    const sql = 'SELECT DISTINCT token, label_vote(token) AS vote FROM flows WHERE vote IS NOT NULL';
    const { rows } = await engine.writeQuery([path], sql, { path: out, format: 'csv' }, limits);
    assert.equal(rows, (await ask(sql)).rows.length);
    assert.equal(readFileSync(out, 'utf8').trim().split('\n').length, rows + 1);
  });

  for (const { name, example } of queryFunctions())
    it(`run as their documents show them: ${name}`, async () => {
      const { columns, model: answered } = await ask(example);
      assert.ok(columns.length > 0 && answered);
    });
});
