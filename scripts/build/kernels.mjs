import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, relative, sep } from 'node:path';
import { filesBelow, inRoot, root } from './paths.mjs';

// One memory is made by the server and shared by the worker threads; 65,536 pages are WebAssembly's 4 GiB.
const flags = [
  ['-O3'],
  ['--noAssert'],
  ['--runtime', 'stub'],
  ['--enable', 'simd'],
  ['--enable', 'threads'],
  ['--importMemory'],
  ['--sharedMemory'],
  ['--initialMemory', '1'],
  ['--maximumMemory', '65536'],
].flat();

const stampFile = inRoot('server/dist/kernels.json');

/** Compiles the kernels whose sources or flags changed since the last time; returns the names compiled. */
export async function buildKernels() {
  const sources = filesBelow('server/kernels').filter(path => path.endsWith('.ts'));
  const parts = sources.filter(path => !isKernel(path));
  const stamps = readStamps();
  const compiled = [];
  for (const source of sources.filter(isKernel)) {
    const name = basename(source, '.ts');
    const stamp = digest([source, ...parts]);
    if (stamps[name] === stamp) continue;
    await compile(source, name);
    stamps[name] = stamp;
    compiled.push(name);
  }
  if (compiled.length > 0) replaceFile(stampFile, JSON.stringify(stamps, undefined, 2));
  return compiled;
}

/** Twice: for every machine, and with the one-step multiply-add for those that have relaxed SIMD. */
async function compile(source, name) {
  await compileTo(`${name}.wasm`, source, flags);
  await compileTo(`${name}.relaxed.wasm`, source, [...flags, '--enable', 'relaxed-simd']);
}

async function compileTo(file, source, options) {
  const { default: asc } = await import('assemblyscript/asc');
  const written = new Map();
  const { error, stderr } = await asc.main(
    [relative(root, source), '--baseDir', root, '--outFile', file, ...options],
    { writeFile: (path, contents) => void written.set(path, contents) },
  );
  if (error) throw new Error(`${relative(root, source)}: ${stderr.toString().trim() || error.message}`);
  for (const [path, contents] of written) replaceFile(inRoot('server/dist', basename(path)), contents);
}

/** A kernel lies in the folder of a word of the engine; what is deeper, or in `base`, is a part of kernels. */
function isKernel(path) {
  const [word, ...rest] = relative(inRoot('server/kernels'), path).split(sep);
  return word !== 'base' && rest.length === 1;
}

function digest(sources) {
  const hash = createHash('sha256').update(flags.join(' '));
  for (const source of sources) hash.update(relative(root, source)).update(readFileSync(source));
  return hash.digest('hex');
}

function readStamps() {
  try {
    return JSON.parse(readFileSync(stampFile, 'utf8'));
  } catch (error) {
    // No stamp, or half a stamp: compiling again is always right.
    if (error.code === 'ENOENT' || error instanceof SyntaxError) return {};
    throw error;
  }
}

/** A server that starts during a build finds the old file or the new one, never half of one. */
function replaceFile(path, contents) {
  mkdirSync(inRoot('server/dist'), { recursive: true });
  writeFileSync(`${path}.${process.pid}.new`, contents);
  renameSync(`${path}.${process.pid}.new`, path);
}
