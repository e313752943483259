// npm run pictures: takes the README's pictures anew, of the sample in real VS Code.
import { register } from 'tsx/esm/api';
import { build } from './build.mjs';
import { endAll, endAllOnSignals } from './setup/processes.mjs';

endAllOnSignals();
try {
  await build();
  register();
  const { takePictures } = await import('./pictures/take.ts');
  await takePictures();
} finally {
  await endAll();
}
