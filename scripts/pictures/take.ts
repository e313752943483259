import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { inRoot } from '../build/paths.mjs';
import { installEditorHost } from '../host/install';
import { startServer } from '../host/server';
import { SimilarPanelPage } from '../host/similarPanelPage';
import { Workbench } from '../host/workbench';
import { writeSample } from '../sample/sample';
import { intrudedOffice } from '../../test/support/plantedCapture';
import { botAtADesk, desks } from '../../test/support/plantedDesks';
import { showAnomalies } from './anomalies';
import { showClusters } from './clusters';
import { showLake, writeLake } from './lake';
import { showMap } from './map';
import { plantedText } from '../../test/support/plantedRoutes';
import { withPalette } from './palettePng';
import { manyFlows, showFlowTable, showMapping, unknownTable } from './tables';
import { showHop, showNetwork, writeRoutes } from './routes';
import { showWalk, unlabelled } from './walk';

/** A mail server that the bot spams; the sample's first lines are on screen at the start. */
const spammed = '209.85.229.26';
const botLine = 7;

type Clip = { x: number; y: number; width: number; height: number };

const images = inRoot('docs/images');
const write = (name: string, png: Buffer) => writeFileSync(join(images, `${name}.png`), withPalette(png));
const keep = async (workbench: Workbench, name: string, clip: Clip) =>
  write(name, await workbench.page.screenshot({ clip }));

/** Where pictures are taken: the windows of a server, beside whose sample files may be put. */
interface Place {
  folder: string;
  capture: string;
  open(file?: string, folder?: string): Promise<Workbench>;
}

/** The pictures by what `npm run pictures -- NAME` calls them; each opens windows of its own. */
const pictures: Readonly<Record<string, (place: Place) => Promise<void>>> = {
  async sample({ capture, open }) {
    const workbench = await open(capture);
    await workbench.languageStatus(/Flow2Vec: ready/);
    await workbench.page.getByText('Show similar flows').waitFor();
    await keep(workbench, 'lens', { x: 348, y: 92, width: 1200, height: 200 });
    await workbench.hover(spammed, /cosine/);
    await keep(workbench, 'hover', { x: 348, y: 92, width: 1252, height: 420 });
    await workbench.goToLine(botLine);
    await workbench.runCommand('Flow2Vec: Show Similar Flows');
    const panel = await SimilarPanelPage.of(workbench);
    await panel.rows();
    await keep(workbench, 'panel', { x: 348, y: 34, width: 1252, height: 560 });
    await showClusters(workbench, basename(capture));
    await keep(workbench, 'clusters', { x: 0, y: 34, width: 1600, height: 820 });
    await showMap(workbench);
    await keep(workbench, 'map', { x: 0, y: 34, width: 1600, height: 930 });
    await workbench.close();
  },
  async routes({ folder, open }) {
    const hops = await open(writeRoutes(folder));
    await showHop(hops);
    await keep(hops, 'hop', { x: 348, y: 34, width: 1252, height: 300 });
    await hops.close();
    const labelled = join(folder, 'planted.traceroute');
    writeFileSync(labelled, plantedText(2000, 3));
    const network = await open(labelled);
    await showNetwork(network);
    await keep(network, 'routes', { x: 0, y: 34, width: 1600, height: 930 });
    await network.close();
  },
  async anomalies({ folder, open }) {
    const office = join(folder, 'office.binetflow');
    writeFileSync(office, intrudedOffice());
    const past = await open(office);
    await showAnomalies(past, 'Past');
    await keep(past, 'anomalies', { x: 0, y: 34, width: 1600, height: 930 });
    await past.close();
    const floor = join(folder, 'desks.binetflow');
    writeFileSync(floor, unlabelled(desks(botAtADesk)));
    const among = await open(floor);
    await showAnomalies(among, 'Hosts');
    await keep(among, 'anomalies-hosts', { x: 0, y: 34, width: 1600, height: 930 });
    await among.close();
    rmSync(floor);
  },
  async walk({ folder, open }) {
    const office = join(folder, 'office.binetflow');
    writeFileSync(office, unlabelled(intrudedOffice()));
    const workbench = await open(office);
    await showWalk(workbench, join(folder, 'office.html'), write);
    await workbench.close();
  },
  async tables({ folder, open }) {
    for (const [picture, file, text, show] of [
      ['table', 'month.binetflow', manyFlows, showFlowTable],
      ['mapping', 'export.csv', unknownTable, showMapping],
    ] as const) {
      const path = join(folder, file);
      writeFileSync(path, text());
      const workbench = await open(path);
      await show(workbench);
      await keep(workbench, picture, { x: 48, y: 34, width: 1552, height: 620 });
      await workbench.close();
      rmSync(path);
    }
  },
  async lake({ folder, open }) {
    const lake = inRoot('.editor-host/lake');
    rmSync(lake, { recursive: true, force: true });
    if (!writeLake(lake, folder)) return;
    const workbench = await open(undefined, join(lake, 'today'));
    const clip = { x: 0, y: 34, width: 1600, height: 930 };
    await showLake(workbench, join(lake, 'model/model.f2v'), name => keep(workbench, name, clip));
    await workbench.close();
  },
};

/** Opens the sample, trains, and keeps what hover, panel and lens look like; of the pictures `only` some, where they are named. */
export async function takePictures(only: readonly string[]): Promise<void> {
  const unknown = only.find(name => !(name in pictures));
  if (unknown !== undefined)
    throw new Error(`There are ${Object.keys(pictures).join(', ')}, and no "${unknown}".`);
  mkdirSync(images, { recursive: true });
  const host = await installEditorHost('pinned', console.log);
  const profile = inRoot('.editor-host/profiles/pictures');
  const capture = writeSample(inRoot('.editor-host/sample'));
  const settings = { 'flow2vec.training.onOpen': true, 'workbench.colorTheme': 'Default Dark Modern' };
  const server = await startServer(host, { profile, settings, ownCache: true });
  const place: Place = {
    folder: dirname(capture),
    capture,
    open: (file, folder = dirname(capture)) =>
      Workbench.open(server.origin, { folder, extension: inRoot(), ...(file === undefined ? {} : { file }) }),
  };
  try {
    for (const [name, take] of Object.entries(pictures))
      if (only.length === 0 || only.includes(name)) await take(place);
    rmSync(profile, { recursive: true, force: true });
  } finally {
    await server.stop();
  }
}
