import { existsSync, readdirSync, rmSync } from 'node:fs';
import { relative } from 'node:path';
import { filesBelow, inRoot, root } from './paths.mjs';

/** What carries native code stays outside the bundles: it is loaded from node_modules, in the package too. */
const native = ['@duckdb/node-bindings', '@duckdb/node-bindings-*'];

// Some of the server's dependencies are CommonJS and call `require`, which an ES module does not have.
const requireForModules = [
  "import { createRequire as createRequireOfBundle } from 'node:module';",
  'const require = createRequireOfBundle(import.meta.url);',
].join(' ');

const forNode = {
  outdir: 'server/dist',
  outExtension: { '.js': '.mjs' },
  format: 'esm',
  platform: 'node',
  target: 'node20',
  external: native,
  banner: { js: requireForModules },
};

const forNodeInCommonJs = {
  outdir: 'server/dist',
  outExtension: { '.js': '.cjs' },
  format: 'cjs',
  platform: 'node',
  target: 'node20',
};

/** The esbuild options of every bundle whose source exists. */
export function bundles({ production }) {
  const common = {
    bundle: true,
    absWorkingDir: inRoot(),
    logLevel: 'warning',
    sourcemap: production ? false : 'linked',
    minify: production,
    // Names show in the log when the server dies; they cost little.
    keepNames: true,
  };
  return [
    clientBundle(),
    serverBundle(),
    workerBundle(),
    commandLineBundle(),
    networksBundle(),
    sparkBundle(),
    ...webviewBundles(),
    rendererBundle(),
  ]
    .filter(Boolean)
    .map(b => ({ ...common, ...b }));
}

function clientBundle() {
  if (!existsSync(inRoot('client/src/extension.ts'))) return undefined;
  return {
    entryPoints: { extension: 'client/src/extension.ts' },
    outdir: 'client/dist',
    outExtension: { '.js': '.cjs' },
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    external: ['vscode'],
    // Its CommonJS form requires its parts in a way that bundlers do not see.
    alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
  };
}

function serverBundle() {
  if (!existsSync(inRoot('server/src/main.ts'))) return undefined;
  return { ...forNode, entryPoints: { main: 'server/src/main.ts' } };
}

/** Threads begin with each call of a kernel; without the loader of modules, they begin a fifth sooner. */
function workerBundle() {
  if (!existsSync(inRoot('server/src/worker.ts'))) return undefined;
  return { ...forNodeInCommonJs, entryPoints: { worker: 'server/src/worker.ts' } };
}

/** The command line begins with what reads the words; engine and database are pieces that are loaded when needed. */
function commandLineBundle() {
  if (!existsSync(inRoot('server/src/cli.ts'))) return undefined;
  return {
    ...forNode,
    entryPoints: { cli: 'server/src/cli.ts', loader: 'server/src/loader.ts' },
    splitting: true,
    chunkNames: 'cli-[hash]',
  };
}

/** Pieces are named by their content: those of the build before would stay. */
export function removePieces() {
  if (!existsSync(inRoot('server/dist'))) return;
  for (const name of readdirSync(inRoot('server/dist')))
    if (/^cli-[0-9A-Z]+\.mjs/.test(name)) rmSync(inRoot('server/dist', name));
}

/** TensorFlow.js is large and CommonJS at heart: it is a bundle of its own, for a process that is started when asked for. */
function networksBundle() {
  if (!existsSync(inRoot('server/src/networks.ts'))) return undefined;
  return {
    ...forNodeInCommonJs,
    entryPoints: {
      networks: 'server/src/networks.ts',
      kernelThread: 'server/src/kernelThread.ts',
    },
    // Modules rather than what is named for Node: only from them, unused operations are left out.
    mainFields: ['module', 'main'],
    external: ['@tensorflow/tfjs-node'],
  };
}

const renderer = 'webviews/src/investigation/investigation.ts';

/** What draws answers in notebooks: VS Code imports it as a module into a page of its own. */
function rendererBundle() {
  if (!existsSync(inRoot(renderer))) return undefined;
  return {
    entryPoints: { investigation: renderer },
    outdir: 'webviews/dist',
    format: 'esm',
    platform: 'browser',
    target: 'chrome120',
  };
}

/** The engine for executors, which have no database: it must load without one. */
function sparkBundle() {
  if (!existsSync(inRoot('server/src/spark.ts'))) return undefined;
  return {
    ...forNode,
    entryPoints: { spark: 'server/src/spark.ts' },
    external: [],
    alias: { '@duckdb/node-api': inRoot('scripts/build/noDatabase.cjs') },
  };
}

/** One script and one style sheet for each page: a folder below webviews/src with a script that is named like it. */
function webviewBundles() {
  const entries = filesBelow('webviews/src')
    .map(path => relative(root, path).replaceAll('\\', '/'))
    .filter(path => path.split('/').at(-1) === `${path.split('/').at(-2)}.ts` && path !== renderer)
    .flatMap(script => [script, script.replace(/\.ts$/, '.css')])
    .filter(source => existsSync(inRoot(source)));
  if (entries.length === 0) return [];
  return [
    {
      entryPoints: entries.map(source => ({
        in: source,
        out: source
          .split('/')
          .at(-1)
          .replace(/\.\w+$/, ''),
      })),
      outdir: 'webviews/dist',
      format: 'iife',
      platform: 'browser',
      target: 'chrome120',
      // The page's policy forbids data: fonts and pictures from elsewhere; what is small goes inline.
      loader: { '.svg': 'dataurl' },
    },
  ];
}
