import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { Pseudonyms } from '../../../server/src/engine/hosts/pseudonyms';
import { temporaryFolder } from '../../support/temporaryFolder';

describe('pseudonyms of addresses', () => {
  const folder = temporaryFolder();
  const key = createHash('sha256').update('a key').digest();
  const names = new Pseudonyms(key);

  it('stand for one address each, and are taken back, by another who has the key too', () => {
    const addresses = [
      ...Array.from({ length: 3000 }, (_, i) => `10.${i % 7}.${i >> 8}.${i & 255}`),
      ...['0.0.0.0', '255.255.255.255', '::1', '2001:db8::1', 'fe80::a:b', '1:2:3:4:5:6:7:8'],
      ...['00:1b:44:11:3a:b7', 'ff:ff:ff:ff:ff:ff'],
    ];
    const hidden = addresses.map(address => names.hide(address));
    assert.equal(new Set(hidden).size, new Set(addresses).size);
    for (const name of hidden) assert.match(name, /^(host-([0-9a-f]{8}|[0-9a-f]{32})|mac-[0-9a-f]{12})$/);
    const other = new Pseudonyms(key);
    assert.deepEqual(
      hidden.map(name => other.reveal(name)),
      addresses,
    );
    assert.notEqual(new Pseudonyms(Buffer.alloc(32)).hide('10.0.0.1'), names.hide('10.0.0.1'));
  });

  it('keep another spelling of an address', () => {
    for (const address of ['2001:DB8::1', '2001:db8:0:0:0:0:0:1', '::ffff:10.0.0.1'])
      assert.equal(names.reveal(names.hide(address)), address);
  });

  it('are put into sentences and filters, and leave times, numbers, lines and versions alone', () => {
    const host = names.hide('10.0.0.5');
    const cases: [string, string][] = [
      ["Host = '10.0.0.5' and Dport = 53", `Host = '${host}' and Dport = 53`],
      ['10.0.0.5 → 10.0.0.5.', `${host} → ${host}.`],
      ['10.0.0.5:443, 10.0.0.5_x, a-10.0.0.5', `${host}:443, ${host}_x, a-${host}`],
      [JSON.stringify('a\t10.0.0.5\n10.0.0.5'), JSON.stringify(`a\t${host}\n${host}`)],
      ['**10.0.0.5**, (10.0.0.5)', `**${host}**, (${host})`],
      ['2011/08/16 10:01:46.972101', '2011/08/16 10:01:46.972101'],
      ['2011-08-16T10:01:46.972101Z', '2011-08-16T10:01:46.972101Z'],
      ['1.2.3, 999.1.1.1, 1.2.3.4.5, a::b c', '1.2.3, 999.1.1.1, 1.2.3.4.5, a::b c'],
    ];
    for (const [text, wanted] of cases.slice(0, -1)) {
      assert.equal(names.hide(text), wanted);
      assert.equal(names.reveal(names.hide(text)), text);
    }
    const [last = '', same] = cases.at(-1) ?? [];
    assert.equal(names.reveal(names.hide(last)), same);
  });

  it('have a key that is made once, for its owner alone', async () => {
    const [one, two] = [await Pseudonyms.in(folder.path), await Pseudonyms.in(folder.path)];
    assert.equal(one.hide('10.0.0.5'), two.hide('10.0.0.5'));
    assert.equal(statSync(join(folder.path, 'pseudonyms.key')).mode & 0o777, 0o600);
  });
});
