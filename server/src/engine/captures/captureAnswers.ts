import type { CaptureAnswers } from './answers';
import { FlowTable } from './rows/flowTable';
import type { CaptureStore } from './store';
import { formatsOf, summarize } from './summary';

/** What the engine answers about captures. */
export function captureAnswers(captures: CaptureStore): CaptureAnswers {
  return {
    openTable: path => FlowTable.open(captures, path),
    async summary(files) {
      const started = performance.now();
      return captures.using(files, undefined, async capture => {
        const counts = await summarize(capture);
        return { format: formatsOf(capture.files), ...counts, seconds: (performance.now() - started) / 1000 };
      });
    },
  };
}
