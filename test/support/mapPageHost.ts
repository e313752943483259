import type { Browser, Page } from 'playwright-core';
import { launchChromium } from '../../scripts/host/browser';
import type { MapHeader } from '../../shared/protocol/mapColumns';
import type { Theme } from './pageDocument';
import { PanelPage } from './panelPage';

/** The page of a map in a browser of its own. */
export class MapPageHost {
  private constructor(
    private readonly panel: PanelPage,
    private readonly browser: Browser,
  ) {}

  /** Opens the page on the bytes of a map's file. */
  static async open(
    bytes: Buffer,
    { header, theme = 'vscode-dark' }: { header: MapHeader; theme?: Theme },
  ): Promise<MapPageHost> {
    const browser = await launchChromium();
    const question = { uri: 'file:///made.binetflow', settings: {} };
    const view = { kind: 'result', result: resultOf(header, bytes.length) };
    const shown = { question, capture: 'made.binetflow', view, texts: {}, askable: true };
    const answers = { neighbours: [], save: 'saved.csv', savePicture: 'saved.png' };
    const panel = await PanelPage.open(browser, 'map', { shown, answers, bytes, theme });
    await panel.page.getByTestId('map-picture').waitFor();
    return new MapPageHost(panel, browser);
  }

  get page(): Page {
    return this.panel.page;
  }

  /** Waits until all points are drawn at rest. */
  async rested(points: number): Promise<void> {
    const text = `${points.toLocaleString('en')} points drawn`;
    await this.page
      .getByTestId('map-drawn')
      .filter({ hasText: new RegExp(`^${text}`) })
      .waitFor();
  }

  close(): Promise<void> {
    return this.browser.close();
  }
}

function resultOf(header: MapHeader, bytes: number): unknown {
  const { settings, points, of, seconds, trustworthiness, preservation, qualityPoints, notes } = header;
  return {
    ...{
      uri: 'file:///made.binetflow',
      map: 'm1',
      path: '/map',
      cached: false,
      settings,
      method: settings.method,
    },
    ...{ dimensions: settings.dimensions, points, of, seconds, trustworthiness, preservation, qualityPoints },
    ...{ notes, bytes },
  };
}
