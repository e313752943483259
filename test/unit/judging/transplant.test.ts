import assert from 'node:assert/strict';
import { CaptureStore } from '../../../server/src/engine/captures/store';
import { averagePrecision } from '../../bench/judging/averagePrecision';
import { countsAmong, countsTimesBursts, placeOf, sixCounts } from '../../bench/judging/counts';
import {
  botsOf,
  captureLines,
  carriers,
  countsOf,
  readInfected,
  transplanted,
  type Infected,
} from '../../bench/judging/transplant';
import { flowRow, makeOffice } from '../../support/plantedCapture';
import { temporaryFolder } from '../../support/temporaryFolder';

const bot = '10.0.9.9';

/** An office, of which the hosts below ten have the more flows the less their number is, and a bot from the middle on. */
function infectedOffice(): string {
  const [header] = makeOffice({ flows: 1, seed: 1 }).split('\n');
  const rows = Array.from({ length: 9 }, (_, host) =>
    Array.from({ length: 4 * 2 ** (9 - host) }, (_, i) =>
      flowRow({ src: `10.0.0.${host}`, dst: '93.1.1.1', port: '443', label: 'normal' }, i % 2000),
    ),
  ).flat();
  const spam = Array.from({ length: 60 }, (_, i) =>
    flowRow({ src: bot, dst: `77.1.${i}.1`, port: i % 6 === 0 ? '6667' : '25', label: 'botnet' }, 1200 + i),
  );
  const asked = flowRow({ src: '10.0.0.1', dst: bot, port: '139', label: 'normal' }, 1300);
  const sorted = [...rows, ...spam, asked].sort((a, b) => (a.slice(0, 26) < b.slice(0, 26) ? -1 : 1));
  return [header, ...sorted, ''].join('\n');
}

/** The same as Zeek writes it. */
function asZeek(text: string): string {
  return text
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((row, i) => {
      const cells = row.split(',');
      const ts = Date.parse(`${(cells[0] as string).replaceAll('/', '-').replace(' ', 'T')}Z`) / 1000;
      return JSON.stringify({
        ts,
        uid: `C${i}`,
        'id.orig_h': cells[3],
        'id.orig_p': 50000,
        'id.resp_h': cells[6],
        'id.resp_p': Number(cells[7]),
        proto: cells[2],
        conn_state: 'SF',
        orig_bytes: 200,
        resp_bytes: 200,
        orig_pkts: 2,
        resp_pkts: 2,
        label: cells[14] === 'botnet' ? 'Malicious' : 'Benign',
      });
    })
    .join('\n')
    .concat('\n');
}

describe('a bot that is moved to other hosts', function () {
  this.timeout(60_000);
  const folder = temporaryFolder();
  let captures: CaptureStore;
  before(() => {
    captures = new CaptureStore(folder.path);
  });
  after(() => captures.dispose());
  const read = async (name: string, text: string) =>
    (await readInfected([folder.file(name, text)], { cutAt: 0.6, captures })) as Infected;

  it('is found by its labels, in captures of any format', async () => {
    const [argus, zeek] = [
      await read('office.binetflow', infectedOffice()),
      await read('conn.log', asZeek(infectedOffice())),
    ];
    for (const { bot: found, before, after } of [argus, zeek]) {
      assert.equal(found.address, bot);
      // What it was asked is moved with it, and is not its own.
      assert.deepEqual([found.flows.length, found.flows.filter(flow => flow.isBot).length], [61, 60]);
      assert.ok([...before, ...after].every(flow => ![flow.source, flow.target].includes(bot)));
      assert.ok(before.every(flow => flow.at <= (after[0]?.at as number)));
    }
    assert.deepEqual(carriers(zeek), carriers(argus));
    const none = folder.file('none.binetflow', infectedOffice().replaceAll('botnet', 'normal'));
    assert.equal(await readInfected([none], { cutAt: 0.6, captures }), undefined);
  });

  it('is moved to known hosts, from the busiest to the least busy', async () => {
    const infected = await read('office.binetflow', infectedOffice());
    const counts = countsOf(infected.before.map(flow => flow.source));
    const seven = carriers(infected);
    assert.equal(new Set(seven).size, 7);
    assert.equal(seven[0], '10.0.0.0');
    const flows = seven.map(host => counts.get(host) as number);
    assert.deepEqual(
      flows,
      [...flows].sort((a, b) => b - a),
    );
    assert.ok(Math.min(...flows) >= 30);
    const two = carriers(infected, 2).map(host => counts.get(host) as number);
    assert.deepEqual(two, [flows[0], flows.at(-1)]);
  });

  it('changes no flow but in its addresses, and is a capture again', async () => {
    const infected = await read('office.binetflow', infectedOffice());
    const asked = transplanted(infected, '10.0.0.4', infected.bot.flows);
    assert.ok(asked.every(({ flow }, i) => i === 0 || flow.at >= (asked[i - 1]?.flow.at as number)));
    assert.equal(asked.filter(({ isMoved }) => isMoved).length, 61);
    const text = [...captureLines(asked.map(({ flow }) => flow))].join('');
    assert.ok(!text.includes(bot));
    const again = await read('moved.binetflow', text);
    assert.equal(again.bot.address, '10.0.0.4');
    const { all, ...others } = botsOf(infected);
    assert.equal(all?.length, 61);
    assert.deepEqual(
      Object.entries(others).map(([name, flows]) => [name, flows.length]),
      [
        ['every 20th', 4],
        ['all but those to port 25', 11],
      ],
    );
  });

  it('is found by counts, which learn nothing', async () => {
    const infected = await read('office.binetflow', infectedOffice());
    const asked = transplanted(infected, '10.0.0.4', infected.bot.flows);
    const flows = asked.map(({ flow }) => flow);
    const sought = asked.map(({ flow, isMoved }) => isMoved && flow.isBot);
    assert.ok(averagePrecision(countsTimesBursts(infected.before, flows), sought) > 0.9);
    assert.ok(averagePrecision(sixCounts(infected.before, flows), sought) > 0.9);
    const among = countsAmong(flows);
    assert.equal(placeOf('10.0.0.4', among), 1);
    assert.equal(placeOf('nobody', among), 0);
  });

  it('is scored by the precision at each of its flows, ties at once', () => {
    // As scikit-learn's average_precision_score says.
    assert.ok(
      Math.abs(averagePrecision([0.1, 0.4, 0.35, 0.8], [false, false, true, true]) - 0.8333333) < 1e-6,
    );
    assert.equal(averagePrecision([1, 1, 1, 1], [true, false, false, false]), 0.25);
  });
});
