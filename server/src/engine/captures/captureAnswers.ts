import type { CaptureAnswers } from './answers';
import type { Imports } from './importing/imports';
import { labelsOf } from './labelling/labelsOf';
import { readLabels } from './labelling/readLabels';
import { FlowTable } from './rows/flowTable';
import { capturesIn } from './folder';
import { formatOf } from './formatOf';
import type { CaptureStore } from './store';
import { countedColumns, formatsOf, summarize } from './summary';

/** What the engine answers about captures. */
export function captureAnswers(captures: CaptureStore, imports: Imports): CaptureAnswers {
  return {
    openTable: path => FlowTable.open(captures, path),
    readAs(files, reading) {
      for (const file of files) captures.digests.readings.set(file, reading);
    },
    readingOf: file => captures.digests.readings.of(file),
    formatOf: file => formatOf(file, captures.digests.readings.of(file)),
    mapColumns: (file, mapping) => captures.mapColumns(file, mapping),
    importPlan: file => imports.plan(file),
    importCapture: (file, tool, options) => imports.run(file, tool, options),
    readLabels,
    labelReport: files =>
      captures.using(files, undefined, ({ labelled }) =>
        Promise.resolve(labelled ?? { flows: 0, relabelled: 0, rules: [], conflicts: [], notes: [] }),
      ),
    labelsOf: (file, records) =>
      captures.using([file], undefined, ({ connection }) => labelsOf(connection, records)),
    capturesIn,
    inOrder: files =>
      captures.using(files, undefined, async ({ connection }) => {
        const found = await connection.runAndReadAll(
          'SELECT file, epoch_us(min(start_time))::DOUBLE FROM flows GROUP BY file',
        );
        const first = new Map(
          found.getRows().map(([file, time]) => [Number(file), Number(time ?? Infinity)]),
        );
        const time = (i: number) => first.get(i) ?? Infinity;
        const order = files
          .map((_, i) => i)
          .sort((a, b) => (time(a) === time(b) ? a - b : time(a) - time(b)));
        return order.map(i => files[i] as string);
      }),
    async summary(files, { unstoredFrom = Infinity } = {}) {
      const started = performance.now();
      const seconds = () => (performance.now() - started) / 1000;
      const wanted = { columns: countedColumns, atLeastBytes: unstoredFrom };
      const seen =
        unstoredFrom === Infinity
          ? undefined
          : await captures.glance(files, wanted, async glance => ({
              format: formatsOf(glance.files),
              ...(await summarize(glance)),
              isStored: false,
            }));
      if (seen) return { ...seen, seconds: seconds() };
      return captures.using(files, undefined, async capture => {
        const counts = await summarize(capture);
        return {
          format: formatsOf(capture.files),
          ...counts,
          ...(capture.labelled ? { labelled: capture.labelled } : {}),
          isStored: true,
          seconds: seconds(),
        };
      });
    },
  };
}
