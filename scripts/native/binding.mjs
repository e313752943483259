import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { inRoot } from '../build/paths.mjs';
import { run } from '../setup/processes.mjs';
import { unpackedWheel } from './wheel.mjs';

const home = inRoot('node_modules/@tensorflow/tfjs-node');
/** The newest version of Node's binary interface that tfjs-node knows. */
const napi = 8;

/**
 * Builds tfjs-node's binding against the libraries that a wheel of TensorFlow brings, and puts both where tfjs-node
 * looks for them. `wheel` is a file; without it, pip fetches one, or takes it from where PIP_FIND_LINKS says.
 */
export async function buildNative({ wheel, log }) {
  if (process.platform !== 'linux')
    throw new Error('This builds on Linux; elsewhere, npm installs tfjs-node with a binding of its own.');
  if (works()) return log('tfjs-node loads already.');
  if (!existsSync(join(home, 'binding'))) {
    const { optionalDependencies } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));
    const version = optionalDependencies['@tensorflow/tfjs-node'];
    log(`Installing tfjs-node ${version} without its download …`);
    const name = `@tensorflow/tfjs-node@${version}`;
    await run('npm', ['install', '--no-save', '--ignore-scripts', name], { cwd: inRoot() });
  }
  const tensorflow = await unpackedWheel(wheel && resolve(process.env.INIT_CWD ?? '.', wheel), log);
  log('Compiling the binding …');
  const libraries = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'];
  const target = join(home, 'lib', `napi-v${napi}`);
  mkdirSync(target, { recursive: true });
  mkdirSync(join(home, 'deps/lib'), { recursive: true });
  for (const library of libraries) copyFileSync(join(tensorflow, library), join(home, 'deps/lib', library));
  const options = ['-O2', '-shared', '-fPIC', '-std=c++17', `-DNAPI_VERSION=${napi}`];
  const headers = [nodeHeaders(), join(tensorflow, 'include'), home].map(folder => `-I${folder}`);
  const sources = ['tfjs_backend.cc', 'tfjs_binding.cc'].map(name => join(home, 'binding', name));
  const link = [
    `-L${join(home, 'deps/lib')}`,
    ...libraries.map(name => `-l:${name}`),
    '-Wl,-rpath,$ORIGIN/../../deps/lib',
  ];
  const out = ['-o', join(target, 'tfjs_binding.node')];
  await run(process.env.CXX ?? 'c++', [...options, ...headers, ...sources, ...out, ...link]);
  if (!works())
    throw new Error(
      'The binding was built, but tfjs-node does not load: see "node -e \'require(\\"@tensorflow/tfjs-node\\")\'".',
    );
  log(`tfjs-node answers; its binding is in ${target}.`);
}

/** Whether tfjs-node multiplies, in a process of its own: a binding that does not fit may end it. */
function works() {
  const code =
    "const tf = require('@tensorflow/tfjs-node'); process.exit(tf.matMul([[2]], [[3]]).dataSync()[0] === 6 ? 0 : 1)";
  try {
    execFileSync(process.execPath, ['-e', code], {
      cwd: inRoot(),
      stdio: 'ignore',
      env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3' },
    });
    return true;
  } catch {
    return false; // Not installed, no binding, or one for another machine: all mean it must be built.
  }
}

/** Headers of this Node: beside its executable, or where npm's `nodedir` says. */
function nodeHeaders() {
  const prefix = dirname(dirname(process.execPath));
  const said = execFileSync('npm', ['config', 'get', 'nodedir'], { encoding: 'utf8' }).trim();
  const places = [prefix, ...(said === 'undefined' || said === 'null' ? [] : [said])].map(p =>
    join(p, 'include/node'),
  );
  const found = places.find(folder => existsSync(join(folder, 'node_api.h')));
  if (found) return found;
  throw new Error(
    `Node's headers (node_api.h) are in none of ${places.join(', ')}. Unpack node-${process.version}-headers.tar.gz and name its folder: npm_config_nodedir=FOLDER npm run native.`,
  );
}
