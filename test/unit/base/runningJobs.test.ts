import assert from 'node:assert/strict';
import { Cancelled } from '../../../server/src/base/threads/cancelled';
import { Line } from '../../../server/src/base/threads/line';
import { RunningJobs } from '../../../server/src/base/threads/runningJobs';

/** A job that ends when its signal aborts, or with what it is told. */
function endless() {
  let finish: (value: string) => void = () => undefined;
  const signals: AbortSignal[] = [];
  const job = (signal: AbortSignal) =>
    new Promise<string>((resolve, reject) => {
      signals.push(signal);
      finish = resolve;
      signal.addEventListener('abort', () => reject(new Error('interrupted in the middle')));
    });
  return { job, signals, finish: (value: string) => finish(value) };
}

describe('jobs that are running', () => {
  it('go on while one of two who asked still wants them, and answer the other at once', async () => {
    const jobs = new RunningJobs();
    const { job, signals, finish } = endless();
    const [a, b] = [new AbortController(), new AbortController()];
    const first = jobs.join('k', 'file', { signal: a.signal }, job);
    const second = jobs.join('k', 'file', { signal: b.signal }, job);
    a.abort();
    await assert.rejects(first, Cancelled);
    assert.deepEqual([signals.length, signals[0]?.aborted], [1, false]);
    finish('done');
    assert.equal(await second, 'done');
  });

  it('end when both have let go, and are begun anew by the next', async () => {
    const jobs = new RunningJobs();
    const { job, signals, finish } = endless();
    const askers = [new AbortController(), new AbortController()];
    const both = askers.map(({ signal }) => jobs.join('k', 'file', { signal }, job));
    askers.forEach(asker => asker.abort());
    for (const asked of both) await assert.rejects(asked, Cancelled);
    assert.equal(signals[0]?.aborted, true);
    const third = jobs.join('k', 'file', {}, job);
    assert.equal(signals.length, 2);
    finish('anew');
    assert.equal(await third, 'anew');
  });

  it('are cancelled by name for everybody, whatever step was interrupted', async () => {
    const jobs = new RunningJobs();
    const [mine, other] = [endless(), endless()];
    const running = [jobs.run('a', {}, mine.job), jobs.join('k', 'a', {}, mine.job)];
    const going = jobs.run('b', {}, other.job);
    assert.equal(jobs.cancel('a'), true);
    for (const run of running) await assert.rejects(run, Cancelled);
    assert.equal(jobs.cancel('a'), false);
    other.finish('b');
    assert.equal(await going, 'b');
  });

  it('keep their own failure when nobody cancelled them', async () => {
    const failing = () => Promise.reject(new Error('the disk is full'));
    await assert.rejects(new RunningJobs().run('a', {}, failing), /the disk is full/);
  });
});

describe('the line', () => {
  it('has one job at a time, and lets go of one that is cancelled while it waits', async () => {
    const line = new Line();
    const first = endless();
    const [a, b] = [new AbortController(), new AbortController()];
    const going = line.inTurn(a.signal, () => first.job(a.signal));
    const waiting = line.inTurn(b.signal, () => Promise.reject(new Error('It was not to begin.')));
    b.abort();
    await assert.rejects(waiting, Cancelled);
    const last = line.inTurn(new AbortController().signal, () => Promise.resolve('last'));
    first.finish('first');
    assert.deepEqual(await Promise.all([going, last]), ['first', 'last']);
  });
});
