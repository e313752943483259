import { lineAt } from '../../base/files/textLines';
import { parsePredicate, type FieldPredicate } from '../../engine/similar/columnFilter';
import { askedModel, modelOption, modelUsage } from './askedModel';
import { listOf, numberOf, parseWords, UsageError, type Command, type OptionTypes } from '../command';
import { count, printable, shares } from '../text';
import { trainOptions, trainUsage } from '../training/train';

const similarOptions: OptionTypes = {
  ...trainOptions,
  ...modelOption,
  line: { type: 'string' },
  token: { type: 'string' },
  plus: { type: 'string', multiple: true },
  minus: { type: 'string', multiple: true },
  where: { type: 'string', multiple: true },
  top: { type: 'string' },
};

export const similar: Command = {
  name: 'similar',
  usage: `similar ${modelUsage} (--line N | --token "udp 10.0.0.1 8.8.8.8 53" | --plus TOKEN… --minus TOKEN…) [--where Column=value|Column!=value]… [--top 10] ${trainUsage} [--json]`,
  about:
    'The flows most like one of them, by line or by token, or like some tokens and unlike others; trains first when there is no model yet.',
  options: similarOptions,
  examples: [
    'similar my.binetflow --line 10',
    "similar my.binetflow --token 'udp 10.0.0.1 8.8.8.8 53' --top 20",
    "similar my.binetflow --plus 'tcp 10.0.0.1 10.0.0.9 25' --minus 'udp 10.0.0.1 8.8.8.8 53'",
  ],
  async run(words, engine, console) {
    const { values, files } = parseWords(words, similarOptions, 'model');
    const line = numberOf(values, 'line', { least: 1, whole: true });
    const typed = values['token'];
    const [positive, negative] = [listOf(values, 'plus'), listOf(values, 'minus')];
    const ways = [line !== undefined, typeof typed === 'string', positive.length + negative.length > 0];
    if (ways.filter(Boolean).length !== 1)
      throw new UsageError('give either --line or --token, or else --plus and --minus.');
    const where = listOf(values, 'where').map(predicateOf);
    const top = numberOf(values, 'top', { least: 1, whole: true }) ?? 10;
    const text = line === undefined || files.length === 0 ? '' : await lineAt(files[0] as string, line);
    const model = await askedModel(values, files, engine, console);
    const report = ways[2]
      ? await model.mostSimilar({ positive, negative, where }, top)
      : await model.similar(typeof typed === 'string' ? { token: typed } : { text }, top, where);
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
    const { token, known, count: flows, labels, followedBy, note } = report;
    if (values['json'])
      return console.out(
        `${JSON.stringify({ token, known, count: flows, labels, ...(note ? { note } : {}), ...(followedBy ? { followedBy } : {}), neighbours })}\n`,
      );
    // A file of vectors alone knows no counts.
    const counted = flows > 0 ? `: ${count(flows)} flows, ${shares(labels)}` : '';
    const head = `${printable(token)}${counted}${note === undefined ? '' : `\n${printable(note)}`}`;
    const then = (followedBy ?? []).map(
      f => `usually followed by ${printable(f.token)} (${Math.round(100 * f.probability)} %)`,
    );
    const rows = neighbours.map(n =>
      [
        n.similarity.toFixed(3).padStart(7),
        printable(n.token).padEnd(52),
        (n.count > 0 ? count(n.count) : '').padStart(9),
        (n.line > 0 ? ` line ${n.line}` : '').padEnd(13),
        shares(n.labels),
      ]
        .join(' ')
        .trimEnd(),
    );
    console.out(`${[head, ...then, ...rows].join('\n')}\n`);
  },
};

function predicateOf(text: string): FieldPredicate {
  try {
    return parsePredicate(text);
  } catch (error) {
    throw new UsageError((error as Error).message, { cause: error });
  }
}
