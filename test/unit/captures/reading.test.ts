import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { captureFormat } from '../../../shared/parameters/captures';
import { formats } from '../../../server/src/engine/captures/formats/formats';
import { makeCapture } from '../../support/makeCapture';
import { say } from '../../support/callCli';
import { temporaryFolder } from '../../support/temporaryFolder';

const header =
  'StartTime,Dur,Proto,SrcAddr,Sport,Dir,DstAddr,Dport,State,sTos,dTos,TotPkts,TotBytes,SrcBytes,Label';
const argusRow = (time: string, source: string, port: number) =>
  `2011/08/16 ${time}.000000,1.0,udp,${source},4000,  <->,10.0.0.9,${port},CON,0,0,2,200,100,flow=Background`;
const zeekLog = (...rows: [seconds: number, source: string, port: number][]) =>
  `#separator \\x09\n#fields\tts\tid.orig_h\tid.resp_h\tid.resp_p\tproto\n${rows
    .map(([seconds, source, port]) => `${seconds}.5\t${source}\t10.0.0.9\t${port}\tudp\n`)
    .join('')}`;
/** 2011/08/16 10:00:00, UTC. */
const ten = Date.UTC(2011, 7, 16, 10) / 1000;

describe('how captures are read', function () {
  this.timeout(120_000);
  const folder = temporaryFolder();
  const before = process.env['FLOW2VEC_CACHE'];
  beforeEach(() => void (process.env['FLOW2VEC_CACHE'] = join(folder.path, 'cache')));
  afterEach(() => {
    if (before === undefined) delete process.env['FLOW2VEC_CACHE'];
    else process.env['FLOW2VEC_CACHE'] = before;
  });

  const written = (name: string, text: string) => {
    const path = join(folder.path, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return path;
  };
  async function answer<T>(...words: string[]): Promise<T> {
    const { code, out, error } = await say(...words, '--json');
    assert.equal(code, 0, error);
    return JSON.parse(out) as T;
  }
  interface Summary {
    format: string;
    flows: number;
    hosts: number;
    protocols: Record<string, number>;
    firstTime: string;
  }

  it('has every format in the table of parameters', () =>
    assert.deepEqual(
      captureFormat.choices.map(({ value }) => value).sort(),
      formats.map(({ name }) => name).sort(),
    ));

  it('narrows a summary to the flows of a condition, and of several', async () => {
    const path = written('narrow.binetflow', makeCapture({ flows: 400, seed: 5 }));
    const all = await answer<Summary>('summary', path);
    const [proto = '', count] = Object.entries(all.protocols)[0] ?? [];
    const narrowed = await answer<Summary>('summary', path, '--where', `Proto = '${proto}'`);
    assert.deepEqual(narrowed.protocols, { [proto]: count });
    assert.ok(narrowed.flows < all.flows);
    const none = await answer<Summary>(
      'summary',
      path,
      '--where',
      `Proto = '${proto}'`,
      '--where',
      'Proto = x',
    );
    assert.equal(none.flows, 0);
    const again = await answer<Summary>('summary', path);
    assert.equal(again.flows, all.flows, 'what is stored is whole');
  });

  it('trains a model of its own on what a condition leaves', async () => {
    const path = written('train.binetflow', makeCapture({ flows: 400, seed: 6 }));
    const quick = ['--epochs', '1', '--min-count', '1', '--deterministic'];
    const all = await answer<{ model: string; flows: number }>('train', path, ...quick);
    const narrowed = ['--where', "Proto = 'udp'"];
    const some = await answer<typeof all>('train', path, ...quick, ...narrowed);
    const counted = await answer<Summary>('summary', path, ...narrowed);
    assert.notEqual(some.model, all.model);
    assert.equal(some.flows, counted.flows);
    const nothing = await say('train', path, ...quick, '--where', "Proto = 'none'");
    assert.equal(nothing.code, 1);
    assert.match(nothing.error, /no flow satisfies the condition/);
  });

  it('takes no SQL in a condition', async () => {
    const path = written('sql.binetflow', makeCapture({ flows: 20, seed: 7 }));
    for (const condition of ["Proto = 'x'); DROP VIEW flows; --", '1=1', "Proto = (SELECT 'udp')"]) {
      const { code } = await say('summary', path, '--where', condition);
      assert.equal(code, 2, condition);
    }
    const quoted = await answer<Summary>('summary', path, '--where', `Label = "x' OR 'a'='a"`);
    assert.equal(quoted.flows, 0);
    const { code, error } = await say('summary', path, '--where', 'Nonsense = 1');
    assert.equal(code, 1);
    assert.match(error, /"Nonsense" is no column/);
  });

  it('narrows queries and what is converted', async () => {
    const path = written(
      'asked.binetflow',
      [header, argusRow('10:00:00', '10.0.0.1', 53), argusRow('10:00:01', '10.0.0.2', 80)].join('\n'),
    );
    const where = ['--where', 'Dport = 53'];
    const { rows } = await answer<{ rows: unknown[][] }>(
      'query',
      path,
      'select SrcAddr from flows',
      ...where,
    );
    assert.deepEqual(rows, [['10.0.0.1']]);
    const out = join(folder.path, 'narrowed.parquet');
    const converted = await answer<{ rows: number }>('convert', path, '--out', out, ...where);
    assert.equal(converted.rows, 1);
    assert.equal((await answer<Summary>('summary', out)).flows, 1);
  });

  it('reads a table by the mapping that is said', async () => {
    const path = written(
      'odd.csv',
      'when,a,b,n\n1600000000,10.0.0.1,10.0.0.2,53\n1600000001,10.0.0.3,10.0.0.2,80\n',
    );
    const guessed = await say('summary', path);
    assert.equal(guessed.code, 1);
    const mapping = written(
      'mapping.json',
      JSON.stringify({
        StartTime: { column: 'when', as: 'seconds' },
        SrcAddr: 'a',
        DstAddr: 'b',
        Dport: 'n',
      }),
    );
    const read = await answer<Summary>('summary', path, '--mapping', mapping, '--where', 'Dport = 53');
    assert.deepEqual([read.format, read.flows, read.firstTime], ['csv', 1, '2020-09-13T12:26:40.000000Z']);
    const wrong = written('wrong.json', JSON.stringify({ SrcAddr: 'a', DstAddr: 'gone' }));
    const refused = await say('summary', path, '--mapping', wrong);
    assert.match(refused.error, /reads DstAddr from "gone".*it has when, a, b, n/);
    const broken = await say('summary', path, '--mapping', written('broken.json', '{ "SrcAddr": '));
    assert.match(broken.error, /broken\.json: the mapping is no JSON/);
  });

  it('reads a columnar file by the mapping that is said', async () => {
    const path = written('plain.binetflow', [header, argusRow('10:00:00', '10.0.0.1', 53)].join('\n'));
    const out = join(folder.path, 'renamed.parquet');
    const sql = 'select StartTime as t, SrcAddr as a, DstAddr as b from flows';
    await answer('query', path, sql, '--out', out);
    const mapping = written('columns.json', JSON.stringify({ StartTime: 't', SrcAddr: 'b', DstAddr: 'a' }));
    const { rows } = await answer<{ rows: unknown[][] }>(
      'query',
      out,
      'select SrcAddr from flows',
      '--mapping',
      mapping,
    );
    assert.deepEqual(rows, [['10.0.0.9']]);
  });

  it('reads as the format that is named, and says where a file is not so', async () => {
    const text = 'srcaddr,dstaddr,dport,proto,stime,dur\n10.0.0.1,10.0.0.2,53,udp,1600000000,1\n';
    const path = written('named.csv', text);
    assert.equal((await answer<Summary>('summary', path, '--format', 'csv')).format, 'csv');
    const { code, error } = await say('summary', path, '--format', 'zeek');
    assert.equal(code, 1);
    assert.match(error, /named\.csv, line 1: it does not begin as zeek does/);
    assert.equal((await say('summary', path, '--format', 'zeke')).code, 2);
  });

  it('takes a folder as one capture of all formats in it, in order of time, and says what is none', async () => {
    written('day/b.binetflow', [header, argusRow('12:00:00', '10.0.0.2', 80)].join('\n'));
    written('day/deeper/z.log', zeekLog([ten, '10.0.0.1', 53]));
    written('day/notes.txt', 'nothing of interest\n');
    written('day/.hidden', 'nothing at all\n');
    const { code, out, error } = await say('summary', join(folder.path, 'day'), '--json');
    assert.equal(code, 0, error);
    const counts = JSON.parse(out) as Summary;
    assert.deepEqual([counts.format, counts.flows], ['zeek, argus', 2], 'the earlier first');
    assert.match(error, /1 files in it are no captures and are left out:\n {2}notes\.txt: /);
    written('none/notes.txt', 'nothing\n');
    const none = await say('summary', join(folder.path, 'none'));
    assert.equal(none.code, 1);
    assert.match(none.error, /holds no captures/);
  });

  it('makes one stream of files that go on at the same time', async () => {
    const clock = (second: number) => new Date((ten + second) * 1000).toISOString().slice(11, 19);
    const rounds = Array.from({ length: 50 }, (_, i) => 4 * i);
    const one = written(
      'one.binetflow',
      [
        header,
        ...rounds.flatMap(t => [argusRow(clock(t), '10.0.0.1', 1), argusRow(clock(t + 2), '10.0.0.1', 3)]),
      ].join('\n'),
    );
    const two = written(
      'two.log',
      zeekLog(
        ...rounds.flatMap((t): [number, string, number][] => [
          [ten + t + 1, '10.0.0.2', 2],
          [ten + t + 3, '10.0.0.2', 4],
        ]),
      ),
    );
    const quick = [
      '--epochs',
      '1',
      '--min-count',
      '1',
      '--deterministic',
      '--columns',
      'Dport',
      '--sentence',
      'count:30',
    ];
    const similar = async (...files: string[]) =>
      (
        await answer<{ followedBy?: { token: string }[] }>('similar', ...files, '--token', '1', ...quick)
      ).followedBy?.map(({ token }) => token);
    const together = await similar(two, one);
    const alone = await similar(one);
    assert.deepEqual([together, alone], [['2'], ['3']]);
  });
});
