import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeCapture } from '../support/makeCapture';
import { killedAfter, run } from './commands';
import { Tally, times, type Campaign, type Row, type Section } from './section';

const settings = ['--epochs', '2', '--size', '16', '--deterministic', '--json'];

interface Case {
  name: string;
  words: string[];
}

function cases(folder: string): Case[] {
  const path = join(folder, 'campus.binetflow');
  writeFileSync(path, makeCapture({ flows: 3000, seed: 9 }));
  return [
    { name: 'similar', words: ['similar', path, '--line', '10', '--top', '5', ...settings] },
    { name: 'clusters', words: ['clusters', path, '--k', '12', ...settings] },
  ];
}

/** What must be the same each time: all but times and what the cache had. */
function essence(out: string): string {
  const told = JSON.parse(out) as Record<string, unknown>;
  for (const key of ['seconds', 'cached', 'path', 'flowsPerSecond', 'model', 'clustering']) delete told[key];
  return JSON.stringify(told);
}

/** Bits turned in files of the cache: noticed, said, and the answer is right all the same. */
async function flips(campaign: Campaign): Promise<Row> {
  const { random, folder, say } = campaign;
  const tally = new Tally('one bit of a file of the cache turned', [
    'wrong answers',
    'failures',
    'not noticed',
  ]);
  const [whole, cache] = [join(folder, 'whole'), join(folder, 'flipped')];
  const asked = cases(folder);
  const right = new Map<string, string>();
  for (const { name, words } of asked) right.set(name, essence((await run(words, whole)).out));
  const files = ['captures', 'models', 'clusters'].flatMap(kind =>
    readdirSync(join(whole, kind))
      .filter(name => statSync(join(whole, kind, name)).isFile())
      .map(name => join(kind, name)),
  );
  const wanted = times(campaign, 800);
  for (; tally.tried < wanted; tally.tried++) {
    const file = files[tally.tried % files.length] as string;
    rmSync(cache, { recursive: true, force: true });
    for (const each of files) {
      mkdirSync(join(cache, each, '..'), { recursive: true });
      copyFileSync(join(whole, each), join(cache, each));
    }
    const bytes = readFileSync(join(cache, file));
    const at = Math.floor(random() * bytes.length);
    bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << Math.floor(random() * 8)), at);
    writeFileSync(join(cache, file), bytes);
    // A store of captures is asked by what has no model; the others by what needs all of them.
    if (file.startsWith('captures')) rmSync(join(cache, 'models'), { recursive: true });
    const { name, words } = asked[file.startsWith('clusters') ? 1 : 0] as Case;
    const { code, out, error } = await run(words, cache);
    const example = `${file}, byte ${at}`;
    if (code !== 0) tally.fault('failures', `${example}: ${error.slice(0, 200)}`);
    else if (essence(out) !== right.get(name)) tally.fault('wrong answers', example);
    if (!/cannot be used|set aside/.test(error)) tally.fault('not noticed', example);
    if (tally.tried % 100 === 99) say(`flips: ${tally.tried + 1} of ${wanted}`);
  }
  return tally.row();
}

/** Processes killed at any moment: the next one has the right answer, and what was left half written goes. */
async function kills(campaign: Campaign): Promise<Row> {
  const { random, folder } = campaign;
  const tally = new Tally('a process killed (kill -9)', ['wrong answers', 'failures', 'drafts left']);
  const asked = cases(folder);
  const cache = join(folder, 'killed');
  const wanted = times(campaign, 46);
  for (; tally.tried < wanted; tally.tried++) {
    const { name, words } = asked[tally.tried % asked.length] as Case;
    rmSync(cache, { recursive: true, force: true });
    const began = performance.now();
    const right = essence((await run(words, join(folder, `right-${name}`))).out);
    const took = tally.tried < asked.length ? 1500 : performance.now() - began + 1200;
    await killedAfter(words, cache, random() * took);
    const { code, out, error } = await run(words, cache);
    if (code !== 0) tally.fault('failures', error.slice(0, 300));
    else if (essence(out) !== right) tally.fault('wrong answers', name);
    const drafts = readdirSync(cache, { recursive: true }).filter(file => String(file).endsWith('.draft'));
    if (drafts.length > 0) tally.fault('drafts left', drafts.join());
  }
  return tally.row();
}

/** Several processes that ask the same of one empty cache at the same time. */
async function crowds(campaign: Campaign): Promise<Row> {
  const tally = new Tally('four processes on one cache', ['wrong answers', 'failures']);
  const [asked] = cases(campaign.folder) as [Case];
  const right = essence((await run(asked.words, join(campaign.folder, 'alone'))).out);
  const wanted = times(campaign, 12);
  for (; tally.tried < wanted; tally.tried++) {
    const cache = join(campaign.folder, `crowd-${tally.tried}`);
    const answers = await Promise.all([1, 2, 3, 4].map(() => run(asked.words, cache)));
    for (const { code, out, error } of answers) {
      if (code !== 0) tally.fault('failures', error.slice(0, 300));
      else if (essence(out) !== right) tally.fault('wrong answers', asked.name);
    }
    rmSync(cache, { recursive: true, force: true });
  }
  return tally.row();
}

/** Disks that are full or read only, as small file systems in memory; only root may make them. */
async function disks({ folder }: Campaign): Promise<Row> {
  const tally = new Tally('a full disk, and one that is read only', ['wrong answers', 'failures']);
  const [asked] = cases(folder) as [Case];
  const right = essence((await run(asked.words, join(folder, 'roomy'))).out);
  const disk = join(folder, 'disk');
  mkdirSync(disk);
  const mount = (...options: string[]) => execFileSync('mount', [...options, disk], { stdio: 'pipe' });
  const check = ({ code, out, error }: Awaited<ReturnType<typeof run>>, what: string) => {
    tally.tried++;
    if (code !== 0) tally.fault('failures', `${what}: ${error.slice(0, 300)}`);
    else if (essence(out) !== right) tally.fault('wrong answers', what);
  };
  try {
    for (const size of ['16k', '200k', '600k', '2m']) {
      try {
        mount('-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs');
      } catch {
        return { ...tally.row(), skipped: 'it takes the rights to mount a file system' };
      }
      try {
        check(await run(asked.words, join(disk, 'cache')), `a disk of ${size}`);
      } finally {
        execFileSync('umount', ['-l', disk]);
      }
    }
    for (const filled of [true, false]) {
      mount('-t', 'tmpfs', '-o', 'size=64m', 'tmpfs');
      try {
        const cache = join(disk, 'cache');
        if (filled) await run(asked.words, cache);
        mount('-o', 'remount,ro');
        check(await run(asked.words, cache), `read only, ${filled ? 'all in it' : 'empty'}`);
      } finally {
        execFileSync('umount', ['-l', disk]);
      }
    }
  } finally {
    rmSync(disk, { recursive: true, force: true });
  }
  return tally.row();
}

/** What a cache may meet. */
export const cache: Section = {
  name: 'cache',
  run: async campaign => [
    await flips(campaign),
    await kills(campaign),
    await crowds(campaign),
    await disks(campaign),
  ],
};
