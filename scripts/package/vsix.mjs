import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { inRoot } from '../build/paths.mjs';
import { run } from '../setup/processes.mjs';

/** What a user's machine needs, besides the manifest: bundles, kernels, grammars, texts, pictures. */
const contents = [
  ...[
    'client/dist',
    'server/dist',
    'webviews/dist',
    'syntaxes',
    'images',
    'docs',
    'l10n',
    'spark/flow2vec_spark',
    'spark/pyproject.toml',
  ],
  ...['README.md', 'CHANGELOG.md', 'LICENSE'],
];

const target = `${process.platform}-${process.arch}`;

/** Packages what was built; returns the path of the .vsix. */
export async function packageExtension() {
  const stage = inRoot('out/package');
  rmSync(stage, { recursive: true, force: true });
  mkdirSync(stage, { recursive: true });
  const translations = readdirSync(inRoot()).filter(name => /^package\.nls.*\.json$/.test(name));
  for (const path of [...contents, ...translations]) copy(path, stage);
  const manifest = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));
  const dependencies = nativeDependencies(manifest);
  for (const name of nativePackages(Object.keys(dependencies))) copy(`node_modules/${name}`, stage);
  writeFileSync(
    join(stage, 'package.json'),
    JSON.stringify(packagedManifest(manifest, dependencies), undefined, 2),
  );

  const vsix = inRoot('out', `${manifest.name}-${target}-${manifest.version}.vsix`);
  rmSync(vsix, { force: true });
  const options = [
    '--target',
    target,
    '--out',
    vsix,
    '--allow-missing-repository',
    '--no-rewrite-relative-links',
  ];
  await run(process.execPath, [inRoot('node_modules/@vscode/vsce/vsce'), 'package', ...options], {
    cwd: stage,
  });
  return vsix;
}

/** What is not in a bundle, for it carries native code, beside the package that asks for it. */
function nativeDependencies({ dependencies }) {
  return Object.fromEntries(Object.entries(dependencies).filter(([name]) => name.startsWith('@duckdb/')));
}

/** The named packages and those they need, of this platform only: others are not installed. */
function nativePackages(names) {
  const found = new Set();
  const pending = [...names];
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    const manifest = inRoot('node_modules', name, 'package.json');
    if (found.has(name) || !existsSync(manifest)) continue;
    found.add(name);
    const { dependencies, optionalDependencies } = JSON.parse(readFileSync(manifest, 'utf8'));
    pending.push(...Object.keys({ ...dependencies, ...optionalDependencies }));
  }
  return found;
}

function packagedManifest(manifest, dependencies) {
  const { devDependencies, scripts, private: unpublished, ...published } = manifest;
  void [devDependencies, scripts, unpublished];
  return { ...published, dependencies };
}

/** Source maps and the samples that test the grammars stay at home. */
function copy(path, stage) {
  const from = inRoot(path);
  if (!existsSync(from)) return;
  mkdirSync(dirname(join(stage, path)), { recursive: true });
  cpSync(from, join(stage, path), {
    recursive: true,
    filter: source => !/\.map$|[\\/]samples$|kernels\.json$|[\\/]dist[\\/]built$/.test(source),
  });
}
