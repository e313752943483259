import { lineAt } from '../captures/readLines';
import { numberOf, parseWords, UsageError, type Command } from './command';
import { count, printable, shares } from './text';
import { configOf, progressBar, trainOptions, trainUsage } from './train';

// Here --token is the token asked about, so the token's columns go by another name.
const { token: columns, ...options } = trainOptions;

export const similar: Command = {
  name: 'similar',
  usage: `similar FILE… (--line N | --token "udp 10.0.0.1 8.8.8.8 53") [--top 10] [--columns Proto,…] ${trainUsage.replace(/\[--token [^\]]*\] /, '')} [--json]`,
  about: 'The flows most like one of them, by line or by token; trains first when there is no model yet.',
  async run(words, engine, console) {
    const { values, files } = parseWords(words, {
      ...options,
      ...(columns ? { columns } : {}),
      line: { type: 'string' },
      token: { type: 'string' },
      top: { type: 'string' },
    });
    const line = numberOf(values, 'line', { least: 1, whole: true });
    const typed = values['token'];
    if ((line === undefined) === (typeof typed !== 'string'))
      throw new UsageError('give either --line or --token.');
    const config = configOf(values, 'columns');
    const query =
      typeof typed === 'string'
        ? { token: typed }
        : { text: await lineAt(files[0] as string, line as number) };
    const bar = progressBar(console);
    await engine.train(files, config, { fresh: values['no-cache'] === true, onProgress: bar.show });
    bar.clear();
    const report = await engine.similar(
      files,
      config,
      query,
      numberOf(values, 'top', { least: 1, whole: true }) ?? 10,
    );
    if (!report) throw new Error('the model was deleted while it was asked; run the command again.');
    const neighbours = report.neighbours.map(n => ({
      token: n.token,
      similarity: n.similarity,
      count: n.count,
      labels: n.labels,
      shared: n.fields.filter(f => f.shared).map(f => f.column),
      different: n.fields.filter(f => !f.shared).map(f => f.column),
      line: n.firstLine,
      ...(files.length > 1 ? { file: files[n.file] } : {}),
    }));
    const { token, known, count: flows, labels, note } = report;
    if (values['json'])
      return console.out(
        `${JSON.stringify({ token, known, count: flows, labels, ...(note ? { note } : {}), neighbours })}\n`,
      );
    const head = known
      ? `${printable(token)}: ${count(flows)} flows, ${shares(labels)}`
      : `${printable(token)}\n${printable(note ?? '')}`;
    const rows = neighbours.map(n =>
      [
        n.similarity.toFixed(3).padStart(7),
        printable(n.token).padEnd(52),
        count(n.count).padStart(9),
        ` line ${n.line}`.padEnd(13),
        shares(n.labels),
      ].join(' '),
    );
    console.out(`${[head, ...rows].join('\n')}\n`);
  },
};
