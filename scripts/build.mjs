// npm run build [-- --watch] [-- --production]: client, server and webviews by esbuild, kernels by AssemblyScript.
import { watch as watchFolder } from 'node:fs';
import { parseArgs } from 'node:util';
import { pathToFileURL } from 'node:url';
import { bundles, removePieces } from './build/bundles.mjs';
import { copyBinaries } from './build/binaries.mjs';
import { buildKernels } from './build/kernels.mjs';
import { inRoot } from './build/paths.mjs';
import { writePackagedSample } from './build/sample.mjs';
import { copySparkEngine } from './build/sparkEngine.mjs';
import { markBuilt } from './build/stale.mjs';

export async function build({ production = false } = {}) {
  const startedAt = Date.now();
  const { build: bundle } = await import('esbuild');
  removePieces();
  await Promise.all([...bundles({ production }).map(options => bundle(options)), buildKernels()]);
  copyBinaries();
  copySparkEngine();
  await writePackagedSample();
  markBuilt(startedAt);
  return (Date.now() - startedAt) / 1000;
}

async function watch() {
  const { context } = await import('esbuild');
  for (const options of bundles({ production: false })) await (await context(options)).watch();
  watchFolder(inRoot('server/kernels'), { recursive: true }, rebuildKernels);
  console.log('Watching client, server, webviews and kernels; Ctrl+C ends it.');
}

let kernelBuild = Promise.resolve();
function rebuildKernels() {
  kernelBuild = kernelBuild
    .then(buildKernels)
    .then(names => names.length > 0 && console.log(`Compiled ${names.join(', ')}.`))
    .catch(error => console.error(error.message));
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { values } = parseArgs({ options: { watch: { type: 'boolean' }, production: { type: 'boolean' } } });
  try {
    const seconds = await build({ production: values.production ?? false });
    console.log(`Built in ${seconds.toFixed(1)} s.`);
    if (values.watch) await watch();
  } catch (error) {
    // esbuild has printed its own messages with the lines they are about.
    if (!error.errors) console.error(error.message);
    process.exit(1);
  }
}
