import assert from 'node:assert/strict';
import { readArgument } from '../../../client/src/base/commandArgument';
import { shellQuote, similarCommandLine } from '../../../client/src/similar/commandLine';
import { hostAt } from '../../../client/src/captures/hostAt';
import { colourLimit, megabytes, syncLimit, withheld } from '../../../client/src/base/editorLimits';
import { describeEnd, RestartPolicy } from '../../../client/src/server/restartPolicy';
import { noModelCode } from '../../../shared/protocol/errors';
import { isCancelled, isNoModel } from '../../../client/src/server/serverAnswers';
import { statusText, timeLeft, trainingText } from '../../../client/src/captures/statusText';
import { withTimeLimit } from '../../../client/src/server/timeLimit';
import type { ServerStatus } from '../../../shared/protocol/status';

describe('argument of a command', () => {
  const uri = 'file:///c/a.binetflow';
  const resource = { scheme: 'file', path: '/c/a.binetflow', toString: () => uri };
  const cases: [unknown, unknown][] = [
    [undefined, {}],
    [null, {}],
    [resource, { uri }],
    [
      { uri, line: 0 },
      { uri, line: 0 },
    ],
    [
      { uri, token: ' udp a b 53 ' },
      { uri, token: 'udp a b 53' },
    ],
  ];
  for (const [value, want] of cases)
    it(`is read from ${JSON.stringify(value)}`, () => assert.deepEqual(readArgument(value), want));

  for (const value of [
    'x',
    7,
    { uri: 7 },
    { uri, line: 1.5 },
    { uri, line: -1 },
    { uri, line: '1' },
    { token: ' ' },
  ])
    it(`is refused when it is ${JSON.stringify(value)}`, () => assert.throws(() => readArgument(value)));
});

describe('host under the cursor', () => {
  const line = '2019/04/04 16:23:00.32,0.02,udp,10.8.0.69,48427,  <->, fe80::1 ,53,CON,00:11:22:33:44:55,';
  const cases: [string, string | undefined][] = [
    ['2019', undefined],
    ['0.02', undefined],
    ['10.8', '10.8.0.69'],
    ['48427', undefined],
    ['fe80', 'fe80::1'],
    ['00:11', '00:11:22:33:44:55'],
  ];
  for (const [at, want] of cases)
    it(`at "${at}" is ${want}`, () => assert.equal(hostAt(line, line.indexOf(at) + 1), want));

  it('is found at both ends of a cell and of the line', () => {
    assert.equal(hostAt('10.0.0.1,x', 0), '10.0.0.1');
    assert.equal(hostAt('10.0.0.1,x', 8), '10.0.0.1');
    assert.equal(hostAt('x\t10.0.0.1', 10), '10.0.0.1');
    assert.equal(hostAt('', 0), undefined);
  });
});

describe('command line that is copied', () => {
  it('quotes whatever a file is called', () => {
    assert.equal(shellQuote(`it's $(x)`, 'linux'), `'it'\\''s $(x)'`);
    assert.equal(shellQuote('a b"c', 'win32'), '"a bc"');
  });

  it('asks for flows similar to a token', () =>
    assert.equal(
      similarCommandLine('/ext', '/c/a b.binetflow', 'linux'),
      `cd '/ext' && npm run --silent flow2vec -- similar '/c/a b.binetflow' --token 'udp 10.0.0.1 8.8.8.8 53'`,
    ));
});

describe('what VS Code withholds', () => {
  const cases: [number, number | undefined, boolean, string][] = [
    [1000, 10, true, 'nothing'],
    [syncLimit, 10, false, 'nothing'],
    [syncLimit + 1, undefined, true, 'everything'],
    [syncLimit + 1, undefined, false, 'everything'],
    [colourLimit.bytes + 1, undefined, true, 'colours'],
    [1000, colourLimit.lines + 1, true, 'colours'],
    [1000, colourLimit.lines, true, 'nothing'],
    [1000, colourLimit.lines + 1, false, 'nothing'],
  ];
  const tenMegabytes = 10 * 1024 * 1024;
  for (const [bytes, lines, largeFileOptimizations, want] of cases)
    it(`from ${bytes} bytes, ${lines} lines is ${want}`, () =>
      assert.equal(withheld(bytes, lines, { largeFileOptimizations, askedAbove: Infinity }), want));

  it('is everything of what VS Code asks about, until it is opened all the same', () => {
    const settings = { largeFileOptimizations: true, askedAbove: tenMegabytes };
    assert.equal(withheld(tenMegabytes, undefined, settings), 'nothing');
    assert.equal(withheld(tenMegabytes + 1, undefined, settings), 'everything');
    assert.equal(withheld(tenMegabytes + 1, 90_000, settings), 'nothing');
  });

  it('is told with the size', () => assert.equal(megabytes(153_092_096), '146 MB'));
});

describe('restarts after a crash', () => {
  it('stop after three within three minutes', () => {
    let now = 0;
    const policy = new RestartPolicy(() => now);
    const answers = [0, 1000, 2000, 3000].map(at => {
      now = at;
      return policy.mayRestart();
    });
    assert.deepEqual(answers, [true, true, true, false]);
    now = 180_000;
    assert.equal(policy.mayRestart(), true, 'the first one is three minutes ago');
    assert.equal(policy.mayRestart(), false);
    policy.reset();
    assert.equal(policy.mayRestart(), true);
  });

  it('are explained in the log', () => {
    assert.equal(describeEnd(null, 'SIGKILL'), 'killed by SIGKILL');
    assert.equal(describeEnd(7, null), 'exit code 7');
    assert.equal(describeEnd(null, null), 'ended without an exit code');
  });
});

describe('status item', () => {
  const uri = 'file:///c/a.binetflow';
  const idle: ServerStatus = { health: 'ok', quiescent: true, ready: [], stale: [] };
  const training = { uri, stage: 'train', epoch: 3, epochs: 5, fraction: 0.5, secondsLeft: 39.5 } as const;
  const cases: [Parameters<typeof statusText>[0], string, string][] = [
    [{ state: 'running', status: { ...idle, ready: [uri] } }, 'ready', 'log'],
    [
      { state: 'running', status: { ...idle, stale: [{ uri, newFlows: 1204 }] } },
      'model stale, trained on 1,204 flows fewer',
      'trainAgain',
    ],
    [{ state: 'running', status: idle }, 'no model', 'train'],
    [{ state: 'running', status: { ...idle, training } }, 'training, epoch 3 of 5, 40 s left', 'cancel'],
    [{ state: 'starting', status: idle }, 'starting', 'log'],
    [{ state: 'restarting', status: idle }, 'server restarting', 'log'],
    [{ state: 'stopped', status: idle }, 'server stopped', 'log'],
  ];
  for (const [condition, text, action] of cases)
    it(`says "${text}"`, () => {
      const said = statusText(condition, uri);
      assert.deepEqual([said.text, said.action], [text, action]);
    });

  it('names the stage before the first epoch', () => {
    const texts = (['ingest', 'vocabulary', 'save'] as const).map(stage =>
      trainingText({ ...training, stage, epoch: 0 }),
    );
    assert.deepEqual(texts, [
      'training, reading the capture',
      'training, counting tokens',
      'training, saving the model',
    ]);
  });

  it('says long times in minutes and hours', () => {
    assert.deepEqual(
      [0, 89, 150, 6000].map(seconds => timeLeft(seconds)),
      ['1 s', '89 s', '3 min', '1 h 40 min'],
    );
  });
});

describe('time limit', () => {
  it('hands over what came in time', async () => {
    assert.equal(await withTimeLimit(Promise.resolve(7), 1000, 'late'), 7);
    await assert.rejects(withTimeLimit(Promise.reject(new Error('no')), 1000, 'late'), /no/);
  });

  it('rejects what did not', () =>
    assert.rejects(withTimeLimit(new Promise(() => {}), 5, 'too late'), /too late/));
});

describe('answers of the server', () => {
  const error = (code: number, message: string) => Object.assign(new Error(message), { code });

  it('tell a missing model from a failure', () => {
    assert.equal(isNoModel(error(noModelCode, 'train one first')), true);
    assert.equal(isNoModel(error(-32803, 'line 1 is the header')), false);
    assert.equal(isNoModel(new Error('train one first')), false);
  });

  it('tell a cancel from a failure', () => {
    assert.equal(isCancelled(error(-32800, 'The training was cancelled.')), true);
    assert.equal(isCancelled(error(-32803, 'The training was cancelled.')), false);
    assert.equal(isCancelled(undefined), false);
  });
});
