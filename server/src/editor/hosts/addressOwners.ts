import * as l10n from '@vscode/l10n';
import type { Reader, Response } from 'mmdb-lib';
import { openMmdb, recordOf } from '../../engine/hosts/mmdb';
import { KeptFile } from './keptFile';

/** Names of networks and places, from a MaxMind file (ASN, ISP, Country, City) that the user names. */
export class Networks {
  private readonly file: KeptFile<Reader<Response>>;

  /** `warn` is told once of each file that cannot be read. */
  constructor(warn: (message: string) => void) {
    const remedy = (failure: string) => l10n.t('{0} Correct the setting flow2vec.routes.mmdb.', failure);
    this.file = new KeptFile(openMmdb, remedy, warn);
  }

  /** Looks addresses up; undefined when no file is named or it cannot be read. Reads it again when it changed. */
  async lookup(path: string): Promise<((address: string) => string | undefined) | undefined> {
    const reader = await this.file.get(path);
    return reader && (address => describe(reader, address));
  }
}

/** `AS15169 Google LLC, Frankfurt, Germany`, of whatever the file tells. */
function describe(reader: Reader<Response>, address: string): string | undefined {
  const found = recordOf(reader, address);
  if (!found) return undefined;
  const number = found['autonomous_system_number'];
  const organization = found['autonomous_system_organization'] ?? found['organization'] ?? found['isp'];
  const network = [
    typeof number === 'number' ? `AS${number}` : '',
    typeof organization === 'string' ? organization : '',
  ];
  const parts = [
    network.filter(part => part !== '').join(' '),
    nameIn(found['city']),
    nameIn(found['country']),
  ];
  const text = parts.filter(part => part !== '').join(', ');
  return text === '' ? undefined : text;
}

function nameIn(place: unknown): string {
  const names = (place as { names?: { en?: unknown } } | undefined)?.names;
  return typeof names?.en === 'string' ? names.en : '';
}
