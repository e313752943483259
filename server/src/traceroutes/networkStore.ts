import { mkdir, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { evict, filesOf } from '../jobs/cacheFolder';
import { readArrays, writeArrays, type Column } from '../models/arrayFile';
import type { NetworkReport } from './reportTypes';
import type { RouteNetwork } from './trainRoutes';

/** Raised when what a network's file means changes. */
const form = { what: 'route network', version: 1 };
const ending = '.f2r';

interface Header extends Omit<RouteNetwork, 'map' | 'weights'> {
  /** Digest of the files' content that it was trained on. */
  content: string;
  features: number;
  shapes: Record<string, number[]>;
}

/** Networks of routes on disk, least recently used deleted first when they pass the size limit. */
export class NetworkStore {
  constructor(
    private readonly folder: string,
    private readonly maxBytes: number,
    private readonly log: (message: string) => void,
  ) {}

  path(key: string): string {
    return join(this.folder, `${key}${ending}`);
  }

  /** The network, or undefined when there is none or its file cannot be used; a bad file is deleted. */
  async load(key: string): Promise<RouteNetwork | undefined> {
    const path = this.path(key);
    if (!(await stat(path).catch(() => undefined))) return undefined; // A miss; why does not matter.
    try {
      const { header, arrays } = await readArrays<Header, Record<string, Column>>(path, form);
      const { report, scale, subnets, features, shapes } = header;
      const now = new Date();
      await utimes(path, now, now);
      return {
        report,
        scale,
        subnets,
        map: { features, row: arrays['row'] as Int32Array, value: arrays['value'] as Float32Array },
        weights: Object.fromEntries(
          Object.entries(shapes).map(([name, shape]) => [
            name,
            { shape, values: arrays[`weights/${name}`] as Float32Array },
          ]),
        ),
      };
    } catch (error) {
      this.log(
        `${path}: cannot be used (${(error as Error).message}) and is deleted; it can be trained again.`,
      );
      await rm(path, { force: true });
      return undefined;
    }
  }

  async save(key: string, content: string, network: RouteNetwork): Promise<string> {
    await mkdir(this.folder, { recursive: true });
    const path = this.path(key);
    const { map, weights, ...rest } = network;
    const named = Object.entries(weights);
    const header: Header = {
      ...rest,
      content,
      features: map.features,
      shapes: Object.fromEntries(named.map(([name, { shape }]) => [name, shape])),
    };
    await writeArrays(path, form, {
      header,
      arrays: {
        row: map.row,
        value: map.value,
        ...Object.fromEntries(named.map(([name, { values }]) => [`weights/${name}`, values])),
      },
    });
    await evict(this.folder, ending, { maxBytes: this.maxBytes, keep: path, log: this.log });
    return path;
  }

  /** Reports of the networks that were trained on this content, latest use first. */
  async reportsOf(content: string): Promise<NetworkReport[]> {
    const files = (await filesOf(this.folder, ending)).sort((a, b) => b.used - a.used);
    const reports: NetworkReport[] = [];
    for (const { path } of files) {
      const file = await readArrays<Header, Record<string, Column>>(path, form).catch(() => undefined);
      // One that cannot be read is deleted when it is asked for by its name.
      if (file?.header.content === content) reports.push(file.header.report);
    }
    return reports;
  }

  /** Deletes every network; how many, and their bytes. */
  async clear(): Promise<{ models: number; bytes: number }> {
    const files = await filesOf(this.folder, ending);
    for (const file of files) await rm(file.path, { force: true });
    return { models: files.length, bytes: files.reduce((sum, f) => sum + f.bytes, 0) };
  }
}
