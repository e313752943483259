import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { appendFileSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'node:util';
import Mocha from 'mocha';

interface Run {
  counts: string;
  report: string;
  reporter: string;
}

/** Called by VS Code inside the extension host; rejects when a test failed. */
export async function run(): Promise<void> {
  const { counts, report, reporter } = JSON.parse(readFileSync(join(__dirname, 'run.json'), 'utf8')) as Run;
  Mocha.reporters.Base.consoleLog = (...args: unknown[]) => appendFileSync(report, `${format(...args)}\n`);
  const mocha = new Mocha({
    timeout: 90_000,
    slow: 5000,
    reporter,
    reporterOptions: { output: counts },
    color: false,
  });
  for (const name of readdirSync(__dirname).sort()) {
    if (name.endsWith('.test.cjs')) mocha.addFile(join(__dirname, name));
  }
  // Captures are evidence: no hover, lens or training changes a byte of them.
  const folder = join(__dirname, 'workspace');
  const captures = readdirSync(folder).filter(name => name.endsWith('.binetflow'));
  const digests = () =>
    captures.map(name =>
      createHash('sha256')
        .update(readFileSync(join(folder, name)))
        .digest('hex'),
    );
  const before = digests();
  assert.ok(before.length > 0);
  mocha.rootHooks({ afterAll: () => assert.deepEqual(digests(), before, 'a capture was changed') });
  await new Promise<void>((resolve, reject) => {
    mocha.run(failures => (failures === 0 ? resolve() : reject(new Error(`${failures} failed`))));
  });
}
