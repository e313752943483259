import { seededRandom } from '../../server/src/base/seededRandom';
import { none32, none8, type MapArrays, type MapHeader } from '../../shared/protocol/mapColumns';
import type { MapFile } from '../../server/src/engine/map/mapFile';

export interface MapOptions {
  points: number;
  dimensions?: 2 | 3;
  seed?: number;
  /** Clusters named in the header; 0 for a map without. */
  clusters?: number;
  of?: number;
}

const labels = ['background', 'normal', 'botnet'];
const groups = 24;
const hosts = 400;

/** A map of groups of points, each of a service, of which the last is a bot's. The same options give the same map. */
export function makeMap({
  points,
  dimensions = 2,
  seed = 7,
  clusters = groups,
  of = points,
}: MapOptions): MapFile {
  const random = seededRandom(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const middles = Array.from({ length: groups }, () => [0, 0, 0].map(() => 80 * random() - 40));
  const [protocols, ports] = [
    ['tcp', 'udp', 'icmp'],
    Array.from({ length: groups }, (_, g) => String(20 + 7 * g)),
  ];
  const sources = Array.from({ length: hosts }, (_, i) => `147.32.${80 + (i >> 7)}.${i & 127}`);
  const targets = Array.from({ length: hosts }, (_, i) => `10.${i >> 6}.0.${i & 63}`);
  const make = <A>(kind: new (length: number) => A): A => new kind(points);
  const arrays = {
    ...{ x: make(Float32Array), y: make(Float32Array), row: make(Uint32Array), count: make(Uint32Array) },
    ...{
      line: make(Uint32Array),
      file: make(Uint16Array),
      label: make(Uint8Array),
      cluster: make(Uint32Array),
    },
    ...{ column0: make(Uint32Array), column1: make(Uint32Array), column2: make(Uint32Array) },
    ...{ column3: make(Uint32Array), number0: make(Float32Array), number1: make(Float32Array) },
  };
  const z = make(Float32Array);
  const tokens: string[] = [];
  for (let i = 0; i < points; i++) {
    // Groups differ in size, as services do.
    const group = Math.floor(groups * random() ** 2);
    const [mx = 0, my = 0, mz = 0] = middles[group] ?? [];
    arrays.x[i] = mx + 3 * normal();
    arrays.y[i] = my + 3 * normal();
    z[i] = mz + 3 * normal();
    arrays.row[i] = i;
    arrays.count[i] = Math.max(1, Math.round(1000 / (i + 1)));
    arrays.line[i] = i + 2;
    arrays.label[i] = group === groups - 1 ? 2 : group % 5 === 0 ? 1 : group % 7 === 3 ? none8 : 0;
    arrays.cluster[i] = clusters === 0 || random() < 0.02 ? none32 : group % clusters;
    arrays.column0[i] = group % 3;
    arrays.column1[i] = Math.floor(hosts * random());
    arrays.column2[i] = Math.floor(hosts * random() ** 3);
    arrays.column3[i] = group;
    arrays.number0[i] = random() < 0.05 ? NaN : 10 ** (4 * random() - 2);
    arrays.number1[i] = Math.round(10 ** (6 * random()));
    const parts = [
      protocols[group % 3],
      sources[arrays.column1[i] as number],
      targets[arrays.column2[i] as number],
    ];
    tokens.push([...parts, ports[group], ...(i < 1 ? [] : [`#${i}`])].slice(0, 4).join(' '));
  }
  const { text, textStart } = asBytes(tokens);
  const header: MapHeader = {
    model: 'a'.repeat(64),
    trainedAt: '2026-01-01T00:00:00.000Z',
    settings: {
      ...{ method: 'tsne', dimensions, points: 0, perplexity: 30, earlyExaggeration: 12, learningRate: 0 },
      ...{ iterations: 500, neighbours: 15, minDist: 0.1, epochs: 0, seed },
    },
    ...{
      points,
      of,
      seconds: 1.5,
      trustworthiness: 0.953,
      preservation: 0.41,
      qualityPoints: Math.min(points, 1000),
    },
    notes: of > points ? [`${points} of ${of} tokens, a sample stratified by label.`] : [],
    labels,
    files: ['made.binetflow'],
    columns: [
      { name: 'Proto', values: protocols },
      { name: 'SrcAddr', values: sources },
      { name: 'DstAddr', values: targets },
      { name: 'Dport', values: ports },
    ],
    numbers: [
      { name: 'duration', unit: 's' },
      { name: 'bytes', unit: 'B' },
    ],
    clusters:
      clusters === 0
        ? null
        : {
            clustering: 'c'.repeat(64),
            names: Array.from({ length: clusters }, (_, c) => `${protocols[c % 3]} → :${ports[c]}`),
          },
  };
  const all = { ...arrays, ...(dimensions === 3 ? { z } : {}), text, textStart };
  return { header, arrays: all as unknown as MapArrays };
}

function asBytes(tokens: readonly string[]): { text: Uint8Array; textStart: Uint32Array } {
  const textStart = new Uint32Array(tokens.length + 1);
  const pieces = tokens.map(token => Buffer.from(token, 'utf8'));
  pieces.forEach((piece, i) => (textStart[i + 1] = (textStart[i] as number) + piece.length));
  return { text: new Uint8Array(Buffer.concat(pieces)), textStart };
}
