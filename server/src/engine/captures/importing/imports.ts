import * as l10n from '@vscode/l10n';
import { createReadStream } from 'node:fs';
import { access, copyFile, mkdir, readdir, rename, rm, stat, symlink, utimes } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { ImportPlan } from '../../../../../shared/protocol/reading';
import { messageOf } from '../../../base/errors';
import type { Cache } from '../../../base/files/cache';
import { compressionOf, plainBytes } from '../../../base/files/compression';
import { spool } from '../../../base/files/spool';
import { temporaryName, workFolder } from '../../../base/files/temporary';
import { writeWhole } from '../../../base/files/writeDraft';
import { Cancelled } from '../../../base/threads/cancelled';
import { contentDigest } from '../digests';
import { CaptureSource } from '../source';
import { binaryKind, binaryTitle, type BinaryKind } from './binary';
import { PacketFlows } from './packets';
import { runStep } from './runStep';
import { programAt, tools, type Tool } from './tools';

const ending = '.flows';

export interface Imported {
  /** The listing of flows, in the cache; it is a capture. */
  path: string;
  tool: string;
  /** Whether it was there already. */
  cached: boolean;
}

export interface ImportOptions {
  signal?: AbortSignal | undefined;
  /** Told, some times a second, which program runs and how many bytes there are of its output. */
  onProgress?: ((program: string, bytes: number) => void) | undefined;
}

const progressMs = 250;

/** Binary captures, made flows of by tools that the analyst has; the flows are kept in the cache. */
export class Imports {
  constructor(
    private readonly folder: string,
    cache: Cache,
  ) {
    cache.add(folder, ending);
  }

  /** Rejects, naming the file, when it is nothing that these tools read. */
  async plan(file: string): Promise<ImportPlan> {
    const kind = await this.kindOf(file);
    const found = await Promise.all(
      tools
        .filter(({ reads }) => reads.includes(kind))
        .map(async tool => {
          const programs = await programsOf(tool, kind);
          if (typeof programs === 'string')
            return {
              name: tool.name,
              commands: [],
              missing: l10n.t('{0} is not installed: Debian has it in {1}.', programs, tool.packages),
            };
          const commands = tool
            .steps(kind)
            .map(
              ({ args, into }, i) =>
                [programs[i] as string, ...args].map(shown).join(' ') +
                (into === undefined ? '' : ` > ${into}`),
            );
          return { name: tool.name, commands };
        }),
    );
    const order = (commands: readonly string[]) => (commands.length > 0 ? 0 : 1);
    found.sort((a, b) => order(a.commands) - order(b.commands));
    return { title: binaryTitle(kind), tools: found };
  }

  /** Runs a tool on a file, unless its flows are there from before. Rejects with `Cancelled`, or saying what the tool said. */
  async run(file: string, name: string, { signal, onProgress }: ImportOptions = {}): Promise<Imported> {
    const kind = await this.kindOf(file);
    const tool = tools.find(each => each.name === name && each.reads.includes(kind));
    if (!tool) throw new Error(l10n.t('{0}: {1} does not read {2}.', file, name, binaryTitle(kind)));
    const target = join(this.folder, nameOf(file, tool.name, await contentDigest(file)));
    if (
      await access(target).then(
        () => true,
        () => false,
      )
    ) {
      const now = new Date();
      await utimes(target, now, now).catch(() => undefined); // A cache that others own is used as it is.
      return { path: target, tool: tool.name, cached: true };
    }
    const programs = await programsOf(tool, kind);
    if (typeof programs === 'string')
      throw new Error(l10n.t('{0} is not installed: Debian has it in {1}.', programs, tool.packages));
    const { folder, dispose } = await this.inputOf(file);
    try {
      for (const [i, step] of tool.steps(kind).entries()) {
        if (signal?.aborted) throw new Cancelled();
        const timer =
          onProgress &&
          setInterval(() => void bytesIn(folder).then(bytes => onProgress(step.program, bytes)), progressMs);
        if (step.folder !== undefined) await mkdir(join(folder, step.folder), { mode: 0o700 });
        try {
          await runStep(programs[i] as string, step, folder, signal);
        } finally {
          clearInterval(timer);
        }
      }
      const result = join(folder, tool.result);
      if (
        !(await access(result).then(
          () => true,
          () => false,
        ))
      )
        throw new Error(l10n.t('it made no flows of the file'));
      if (tool.lists === 'packets') await writeWhole(target, put => flowsOfPackets(result, put));
      else await rename(result, target);
    } catch (error) {
      if (error instanceof Cancelled) throw error;
      throw new Error(l10n.t('{0}: {1} could not read it ({2}).', file, tool.name, messageOf(error)), {
        cause: error,
      });
    } finally {
      await dispose();
    }
    return { path: target, tool: tool.name, cached: false };
  }

  private async kindOf(file: string): Promise<BinaryKind> {
    const { head } = await CaptureSource.open(file, this.folder);
    const kind = binaryKind(head.bytes);
    if (!kind)
      throw new Error(
        l10n.t(
          '{0}: holds no packets (pcap, pcapng) and no records of Argus or nfdump (nfcapd). Other captures need no import.',
          file,
        ),
      );
    return kind;
  }

  /**
   * A folder in which `input` is the file: by a link, or decompressed. No tool sees the file's own name, which anybody chose,
   * and some of them read more into names than names.
   */
  private async inputOf(file: string): Promise<{ folder: string; dispose(): Promise<void> }> {
    const work = await workFolder(this.folder);
    if ((await compressionOf(file)) !== undefined) {
      const { path, dispose } = await spool(plainBytes(file), work, 'input');
      return { folder: dirname(path), dispose };
    }
    const folder = join(work, temporaryName('scratch'));
    await mkdir(folder, { mode: 0o700 });
    const input = join(folder, 'input');
    await symlink(file, input).catch(() => copyFile(file, input)); // Links are a privilege on Windows.
    return { folder, dispose: () => rm(folder, { recursive: true, force: true }) };
  }
}

/** Paths of the programs of a tool's steps; the name of the first that is not installed. */
async function programsOf(tool: Tool, kind: BinaryKind): Promise<string[] | string> {
  const paths: string[] = [];
  for (const { program } of tool.steps(kind)) {
    const path = await programAt(program);
    if (path === undefined) return program;
    paths.push(path);
  }
  return paths;
}

/** An editor's tab shows it: the file's own name first, without what is no letter or digit, then what tells it from others. */
function nameOf(file: string, tool: string, digest: string): string {
  const own = basename(file)
    .replace(/[^\p{L}\p{N}._ -]+/gu, '_')
    .replace(/^[._ -]+/, '')
    .slice(0, 60);
  return `${own || 'capture'} ${tool} ${digest.slice(0, 16)}${ending}`;
}

async function flowsOfPackets(list: string, put: (text: string) => Promise<void>): Promise<void> {
  const flows = new PacketFlows();
  for await (const line of createInterface({ input: createReadStream(list), crlfDelay: Infinity }))
    flows.add(line);
  let held = '';
  for (const line of flows.lines()) {
    held += `${line}\n`;
    if (held.length < 1 << 16) continue;
    await put(held);
    held = '';
  }
  await put(held);
}

/** An argument as a shell would need it; none is used. */
const shown = (text: string) => (/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

async function bytesIn(folder: string): Promise<number> {
  const names = await readdir(folder).catch(() => []);
  const sizes = await Promise.all(
    names
      .filter(name => name !== 'input')
      .map(name =>
        stat(join(folder, name)).then(
          ({ size }) => size,
          () => 0,
        ),
      ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
