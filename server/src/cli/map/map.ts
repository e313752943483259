import { mapParameters } from '../../../../shared/parameters/map';
import { optionNames } from '../../../../shared/parameters/optionNames';
import { defaultsOf } from '../../../../shared/parameters/parameter';
import type { MapReport, MapSettings } from '../../../../shared/protocol/map';
import type { Engine } from '../../engine/engine';
import { ruledAll, type Call, type Command } from '../command';
import { count, type Console } from '../console';
import { readingOptions } from '../captures/reading';
import { configOf, trainOptions } from '../training/config';
import { showTraining } from '../training/train';

/** A map of a file is of all its tokens, unless a number is given. */
const parameters = { ...mapParameters, points: { ...mapParameters.points, default: 0 } };

// --neighbours is an evaluation's, and --epochs a training's.
const options = ruledAll(parameters, optionNames.map);

export const map: Command = {
  name: 'map',
  takes: 'FILE…',
  about:
    'Lays the token vectors out in two or three dimensions, tells how true the map is, and writes it as comma-separated values.',
  options: [
    ...Object.values(options),
    { name: 'out', value: 'FILE', path: 'written', words: 'Write every point as CSV.' },
    ...trainOptions,
    ...readingOptions,
  ],
  examples: [
    'map my.binetflow --points 5000 --out map.csv',
    'map my.binetflow --method umap --umap-neighbours 30 --dimensions 3',
  ],
  async run(call, console, open) {
    const out = call.text('out');
    const config = configOf(call);
    const engine = await open();
    const report = await engine.map(call.files, config, settingsOf(call), {
      fresh: call.has('no-cache'),
      onProgress: progress => showMap(console, progress),
    });
    console.clear();
    const written = out === undefined ? undefined : await exported(report.path, out);
    if (call.has('json')) return console.json({ ...report, ...(written ? { out: written } : {}) });
    console.lines(...factsOf(report));
    if (written) console.lines(`${count(written.rows)} rows in ${written.path}`);
  },
};

function settingsOf(call: Call): MapSettings {
  const asked = call.parameters(options) as Partial<MapSettings>;
  return { ...defaultsOf(parameters), ...asked, seed: configOf(call).seed };
}

async function exported(path: string, out: string): Promise<{ path: string; rows: number }> {
  const { exportMap } = await import('../../engine/map/exportMap');
  return exportMap(path, out);
}

function factsOf(report: Omit<MapReport, 'uri'>): string[] {
  const { method, dimensions, points, of, seconds, trustworthiness, preservation } = report;
  return [
    `${method}, ${dimensions} dimensions, ${count(points)} of ${count(of)} tokens, ${seconds.toFixed(1)} s${report.cached ? ' (from the cache; --no-cache draws again)' : ''}`,
    `trustworthiness ${trustworthiness.toFixed(4)}, neighbours kept ${(100 * preservation).toFixed(1)} %`,
    ...report.notes,
    `map        ${report.path}`,
  ];
}

type Progress = Parameters<NonNullable<Parameters<Engine['map']>[3]['onProgress']>>[0];

/** The bar of a training, then that of the map. */
function showMap(console: Console, { fraction, training, map: at }: Progress): void {
  if (training) showTraining(console, training);
  if (!at) return;
  const stages = { neighbours: 'neighbours of', layout: 'iteration', quality: 'quality at' };
  console.progress(`${stages[at.stage]} ${count(at.iteration)} of ${count(at.of)}`, fraction);
}
