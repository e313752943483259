// npm run sample: writes the captures and traceroutes of the tutorial, and says where.
import { dirname } from 'node:path';
import { inRoot } from './build/paths.mjs';
import { installDependencies } from './setup/dependencies.mjs';

await installDependencies(console.log);
const { register } = await import('tsx/esm/api');
register();
const { writeSample } = await import('./sample/sample.ts');
console.log(`The sample is in ${dirname(writeSample(inRoot('.editor-host/sample')))}`);
