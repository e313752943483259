import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { inRoot } from '../build/paths.mjs';
import { run } from '../setup/processes.mjs';

const folder = inRoot('out/native');

/** Copies headers and the two libraries out of a wheel: the rest is Python's, and most of its gigabyte. */
const unpack = `
import sys, zipfile
wheel, target = sys.argv[1:]
with zipfile.ZipFile(wheel) as archive:
    for name in archive.namelist():
        if name.startswith('tensorflow/include/') or name in ('tensorflow/libtensorflow_cc.so.2', 'tensorflow/libtensorflow_framework.so.2'):
            archive.extract(name, target)
`;

/** Folder with `include` and the libraries of TensorFlow. */
export async function unpackedWheel(wheel, log) {
  const python = process.env.PYTHON ?? 'python3';
  const file = wheel ?? (await fetched(python, log));
  log(`Unpacking ${file} …`);
  const target = join(folder, 'wheel');
  rmSync(target, { recursive: true, force: true });
  await run(python, ['-c', unpack, file, target]);
  const tensorflow = join(target, 'tensorflow');
  if (!existsSync(join(tensorflow, 'libtensorflow_cc.so.2')))
    throw new Error(`${file} has no libtensorflow_cc.so.2: take a wheel of TensorFlow 2.13 or newer.`);
  return tensorflow;
}

async function fetched(python, log) {
  mkdirSync(folder, { recursive: true });
  const there = () => readdirSync(folder).find(name => /^tensorflow.*\.whl$/.test(name));
  if (!there()) {
    // Wheels for Intel processors leave out what other ones need.
    const name = process.arch === 'x64' ? 'tensorflow-cpu' : 'tensorflow';
    log(`Fetching ${name} with pip (about 250 MB) …`);
    const options = ['--no-deps', '--only-binary=:all:', '--dest', folder];
    try {
      await run(python, ['-m', 'pip', 'download', ...options, name]);
    } catch (error) {
      throw new Error(
        `pip fetches no TensorFlow. Fetch the wheel elsewhere and name it: npm run native -- --wheel FILE.\n${error.message}`,
        { cause: error },
      );
    }
  }
  return join(folder, there());
}
