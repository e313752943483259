import * as l10n from '@vscode/l10n';
import { readFile } from 'node:fs/promises';
import { Reader, type Response } from 'mmdb-lib';

/** A MaxMind file; rejects, naming it, when it is none. */
export async function openMmdb(path: string): Promise<Reader<Response>> {
  try {
    return new Reader<Response>(await readFile(path));
  } catch (cause) {
    throw new Error(l10n.t('{0}: cannot be read as a MaxMind file ({1}).', path, (cause as Error).message), {
      cause,
    });
  }
}

/** What the file says of an address; undefined when it says nothing. */
export function recordOf(reader: Reader<Response>, address: string): Record<string, unknown> | undefined {
  try {
    return (reader.get(address.replace(/%.*$/, '')) as Record<string, unknown> | null) ?? undefined;
  } catch {
    return undefined; // An IPv6 address in a file of IPv4, or a damaged file: less is told, and nothing fails.
  }
}

/** Names the network of an address; undefined where it is not known. */
export type NetworkOf = (address: string) => string | undefined;

/** The autonomous system of each address, `AS64500`, by the file. */
export async function networksOf(path: string): Promise<NetworkOf> {
  const reader = await openMmdb(path);
  return address => {
    const number = recordOf(reader, address)?.['autonomous_system_number'];
    return typeof number === 'number' ? `AS${number}` : undefined;
  };
}
