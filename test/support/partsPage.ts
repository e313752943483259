import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { inRoot } from '../../scripts/build/paths.mjs';
import { launchChromium } from '../../scripts/host/browser';

const origin = 'http://parts.test';

/** Colours that VS Code gives a page, enough of them to see what is wrong. */
const themes = {
  dark: { 'editor-background': '#1f1f1f', foreground: '#cccccc', focusBorder: '#0078d4' },
  light: { 'editor-background': '#ffffff', foreground: '#3b3b3b', focusBorder: '#005fb8' },
  'high-contrast': {
    'editor-background': '#000000',
    foreground: '#ffffff',
    focusBorder: '#f38518',
    contrastBorder: '#6fc3df',
    contrastActiveBorder: '#f38518',
  },
} as const;

const common = {
  'font-family': 'sans-serif',
  'font-size': '13px',
  'editor-font-family': 'monospace',
  'charts-blue': '#3794ff',
  'charts-orange': '#d18616',
  'charts-green': '#89d185',
  'charts-purple': '#b180d7',
  'list-activeSelectionBackground': '#04395e',
  'list-activeSelectionForeground': '#ffffff',
  'editorWidget-border': '#454545',
  'editorWidget-background': '#202020',
  'button-secondaryBackground': '#313131',
  'button-secondaryForeground': '#cccccc',
  descriptionForeground: '#9d9d9d',
};

/** Parts of pages in a browser alone, under the policy that pages have, put together by a script of ./pages. */
export class PartsPage {
  private constructor(
    readonly page: Page,
    private readonly browser: Browser,
  ) {}

  static async open(name: string, theme: keyof typeof themes = 'dark'): Promise<PartsPage> {
    const made = await build({
      entryPoints: [inRoot('test/support/pages', `${name}.ts`)],
      bundle: true,
      write: false,
      outdir: 'out',
      format: 'iife',
      platform: 'browser',
      target: 'chrome120',
      loader: { '.svg': 'dataurl' },
    });
    const file = (ending: string) => made.outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? '';
    const browser = await launchChromium();
    const page = await (await browser.newContext({ viewport: { width: 1000, height: 900 } })).newPage();
    page.setDefaultTimeout(30_000);
    page.on('pageerror', error => console.log(`      page: ${error.message}`));
    page.on('console', message => message.type() === 'error' && console.log(`      page: ${message.text()}`));
    await page.route(`${origin}/**`, route => {
      const { pathname } = new URL(route.request().url());
      if (pathname === '/page.js')
        return route.fulfill({ body: file('.js'), contentType: 'text/javascript' });
      if (pathname === '/page.css') return route.fulfill({ body: file('.css'), contentType: 'text/css' });
      return route.fulfill({ body: documentOf(theme), contentType: 'text/html' });
    });
    await page.addInitScript('globalThis.__name = named => named');
    await page.goto(`${origin}/`);
    return new PartsPage(page, browser);
  }

  close(): Promise<void> {
    return this.browser.close();
  }
}

function documentOf(theme: keyof typeof themes): string {
  const policy = `default-src 'none'; script-src 'nonce-n'; style-src ${origin} 'nonce-n'`;
  const style = Object.entries({ ...common, ...themes[theme] }).map(
    ([name, value]) => `--vscode-${name}: ${value};`,
  );
  return `<!DOCTYPE html><html lang="en"><head><meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="${policy}"><style nonce="n">:root { ${style.join(' ')} }</style>
<link rel="stylesheet" href="/page.css"></head><body class="vscode-${theme}"><main id="page"></main>
<script nonce="n" src="/page.js"></script></body></html>`;
}
