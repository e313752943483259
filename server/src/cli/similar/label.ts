import { answerParameters } from '../../../../shared/parameters/answers';
import { percent } from '../../../../shared/text/voteText';
import { ruled, UsageError, type Command } from '../command';
import { readingOptions } from '../captures/reading';
import { configOf, trainOptions } from '../training/config';
import { answerOf } from './askedModel';
import { askedFlow, rowAt } from './similar';

export const label: Command = {
  name: 'label',
  takes: 'FILE… (--line N | --token TOKEN)',
  about:
    'The label of a flow as its nearest labelled tokens vote, its own left out; "unknown" below the confidence.',
  options: [
    ...askedFlow,
    ruled(answerParameters.neighbours, 'neighbours'),
    ruled(answerParameters.confidence, 'confidence'),
    ...trainOptions,
    ...readingOptions,
  ],
  examples: [
    'label my.binetflow --line 10',
    "label my.binetflow --token 'udp 10.0.0.1 8.8.8.8 53' --neighbours 15",
  ],
  async run(call, console, open) {
    const { files } = call;
    const [line, token] = [call.number('line'), call.text('token')];
    if ((line === undefined) === (token === undefined))
      throw new UsageError('give either --line or --token.');
    const confidence = call.number('confidence') ?? answerParameters.confidence.default;
    const neighbours = call.number('neighbours') ?? answerParameters.neighbours.default;
    const config = configOf(call);
    const query = token === undefined ? rowAt(call, line as number) : { token };
    const engine = await open();
    const vote = await answerOf(() => engine.predictLabel(files, config, query, { neighbours, confidence }), {
      call,
      config,
      console,
      engine,
    });
    if (call.has('json')) return console.json(vote);
    const votes = Object.entries(vote.votes)
      .sort(([, a], [, b]) => b - a)
      .map(([name, share]) => `${name} ${percent(share)}`);
    console.lines(
      `${vote.label} (${percent(vote.confidence)} of the vote): ${votes.join(', ') || 'no labelled token is like it'}`,
    );
  },
};
