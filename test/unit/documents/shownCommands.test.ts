import assert from 'node:assert/strict';
import { join } from 'node:path';
import { writeSample } from '../../../scripts/sample/sample';
import { run } from '../../../server/src/cli/run';
import { read } from '../../support/documents';
import { missingIn, shownIn, wordsOf } from '../../support/shownCommands';
import { temporaryFolder } from '../../support/temporaryFolder';

const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };

describe('commands that the documents show', function () {
  this.timeout(120_000);
  const folder = temporaryFolder();
  const kept = { ...process.env };
  // What is shown twice is run once.
  const answers = new Map<string, string>();
  before(() => {
    writeSample(folder.path);
    // As npm tells the command line in which folder it was called.
    Object.assign(process.env, { npm_lifecycle_event: 'flow2vec', INIT_CWD: folder.path });
    process.env['FLOW2VEC_CACHE'] = join(folder.path, 'cache');
  });
  after(() => void (process.env = kept));

  for (const document of ['docs/tutorial.md', 'docs/guide.md']) {
    const blocks = shownIn(document);
    it(`are in ${document}`, () => assert.ok(blocks.some(({ output }) => output.length > 0)));
    for (const { line, commands, output } of blocks)
      it(`run as ${document} says in line ${line}: ${commands[0]}`, async () => {
        let said = '';
        for (const command of commands) {
          const answer = answers.get(command) ?? (await outputOf(command));
          answers.set(command, answer);
          said += answer;
        }
        assert.deepEqual(missingIn(said, output), [], said);
      });
  }
});

/** What a command prints. Of `npm` it is enough that there is such a script: the layers of the tests run them. */
async function outputOf(command: string): Promise<string> {
  const [program, ...words] = wordsOf(command);
  if (program === 'npm') {
    const script = words.find(word => word !== 'run' && !word.startsWith('-')) ?? '';
    assert.ok(scripts[script], `there is no script "${script}"`);
    return '';
  }
  if (program === 'alias' || program === 'cd') return '';
  assert.equal(program, 'flow2vec', command);
  let [out, error] = ['', ''];
  const code = await run(words, {
    out: text => void (out += text),
    error: text => void (error += text),
    isTerminal: false,
  });
  assert.equal(code, 0, `${command}\n${error}`);
  return out;
}
