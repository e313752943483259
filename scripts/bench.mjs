// npm run bench [-- --flows N | --capture FILE] [--only SECTION,…]: measures the engine beside gensim and pandas.
import { runMain } from './setup/runMain.mjs';

await runMain(() => import('../test/bench/main.ts'), { builds: true });
