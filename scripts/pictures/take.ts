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

const folder = inRoot('docs/images');
const write = (name: string, png: Buffer) => writeFileSync(join(folder, `${name}.png`), withPalette(png));
const keep = async (workbench: Workbench, name: string, clip: Clip) =>
  write(name, await workbench.page.screenshot({ clip }));

/** Opens the sample, trains, and keeps what hover, panel and lens look like. */
export async function takePictures(): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const host = await installEditorHost('pinned', console.log);
  const profile = inRoot('.editor-host/profiles/pictures');
  const capture = writeSample(inRoot('.editor-host/sample'));
  const settings = { 'flow2vec.training.onOpen': true, 'workbench.colorTheme': 'Default Dark Modern' };
  const server = await startServer(host, { profile, settings, ownCache: true });
  try {
    const where = { folder: dirname(capture), file: capture, extension: inRoot() };
    const workbench = await Workbench.open(server.origin, where);
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
    const routes = writeRoutes(dirname(capture));
    const second = await Workbench.open(server.origin, { ...where, file: routes });
    await showHop(second);
    await keep(second, 'hop', { x: 348, y: 34, width: 1252, height: 300 });
    await second.close();
    const labelled = join(dirname(capture), 'planted.traceroute');
    writeFileSync(labelled, plantedText(2000, 3));
    const third = await Workbench.open(server.origin, { ...where, file: labelled });
    await showNetwork(third);
    await keep(third, 'routes', { x: 0, y: 34, width: 1600, height: 930 });
    await third.close();
    const office = join(dirname(capture), 'office.binetflow');
    writeFileSync(office, intrudedOffice());
    const fourth = await Workbench.open(server.origin, { ...where, file: office });
    await showAnomalies(fourth, 'Past');
    await keep(fourth, 'anomalies', { x: 0, y: 34, width: 1600, height: 930 });
    await fourth.close();
    const floor = join(dirname(capture), 'desks.binetflow');
    writeFileSync(floor, unlabelled(desks(botAtADesk)));
    const among = await Workbench.open(server.origin, { ...where, file: floor });
    await showAnomalies(among, 'Hosts');
    await keep(among, 'anomalies-hosts', { x: 0, y: 34, width: 1600, height: 930 });
    await among.close();
    rmSync(floor);
    writeFileSync(office, unlabelled(intrudedOffice()));
    const walked = await Workbench.open(server.origin, { ...where, file: office });
    await showWalk(walked, join(dirname(capture), 'office.html'), write);
    await walked.close();
    for (const [picture, file, text, show] of [
      ['table', 'month.binetflow', manyFlows, showFlowTable],
      ['mapping', 'export.csv', unknownTable, showMapping],
    ] as const) {
      const path = join(dirname(capture), file);
      writeFileSync(path, text());
      const fifth = await Workbench.open(server.origin, { ...where, file: path });
      await show(fifth);
      await keep(fifth, picture, { x: 48, y: 34, width: 1552, height: 620 });
      await fifth.close();
      rmSync(path);
    }
    rmSync(profile, { recursive: true, force: true });
  } finally {
    await server.stop();
  }
}
