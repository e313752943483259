import type { TrainedModel } from '../../../../shared/protocol/training';
import type { EngineProgress } from '../../engine/training/answers';
import type { EmbeddingConfig } from '../../engine/training/embedding/config';
import type { Call, Command } from '../command';
import { count, type Console } from '../console';
import { readingOptions } from '../captures/reading';
import { configOf, trainOptions } from './config';

export const train: Command = {
  name: 'train',
  takes: 'FILE…',
  about:
    'Learns a vector for each token (flow2vec: word2vec over windows of flows); cached by content and settings.',
  options: [...trainOptions, ...readingOptions],
  examples: [
    'train my.binetflow',
    'train day1.binetflow day2.binetflow --window 5 --workers 2',
    'train my.binetflow --columns Proto,DstAddr,Dport --deterministic',
  ],
  async run(call, console, open) {
    const config = configOf(call);
    const engine = await open();
    const model = await engine.train(call.files, config, askingAs(call, console));
    console.clear();
    if (call.has('json')) return console.json(model);
    const { ingest, vocabulary, train: training } = model.seconds;
    console.lines(
      `${count(model.flows)} flows, ${count(model.tokens)} in the corpus, ${count(model.vocabulary)} tokens`,
      model.cached
        ? 'the cache has this model already (--no-cache trains again)'
        : `read ${ingest.toFixed(1)} s, vocabulary ${vocabulary.toFixed(1)} s, training ${training.toFixed(1)} s (${count(Math.round(model.flowsPerSecond))} flows/s), loss ${model.loss.toFixed(3)}${stoppedEarly(model, config)}`,
      `model      ${model.path}`,
    );
  },
};

const stoppedEarly = (model: TrainedModel, config: EmbeddingConfig) =>
  model.epochs < config.epochs ? `, stopped after ${model.epochs} of ${config.epochs} epochs` : '';

/** How a training is asked for: anew if the caller says so, with a bar. */
export function askingAs(
  call: Call,
  console: Console,
): { fresh: boolean; onProgress: (progress: EngineProgress) => void } {
  return { fresh: call.has('no-cache'), onProgress: progress => showTraining(console, progress) };
}

export function showTraining(console: Console, progress: EngineProgress): void {
  const { stage, fraction, secondsLeft, epoch, epochs, loss } = progress;
  const left = secondsLeft === undefined ? '' : `, ${Math.ceil(secondsLeft)} s left`;
  const what =
    stage === 'train' ? `epoch ${epoch} of ${epochs}${left}, loss ${(loss ?? 0).toFixed(3)}` : stage;
  console.progress(what, fraction);
}
