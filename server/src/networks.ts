import { takeTexts } from './base/texts';
import { runJob, type NetworkJob } from './engine/routes/networks/job';
import type { ProcessMessage } from './engine/routes/networks/networkProcess';

/** A job in a process of its own, which ends with it, or with the process that asked. */
takeTexts(console.error);
process.once('disconnect', () => process.exit(0));
process.once('message', (job: NetworkJob) => {
  let told = -Infinity;
  const onBatch = async (progress: unknown) => {
    const now = performance.now();
    if (now - told < 100) return;
    told = now;
    send({ kind: 'progress', progress });
    // The training is one long loop: that whoever asked is gone is heard between its batches only.
    await new Promise(resolve => setImmediate(resolve));
  };
  runJob(job, onBatch).then(
    result => send({ kind: 'result', result }),
    (error: unknown) => send({ kind: 'failure', message: (error as Error).message }),
  );
});

function send(message: ProcessMessage): void {
  process.send?.(message);
}
