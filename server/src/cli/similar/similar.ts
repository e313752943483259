import { answerParameters } from '../../../../shared/parameters/answers';
import type { Query } from '../../engine/similar/answers';
import { parsePredicate } from '../../engine/similar/columnFilter';
import { asUsage, ruled, UsageError, type Call, type Command, type Option } from '../command';
import { cell, count, shares } from '../console';
import { readingOptions } from '../captures/reading';
import { trainOptions } from '../training/config';
import { askedModel, fileOrModel, modelOption } from './askedModel';

/** The flow that is asked about. */
export const askedFlow: readonly Option[] = [
  ruled(answerParameters.line, 'line', { withoutDefault: true }),
  { name: 'token', value: 'TOKEN', words: "The token of a flow, for example 'udp 10.0.0.1 8.8.8.8 53'." },
];

const top = ruled(answerParameters.similar, 'top');

/** The flow on a line of the file that was named first. */
export const rowAt = ({ named }: Call, line: number): Query => ({
  line,
  ...(named === undefined ? {} : { file: named }),
});

export const similar: Command = {
  name: 'similar',
  takes: '(FILE… | --model FILE) (--line N | --token TOKEN | --plus TOKEN… --minus TOKEN…)',
  about:
    'The flows most like one of them, by line or by token, or like some tokens and unlike others; trains first when there is no model yet.',
  options: [
    ...askedFlow,
    { name: 'plus', value: 'TOKEN', many: true, several: true, words: 'Tokens that the answers are like.' },
    { name: 'minus', value: 'TOKEN', many: true, several: true, words: 'Tokens that they are unlike.' },
    {
      name: 'only',
      value: 'CONDITION',
      many: true,
      words: 'Only tokens of which it holds: Column=value or Column!=value.',
    },
    top,
    modelOption,
    ...trainOptions,
    ...readingOptions,
  ],
  ...fileOrModel,
  examples: [
    'similar my.binetflow --line 10',
    "similar my.binetflow --token 'udp 10.0.0.1 8.8.8.8 53' --top 20",
    "similar my.binetflow --plus 'tcp 10.0.0.1 10.0.0.9 25' --minus 'udp 10.0.0.1 8.8.8.8 53'",
  ],
  async run(call, console, open) {
    const { files } = call;
    const [positive, negative] = [call.texts('plus'), call.texts('minus')];
    const line = call.number('line');
    const token = call.text('token');
    const ways = [line !== undefined, token !== undefined, positive.length + negative.length > 0];
    if (ways.filter(Boolean).length !== 1)
      throw new UsageError('give either --line or --token, or else --plus and --minus.');
    const where = call.texts('only').map(condition => asUsage(() => parsePredicate(condition)));
    const most = call.number('top') ?? answerParameters.similar.default;
    const row = line === undefined ? { token: token ?? '' } : rowAt(call, line);
    const model = await askedModel(call, console, open);
    const report = ways[2]
      ? await model.mostSimilar({ positive, negative, where }, most)
      : await model.similar(row, most, where);
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
    const { token: asked, known, count: flows, labels, followedBy, note } = report;
    if (call.has('json')) {
      const more = { ...(note ? { note } : {}), ...(followedBy ? { followedBy } : {}) };
      return console.json({ token: asked, known, count: flows, labels, ...more, neighbours });
    }
    // A file of vectors alone knows no counts.
    const counted = flows > 0 ? `: ${count(flows)} flows, ${shares(labels)}` : '';
    const then = (followedBy ?? []).map(
      f => `usually followed by ${f.token} (${Math.round(100 * f.probability)} %)`,
    );
    const rows = neighbours.map(n =>
      [
        n.similarity.toFixed(3).padStart(7),
        cell(n.token, 52),
        (n.count > 0 ? count(n.count) : '').padStart(9),
        (n.line > 0 ? ` line ${n.line}` : '').padEnd(13),
        shares(n.labels),
      ]
        .join(' ')
        .trimEnd(),
    );
    console.lines(`${asked}${counted}`, ...(note === undefined ? [] : [note]), ...then, ...rows);
  },
};
