import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { inRoot } from '../../scripts/build/paths.mjs';
import { launchChromium } from '../../scripts/host/browser';
import { browserPage } from './browserPage';
import type { Theme } from './pageDocument';

/** Parts of pages in a browser alone, under the policy that pages have, put together by a script of ./pages. */
export class PartsPage {
  private constructor(
    readonly page: Page,
    private readonly browser: Browser,
  ) {}

  static async open(name: string, theme: Theme = 'vscode-dark', styles?: 'inline'): Promise<PartsPage> {
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
    const browser = await launchChromium();
    const page = await browserPage(browser, {
      ...{ name, theme, styles, width: 1000 },
      file: path => made.outputFiles.find(file => file.path.endsWith(path.replace('/', '')))?.text ?? '',
    });
    return new PartsPage(page, browser);
  }

  close(): Promise<void> {
    return this.browser.close();
  }
}
