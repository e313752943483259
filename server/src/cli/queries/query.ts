import { answerParameters, databaseParameters } from '../../../../shared/parameters/answers';
import { clusterParameters } from '../../../../shared/parameters/clusters';
import { defaultsOf } from '../../../../shared/parameters/parameter';
import { limitsOf } from '../../base/databaseLimits';
import type { AskedModel, TableFormat, Written } from '../../engine/queries/answers';
import { readingOptions } from '../captures/reading';
import { ruled, UsageError, type Call, type Command, type Option } from '../command';
import { cell, count, type Console } from '../console';
import { trainedOn } from '../judging/score';
import { configOf, trainOptions } from '../training/config';
import { showTraining } from '../training/train';

const out: Option = {
  name: 'out',
  value: 'FILE',
  path: 'written',
  words: 'The file to write, F.csv or F.parquet.',
};

export const query: Command = {
  name: 'query',
  takes: 'FILE… QUERY',
  last: 'QUERY',
  about: 'One SELECT over the flows of a capture, in SQL (DuckDB), read only; the table is flows.',
  options: [
    ruled(answerParameters.rows, 'rows'),
    ruled(answerParameters.seconds, 'seconds'),
    ruled(databaseParameters.memoryMiB, 'memory'),
    ruled(databaseParameters.spillMiB, 'spill'),
    out,
    {
      ...trainedOn,
      words:
        'The capture that anomaly() judges by; without it the earlier half of FILE judges the later one.',
    },
    ...trainOptions,
    ...readingOptions,
  ],
  examples: [
    'query my.binetflow "select SrcAddr, count(*) as flows, sum(TotBytes) as bytes from flows group by 1 order by 2 desc limit 10"',
    'query conn.log "select * from flows where Dport = \'25\'" --out mail.parquet',
    'query my.binetflow "select * from neighbours(\'147.32.84.165\', 10)"',
    'query my.binetflow "select *, anomaly(line) as score from flows order by score desc nulls last limit 20"',
  ],
  async run(call, console, open) {
    const { files, last: sql } = call;
    const rows = call.number('rows') ?? answerParameters.rows.default;
    const seconds = call.number('seconds') ?? answerParameters.seconds.default;
    const place = placeOf(call);
    const model = modelOf(call, console);
    const engine = await open(
      limitsOf({
        memoryMiB: call.number('memory') ?? databaseParameters.memoryMiB.default,
        spillMiB: call.number('spill') ?? databaseParameters.spillMiB.default,
      }),
    );
    if (place) {
      const written = await engine.writeQuery(files, sql, place, { seconds, model });
      console.clear();
      if (call.has('json')) return console.json(written);
      return console.lines(`${count(written.rows)} rows in ${written.path}`, ...saidOf(written));
    }
    const answer = await engine.query(files, sql, { rows, seconds, model });
    console.clear();
    const columns = answer.columns.map(({ name }) => name);
    if (call.has('json')) return console.json({ ...answer, columns, types: answer.columns.map(c => c.type) });
    const table = [columns, ...answer.rows.map(row => row.map(each => (each === null ? '' : String(each))))];
    const visible = table.map(row => row.map(each => cell(each, 0)));
    const widths = columns.map((_, i) => Math.max(...visible.map(row => (row[i] ?? '').length)));
    console.lines(
      ...visible.map(row =>
        row
          .map((each, i) => each.padEnd(widths[i] as number))
          .join('  ')
          .trimEnd(),
      ),
    );
    if (answer.truncated)
      console.lines(
        `more than ${count(answer.rows.length)} rows: these are the first; --rows shows more, --out writes all`,
      );
    console.lines(...saidOf(answer));
  },
};

/** By what functions of the query answer. */
function modelOf(call: Call, console: Console): AskedModel {
  const baseline = call.texts('trained-on');
  return {
    config: configOf(call),
    clusters: defaultsOf(clusterParameters),
    confidence: answerParameters.confidence.default,
    ...(baseline.length > 0 ? { baseline } : {}),
    onProgress: ({ fraction, training }) =>
      training ? showTraining(console, training) : console.progress('asking the model', fraction),
  };
}

/** What is to be said of the functions' answers, and which model gave them. */
function saidOf({ notices = [], model }: Pick<Written, 'notices' | 'model'>): string[] {
  if (!model) return [];
  const clustered = model.clustering ? `, ${count(model.clustering.k)} clusters` : '';
  return [
    ...notices,
    `answered by the model ${model.id.slice(0, 12)} of ${count(model.flows)} flows (capture ${model.digest.slice(0, 12)}), ${count(model.vocabulary)} tokens${clustered}; --json tells its settings`,
  ];
}

export const convert: Command = {
  name: 'convert',
  takes: 'FILE… --out F.parquet|F.csv',
  about: 'Writes the flows of captures, all or those of a filter, as Parquet or CSV in canonical columns.',
  options: [out, ...readingOptions],
  examples: [
    'convert conn.log --out flows.parquet',
    'convert my.binetflow --where "Dport = 25" --out mail.csv',
  ],
  async run(call, console, open) {
    const place = placeOf(call);
    if (!place) throw new UsageError('--out names the file to write, F.parquet or F.csv.');
    const engine = await open();
    const written = await engine.convert(call.files, place);
    if (call.has('json')) return console.json(written);
    console.lines(`${count(written.rows)} flows in ${written.path}`);
  },
};

function placeOf(call: Call): { path: string; format: TableFormat } | undefined {
  const path = call.text('out');
  if (path === undefined) return undefined;
  const format = /\.(csv|parquet)$/i.exec(path)?.[1]?.toLowerCase();
  if (format !== 'csv' && format !== 'parquet')
    throw new UsageError('--out names the file to write, F.csv or F.parquet.');
  return { path, format };
}
