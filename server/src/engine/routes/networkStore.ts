import * as l10n from '@vscode/l10n';
import type { Cache } from '../../base/files/cache';
import { CachedFiles } from '../../base/files/cachedFiles';
import {
  ArrayReader,
  readArrays,
  writeArrays,
  type ArrayFile,
  type Column,
} from '../../base/files/arrayFile';
import type { NetworkReport } from '../../../../shared/protocol/routeReport';
import type { NetworkOf } from '../hosts/mmdb';
import { DestinationCounts } from './destinationCounts';
import type { RouteNetwork } from './trainRoutes';

/** Raised when what a network's file means changes. */
const form = { what: 'route network', version: 4 };
export const networkVersion = form.version;

interface Header extends Omit<RouteNetwork, 'map' | 'weights' | 'destinations'> {
  /** Digest of the files' content that it was trained on. */
  content: string;
  features: number;
  numbers: number;
  start?: readonly number[] | undefined;
  destinations: ReturnType<DestinationCounts['entries']>;
  shapes: Record<string, number[]>;
}

type Stored = ArrayFile<Header, Record<string, Column>>;

/** Networks of routes on disk. */
export class NetworkStore {
  private readonly files: CachedFiles<Stored>;

  constructor(folder: string, cache: Cache) {
    this.files = new CachedFiles({
      folder,
      ending: '.f2r',
      cache,
      remedy: l10n.t('it is trained again'),
    });
  }

  path(key: string): string {
    return this.files.path(key);
  }

  /** The network, or undefined when there is none or its file cannot be used; a damaged one is set aside. */
  async load(key: string, networkOf?: NetworkOf): Promise<RouteNetwork | undefined> {
    const stored = await this.files.read(key, (path): Promise<Stored> => readArrays(path, form));
    if (!stored) return undefined;
    const { header, arrays } = stored;
    const { report, scale, subnets, features, numbers, start, destinations, shapes } = header;
    const { prefix4: ipv4, prefix6: ipv6 } = report.settings;
    return {
      report,
      scale,
      subnets,
      destinations: new DestinationCounts({ ipv4, ipv6 }, networkOf, destinations),
      map: {
        features,
        numbers,
        row: arrays['row'] as Int32Array,
        value: arrays['value'] as Float32Array,
        ...(start ? { start } : {}),
      },
      weights: Object.fromEntries(
        Object.entries(shapes).map(([name, shape]) => [
          name,
          { shape, values: arrays[`weights/${name}`] as Float32Array },
        ]),
      ),
    };
  }

  async save(key: string, content: string, network: RouteNetwork): Promise<string> {
    const { map, weights, destinations, ...rest } = network;
    const named = Object.entries(weights);
    const header: Header = {
      ...rest,
      content,
      features: map.features,
      numbers: map.numbers,
      start: map.start,
      destinations: destinations.entries(),
      shapes: Object.fromEntries(named.map(([name, { shape }]) => [name, shape])),
    };
    const arrays = {
      row: map.row,
      value: map.value,
      ...Object.fromEntries(named.map(([name, { values }]) => [`weights/${name}`, values])),
    };
    return this.files.write(key, { header, arrays }, (path, stored) => writeArrays(path, form, stored));
  }

  /** Reports of the networks that were trained on this content, latest use first. */
  async reportsOf(content: string): Promise<NetworkReport[]> {
    const reports: NetworkReport[] = [];
    for (const { path } of await this.files.all()) {
      const header = await headerOf(path).catch(() => undefined);
      // One that cannot be read is set aside when it is asked for by its name.
      if (header?.content === content) reports.push(header.report);
    }
    return reports;
  }

  /** Deletes every network; how many, and their bytes. */
  async clear(): Promise<{ models: number; bytes: number }> {
    const { files, bytes } = await this.files.clear();
    return { models: files, bytes };
  }
}

async function headerOf(path: string): Promise<Header> {
  const file = await ArrayReader.open<Header>(path, form);
  await file.close();
  return file.header;
}
