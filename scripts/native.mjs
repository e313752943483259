// npm run native [-- --wheel FILE]: tfjs-node on the TensorFlow of a Python wheel, where its own download fails.
import { parseArgs } from 'node:util';
import { buildNative } from './native/binding.mjs';
import { endAllOnSignals } from './setup/processes.mjs';

endAllOnSignals();
try {
  const { values } = parseArgs({ options: { wheel: { type: 'string' } } });
  await buildNative({ wheel: values.wheel, log: console.log });
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
