import assert from 'node:assert/strict';
import { Cancelled } from '../../../server/src/base/threads/cancelled';
import { kernelModule, pageBytes, sharedMemory } from '../../../server/src/base/threads/kernel';
import { onEach, runStoppable } from '../../../server/src/base/threads/stoppable';

describe('threads that can be stopped', () => {
  const watchOf = (signal?: AbortSignal) => ({
    cancel: new Int32Array(new SharedArrayBuffer(4)),
    signal,
    cancelled: 'It was stopped.',
    everyMs: 5,
    report: () => undefined,
  });
  const calls = async () => {
    const [module, memory] = [await kernelModule('cosine'), sharedMemory(2 * pageBytes, '')];
    return onEach(2, { module, memory, call: 'normalise' }, () => [pageBytes, pageBytes, 0, 32]);
  };

  it('do not begin where they are cancelled already', async () => {
    const watch = watchOf(AbortSignal.abort());
    await assert.rejects(runStoppable(await calls(), watch), new Cancelled('It was stopped.'));
    assert.equal(watch.cancel[0], 0);
  });

  it('are told through their memory, and reject once they have ended', async () => {
    const stop = new AbortController();
    const watch = watchOf(stop.signal);
    const run = runStoppable(await calls(), watch);
    stop.abort();
    assert.equal(watch.cancel[0], 1);
    await assert.rejects(run, Cancelled);
  });

  it('reject with what went wrong', async () => {
    const broken = (await calls()).map(call => ({ ...call, call: 'nothing' }));
    await assert.rejects(runStoppable(broken, watchOf()), /no function nothing/);
  });

  it('end well otherwise', async () => {
    await runStoppable(await calls(), watchOf(new AbortController().signal));
  });
});
