import { createReadStream, fstatSync, statSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { devNull } from 'node:os';
import { messageOf } from '../base/errors';
import { spool, type Spooled } from '../base/files/spool';
import { workFolder } from '../base/files/temporary';
import { Call, UsageError, type Command } from './command';
import { optionsOf } from './program';

/** More of a stream is refused: it has no end, or is better written to a file once. */
const mostBytes = 64 * 2 ** 30;

/**
 * Runs with files in the place of streams: standard input (`-`, also `/dev/stdin`), and pipes that a shell opened for this
 * process, as `<(command)` does. They are written to the cache's folder once, for a file is read more than once, and go
 * with the call.
 */
export async function withStreams(
  command: Command,
  call: Call,
  folder: string,
  run: (call: Call) => Promise<void>,
): Promise<void> {
  if (command.says) return run(call);
  const kept: Spooled[] = [];
  const take = async (path: string): Promise<string> => {
    const isInput = isStandardInput(path);
    if (!isInput && !(await isOpenPipe(path))) return path;
    if (isInput) refuseDevice();
    const name = isInput ? 'standard input' : 'pipe';
    const stream = isInput ? process.stdin : createReadStream(path);
    const spooled = await spool(limited(stream), await workFolder(folder), name).catch((error: unknown) => {
      throw new Error(`${name}: cannot be kept in ${folder} (${messageOf(error)}).`, { cause: error });
    });
    kept.push(spooled);
    return spooled.path;
  };
  const read = optionsOf(command).filter(({ name, path }) => path === 'read' && call.has(name));
  const named = read.flatMap(({ name }) => call.text(name) ?? call.texts(name));
  if ([...call.files, ...named].filter(isStandardInput).length > 1)
    throw new UsageError('standard input can be read once: name one file "-".');
  try {
    const files = [];
    for (const file of call.files) files.push(await take(file));
    const values = { ...call.values };
    for (const { name, many } of read) {
      const taken = [];
      for (const path of many ? call.texts(name) : [call.text(name) as string]) taken.push(await take(path));
      values[name] = many ? taken : taken[0];
    }
    await run(new Call(files, values, call.last));
  } finally {
    for (const spooled of kept) await spooled.dispose();
  }
}

const isStandardInput = (path: string) =>
  path === '-' || /^\/(?:dev\/stdin|(?:dev|proc\/self)\/fd\/0)$/.test(path);

/** Pipes that a shell opened for us; one that lies about in a folder may wait for nobody, and is refused by who reads it. */
async function isOpenPipe(path: string): Promise<boolean> {
  if (!/^\/(?:dev|proc\/(?:self|\d+))\/fd\/\d+$/.test(path)) return false;
  const info = await stat(path).catch(() => undefined); // What is no file is no pipe; reading it says so.
  return info?.isFIFO() ?? false;
}

/** A device that is no terminal, such as /dev/zero, gives for ever. */
function refuseDevice(): void {
  const info = fstatSync(0);
  const isDevice = info.isBlockDevice() || (info.isCharacterDevice() && !process.stdin.isTTY);
  // That of nothing is a device too, and is empty: who reads it says so.
  if (isDevice && info.rdev !== statSync(devNull).rdev)
    throw new Error('standard input is a device and may have no end: name a file, or pipe into the command.');
}

async function* limited(stream: AsyncIterable<unknown>): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const part of stream) {
    const piece = part as Uint8Array;
    bytes += piece.length;
    if (bytes > mostBytes) throw new Error('more than 64 GiB: write them to a file, and name that');
    yield piece;
  }
}
