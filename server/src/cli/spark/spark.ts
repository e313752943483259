import type { Command } from '../command';
import { secretsOf } from './secrets';
import { optionsOfAction, sparkSettings, type SparkAction } from './sparkSettings';
import { inWords, type SparkAnswer } from './sparkAnswer';
import { commandLine, submitted, typed } from './submit';

export const sparkSummary = sparkCommand('summary', {
  takes: 'URI…',
  about: 'Counts flows that lie in a lake, on the Spark cluster that spark-submit reaches.',
  examples: [
    'spark summary s3a://lake/flows --master spark://host:7077',
    'spark summary hdfs:///zeek --format zeek --conf spark.executor.memory=4g',
  ],
});

export const sparkTrain = sparkCommand('train', {
  takes: 'URI… --out URI',
  about:
    'Trains on flows that lie in a lake, on the Spark cluster that spark-submit reaches; the model file is that of one machine.',
  examples: [
    'spark train s3a://lake/flows --out s3a://lake/model --rounds 5',
    'spark train hdfs:///flows --out hdfs:///model --master yarn --dry-run',
  ],
});

export const sparkScore = sparkCommand('score', {
  takes: 'URI… --model URI --trained-on URI --out URI',
  about:
    'Ranks flows that lie in a lake by how unexpected they are to a model, on the Spark cluster that spark-submit reaches.',
  examples: [
    'spark score s3a://lake/today --model s3a://lake/model/model.f2v --trained-on s3a://lake/flows --out s3a://lake/scores',
  ],
});

export const sparkCommands: readonly Command[] = [sparkSummary, sparkTrain, sparkScore];

function sparkCommand(
  action: SparkAction,
  words: Pick<Command, 'takes' | 'about' | 'examples'>,
): Command & { action: SparkAction } {
  const options = optionsOfAction(action);
  return {
    name: `spark ${action}`,
    action,
    ...words,
    options,
    takesPlaces: true,
    async run(call, console) {
      sparkSettings(action, call); // Words that are off need no Spark.
      const line = commandLine(action, call, options);
      const secrets = secretsOf(call.texts('conf'));
      if (call.has('dry-run')) return console.lines(typed(line, secrets));
      const answer = await submitted(line, secrets, text => console.say(text));
      if (call.has('json')) return console.json(answer);
      console.lines(...inWords(action, answer as unknown as SparkAnswer));
    },
  };
}
