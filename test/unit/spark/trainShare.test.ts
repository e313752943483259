import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { streamOf } from '../../../server/src/engine/spark/rows';
import { floatsOf, startingVectors, trainShare } from '../../../server/src/engine/spark/trainShare';
import { defaultConfig } from '../../../server/src/engine/training/embedding/config';
import type { Computing } from '../../../server/src/engine/training/embedding/trainer';
import { temporaryFolder } from '../../support/temporaryFolder';
import { ask } from './conversation.test';

const config = { ...defaultConfig, tokenColumns: ['Proto', 'Dport'], size: 4 };
/** More than one block of rows, the second of which has seen few. */
const units = 1500;

describe('A share of a lake in a round', () => {
  const folder = temporaryFolder();
  const asked = () => ({
    config,
    round: 0,
    rounds: 1,
    flows: 3,
    units: folder.file(
      'units',
      streamOf({
        place: Int32Array.from({ length: units }, (_, row) => row % 2),
        value: Array.from({ length: units }, (_, row) => `v${row}`),
        count: BigInt64Array.from({ length: units }, () => 7n),
      }),
    ),
  });
  /** Flows of two columns, each a sentence of its own. */
  const pieces = (...flows: [number, number][]) => [
    {
      part: Int32Array.of(5),
      numbers: [new Uint8Array(Int32Array.from(flows.flatMap(flow => [1, ...flow])).buffer)],
    },
  ];
  /** Learns that every number grows by one. */
  const plusOne: Computing = (corpus, _config, options) => {
    const { inputs, outputs } = options?.start ?? { inputs: new Float32Array(), outputs: new Float32Array() };
    const grown = (matrix: Float32Array) => matrix.map(value => value + 1);
    return Promise.resolve({
      ...{ inputs: grown(inputs), outputs: grown(outputs), pairs: corpus.tokens.length, loss: 0.5 },
      ...{ epochs: 1, seconds: 1, rate: 1, workers: 1 },
    });
  };
  const floats = (bytes: Uint8Array | undefined) => [...floatsOf(bytes ?? new Uint8Array())];

  it('answers with what changed of the units that it saw, how often it saw them, and what is told of it', async () => {
    const given = pieces([0, 1], [0, 1401], [0, 1]);
    const { rows, last } = await ask({ run: trainShare(plusOne) }, 'run', asked(), given);
    assert.equal(last.kind, 'done');
    assert.deepEqual(
      rows.map(row => [...row.numbers('part'), ...row.numbers('block')]),
      [
        [5, 0],
        [5, 1],
      ],
    );
    const [first, second] = rows;
    const wholes = (bytes: Uint8Array | undefined) => [...new Int32Array(new Uint8Array(bytes ?? []).buffer)];
    const often = (bytes: Uint8Array | undefined) => [
      ...new Float64Array(new Uint8Array(bytes ?? []).buffer),
    ];
    assert.deepEqual(wholes(first?.bytes('rows', 0)), [0, 1]);
    assert.deepEqual(often(first?.bytes('seen', 0)), [3, 2]);
    assert.deepEqual(wholes(second?.bytes('rows', 0)), [1401 - 1024]);
    assert.deepEqual(often(second?.bytes('seen', 0)), [1]);
    for (const name of ['inputs', 'outputs'])
      assert.ok(floats(first?.bytes(name, 0)).every(value => Math.abs(value - 1) < 1e-6));
    assert.equal(floats(first?.bytes('inputs', 0)).length, 2 * config.size);
    const told = rows.map(row => row.texts('told').values[row.texts('told').numbers[0] as number]);
    assert.equal(told[0], undefined);
    const [share] = JSON.parse(told[1] ?? '') as [{ seconds: Record<string, number> }];
    assert.deepEqual({ ...share, seconds: {} }, { flows: 3, pairs: 3, loss: 1.5, seconds: {} });
    assert.deepEqual(Object.keys(share.seconds), ['start', 'sentences', 'learn', 'answer']);
  });

  it('begins with the vectors that it is sent, else with those that all shares begin with', async () => {
    const start = join(folder.path, 'start');
    await ask({ startingVectors }, 'startingVectors', { ...asked(), out: start });
    const vectors = floatsOf(readFileSync(start));
    assert.equal(vectors.length, 2 * units * config.size);
    const seen: Float32Array[] = [];
    const looks: Computing = (corpus, of, options) => {
      seen.push(options?.start?.inputs.slice() ?? new Float32Array());
      return plusOne(corpus, of, options);
    };
    await ask({ run: trainShare(looks) }, 'run', asked(), pieces([0, 1]));
    const sent = folder.file('sent', new Uint8Array(vectors.map(value => 2 * value).buffer));
    await ask({ run: trainShare(looks) }, 'run', { ...asked(), vectors: sent }, pieces([0, 1]));
    const half = vectors.subarray(0, units * config.size);
    assert.deepEqual(seen, [half.slice(), half.map(value => 2 * value)]);
    assert.ok(half.some(value => value !== 0));
  });

  it('answers with nothing where it has no flows', async () => {
    const { rows } = await ask({ run: trainShare(plusOne) }, 'run', asked());
    assert.deepEqual(rows, []);
  });
});
