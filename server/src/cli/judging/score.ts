import { answerParameters } from '../../../../shared/parameters/answers';
import { ruled, UsageError, type Command, type Option } from '../command';
import { count } from '../console';
import { configOf, trainOptions } from '../training/config';
import { showTraining } from '../training/train';

/** The capture whose model judges, or several that make one. */
export const trainedOn: Option = {
  name: 'trained-on',
  value: 'FILE',
  path: 'read',
  many: true,
  words: 'The capture of the model; given several times, captures that make one.',
};

export const score: Command = {
  name: 'score',
  takes: 'FILE… --trained-on FILE',
  about:
    'Ranks the flows of a capture by how unexpected they are to the model of another, with reasons; trains first when there is no model yet.',
  options: [trainedOn, ruled(answerParameters.score, 'top'), ...trainOptions],
  examples: ['score today.binetflow --trained-on yesterday.binetflow --top 20'],
  async run(call, console, open) {
    const { files } = call;
    const training = call.texts('trained-on');
    if (training.length === 0) throw new UsageError('name the capture of the model: --trained-on FILE.');
    const top = call.number('top') ?? answerParameters.score.default;
    const config = configOf(call);
    const engine = await open();
    const report = await engine.score(training, config, files, {
      top,
      onProgress: progress => showTraining(console, progress),
    });
    console.clear();
    const { flows, unknown, anomalies } = report;
    if (call.has('json')) {
      const rows = anomalies.map(({ file, ...anomaly }) =>
        files.length > 1 ? { ...anomaly, file: files[file] } : anomaly,
      );
      return console.json({ flows, unknown, anomalies: rows });
    }
    const rows = anomalies.flatMap(({ line, token, score: value, reasons, label }) => [
      `${value.toFixed(4)}  line ${line}  ${token}  ${label}`,
      ...reasons.map(reason => `        ${reason}`),
    ]);
    const head = `${count(flows)} flows, ${count(unknown)} with a token that the model does not know; the least expected first`;
    console.lines(head, ...rows);
  },
};
