import * as l10n from '@vscode/l10n';
import { readFile, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Settings } from '../../../../shared/protocol/settings';
import { cacheDirectory } from '../../base/files/cacheDirectory';
import { Pseudonyms } from '../../engine/hosts/pseudonyms';

/** Files of text, in which names can stand for addresses; an indicator of a name would indicate nothing. */
const textFiles = /(?<!\.stix\.json)(?<=\.(?:csv|tsv|txt|json|html|md|ipynb|flowcase|binetflow|biargus))$/i;

/** Has everything that leaves the server name hosts by pseudonyms, where the user wants it, and takes those names back. */
export class ShownAddresses {
  private made: { folder: string; pseudonyms: Promise<Pseudonyms> } | undefined;

  constructor(
    private readonly settings: () => Promise<Settings>,
    private readonly fallbackDirectory: () => string | undefined,
  ) {}

  /** Undefined where addresses are shown as they are. */
  async pseudonyms(): Promise<Pseudonyms | undefined> {
    const { hosts } = await this.settings();
    return hosts.pseudonyms ? this.names() : undefined;
  }

  /** The names, whether or not they are shown. */
  async names(): Promise<Pseudonyms> {
    const { cache } = await this.settings();
    const folder = cacheDirectory(cache.directory || this.fallbackDirectory() || '');
    if (this.made?.folder !== folder) this.made = { folder, pseudonyms: Pseudonyms.in(folder) };
    return this.made.pseudonyms;
  }

  async hide<T>(value: T): Promise<T> {
    const pseudonyms = await this.pseudonyms();
    return pseudonyms ? mapped(value, text => pseudonyms.hide(text)) : value;
  }

  /** Does work whose outcome leaves the server: neither what it answers nor how it fails names an address. */
  async outcome<T>(work: () => T | Promise<T>): Promise<T> {
    try {
      return await this.hide(await work());
    } catch (error) {
      if (error instanceof Error) error.message = await this.hide(error.message);
      throw error;
    }
  }

  /**
   * Answers a request: it is asked with addresses, and its answer, its error and the file that it writes name none. What
   * is no text is refused, for names cannot stand in it.
   */
  answer<P, R>(params: P, work: (params: P) => Promise<R>): Promise<R> {
    return this.outcome(async () => {
      const pseudonyms = await this.pseudonyms();
      if (!pseudonyms) return work(params);
      const out = outOf(params);
      if (out !== undefined && !(textFiles.test(out) && isOneFile(params)))
        throw new Error(
          l10n.t(
            '{0} cannot hold pseudonyms: choose a format of text, or switch flow2vec.hosts.pseudonyms off.',
            basename(out),
          ),
        );
      const answer = await work(mapped(params, text => pseudonyms.reveal(text)));
      if (out !== undefined) await writeFile(out, pseudonyms.hide(await readFile(out, 'utf8')));
      return answer;
    });
  }
}

/** Of a folder of files, as for TensorBoard, each would have to be written anew. */
const isOneFile = (params: unknown) => (params as { format?: unknown }).format !== 'projector';

function outOf(params: unknown): string | undefined {
  const { out } = (params ?? {}) as { out?: unknown };
  return typeof out === 'string' && out.startsWith('file:') ? fileURLToPath(out) : undefined;
}

/** Plain data with every text but those that name files changed. */
function mapped<T>(value: T, change: (text: string) => string): T {
  if (typeof value === 'string') return (value.startsWith('file:') ? value : change(value)) as T;
  if (Array.isArray(value)) return value.map(each => mapped(each as unknown, change)) as T;
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      key.startsWith('file:') ? key : change(key),
      key === 'path' ? each : mapped(each, change),
    ]),
  ) as T;
}
