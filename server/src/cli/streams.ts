import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { workFolder } from '../base/files/temporary';
import { spool, type Spooled } from '../base/files/spool';
import { pathOf } from './command';

export interface Streams {
  /** The words of the call, with paths of files in the place of streams. */
  words: string[];
  dispose(): Promise<void>;
}

/**
 * Standard input (`-`, also `/dev/stdin`) and named pipes, as a shell makes them of `<(command)`, are written to files of
 * the cache once, for a capture is read more than once; the files go with the call.
 */
export async function spoolStreams(words: readonly string[], folder: string): Promise<Streams> {
  const spooled: Spooled[] = [];
  const taken: string[] = [];
  const keep = async (stream: AsyncIterable<Uint8Array>, name: string) => {
    const kept = await spool(stream, await workFolder(folder), name);
    spooled.push(kept);
    return kept.path;
  };
  const dispose = async () => {
    for (const each of spooled) await each.dispose();
  };
  try {
    for (const [i, word] of words.entries()) {
      // Written to, not read.
      if (words[i - 1] === '--out') taken.push(word);
      else if (word === '-' || word === '/dev/stdin') taken.push(await keep(process.stdin, 'standard input'));
      else if (!word.startsWith('-') && (await isPipe(word)))
        taken.push(await keep(createReadStream(pathOf(word)), 'pipe'));
      else taken.push(word);
    }
  } catch (error) {
    await dispose();
    throw error;
  }
  return { words: taken, dispose };
}

/** Pipes that a shell opened for this process; one that lies about in a folder may wait for nobody, and is refused. */
async function isPipe(word: string): Promise<boolean> {
  if (!/^\/(?:dev|proc\/self)\/fd\/\d+$/.test(word)) return false;
  const info = await stat(word).catch(() => undefined); // What is no file is no pipe.
  return info?.isFIFO() ?? false;
}
