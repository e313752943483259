import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { Engine } from '../../../server/src/engine/engine';
import { createEngine } from '../../../server/src/engine/flowEngine';
import type { ScoreReport } from '../../../server/src/engine/judging/answers';
import { defaultConfig } from '../../../server/src/engine/training/embedding/config';
import { flowRow, makeOffice } from '../../support/plantedCapture';
import { temporaryFolder } from '../../support/temporaryFolder';

const config = { ...defaultConfig, size: 16, epochs: 1, workers: 1, deterministic: true };

/** An office in which one host asks thirty others for a port that nobody uses. */
const planted = Array.from({ length: 30 }, (_, i) => ({ src: '10.0.0.3', dst: `77.0.${i}.1`, port: '2323' }));
const office = (flows: number, seed: number) => makeOffice({ flows, seed }, planted);
const rowsOf = (text: string) => text.trimEnd().split('\n');
const joined = (rows: readonly string[]) => `${rows.join('\n')}\n`;
/** The columns of a row, but some. */
const without = (text: string, ...names: string[]) => {
  const places = names.map(name => (rowsOf(text)[0] as string).split(',').indexOf(name));
  return joined(
    rowsOf(text).map(row =>
      row
        .split(',')
        .filter((_, i) => !places.includes(i))
        .join(','),
    ),
  );
};
const asZeek = (text: string) =>
  joined(
    rowsOf(text)
      .slice(1)
      .map((row, i) => {
        const [time = '', , proto, src, , , dst, port] = row.split(',');
        const ts = Date.parse(`${time.replaceAll('/', '-').replace(' ', 'T')}Z`) / 1000;
        const ends = { 'id.orig_h': src, 'id.orig_p': 50000, 'id.resp_h': dst, 'id.resp_p': Number(port) };
        return JSON.stringify({
          ts,
          uid: `C${i}`,
          ...ends,
          proto,
          conn_state: 'S1',
          orig_bytes: 200,
          resp_bytes: 200,
        });
      }),
  );
const asIpv6 = (text: string) => text.replace(/\b10\.0\.0\.(\d+)\b/g, 'fd00::$1');

describe('a score of odd captures', function () {
  this.timeout(240_000);
  const folder = temporaryFolder();
  let engine: Engine;
  before(() => {
    engine = createEngine({ cacheDirectory: join(folder.path, 'cache'), maxCacheBytes: 1e9 });
  });
  after(() => engine.dispose());

  /** What holds of every answer: all flows are told, in order, by numbers. */
  function whole({ anomalies, hosts, incidents, flows }: ScoreReport): void {
    assert.equal(anomalies.length, flows);
    assert.equal(new Set(anomalies.map(({ line }) => line)).size, flows);
    const scores = anomalies.map(({ score }) => score);
    assert.ok(scores.every((score, i) => score >= 0 && score < 1 && !(score > (scores[i - 1] ?? 1))));
    for (const { reasons } of [...anomalies, ...hosts, ...incidents]) {
      assert.ok(reasons.length > 0);
      assert.ok(!/NaN|Infinity|undefined/.test(reasons.join()), reasons.join());
    }
  }
  const score = async (training: string, asked: string) => {
    const report = await engine.score([training], config, [asked], { top: Infinity });
    whole(report);
    return report;
  };

  const variants: [name: string, file: string, change: (text: string) => string][] = [
    ['of addresses of version 6', 'six.binetflow', asIpv6],
    ['without bytes', 'still.csv', text => without(text, 'TotBytes', 'SrcBytes', 'sTos', 'dTos')],
    ['of another format', 'conn.log', asZeek],
    [
      'with times descending',
      'back.binetflow',
      text => joined([rowsOf(text)[0] as string, ...rowsOf(text).slice(1).reverse()]),
    ],
    ['without times', 'timeless.csv', text => without(text, 'StartTime', 'Dur')],
  ];
  for (const [name, file, change] of variants)
    it(`finds who is at it in captures ${name}`, async () => {
      const training = folder.file(`before-${file}`, change(makeOffice({ flows: 3000, seed: 1 })));
      const report = await score(training, folder.file(file, change(office(1000, 2))));
      assert.match(report.hosts[0]?.address ?? 'nobody', /^(?:10\.0\.0\.|fd00::)3$/);
      assert.ok(new Set(report.anomalies.map(({ score: value }) => value)).size > 5);
    });

  it('finds who is at it in a log of Zeek beside a baseline of Argus', async () => {
    const training = folder.file('argus.binetflow', makeOffice({ flows: 3000, seed: 1 }));
    const report = await score(training, folder.file('mixed.log', asZeek(office(1000, 2))));
    assert.equal(report.hosts[0]?.address, '10.0.0.3');
  });

  it('says nothing of a capture that judges itself, and a word of one or two flows', async () => {
    const path = folder.file('itself.binetflow', office(1000, 2));
    assert.deepEqual((await score(path, path)).hosts, []);
    const header = rowsOf(office(1, 1))[0] as string;
    const flow = (port: string) => flowRow({ src: 'a', dst: 'b', port }, 5);
    const one = folder.file('one.binetflow', joined([header, flow('1')]));
    const two = folder.file('two.binetflow', joined([header, flow('1'), flow('2')]));
    const known = folder.file('usual.binetflow', makeOffice({ flows: 3000, seed: 1 }));
    assert.equal((await score(known, one)).anomalies[0]?.line, 2);
    await score(two, known);
    await score(two, two);
    // Of one there is nothing to learn.
    await assert.rejects(score(one, known), /one\.binetflow: 1 token\(s\) occur; a model needs two/);
  });

  it('judges a capture of one host only', async () => {
    const [header, ...rows] = rowsOf(office(3000, 2));
    const own = joined([header as string, ...rows.filter(row => row.includes(',10.0.0.3,'))]);
    const before = joined([
      header as string,
      ...rowsOf(makeOffice({ flows: 3000, seed: 1 })).filter(row => row.includes(',10.0.0.3,')),
    ]);
    const report = await score(
      folder.file('own-before.binetflow', before),
      folder.file('own.binetflow', own),
    );
    assert.ok(report.anomalies.slice(0, 30).every(({ token }) => token.endsWith(' 2323')));
    whole(await engine.score([folder.file('alone.binetflow', own)], config, 'hosts', { top: Infinity }));
  });

  it('says that an empty capture holds no flows', async () => {
    const known = folder.file('full.binetflow', makeOffice({ flows: 300, seed: 1 }));
    const empty = folder.file('empty.binetflow', `${rowsOf(office(1, 1))[0]}\n`);
    await assert.rejects(score(known, empty), /empty\.binetflow: holds no flows/);
    await assert.rejects(score(empty, known), /empty\.binetflow: holds no flows/);
  });
});
