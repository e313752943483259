import { createHmac, randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { isIPv6 } from 'node:net';
import { join } from 'node:path';
import { codeOf } from '../../base/errors';

const rounds = 4;
const ipv4 = String.raw`\d{1,3}(?:\.\d{1,3}){3}`;
const mac = String.raw`[0-9a-f]{2}(?::[0-9a-f]{2}){5}`;
const ipv6 = String.raw`(?=[0-9a-f:.]{0,45}:[0-9a-f:.]{0,45}:)[0-9a-f:.]{2,45}`;
/** After none of some characters, but for the letter of an escape in JSON. */
function begins(after: string): string {
  return String.raw`(?:(?<![${after}])|(?<=\\[bfnrt]))`;
}

/** Addresses in a text; what only looks like one is left as it is. */
const addresses = new RegExp(
  // A port, or what an attacker wrote beside it, does not hide an address of IPv4: `10.0.0.5:443`, `10.0.0.5_x`.
  String.raw`${begins(String.raw`\w.:-`)}(?:${mac}|${ipv6})(?![\w:-]|\.\d)|${begins(String.raw`a-z\d.`)}${ipv4}(?![a-z\d]|\.\d)`,
  'gi',
);
const pseudonyms =
  /(?:(?<![a-z\d])|(?<=\\[bfnrt]))(?:host|mac)-(?:[0-9a-f]{32}|[0-9a-f]{12}|[0-9a-f]{8})(?![a-z\d])/g;

/**
 * Names that stand for addresses: the same one each time, and on each capture, as long as the key is the same; who has
 * the key can tell the address of a name, nobody else can. A Feistel network of four rounds over HMAC-SHA-256 (Luby and
 * Rackoff 1988), so that no table is kept and no two addresses have the same name.
 */
export class Pseudonyms {
  /** Spellings that differ from what is made of the bytes, such as `2001:DB8::1`. */
  private readonly spellings = new Map<string, string>();

  constructor(private readonly key: Buffer) {}

  /** With the key of a folder, which is made there once, for its owner alone. */
  static async in(folder: string): Promise<Pseudonyms> {
    const path = join(folder, 'pseudonyms.key');
    await mkdir(folder, { recursive: true });
    await writeFile(path, randomBytes(32), { flag: 'wx', mode: 0o600 }).catch((error: unknown) => {
      if (codeOf(error) !== 'EEXIST') throw error;
    });
    return new Pseudonyms(await readFile(path));
  }

  /** The text with a name for each address. */
  hide(text: string): string {
    return text.replace(addresses, address => this.nameOf(address) ?? address);
  }

  /** The text with the address of each name. */
  reveal(text: string): string {
    return text.replace(pseudonyms, name => this.spellings.get(name) ?? this.addressOf(name));
  }

  private nameOf(address: string): string | undefined {
    const bytes = bytesOf(address);
    if (!bytes) return undefined;
    const name = `${bytes.length === 6 ? 'mac' : 'host'}-${this.mixed(bytes, 'forward').toString('hex')}`;
    if (textOf(bytes) !== address) this.spellings.set(name, address);
    return name;
  }

  private addressOf(name: string): string {
    return textOf(this.mixed(Buffer.from(name.slice(name.indexOf('-') + 1), 'hex'), 'back'));
  }

  private mixed(bytes: Buffer, direction: 'forward' | 'back'): Buffer {
    const half = bytes.length / 2;
    let [left, right] = [bytes.subarray(0, half), bytes.subarray(half)];
    for (let i = 0; i < rounds; i++) {
      const round = direction === 'forward' ? i : rounds - 1 - i;
      const [kept, moved] = direction === 'forward' ? [right, left] : [left, right];
      const pad = createHmac('sha256', this.key)
        .update(Buffer.from([bytes.length, round]))
        .update(kept)
        .digest();
      const other = Buffer.from(moved.map((byte, k) => byte ^ (pad[k] as number)));
      [left, right] = direction === 'forward' ? [kept, other] : [other, kept];
    }
    return Buffer.concat([left, right]);
  }
}

function bytesOf(address: string): Buffer | undefined {
  if (/^[\d.]+$/.test(address)) {
    const octets = address.split('.').map(Number);
    // "010" is another spelling of 10 to some; it is kept apart.
    const isPlain =
      octets.length === 4 && octets.every(octet => octet <= 255) && octets.join('.') === address;
    return isPlain ? Buffer.from(octets) : undefined;
  }
  if (/^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i.test(address)) return Buffer.from(address.replaceAll(':', ''), 'hex');
  return isIPv6(address) ? ipv6Bytes(address) : undefined;
}

function ipv6Bytes(address: string): Buffer {
  const dotted = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(address);
  const hex = (a = '0', b = '0') => ((Number(a) << 8) | Number(b)).toString(16);
  const plain = dotted ? `${dotted[1]}${hex(dotted[2], dotted[3])}:${hex(dotted[4], dotted[5])}` : address;
  const [head = '', tail] = plain.split('::');
  const groups = (part: string) => part.split(':').filter(group => group !== '');
  const [first, last] = [groups(head), groups(tail ?? '')];
  const zeros = Array.from({ length: Math.max(0, 8 - first.length - last.length) }, () => '0');
  return Buffer.from([...first, ...zeros, ...last].map(group => group.padStart(4, '0')).join(''), 'hex');
}

/** The usual spelling (RFC 5952 for IPv6). */
function textOf(bytes: Buffer): string {
  if (bytes.length === 4) return bytes.join('.');
  if (bytes.length === 6) return [...bytes].map(byte => byte.toString(16).padStart(2, '0')).join(':');
  const groups = Array.from({ length: 8 }, (_, i) => bytes.readUInt16BE(2 * i).toString(16)).join(':');
  const [longest] = [...groups.matchAll(/(?:^|:)0(?::0)+(?=:|$)/g)].sort((a, b) => b[0].length - a[0].length);
  if (!longest) return groups;
  const before = groups.slice(0, longest.index);
  const after = groups.slice(longest.index + longest[0].length).replace(/^:/, '');
  return `${before}::${after}`;
}
