import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Engine } from '../../../server/src/engine/engine';
import { storeColumns } from '../../../server/src/engine/captures/columns';
import { createEngine } from '../../../server/src/engine/flowEngine';
import { parseFlowFilter } from '../../../shared/text/flowFilter';
import { queryColumns } from '../../../shared/text/queryColumns';
import { makeCapture } from '../../support/makeCapture';
import { temporaryFolder } from '../../support/temporaryFolder';

describe('queries of a capture', function () {
  this.timeout(120_000);
  const folder = temporaryFolder();
  let engine: Engine;
  let path: string;
  const limits = { rows: 100, seconds: 20 };

  before(() => {
    engine = createEngine({ cacheDirectory: join(folder.path, 'cache'), maxCacheBytes: 1e9 });
    path = folder.file('flows.binetflow', makeCapture({ flows: 500, seed: 4 }));
  });
  after(() => engine.dispose());

  it('name columns as Argus does, whatever the format, and as the store does', async () => {
    const zeek = folder.file(
      'conn.log',
      '#separator \\x09\n#fields\tts\tid.orig_h\tid.resp_h\tid.resp_p\tproto\n1.5\t10.0.0.1\t10.0.0.2\t53\tudp\n',
    );
    const sql = 'SELECT "Line"::INTEGER, SrcAddr, dst_addr, Dport FROM flows';
    const { columns, rows } = await engine.query([zeek], sql, limits);
    assert.deepEqual(
      columns.slice(1).map(({ name }) => name),
      ['SrcAddr', 'dst_addr', 'Dport'],
    );
    assert.deepEqual(rows, [[3, '10.0.0.1', '10.0.0.2', '53']]);
  });

  it('have each column once where all are asked for, in both spellings where both are written', async () => {
    const names = async (sql: string) =>
      (await engine.query([path], sql, limits)).columns.map(({ name }) => name);
    const all = await names('SELECT * FROM flows LIMIT 0');
    assert.deepEqual(all, ['file', 'record', 'Line', ...storeColumns.map(({ name }) => name)]);
    assert.ok((await names('SELECT * FROM flows WHERE Start_Time IS NULL')).includes('start_time'));
  });

  it('are told of by the names that the store has', () => {
    const told = queryColumns().slice(4);
    assert.deepEqual(
      told.map(({ name, stored = name.toLowerCase() }) => [name, stored]),
      storeColumns.map(({ name, sql }) => [name, sql]),
    );
  });

  it('say when there are more rows than were fetched', async () => {
    const some = await engine.query([path], 'SELECT 1 FROM flows', { ...limits, rows: 499 });
    assert.deepEqual([some.rows.length, some.truncated], [499, true]);
  });

  const hostile = [
    "COPY flows TO 'x.csv'",
    "COPY (SELECT 1) TO '/tmp/x.parquet' (FORMAT parquet)",
    "COPY flows FROM '/etc/passwd'",
    "EXPORT DATABASE '/tmp/x'",
    "IMPORT DATABASE '/tmp/x'",
    "ATTACH 'x.duckdb'",
    "ATTACH ':memory:' AS other",
    'DETACH memory',
    'USE memory.main',
    'INSTALL httpfs',
    "INSTALL 'x.duckdb_extension'",
    'FORCE INSTALL httpfs FROM community',
    'LOAD httpfs',
    "LOAD '/tmp/x.duckdb_extension'",
    'SET lock_configuration = false',
    'SET enable_external_access = true',
    'RESET enable_external_access',
    'PRAGMA enable_external_access = true',
    'PRAGMA database_list',
    "PRAGMA import_database('/tmp/x')",
    'CREATE TABLE t AS SELECT 1',
    'CREATE OR REPLACE VIEW flows AS SELECT 1',
    'CREATE MACRO f(a) AS a',
    'CREATE TEMP TABLE flows AS SELECT 1',
    'DROP VIEW flows',
    'DROP VIEW memory.main.flows',
    'DELETE FROM flows',
    "UPDATE flows SET label = ''",
    'INSERT INTO flows SELECT * FROM flows',
    'ALTER VIEW flows RENAME TO others',
    'CHECKPOINT',
    'VACUUM',
    'CALL pragma_version()',
    'BEGIN TRANSACTION',
    'SELECT 1; DROP VIEW flows',
    "SELECT 1; SELECT * FROM read_text('/etc/passwd')",
    'PREPARE p AS DROP VIEW flows',
    'EXPLAIN ANALYZE DELETE FROM flows',
    'WITH gone AS (DELETE FROM flows RETURNING 1) SELECT * FROM gone',
    "SELECT * FROM read_csv('/etc/passwd')",
    "SELECT * FROM read_text('/etc/passwd')",
    "SELECT * FROM read_blob('/etc/hostname')",
    "SELECT * FROM read_json('/proc/self/status')",
    "SELECT * FROM '/etc/passwd'",
    "SELECT * FROM glob('/*')",
    "SELECT * FROM read_parquet('http://127.0.0.1/x.parquet')",
    "SELECT * FROM parquet_metadata('/tmp/x.parquet')",
    "SELECT * FROM sniff_csv('/etc/passwd')",
    "SELECT * FROM query('DROP VIEW flows')",
    "SELECT * FROM duckdb_secrets() WHERE error('stop')",
    "SELECT getenv('HOME')",
    '',
    // More that read files, by other names, and where a table does not stand.
    "SELECT * FROM read_json_objects('/etc/passwd')",
    "SELECT * FROM read_csv_auto('/etc/passwd')",
    "SELECT * FROM parquet_schema('/etc/passwd')",
    "SELECT * FROM parquet_scan('/etc/passwd')",
    "SELECT * FROM query_table('/etc/passwd')",
    "SELECT * FROM query('SELECT * FROM read_text(''/etc/passwd'')')",
    "SELECT * FROM histogram_values('/etc/passwd', line)",
    "SELECT * FROM json_execute_serialized_sql(json_serialize_sql('SELECT 1'))",
    'SELECT * FROM "/etc/passwd".csv',
    "DESCRIBE '/etc/passwd.csv'",
    "SUMMARIZE '/etc/passwd.csv'",
    "SELECT (SELECT content FROM read_text('/etc/passwd')) FROM flows",
    "SELECT 1 FROM flows WHERE EXISTS (FROM glob('/etc/*'))",
    "WITH x AS (FROM read_blob('/etc/passwd')) FROM x",
    "FROM flows JOIN read_text('/etc/passwd') ON true",
    "SELECT list_transform([1], lambda x: (SELECT count(*) FROM glob('/etc/*')))",
    "EXPLAIN ANALYZE SELECT * FROM glob('/etc/*')",
    "EXPLAIN (FORMAT json) SELECT * FROM read_text('/etc/passwd')",
    "/* SELECT */ EXPLAIN SELECT * FROM sniff_csv('/etc/passwd')",
    'FROM duckdb_logs()',
    'SELECT * FROM duckdb_secrets()',
    "SELECT * FROM checkpoint('memory')",
    'SELECT * FROM arrow_scan(1::POINTER, 1::POINTER, 1::POINTER)',
    // A second statement, behind what looks like its end.
    "SELECT ';' /* ; */; DROP VIEW flows",
    'SELECT 1 -- ;\n; DROP VIEW flows',
    'SELECT $$;$$; DROP VIEW flows',
    'SELECT $a$ $$ ; $a$; DETACH memory',
    'SELECT 1 /* /* */ ; DROP VIEW flows',
    "SELECT 1) TO '/tmp/x.csv' --",
    "SELECT 1) TO '/tmp/x.csv' (FORMAT csv); --",
    'SELECT 1 /*',
    'EXECUTE p',
    'DEALLOCATE p',
    "SET VARIABLE x = (SELECT content FROM read_text('/etc/passwd'))",
    'SECRET',
    "CREATE SECRET s (TYPE s3, KEY_ID 'a', SECRET 'b')",
    "COMMENT ON VIEW flows IS 'x'",
    'MERGE INTO flows USING flows AS f ON true WHEN MATCHED THEN DELETE',
    'UPDATE EXTENSIONS',
    'PIVOT flows ON Proto USING count(*)',
  ];
  /** Values of any size, which the database does not count as memory. */
  const vast = [
    'SELECT len(range(1000000000))',
    'SELECT len(generate_series(1, 1000000000000))',
    'SELECT len(range(100000 * 100000)) FROM flows',
    'SELECT len(range(2::BIGINT ** 40)) FROM flows',
    "SELECT length(repeat('ab', 2000000000))",
    'SELECT len(list_resize([1], 2000000000))',
    "SELECT length(lpad('x', 2000000000, 'y'))",
    "SELECT damerau_levenshtein(repeat('a', 100000), repeat('b', 100000))",
    'SELECT list_transform(range(1000), lambda x: range(1000000000))',
    'SELECT * FROM unnest(range(1000000000))',
  ];
  describe('that are no reading of flows', () => {
    /** Of the capture, and of all that the cache has made of it. */
    const digests = () =>
      [
        path,
        ...readdirSync(join(folder.path, 'cache'), { recursive: true, withFileTypes: true })
          .filter(each => each.isFile())
          .map(each => join(each.parentPath, each.name)),
      ]
        .sort()
        .map(file => [file, createHash('sha256').update(readFileSync(file)).digest('hex')]);
    let before: ReturnType<typeof digests>;
    it('are told from those that are', async () => {
      await engine.query([path], 'SELECT 1 FROM flows', limits);
      before = digests();
      assert.ok(before.length > 1 && hostile.length >= 40);
    });
    for (const sql of hostile)
      it(`are refused where they are no reading of flows: ${sql}`, async () => {
        const out = { path: join(folder.path, 'out.csv'), format: 'csv' } as const;
        await assert.rejects(engine.query([path], sql, limits));
        await assert.rejects(engine.writeQuery([path], sql, out, limits));
        const counted = await engine.query([path], 'SELECT count(*)::INTEGER FROM flows', limits);
        assert.equal(counted.rows[0]?.[0], 500);
      });
    it('are refused where they read what else is in the cache, where the database may write', async () => {
      const secret = join(folder.path, 'cache', 'captures', 'other.csv');
      writeFileSync(secret, 'a,b\n1,2\n');
      try {
        for (const from of [
          `read_csv('${secret}')`,
          `'${secret}'`,
          `glob('${secret}')`,
          `read_text('${secret}')`,
        ])
          for (const sql of [`SELECT * FROM ${from}`, `SELECT (SELECT count(*) FROM ${from}) FROM flows`])
            await assert.rejects(engine.query([path], sql, limits), /and nothing else/, sql);
      } finally {
        rmSync(secret);
      }
    });
    for (const sql of [
      'SELECT checksum FROM flows',
      "SELECT error('corrupt')",
      "SELECT json_deserialize_sql('{}')",
    ])
      it(`are no damage of what is stored, whatever their errors say: ${sql}`, () =>
        assert.rejects(engine.query([path], sql, limits)));
    it('are refused where they ask for a value of any size', async () => {
      for (const sql of vast) await assert.rejects(engine.query([path], sql, limits), /of any size/, sql);
    });
    it('are told from those that are, which are answered', async () => {
      for (const sql of [
        'WITH "my hosts" AS (SELECT SrcAddr FROM flows) SELECT count(*) FROM "my hosts" -- ; DROP',
        'SELECT n FROM range(10) r(n), flows LIMIT 5',
        'SELECT unnest(range(24)) AS hour',
        'SELECT unnest(generate_series(min(StartTime), max(StartTime), INTERVAL 10 MINUTES)) FROM flows',
        "SELECT lpad(Dport, 5, '0'), rpad(Proto, 4, ' '), repeat('x', 3), split_part(SrcAddr, '.', 1) FROM flows LIMIT 1",
        'SUMMARIZE flows',
        'DESCRIBE flows',
        'FROM memory.main.flows LIMIT 1',
        'EXPLAIN SELECT 1 FROM flows',
        'EXPLAIN ANALYZE SELECT 1 FROM flows',
        'SELECT 1; -- one statement',
        'VALUES (1)',
        "PIVOT flows ON Proto IN ('tcp', 'udp') USING count(*)",
      ])
        assert.ok((await engine.query([path], sql, limits)).columns.length > 0, sql);
    });
    it('leave the capture and its cache as they were, to the byte', () =>
      assert.deepEqual(digests(), before));
  });

  it('that would not end are stopped in time, and the capture answers on', async () => {
    const endless =
      'SELECT count(*) FROM flows a, flows b, flows c, flows d WHERE a.TotBytes < b.TotBytes + c.Dur * d.Dur';
    await assert.rejects(
      engine.query([path], endless, { ...limits, seconds: 0.2 }),
      /took longer than 0.2 s/,
    );
    const counting = 'WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT max(n) FROM t';
    const stop = new AbortController();
    const asked = engine.query([path], counting, { ...limits, signal: stop.signal });
    stop.abort();
    await assert.rejects(asked);
    const counted = await engine.query([path], 'SELECT count(*)::INTEGER FROM flows', limits);
    assert.equal(counted.rows[0]?.[0], 500);
  });

  it('are written whole, and what is converted is read back as it was', async () => {
    const out = join(folder.path, 'hosts.csv');
    const sql = 'SELECT SrcAddr, count(*) AS n FROM flows GROUP BY 1 ORDER BY 2 DESC -- a comment';
    const { rows } = await engine.writeQuery([path], sql, { path: out, format: 'csv' }, limits);
    assert.equal(readFileSync(out, 'utf8').trim().split('\n').length, rows + 1);
    const digest =
      'SELECT count(*)::INTEGER, sum(hash(SrcAddr || DstAddr || Dport || Label || coalesce(TotBytes, 0)))::VARCHAR FROM flows';
    const wanted = await engine.query([path], digest, limits);
    for (const format of ['parquet', 'csv'] as const) {
      const converted = join(folder.path, `converted.${format}`);
      await engine.convert([path], { path: converted, format });
      assert.deepEqual((await engine.query([converted], digest, limits)).rows, wanted.rows, format);
    }
  });

  it('of a filter are the flows for which it holds', async () => {
    const where = parseFlowFilter("Dport = 25 and SrcAddr = '147.32.84.165'");
    const out = { path: join(folder.path, 'mail.csv'), format: 'csv' } as const;
    const { rows } = await engine.convert([path], out, { where });
    const sql = "SELECT count(*)::INTEGER FROM flows WHERE Dport = '25' AND SrcAddr = '147.32.84.165'";
    assert.equal(rows, (await engine.query([path], sql, limits)).rows[0]?.[0]);
    assert.ok(rows > 0);
  });

  describe('within the memory and disk that they may take', () => {
    let small: Engine;
    before(() => {
      const limits = { memoryMiB: 192, spillMiB: 32 };
      small = createEngine({ cacheDirectory: join(folder.path, 'small'), maxCacheBytes: 1e9, limits });
    });
    after(() => small.dispose());

    const greedy = [
      'SELECT list(a.SrcAddr || b.DstAddr || c.n) FROM flows a, flows b, range(200) c(n)',
      "SELECT max(s) FROM (SELECT string_agg(a.SrcAddr || b.DstAddr || c.n, ',') AS s FROM flows a, flows b, range(200) c(n))",
      "WITH RECURSIVE t(n, s) AS (SELECT 1, 'x' UNION ALL SELECT n + 1, s || s FROM t WHERE n < 34) SELECT max(length(s)) FROM t",
    ];
    for (const sql of greedy)
      it(`are stopped where they ask for more: ${sql.slice(0, 60)}`, async () => {
        await assert.rejects(small.query([path], sql, limits), /more memory or disk than it may take/);
        const counted = await small.query([path], 'SELECT count(*)::INTEGER FROM flows', limits);
        assert.equal(counted.rows[0]?.[0], 500);
      });

    it('are stopped where their file would be larger, which then is not there', async () => {
      const out = join(folder.path, 'large.csv');
      const sql = "SELECT n, repeat('x', 1000) FROM range(100000000) r(n)";
      await assert.rejects(
        small.writeQuery([path], sql, { path: out, format: 'csv' }, limits),
        /more memory or disk than it may take/,
      );
      assert.equal(existsSync(out), false);
    });

    it('cannot be allowed more by what they say', async () => {
      for (const sql of ["SET memory_limit = '8GB'", 'PRAGMA memory_limit=-1', "SET temp_directory = '/tmp'"])
        await assert.rejects(small.query([path], sql, limits));
      const { rows } = await small.query(
        [path],
        "SELECT value FROM duckdb_settings() WHERE name IN ('memory_limit', 'max_temp_directory_size', 'lock_configuration') ORDER BY name",
        limits,
      );
      assert.deepEqual(rows, [['true'], ['32.0 MiB'], ['192.0 MiB']]);
    });
  });

  it('stop after so many characters, however few rows they are', async () => {
    const sql = "SELECT repeat('x', 1000000) FROM flows";
    const { rows, truncated } = await engine.query([path], sql, { ...limits, seconds: 60 });
    assert.ok(truncated && rows.length < 100, String(rows.length));
  });
});
