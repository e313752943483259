import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { secretsOf } from '../../../server/src/cli/spark/secrets';
import { builtCli, say, shell } from '../../support/callCli';
import { temporaryFolder } from '../../support/temporaryFolder';

const secret = 'wJalr+XUtn/FEMI';
const conf = (key: string, value: string) => ['--conf', `${key}=${value}`];

describe('Credentials that Spark is given on the command line', () => {
  const folder = temporaryFolder();

  for (const [key, value, found] of [
    ['spark.hadoop.fs.s3a.secret.key', secret, [secret]],
    ['spark.hadoop.fs.s3a.access.key', 'AKIA1', ['AKIA1']],
    ['spark.hadoop.fs.s3a.session.token', 'a=b=', ['a=b=']],
    ['spark.hadoop.fs.azure.account.key.lake.dfs.core.windows.net', 'k', ['k']],
    ['spark.hadoop.fs.azure.sas.flows.lake.blob.core.windows.net', 'sv=1', ['sv=1']],
    ['spark.ssl.keyStorePassword', 'p', ['p']],
    ['spark.driver.extraJavaOptions', '-Xss4m -Djavax.net.ssl.trustStorePassword=pw -Da=b', ['pw']],
    ['spark.hadoop.fs.s3a.aws.credentials.provider', 'org.example.Provider', []],
    ['spark.executor.memory', '4g', []],
    ['spark.hadoop.fs.s3a.secret.key', '', []],
  ] as const)
    it(`are told by their keys: ${key}=${value}`, () =>
      assert.deepEqual(secretsOf([`${key}=${value}`]), found));

  it('are not printed by --dry-run, and all else is', async () => {
    const { code, out, error } = await say(
      ...['spark', 'summary', 's3a://lake/flows', '--dry-run', ...conf('spark.executor.memory', '4g')],
      ...conf('spark.hadoop.fs.s3a.secret.key', secret),
    );
    assert.deepEqual([code, error], [0, '']);
    assert.match(out, / --conf spark\.executor\.memory=4g /);
    assert.match(out, /secret\.key=\*\*\*/);
    assert.ok(!out.includes(secret), out);
  });

  it('are not handed on with what Spark says, to whichever stream', async function () {
    if (!existsSync(builtCli) || process.platform === 'win32') return this.skip();
    // It is given the credential, as Spark must be, and tells it everybody.
    mkdirSync(join(folder.path, 'home/bin'), { recursive: true });
    const submit = folder.file(
      'home/bin/spark-submit',
      ['#!/bin/bash', 'echo "took $*"', 'echo "warns of $*" >&2', 'exit 1', ''].join('\n'),
    );
    chmodSync(submit, 0o755);
    const words = [...conf('spark.hadoop.fs.s3a.secret.key', secret), '--master', 'local'].join(' ');
    const said = await shell(
      `SPARK_HOME='${join(folder.path, 'home')}' cli spark summary s3a://lake/flows ${words}`,
      folder.path,
    );
    assert.equal(said.code, 1, said.error);
    assert.match(said.error, /took .*--conf spark\.hadoop\.fs\.s3a\.secret\.key=\*\*\* /);
    assert.match(said.error, /warns of .*secret\.key=\*\*\*/);
    assert.ok(!`${said.out}${said.error}`.includes(secret), said.error);
  });

  for (const words of [
    ['summary', 's3a://key:word@lake/flows'],
    ['train', 's3a://lake/flows', '--out', 'https://me:word@host/x'],
    ['score', 'a', '--model', 'ftp://a:word@b/m.f2v', '--trained-on', 'a', '--out', 'o'],
    ['score', 'a', '--model', 'm', '--trained-on', 'ftp://a:word@b', '--out', 'o'],
  ])
    it(`are refused in a place, which reports name: ${words.join(' ')}`, async () => {
      const { code, out, error } = await say('spark', ...words, '--dry-run');
      assert.deepEqual([code, out], [2, '']);
      assert.match(error, /a place has a password in it/);
      assert.ok(!error.includes('word@'), error);
    });

  it('are none of the containers of a storage account', async () => {
    const { code } = await say(
      'spark',
      'summary',
      'abfss://flows@lake.dfs.core.windows.net/2026',
      '--dry-run',
    );
    assert.equal(code, 0);
  });
});
