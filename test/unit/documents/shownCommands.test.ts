import assert from 'node:assert/strict';
import { join } from 'node:path';
import MarkdownIt from 'markdown-it';
import { writeSample } from '../../../scripts/sample/sample';
import { run } from '../../../server/src/cli/run';
import { read } from '../../support/documents';
import { temporaryFolder } from '../../support/temporaryFolder';

const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };

/** A block of commands, with the lines of output that are shown below it; `…` stands for whatever varies. */
interface Shown {
  line: number;
  commands: string[];
  output: string[];
}

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
    const blocks = shownIn(read(document));
    it(`are in ${document}`, () => assert.ok(blocks.some(({ output }) => output.length > 0)));
    for (const { line, commands, output } of blocks)
      it(`run as ${document} says in line ${line}: ${commands[0]}`, async () => {
        let said = '';
        for (const command of commands) {
          const answer = answers.get(command) ?? (await outputOf(command));
          answers.set(command, answer);
          said += answer;
        }
        const missing = output.filter(wanted => !said.split('\n').some(each => patternOf(wanted).test(each)));
        assert.deepEqual(missing, [], said);
      });
  }
});

function shownIn(markdown: string): Shown[] {
  const fences = new MarkdownIt().parse(markdown, {});
  return fences.flatMap(({ type, info, content, map }, i) => {
    if (type !== 'fence' || info !== 'sh') return [];
    const next = fences[i + 1];
    const output = next?.type === 'fence' && next.info === 'text' ? linesOf(next.content) : [];
    return [{ line: (map?.[0] ?? 0) + 1, commands: linesOf(content.replaceAll('\\\n', ' ')), output }];
  });
}

function linesOf(text: string): string[] {
  return text.split('\n').filter(line => line.trim() !== '');
}

function patternOf(line: string): RegExp {
  const literal = line.trim().replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^\\s*${literal.replaceAll('…', '.*').replace(/\s+/g, '\\s+')}\\s*$`);
}

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

/** The words of a line as a shell would cut it, without what follows `#`. */
function wordsOf(line: string): string[] {
  const words = line.matchAll(/'([^']*)'|"([^"]*)"|#.*|([^\s'"#][^\s'"]*)/g);
  return [...words].flatMap(([, single, double, plain]) => single ?? double ?? plain ?? []);
}
