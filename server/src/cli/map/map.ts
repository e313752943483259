import type { Engine } from '../../engine/engine';
import { exportMap } from '../../engine/map/exportMap';
import type { MapReport, MapSettings } from '../../../../shared/protocol/map';
import { readSettings } from '../../editor/settings';
import {
  numberOf,
  parseWords,
  pathOf,
  UsageError,
  type Command,
  type Console,
  type OptionTypes,
  type Values,
} from '../command';
import { count, printable } from '../text';
import { configOf, progressBar, trainOptions, trainUsage } from '../training/train';

const text = { type: 'string' } as const;
const mapOptions: OptionTypes = {
  ...{ method: text, dimensions: text, points: text, perplexity: text, iterations: text },
  ...{ 'early-exaggeration': text, 'learning-rate': text, 'umap-neighbours': text, 'min-dist': text },
  ...{ 'map-epochs': text, out: text },
};

const mapWords: OptionTypes = { ...trainOptions, ...mapOptions };

export const map: Command = {
  name: 'map',
  usage: `map FILE… [--method tsne|umap|pca] [--dimensions 2|3] [--points N] [--perplexity 30] [--iterations 1000] [--early-exaggeration 12] [--learning-rate N] [--umap-neighbours 15] [--min-dist 0.1] [--map-epochs N] [--out F.csv] ${trainUsage} [--json]`,
  about:
    'Lays the token vectors out in two or three dimensions (all of them, or --points N sampled by label), tells how true the map is, and writes it as comma-separated values.',
  options: mapWords,
  examples: ['map my.binetflow --method umap --umap-neighbours 30 --out map.csv'],
  async run(words, engine, console) {
    const { values, files } = parseWords(words, mapWords);
    const { out } = values;
    if (out === '') throw new UsageError('--out names the file to write.');
    const settings = settingsOf(values);
    const bar = mapBar(console);
    const report = await engine
      .map(files, configOf(values), settings, {
        fresh: values['no-cache'] === true,
        onProgress: bar.show,
      })
      .finally(bar.clear);
    const written = typeof out === 'string' ? await exportMap(report.path, pathOf(out)) : undefined;
    if (values['json'])
      return console.out(`${JSON.stringify({ ...report, ...(written ? { out: written } : {}) })}\n`);
    console.out(`${factsOf(report).join('\n')}\n`);
    if (written) console.out(`${count(written.rows)} rows in ${written.path}\n`);
  },
};

/** The options over the defaults of the editor; without --points, all of them. Throws a `UsageError`. */
function settingsOf(values: Values): MapSettings {
  const real = (name: string) => numberOf(values, name, { least: 0, whole: false });
  const asked = {
    method: values['method'],
    dimensions: real('dimensions'),
    points: real('points') ?? 0,
    perplexity: real('perplexity'),
    earlyExaggeration: real('early-exaggeration'),
    learningRate: real('learning-rate'),
    iterations: real('iterations'),
    neighbours: real('umap-neighbours'),
    minDist: real('min-dist'),
    epochs: real('map-epochs'),
  };
  const seed = numberOf(values, 'seed', { least: 0, whole: true }) ?? 1;
  const { map: settings } = readSettings({ map: asked }, message => {
    throw new UsageError(
      message.replace(/^Setting flow2vec\.map\.(\w+): /, optionText).replace(/ Using .*/, ''),
    );
  });
  return { ...settings, seed };
}

/** Names the option where a setting was named. */
function optionText(_: string, name: string): string {
  const other = { epochs: 'map-epochs', neighbours: 'umap-neighbours' }[name];
  return `--${other ?? name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}: `;
}

function factsOf(report: Omit<MapReport, 'uri'>): string[] {
  const { method, dimensions, points, of, seconds, trustworthiness, preservation } = report;
  return [
    `${method}, ${dimensions} dimensions, ${count(points)} of ${count(of)} tokens, ${seconds.toFixed(1)} s${report.cached ? ' (from the cache; --no-cache draws again)' : ''}`,
    `trustworthiness ${trustworthiness.toFixed(4)}, neighbours kept ${(100 * preservation).toFixed(1)} %`,
    ...report.notes.map(printable),
    `map        ${report.path}`,
  ];
}

type Progress = Parameters<NonNullable<Parameters<Engine['map']>[3]['onProgress']>>[0];

/** The bar of a training, then that of the map. */
function mapBar(console: Console): { show(progress: Progress): void; clear(): void } {
  const bar = progressBar(console);
  const stages = { neighbours: 'neighbours of', layout: 'iteration', quality: 'quality at' };
  return {
    show({ fraction, training, map: at }) {
      if (training) bar.show(training);
      if (!at || !console.isTerminal) return;
      const full = Math.round(30 * fraction);
      console.error(
        `\r\u001b[K[${'#'.repeat(full)}${'.'.repeat(30 - full)}] ${stages[at.stage]} ${count(at.iteration)} of ${count(at.of)}`,
      );
    },
    clear: bar.clear,
  };
}
