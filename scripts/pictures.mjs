// npm run pictures: takes the README's pictures anew, of the sample in real VS Code; those that are named, or all.
import { register } from 'tsx/esm/api';
import { build } from './build.mjs';
import { endAll, endAllOnSignals } from './setup/processes.mjs';

endAllOnSignals();
try {
  await build();
  register();
  const { takePictures } = await import('./pictures/take.ts');
  await takePictures(process.argv.slice(2));
} finally {
  await endAll();
}
