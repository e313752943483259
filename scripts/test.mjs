// npm test [-- LAYER…]: sets up, then runs the layers in turn; the last line is the sum.
import { runMain } from './setup/runMain.mjs';

await runMain(() => import('./test/main.ts'), { failed: () => console.log('0 passed, 1 failed') });
