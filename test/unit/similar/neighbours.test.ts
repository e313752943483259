import assert from 'node:assert/strict';
import { composeAll, fieldsOf } from '../../../server/src/engine/training/corpus/fields';
import {
  defaultTokenColumns,
  partsOfToken,
  tokenOfParts,
} from '../../../server/src/engine/training/corpus/tokens';
import { FieldVectors } from '../../../server/src/engine/training/embedding/fieldVectors';
import { KeyedVectors } from '../../../server/src/engine/similar/keyedVectors';
import { Neighbourhood } from '../../../server/src/engine/similar/neighbours';
import { seededRandom } from '../../../server/src/base/seededRandom';
import { makeCorpus } from '../../support/makeCorpus';

function randomVectors(rows: number, size: number, seed: number): Float32Array {
  const random = seededRandom(seed);
  const vectors = Float32Array.from({ length: rows * size }, () => random() - 0.5);
  vectors.fill(0, 3 * size, 4 * size); // A row of zeros has no direction and is near nothing.
  return vectors;
}

function cosine(vectors: Float32Array, size: number, a: number, b: number): number {
  let [dot, aa, bb] = [0, 0, 0];
  for (let k = 0; k < size; k++) {
    const [x, y] = [vectors[a * size + k] as number, vectors[b * size + k] as number];
    dot += x * y;
    aa += x * x;
    bb += y * y;
  }
  return aa * bb === 0 ? 0 : dot / Math.sqrt(aa * bb);
}

/** Rows by cosine, nearest first, the row itself left out. */
function bruteForce(vectors: Float32Array, size: number, row: number): { row: number; similarity: number }[] {
  return Array.from({ length: vectors.length / size }, (_, r) => ({
    row: r,
    similarity: cosine(vectors, size, row, r),
  }))
    .filter(r => r.row !== row)
    .sort((a, b) => b.similarity - a.similarity);
}

describe('the cosine kernel', function () {
  this.timeout(60_000);
  for (const [rows, size] of [
    [4, 1],
    [50, 5],
    [200, 13],
    [300, 100],
    [61, 8],
  ] as const)
    it(`finds the nearest of ${rows} vectors of ${size} numbers as brute force does`, async () => {
      const vectors = randomVectors(rows, size, rows);
      const keyed = await KeyedVectors.create(rows, size, vectors);
      const k = Math.min(7, rows - 1);
      const asked = [0, 1, 3, rows - 1, 2];
      const { rows: many } = await keyed.nearestToEach(asked, k, 2);
      for (const [i, row] of asked.entries()) {
        const wanted = bruteForce(vectors, size, row).slice(0, k);
        const found = keyed.nearest(keyed.vector(row), k, [row]);
        assert.equal(found.length, k);
        for (const [rank, { row: other, similarity }] of found.entries()) {
          assert.ok(Math.abs(similarity - (wanted[rank]?.similarity as number)) < 1e-5);
          assert.ok(Math.abs(similarity - cosine(vectors, size, row, other)) < 1e-5);
        }
        const also = many[i * k] as number;
        assert.ok(Math.abs(cosine(vectors, size, row, also) - (wanted[0]?.similarity as number)) < 1e-5);
        const inMany = [...many.subarray(i * k, (i + 1) * k)];
        assert.equal(new Set(inMany).size, k);
        assert.ok(!inMany.includes(row));
        for (const [rank, other] of inMany.entries())
          assert.ok(
            Math.abs(cosine(vectors, size, row, other) - (wanted[rank]?.similarity as number)) < 1e-5,
          );
      }
    });

  it('takes a query of any length, and never answers beyond ±1', async () => {
    const vectors = randomVectors(40, 5, 1);
    const keyed = await KeyedVectors.create(40, 5, vectors);
    const query = vectors.slice(5, 10).map(x => x * 1000);
    const [first] = keyed.nearest(query, 1);
    assert.equal(first?.row, 1);
    assert.ok(Math.abs((first?.similarity as number) - 1) < 1e-6 && (first?.similarity as number) <= 1);
    assert.equal(keyed.nearest(query, 500).length, 40);
    assert.equal(keyed.nearest(query, 0).length, 0);
    assert.ok(keyed.nearest(new Float32Array(5), 3).every(n => n.similarity === 0));
  });
});

describe('what is like a token', function () {
  this.timeout(60_000);
  const tokens = [
    'udp 10.0.0.1 8.8.8.8 53',
    'udp 10.0.0.2 8.8.8.8 53',
    'tcp 10.0.0.1 9.9.9.9 443',
    'icmp fe80::1 - 0x0008',
  ];
  let around: Neighbourhood;
  before(async () => {
    const { vocabulary } = makeCorpus([[0, 0, 0, 1, 1, 2, 3]]);
    const vectors = await KeyedVectors.create(4, 2, Float32Array.of(1, 0, 0.9, 0.1, 0, 1, -1, 0));
    const labels = {
      labelClasses: ['botnet', 'normal'] as const,
      labelCounts: Uint32Array.of(3, 0, 1, 1, 0, 1, 0, 0),
    };
    around = new Neighbourhood({ ...vocabulary, ...labels, tokens }, vectors, defaultTokenColumns);
  });

  it('is told with similarity, counts, labels, fields and first line', () => {
    const answer = around.around('  udp   10.0.0.1 8.8.8.8  53 ', 2);
    assert.deepEqual(
      { ...answer, neighbours: answer.neighbours.map(n => n.token) },
      {
        token: tokens[0],
        known: true,
        count: 3,
        labels: { botnet: 3 },
        neighbours: [tokens[1], tokens[2]],
      },
    );
    const [first] = answer.neighbours;
    assert.ok(first);
    assert.deepEqual(
      [first.count, first.labels, first.firstLine, first.file],
      [2, { botnet: 1, normal: 1 }, 3, 0],
    );
    assert.deepEqual(
      first.fields.map(f => [f.column, f.value, f.shared]),
      [
        ['Proto', 'udp', true],
        ['SrcAddr', '10.0.0.2', false],
        ['DstAddr', '8.8.8.8', true],
        ['Dport', '53', true],
      ],
    );
  });

  it('is told for a token that stands in phrases only by the commonest phrase that ends with it', async () => {
    const { vocabulary } = makeCorpus([[0, 0, 0, 1, 1, 2, 3]]);
    const [dns, web, mail] = ['udp a b 53', 'tcp a c → x', 'tcp a d 25'].map(t => t.replace(' → x', ' 80'));
    const entries = [dns, `${dns} → ${web}`, `${mail} → ${web}`, 'udp a → 53'] as string[];
    const vectors = await KeyedVectors.create(4, 2, Float32Array.of(1, 0, 0.9, 0.1, 0, 1, -1, 0));
    const followers = { rows: Uint32Array.of(1), next: Uint32Array.of(0), shares: Float32Array.of(0.75) };
    const known = { ...vocabulary, tokens: entries };
    const inPhrases = new Neighbourhood(known, vectors, defaultTokenColumns, undefined, followers);
    const answer = inPhrases.around(web as string, 2);
    assert.deepEqual([answer.token, answer.known, answer.count], [web, true, 2]);
    assert.match(answer.note ?? '', /stands in phrases only.*udp a b 53 → tcp a c 80\.$/);
    assert.deepEqual(answer.followedBy, [{ token: dns, probability: 0.75 }]);
    assert.deepEqual(inPhrases.around(dns as string, 1).followedBy, []);
    const fields = inPhrases
      .around(dns as string, 3)
      .neighbours.map(n => n.fields.map(f => f.value).join(' '));
    assert.deepEqual(fields, [web, web, 'udp a → 53']);
    assert.equal(inPhrases.around('gre a c 80', 2).known, false);
  });

  it('is told for a phrase never seen from the fields of all its tokens', async () => {
    const entries = ['udp a', 'tcp b', 'udp a → tcp b'];
    const counts = Uint32Array.of(3, 2, 1);
    const fields = fieldsOf({ tokens: entries, counts, size: 3 }, 2);
    const matrix = Float32Array.from({ length: fields.size * 2 }, (_, i) => (i * 3) % 7);
    const { vocabulary } = makeCorpus([[0, 0, 0, 1, 1, 2]]);
    const composer = new FieldVectors(fields, matrix, 2);
    const vectors = await KeyedVectors.create(3, 2, composeAll(fields, matrix, 2));
    const model = new Neighbourhood(
      { ...vocabulary, tokens: entries },
      vectors,
      ['Proto', 'SrcAddr'],
      composer,
    );
    const turned = model.around('tcp b → udp a', 1);
    assert.equal(turned.neighbours[0]?.token, 'udp a → tcp b');
    assert.ok(Math.abs((turned.neighbours[0]?.similarity ?? 0) - 1) < 1e-6);
    assert.ok(Math.abs(model.similarity('tcp b → udp a', 'udp a → tcp b') - 1) < 1e-6);
    assert.match(model.around('tcp b → udp x', 1).note ?? '', /never seen: SrcAddr x\)/);
    assert.match(model.around('tcp b udp a', 1).note ?? '', /A token has 2 parts/);
  });

  const unknown: [asked: string, note: RegExp, neighbours: string[]][] = [
    [
      'udp 10.9.9.9 8.8.8.8 53',
      /does not know this token: no flow/,
      [tokens[0] as string, tokens[1] as string],
    ],
    ['tcp 1.1.1.1 9.9.9.9 443', /does not know/, [tokens[2] as string]],
    ['gre 1.1.1.1 2.2.2.2 7', /nor any that shares a field/, []],
    [
      'udp 10.0.0.1',
      /A token has 4 parts here: Proto, SrcAddr, DstAddr, Dport.*"-" stands for an empty one/,
      [],
    ],
    ['udp 10.0.0.1 8.8.8.8 53 more', /A token has 4 parts/, []],
    ['', /A token has 4 parts/, []],
    ['__proto__ constructor toString valueOf', /nor any that shares/, []],
    ['<img src=x onerror=alert(1)>', /A token has 4 parts/, []],
    ['\u202eudp \0 \u0000 %s', /nor any that shares/, []],
    ["'; DROP TABLE flows;", /nor any that shares/, []],
    ['x'.repeat(100_000), /A token has 4 parts/, []],
  ];
  for (const [asked, note, neighbours] of unknown)
    it(`is answered for ${JSON.stringify(asked.slice(0, 50))}, which it does not know`, () => {
      const answer = around.around(asked, 2);
      assert.deepEqual([answer.known, answer.count, answer.labels], [false, 0, {}]);
      assert.match(answer.note ?? '', note);
      assert.deepEqual(
        answer.neighbours.map(n => n.token),
        neighbours,
      );
      assert.ok(answer.neighbours.every(n => n.similarity === 0));
    });

  it('has as many parts as columns, whatever the cells hold', () => {
    const scheme = { columns: defaultTokenColumns };
    for (const parts of [
      ['udp', '', 'a b', '\t'],
      ['', '', '', ''],
      ['ü', '-', '_', '0'],
    ])
      assert.equal(partsOfToken(tokenOfParts(parts), scheme)?.length, 4);
    assert.equal(tokenOfParts(['udp', '', 'a b', 'c\td']), 'udp - a_b c_d');
  });
});
