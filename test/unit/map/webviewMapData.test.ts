import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { writeMap } from '../../../server/src/engine/map/mapFile';
import { csvText, jsonText } from '../../../shared/text/tableText';
import { readArrayBytes } from '../../../webviews/src/map/arrayBytes';
import { linesOf, pointTable } from '../../../webviews/src/map/exportPoints';
import { readMapColumns, valueOf, type MapColumns } from '../../../webviews/src/map/mapColumns';
import { greyOf, markOf } from '../../../shared/palette/palette';
import { escaped, svgPicture, vectorPoints } from '../../../webviews/src/map/pictures';
import { clusterPlaces, crowdedPlaces, nameOf } from '../../../webviews/src/map/places';
import { PointGrid } from '../../../webviews/src/map/pointGrid';
import { orderedPoints } from '../../../webviews/src/map/pointTable';
import { PointSet } from '../../../webviews/src/map/pointSet';
import { formatMeasure } from '../../../webviews/src/map/pointWords';
import { schemeChoices, schemeOf, type Words } from '../../../webviews/src/map/schemes';
import { searchPoints } from '../../../webviews/src/map/searchPoints';
import { summaryOf } from '../../../webviews/src/map/selectionSummary';
import { shapePath } from '../../../shared/palette/shapes';
import { tokenIndex } from '../../../webviews/src/map/tokenIndex';
import { makeMap, type MapOptions } from '../../support/makeMap';
import { temporaryFolder } from '../../support/temporaryFolder';

const folder = temporaryFolder();
const words: Words = {
  others: count => `${count} others`,
  none: 'none',
  range: (from, to) => `${from} to ${to}`,
};

async function bytesOf(options: MapOptions): Promise<ArrayBuffer> {
  const path = `${folder.path}/made.map`;
  await writeMap(path, makeMap(options));
  return new Uint8Array(readFileSync(path)).buffer;
}
const mapOf = async (options: MapOptions): Promise<MapColumns> => readMapColumns(await bytesOf(options));

describe('file of a map, read by the page', () => {
  it('has the columns that were written', async () => {
    const made = makeMap({ points: 300, dimensions: 3 });
    const map = await mapOf({ points: 300, dimensions: 3 });
    assert.equal(map.points, 300);
    assert.deepEqual(map.count, made.arrays.count);
    assert.deepEqual(
      map.fields.map(({ name }) => name),
      ['Proto', 'SrcAddr', 'DstAddr', 'Dport'],
    );
    for (const point of [0, 7, 299])
      assert.equal(map.token(point), map.fields.map(column => valueOf(column, point)).join(' '));
    const all = [...map.x, ...map.y, ...(map.z ?? [])];
    assert.ok(Math.max(...all) <= 1.0001 && Math.min(...all) >= -1.0001);
  });

  it('is refused when it is cut anywhere, or of another kind', async () => {
    const bytes = await bytesOf({ points: 20 });
    fc.assert(
      fc.property(fc.nat(bytes.byteLength - 1), length => {
        assert.throws(() => readMapColumns(bytes.slice(0, length)));
      }),
    );
    const other = new Uint8Array(bytes.slice(0));
    other[0] = 0;
    assert.throws(() => readArrayBytes(other.buffer), /not a flow2vec file/);
  });

  it('finds the point of a token', async () => {
    const map = await mapOf({ points: 50 });
    const find = tokenIndex(map);
    const again = find(map.token(7));
    assert.ok(again !== undefined && map.token(again) === map.token(7));
    assert.equal(find('no such token'), undefined);
  });
});

describe('colours of a map', () => {
  it('are offered of labels, clusters, fields and numbers', async () => {
    const keys = schemeChoices(await mapOf({ points: 50 })).map(({ key }) => key);
    const fields = ['field:0', 'field:1', 'field:2', 'field:3'];
    assert.deepEqual(keys, [
      'label',
      'cluster',
      ...fields,
      'number:duration',
      'number:bytes',
      'number:flows',
    ]);
  });

  it('give every point one category that the legend has', async () => {
    const map = await mapOf({ points: 2000 });
    for (const { key } of schemeChoices(map)) {
      const { of, entries, categories } = schemeOf(map, key, words);
      assert.equal(
        entries.reduce((sum, { points }) => sum + points, 0),
        map.points,
        key,
      );
      const known = new Set(entries.flatMap(entry => entry.categories));
      for (const category of of) assert.ok(known.has(category) && categories[category], key);
    }
  });

  it('are the same for a class on every map', async () => {
    const map = await mapOf({ points: 500 });
    const { entries, categories } = schemeOf(map, 'label', words);
    const botnet = entries.find(({ name }) => name === 'botnet');
    const found = categories[botnet?.categories[0] ?? -1];
    assert.deepEqual([found?.colour('dark'), found?.shape], Object.values(markOf(0, 'dark')));
  });

  it('put what is not among the commonest together', async () => {
    const { entries } = schemeOf(await mapOf({ points: 3000 }), 'field:1', words);
    assert.equal(entries.length, 17);
    assert.match(entries[16]?.name ?? '', /^\d+ others$/);
    assert.equal(entries[16]?.own, true);
  });

  it('of numbers rise with them, and set apart what is not known', async () => {
    const map = await mapOf({ points: 2000 });
    const { of, entries } = schemeOf(map, 'number:duration', words);
    const values = map.numbers[0]?.values as Float32Array;
    const least = new Map<number, number>();
    of.forEach((bin, i) => least.set(bin, Math.min(least.get(bin) ?? Infinity, values[i] as number)));
    const bins = [...least.keys()].filter(bin => !Number.isNaN(least.get(bin))).sort((a, b) => a - b);
    const lows = bins.map(bin => least.get(bin) as number);
    assert.deepEqual(
      lows,
      [...lows].sort((a, b) => a - b),
    );
    assert.equal(entries.at(-1)?.name, 'none');
    assert.equal(entries.at(-1)?.points, values.filter(Number.isNaN).length);
  });
});

describe('selection on a map', () => {
  it('is what is searched for, by words in any field or the class', async () => {
    const map = await mapOf({ points: 1000 });
    const found: number[] = [];
    searchPoints(map, 'UDP 147.32.80.1 ', point => found.push(point));
    assert.ok(found.length > 0);
    for (let point = 0; point < map.points; point++) {
      const token = map.token(point);
      assert.equal(found.includes(point), /udp/.test(token) && token.includes('147.32.80.1'), token);
    }
    searchPoints(map, '  ', () => assert.fail('no words, no points'));
  });

  it('is told by flows, classes, common values beside the rest, and clusters', async () => {
    const map = await mapOf({ points: 1000 });
    const selected = new PointSet(map.points);
    map.label.codes.forEach((code, point) => map.label.values[code] === 'botnet' && selected.add(point));
    const { points, flows, labels, values, clusters } = summaryOf(map, selected);
    assert.equal(points, selected.size);
    assert.equal(
      flows,
      selected.list().reduce((sum, point) => sum + (map.count[point] as number), 0),
    );
    assert.deepEqual(labels, { botnet: flows });
    const port = values.find(({ column }) => column === 'Dport');
    assert.deepEqual([port?.share, port?.elsewhere], [1, 0]);
    assert.equal(clusters?.[0]?.id, 23);
    assert.ok((clusters?.[0]?.points ?? 0) <= (clusters?.[0]?.size ?? 0));
  });

  it('is exported whole, cells of captures without formulas', async () => {
    const made = makeMap({ points: 5 });
    made.header.columns = [{ name: 'Proto', values: ['=1+1', 'udp', 'x'] }, ...made.header.columns.slice(1)];
    const path = `${folder.path}/evil.map`;
    await writeMap(path, made);
    const map = readMapColumns(new Uint8Array(readFileSync(path)).buffer);
    const points = Uint32Array.of(0, 1, 2, 3, 4);
    const rows = parse(csvText(pointTable(map, points)), { columns: true }) as Record<string, string>[];
    assert.equal(rows.length, 5);
    for (const row of rows) assert.doesNotMatch(row['Proto'] ?? '', /^=/);
    const objects = JSON.parse(jsonText(pointTable(map, points))) as Record<string, unknown>[];
    assert.deepEqual(
      objects.map(o => o['first line']),
      [2, 3, 4, 5, 6],
    );
    assert.equal(objects[0]?.['file'], 'made.binetflow');
    assert.deepEqual(linesOf(map, Uint32Array.of(4, 0)), [2, 6]);
  });

  it('is listed in the order of any column, addresses by number', async () => {
    const map = await mapOf({ points: 400 });
    const all = Uint32Array.from({ length: 400 }, (_, i) => i);
    const byHost = orderedPoints(map, all, { key: 'field:1', descending: false });
    const numbers = Array.from(byHost, p =>
      valueOf(map.fields[1] as never, p)
        .split('.')
        .map(Number),
    );
    const key = (n: number[]) => (n[2] ?? 0) * 256 + (n[3] ?? 0);
    assert.deepEqual(
      numbers.map(key),
      numbers.map(key).sort((a, b) => a - b),
    );
    const byFlows = orderedPoints(map, all, { key: 'flows', descending: true });
    assert.equal(byFlows[0], 0);
  });
});

describe('names of places', () => {
  it('are what most of their points share', async () => {
    const map = await mapOf({ points: 2000, clusters: 0 });
    const same = [...map.fields[3]!.codes.keys()].filter(point => map.fields[3]?.codes[point] === 3);
    const name = nameOf(map, { x: 0, y: 0, points: same.slice(0, 60), size: same.length });
    assert.equal(name, 'tcp → :41');
    const mixed = nameOf(map, { x: 0, y: 0, points: [], size: 0 });
    assert.equal(mixed, undefined);
  });

  it('are those of clusters, largest first, where there are some', async () => {
    const map = await mapOf({ points: 3000 });
    const places = clusterPlaces(map, map);
    assert.equal(places.length, 24);
    assert.deepEqual(
      places.map(p => p.size),
      places.map(p => p.size).sort((a, b) => b - a),
    );
    assert.match(nameOf(map, places[0] as never) ?? '', /^\w+ → :\d+$/);
  });

  it('are of smaller parts the nearer one looks', async () => {
    const map = await mapOf({ points: 5000, clusters: 0 });
    const grid = new PointGrid(map.x, map.y);
    const inside = (side: number) =>
      crowdedPlaces(
        (bounds, visit) => grid.within(bounds, visit),
        map,
        { left: -side, right: side, bottom: -side, top: side },
        () => true,
      );
    const [whole, near] = [inside(1), inside(0.2)];
    assert.ok(whole.length > 5 && near.length > 5);
    assert.ok((whole[0]?.size ?? 0) > (near[0]?.size ?? 0));
  });
});

describe('pictures of maps', () => {
  const scheme = { key: 'k', of: new Uint8Array(), categories: [{ colour: greyOf, shape: 0 }] };
  const entry = { name: '<script>&"', own: false, categories: [0], points: 3 };
  const size = { width: 200, height: 100 };

  it('hold no markup of a capture', () => {
    const scene = {
      ...{ size, background: [0, 0, 0] as const, foreground: '#fff', font: 'a"b', title: '</svg>' },
      ...{
        scheme: { ...scheme, entries: [entry] },
        hidden: new Set<number>(),
        colourOf: () => [1, 2, 3] as const,
      },
    };
    const svg = svgPicture(scene, '', '');
    assert.doesNotMatch(svg, /<script>/);
    assert.match(svg, /&lt;script&gt;&amp;&quot;/);
    assert.equal(svg.match(/<\/svg>/g)?.length, 2);
    assert.equal(escaped('a<b>&"'), 'a&lt;b&gt;&amp;&quot;');
  });

  it('have points as shapes, unless these are too many', () => {
    const camera = { x: 0, y: 0, reach: 1, yaw: 0, pitch: 0 };
    const look = () => ({ colour: [1, 2, 3] as const, opacity: 1, shape: 2, size: 4 });
    const draw = (points: number) => {
      const order = Uint32Array.from({ length: points }, (_, i) => i);
      const groups = [{ category: 0, faded: false, start: 0, length: points }];
      const places = { x: new Float32Array(points), y: new Float32Array(points) };
      return vectorPoints(places, { order, groups }, camera, size, look);
    };
    assert.equal(draw(3)?.match(/M/g)?.length, 3);
    assert.equal(draw(20_001), undefined);
  });

  it('draw every shape within its radius', () => {
    for (let shape = 0; shape < 8; shape++)
      for (const number of shapePath(shape, 0, 0, 1).match(/-?\d+(\.\d+)?/g) ?? [])
        assert.ok(Math.abs(Number(number)) <= 1, `${shape}: ${number}`);
  });
});

describe('measures on a map', () => {
  const cases: [number, string, string][] = [
    [1536, 'B', '1.54 kB'],
    [20, 'B', '20 B'],
    [0.1234, 's', '0.123 s'],
    [2.5e9, 'B', '2.5 GB'],
    [12345, '', '12,345'],
  ];
  for (const [value, unit, text] of cases)
    it(`read ${text}`, () => assert.equal(formatMeasure(value, unit), text));
});
