import * as l10n from '@vscode/l10n';
import type { AddressFacts } from '../../../../shared/protocol/hosts';
import type { Settings } from '../../../../shared/protocol/settings';
import { readHostNames, type HostNames } from '../../engine/hosts/hostNames';
import { Networks } from './addressOwners';
import { KeptFile } from './keptFile';

/** What the analyst's own files say of addresses: names of hosts, networks and places. */
export class KnownHosts {
  readonly networks: Networks;
  private readonly names: KeptFile<HostNames>;

  /** `warn` is told once of each file that cannot be read. */
  constructor(warn: (message: string) => void) {
    this.networks = new Networks(warn);
    const remedy = (failure: string) => l10n.t('{0} Correct the setting flow2vec.hosts.names.', failure);
    this.names = new KeptFile(readHostNames, remedy, warn);
  }

  /** Says what is known of an address; undefined where no file is named or none can be read. */
  async lookup({
    hosts,
    routes,
  }: Settings): Promise<((address: string) => AddressFacts | undefined) | undefined> {
    // A name or a place would tell whose pseudonym it is.
    if (hosts.pseudonyms) return undefined;
    const [names, networkOf] = [await this.names.get(hosts.names), await this.networks.lookup(routes.mmdb)];
    if (!names && !networkOf) return undefined;
    return address => {
      const [name, network] = [names?.get(address), networkOf?.(address)];
      if (name === undefined && network === undefined) return undefined;
      return { ...(name === undefined ? {} : { name }), ...(network === undefined ? {} : { network }) };
    };
  }

  /** What is known of these addresses; undefined where nothing is. */
  async of(
    settings: Settings,
    addresses: Iterable<string>,
  ): Promise<Record<string, AddressFacts> | undefined> {
    const lookup = await this.lookup(settings);
    if (!lookup) return undefined;
    const found = [...new Set(addresses)].flatMap(address => {
      const facts = lookup(address);
      return facts ? [[address, facts] as const] : [];
    });
    return found.length > 0 ? Object.fromEntries(found) : undefined;
  }
}
