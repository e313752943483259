import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { inRoot } from '../../scripts/build/paths.mjs';
import { launchChromium } from '../../scripts/host/browser';
import type { MapHeader } from '../../shared/protocol/mapColumns';
import { fakeExtension } from './mapExtension.mjs';

const origin = 'http://map.test';

/** Colours that VS Code gives a page, enough of them for a map. */
const themes = {
  dark: { background: '#1f1f1f', foreground: '#cccccc', border: '#0078d4' },
  light: { background: '#ffffff', foreground: '#3b3b3b', border: '#005fb8' },
} as const;

/** The map page in a browser alone, under the policy it has in a panel, with the test in the extension's place. */
export class MapPageHost {
  private constructor(
    readonly page: Page,
    private readonly browser: Browser,
  ) {}

  /** Opens the page on the bytes of a map's file. */
  static async open(
    bytes: Buffer,
    { header, theme = 'dark' }: { header: MapHeader; theme?: keyof typeof themes },
  ): Promise<MapPageHost> {
    const browser = await launchChromium();
    const page = await (await browser.newContext({ viewport: { width: 1200, height: 900 } })).newPage();
    page.setDefaultTimeout(60_000);
    page.on('pageerror', error => console.log(`      page: ${error.message}`));
    page.on('console', message => message.type() === 'error' && console.log(`      page: ${message.text()}`));
    await page.route(`${origin}/**`, route => {
      const path = new URL(route.request().url()).pathname;
      if (path === '/map.bin') return route.fulfill({ body: bytes, contentType: 'application/octet-stream' });
      if (path === '/')
        return route.fulfill({ body: document(themes[theme], theme), contentType: 'text/html' });
      const kind = path.endsWith('.css') ? 'text/css' : 'text/javascript';
      return route.fulfill({ body: readFileSync(inRoot('webviews/dist', path.slice(1))), contentType: kind });
    });
    // The loader of the tests names functions by a function that the page does not have.
    await page.addInitScript('globalThis.__name = named => named');
    await page.addInitScript(fakeExtension, resultOf(header, bytes.length));
    await page.goto(`${origin}/`);
    const host = new MapPageHost(page, browser);
    await page.getByTestId('map-picture').waitFor();
    return host;
  }

  /** What the page called, in order. */
  calls(): Promise<{ name: string; argument: unknown }[]> {
    return this.page.evaluate('window.calls');
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

function document(
  { background, foreground, border }: (typeof themes)['dark' | 'light'],
  theme: string,
): string {
  const policy = `default-src 'none'; script-src 'nonce-n'; style-src ${origin} 'nonce-n'; connect-src ${origin}`;
  const style = `:root { --vscode-editor-background: ${background}; --vscode-foreground: ${foreground};
    --vscode-focusBorder: ${border}; --vscode-font-family: sans-serif; --vscode-font-size: 13px; }`;
  return `<!DOCTYPE html><html lang="en"><head><meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="${policy}"><style nonce="n">${style}</style>
<link rel="stylesheet" href="/map.css"></head><body class="vscode-${theme}"><main id="page"></main>
<script nonce="n" src="/map.js"></script></body></html>`;
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
