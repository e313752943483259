import { CachedFiles } from '../../base/files/cachedFiles';
import { readArrayHeader, readArrays, writeArrays, type Column } from '../../base/files/arrayFile';
import type { NetworkReport } from '../../../../shared/protocol/routeReport';
import { DestinationCounts, type NetworkOf } from './destinationCounts';
import type { RouteNetwork } from './trainRoutes';

/** Raised when what a network's file means changes. */
const form = { what: 'route network', version: 2 };

interface Header extends Omit<RouteNetwork, 'map' | 'weights' | 'destinations'> {
  /** Digest of the files' content that it was trained on. */
  content: string;
  features: number;
  numbers: number;
  destinations: ReturnType<DestinationCounts['entries']>;
  shapes: Record<string, number[]>;
}

/** Networks of routes on disk, least recently used deleted first when they pass the size limit. */
export class NetworkStore {
  private readonly files: CachedFiles;

  constructor(folder: string, maxBytes: number, log: (message: string) => void) {
    this.files = new CachedFiles({
      folder,
      ending: '.f2r',
      maxBytes,
      log,
      remedy: 'it can be trained again',
    });
  }

  path(key: string): string {
    return this.files.path(key);
  }

  /** The network, or undefined when there is none or its file cannot be used; a bad file is deleted. */
  load(key: string, networkOf?: NetworkOf): Promise<RouteNetwork | undefined> {
    return this.files.read(key, async path => {
      const { header, arrays } = await readArrays<Header, Record<string, Column>>(path, form);
      const { report, scale, subnets, features, numbers, destinations, shapes } = header;
      const { prefix4: ipv4, prefix6: ipv6 } = report.settings;
      return {
        report,
        scale,
        subnets,
        destinations: new DestinationCounts({ ipv4, ipv6 }, networkOf, destinations),
        map: { features, numbers, row: arrays['row'] as Int32Array, value: arrays['value'] as Float32Array },
        weights: Object.fromEntries(
          Object.entries(shapes).map(([name, shape]) => [
            name,
            { shape, values: arrays[`weights/${name}`] as Float32Array },
          ]),
        ),
      };
    });
  }

  async save(key: string, content: string, network: RouteNetwork): Promise<string> {
    const { map, weights, destinations, ...rest } = network;
    const named = Object.entries(weights);
    const header: Header = {
      ...rest,
      content,
      features: map.features,
      numbers: map.numbers,
      destinations: destinations.entries(),
      shapes: Object.fromEntries(named.map(([name, { shape }]) => [name, shape])),
    };
    const arrays = {
      row: map.row,
      value: map.value,
      ...Object.fromEntries(named.map(([name, { values }]) => [`weights/${name}`, values])),
    };
    return (await this.files.write(key, path => writeArrays(path, form, { header, arrays }))).path;
  }

  /** Reports of the networks that were trained on this content, latest use first. */
  async reportsOf(content: string): Promise<NetworkReport[]> {
    const reports: NetworkReport[] = [];
    for (const { path } of await this.files.all()) {
      const header = await readArrayHeader<Header>(path, form).catch(() => undefined);
      // One that cannot be read goes when it is asked for by its name.
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
