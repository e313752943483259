import { setPriority } from 'node:os';
import { cacheDirectory } from './base/files/cacheDirectory';
import { createEngine } from './engine/flowEngine';

// What a command answered before it was in the store is put there, for the next one; nobody waits for it or hears of it.
setPriority(5);
const engine = createEngine({ cacheDirectory: cacheDirectory(), maxCacheBytes: 8 * 2 ** 30 });
try {
  await engine.summary(process.argv.slice(2));
} catch {
  process.exitCode = 1; // Whoever asks next reads the file, and says what is wrong.
} finally {
  await engine.dispose();
}
