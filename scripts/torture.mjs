// npm run torture [-- --seed N] [-- --share 0.1] [-- --only SECTION,…]: spoils what can be spoiled; docs/torture.md.
import { runMain } from './setup/runMain.mjs';

await runMain(() => import('../test/torture/main.ts'), { builds: true });
