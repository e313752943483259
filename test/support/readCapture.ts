import { CaptureStore } from '../../server/src/engine/captures/store';
import { summarize } from '../../server/src/engine/captures/summary';
import type { TemporaryFolder } from './temporaryFolder';

/** What the store holds of a text, as rows of the columns asked for; what was rejected; what is said of it. */
export async function readCapture(
  folder: TemporaryFolder,
  name: string,
  text: string | Buffer,
  columns: readonly string[],
) {
  const store = new CaptureStore(`${folder.path}/cache`);
  const capture = await store.open([folder.file(name, text)]);
  try {
    const rows = await capture.connection.runAndReadAll(
      `SELECT record, ${columns.join(', ')} FROM flows ORDER BY record`,
    );
    const [file] = capture.files;
    return {
      rows: rows.getRows().map(row => row.map(value => (typeof value === 'bigint' ? Number(value) : value))),
      format: file?.format,
      rejected: file?.rejected,
      problems: file?.problems,
      notes: file?.notes,
      summary: await summarize(capture),
    };
  } finally {
    await capture.close();
  }
}
