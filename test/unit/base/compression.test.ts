import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { compressionOf, plainBytes, plainStream } from '../../../server/src/base/files/compression';
import { temporaryFolder } from '../../support/temporaryFolder';

const text = `StartTime,Dur,Proto,SrcAddr,Sport,Dir,DstAddr,Dport,State,sTos,dTos,TotPkts,TotBytes,SrcBytes,Label
2011/08/10 09:46:53.007891,6.907798,icmp,29.174.24.237,0x0008,   ->,147.32.84.41,0xb882,URP,0,,3,473,64,flow=Background
2011/08/10 09:46:53.013258,0.010590,udp,181.20.74.1,3759,  <->,147.32.84.229,13363,CON,0,0,2,583,85,flow=Background-UDP-Established
`;

/** The text as the usual tools pack it. */
const packed: Readonly<Record<string, Buffer>> = {
  gzip: gzipSync(text),
  bzip2: Buffer.from(
    [
      'QlpoOTFBWSZTWcVievYAAHTfgAAQQAf/9z4F3gA/797gMADtmYap5CaTyjT1PUBoGgZGTIZPSBqnkMSnqbUAAaAAAABKp6Rp',
      'PTSZqHkgZAAAAaPNASkikBOzI48DTnlj1j3GTFPeZxX3Cq8xeaSCy2TOkoshCqlaTPvKigIukrWUCD4mIu2tiRiSyyFg4YT3',
      'ErMFDALQhCFIdkBUHKAmk7gUSDMyMzzNagwV7gjkkcSmDKiMXQCFKZiEnqI82fIFBHsIikWfonE1vMEeWwgFFVTX4WpZRTEj',
      'fyQGFWqoEJ7RQCF0KSxWDCUYNh1MLGAef3VduFjmQD1OGT4GgaYmh74ZUNYcg609mPAOjHtntcVSilXRv4XiaomQ5GY/i7ki',
      'nChIYrE9ewA=',
    ].join(''),
    'base64',
  ),
  xz: Buffer.from(
    [
      '/Td6WFoAAATm1rRGAgAhARYAAAB0L+Wj4AFfAPhdACmdCCdWLmij4tzPFzZydRUgHn4de6CmTzU6VtnGoEqZsWUjvBPhc00T',
      'JbFdzXzOCYkgngOqgNF6ubokww0JwCqDXlnq84eQ0od2/w+exkL30lx7xD19qE+bVYrb2w2NqySpwdsI62Ag82w3b98vlZBf',
      'vn4ZIAv/9E0hJXohQDAeVqmUn9cyqMfc/8IG4OHcfjLbArPmGSXq99V0QwFdPLrsQLUs83Pu5Zo5Q9mILluXgKJDfRy/73ru',
      '6PugvbPajMEgAJMXnC04d/oQSS+CwuUvx/EI5+LD5NyW29VxP/8MCQGbA8BZrkNzWCmvQdEej6UCB03dSMRAAOe6h1TEA/8w',
      'AAGUAuACAAC+RpnqscRn+wIAAAAABFla',
    ].join(''),
    'base64',
  ),
  zstd: Buffer.from(
    [
      'KLUv/WRgAMUHAAYRNyQgq1YHj6mN6Jm7VaceMCPwvJL3/hZT6O6TrUmGfJIQwIAABwMvACoALAAOyGCK6sOiQpw6GfLTZEyP',
      'KlSfpk7NqdS80jl5TqUceNDns07qnFKaRxKJUSlUn0qpQ2au8B9b29a21xvXJ5KHdBjf47jMO8LHvMwpmKaIrLgTkBPdvBCR',
      'KBwdNy8fusVaNlAmXYA8oEWAw4wovDFnr539fCeh8QWho8Lvtg3uYvtaX2AJCBkxTFLEAdWpYHGaxuLgGXRf5/MPEAjOGMb6',
      'cS0ApR7dY+9tb3ltw/5EUh4JAN6BjNtxkH4PKlgTiBB65QqKJWg3JcwyISrMoA==',
    ].join(''),
    'base64',
  ),
  zip: Buffer.from(
    [
      'UEsDBBQAAAAIAEJkel2B89Xe8QAAAGABAAALAAAAcy5iaW5ldGZsb3dtzVtOwzAQBdD/riILuHHHj8R2BUiU8IcgIukC8gKi',
      'pjiyHQG7Jy1fIKTRzNWMNKeKjY/1eBpQLB6ld9Gh8t1t33tUs/MRxehRhHjZFJdNFZs4INQuoD+32sXyGC9z/xWHcH7wEx6a',
      'dpg2gjjfktlySsjuVL7LJCPSxnLkzJLW1mDsTjOEZVwrJtaSGvRJRAZJkqQ34EozKZhRTPH10hojcHguQYCE0hK5wsvkPq73',
      'TXd89W557/93uRSZAa2BMktY+hnccCaIrTKH1JldyatfpBAWXMpc4u7pcSUJApmRMNlfMz0UZXofYtNOY3gb+s03UEsBAh4D',
      'FAAAAAgAQmR6XYHz1d7xAAAAYAEAAAsAAAAAAAAAAQAAAKSBAAAAAHMuYmluZXRmbG93UEsFBgAAAAABAAEAOQAAABoBAAAA',
      'AA==',
    ].join(''),
    'base64',
  ),
};

async function all(parts: AsyncIterable<Uint8Array>): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const part of parts) pieces.push(Buffer.from(part));
  return Buffer.concat(pieces).toString();
}

describe('compressed files', () => {
  const folder = temporaryFolder();

  for (const [name, bytes] of Object.entries(packed)) {
    it(`are read whatever they are called: ${name}`, async () => {
      const path = folder.file('capture.txt', bytes);
      assert.equal(await compressionOf(path), name);
      assert.equal(await all(plainBytes(path)), text);
    });

    it(`are refused when cut or spoiled, with the name of the file: ${name}`, async () => {
      const cut = folder.file('cut.txt', bytes.subarray(0, bytes.length - 12));
      await assert.rejects(all(plainBytes(cut)), /cut\.txt: the .* data are (?:cut off|damaged)/);
    });

    if (name === 'zip') continue;
    it(`are read from a stream in pieces of any size: ${name}`, async () => {
      for (const size of [1, 5, 100]) {
        const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
          bytes.subarray(i * size, (i + 1) * size),
        );
        assert.equal(await all(plainStream(Readable.from(pieces), 'standard input')), text);
      }
    });

    it(`are read when several follow each other: ${name}`, async () => {
      const path = folder.file('two.txt', Buffer.concat([bytes, bytes]));
      assert.equal(await all(plainBytes(path)), text + text);
    });
  }

  it('are named where nothing here reads them', async () => {
    const lz4 = folder.file('a.log', Buffer.from('04224d186440a7', 'hex'));
    await assert.rejects(
      all(plainBytes(lz4)),
      /a\.log: is compressed \(lz4\): decompress it first \(unlz4\)/,
    );
    const old = folder.file('a.Z', Buffer.from('1f9d9061c4', 'hex'));
    await assert.rejects(all(plainBytes(old)), /a\.Z: is compressed \(compress\): .*\(uncompress\)/);
    const twice = folder.file('twice.gz', gzipSync(gzipSync(text)));
    await assert.rejects(all(plainBytes(twice)), /twice\.gz: is compressed twice \(gzip in gzip\)/);
    const zip = Readable.from([packed['zip']]);
    await assert.rejects(all(plainStream(zip, 'standard input')), /standard input: is compressed \(zip\)/);
  });

  it('are archives of many files, packed or not', async () => {
    const tar = Buffer.alloc(2048);
    tar.write('day1.binetflow');
    tar.write('ustar', 257);
    tar.write(text, 512);
    await assert.rejects(all(plainBytes(folder.file('a.tar', tar))), /a\.tar: is an archive \(tar\).*tar xf/);
    await assert.rejects(
      all(plainBytes(folder.file('a.tgz', gzipSync(tar)))),
      /a\.tgz: is an archive \(tar, gzip\)/,
    );
    const pieces = Array.from(tar, byte => Buffer.of(byte));
    await assert.rejects(all(plainStream(Readable.from(pieces), '-')), /-: is an archive \(tar\)/);
    // What somebody wrote into a flow is none.
    const label = `${text.slice(0, text.indexOf('\n') + 1)}x`.padEnd(257, 'x') + 'ustar\n';
    assert.equal(await all(plainBytes(folder.file('label.binetflow', label))), label);
  });

  it('are text where they are none', async () => {
    assert.equal(await all(plainBytes(folder.file('plain.gz', text))), text);
    assert.equal(await all(plainStream(Readable.from([Buffer.from('BZ')]), 'x')), 'BZ');
    assert.equal(await all(plainStream(Readable.from([]), 'x')), '');
  });
});
