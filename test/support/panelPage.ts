import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { inRoot } from '../../scripts/build/paths.mjs';
import { browserPage } from './browserPage';
import { fakeExtension, type FakeExtension } from './fakeExtension.mjs';
import { themeVariables, type Theme } from './pageDocument';

export interface PanelOptions extends FakeExtension {
  /** The file of a map. */
  bytes?: Buffer;
  theme?: Theme;
  width?: number;
}

/** The page of a panel as it was built, in a browser alone, with the test in the extension's place. */
export class PanelPage {
  private constructor(readonly page: Page) {}

  static async open(
    browser: Browser,
    name: string,
    { shown, answers, bytes, theme = 'vscode-dark', width = 1200 }: PanelOptions,
  ): Promise<PanelPage> {
    const page = await browserPage(browser, {
      ...{ name, theme, width },
      file: path =>
        path === '/map.bin'
          ? (bytes ?? Buffer.alloc(0))
          : readFileSync(inRoot('webviews/dist', path.slice(1))),
      prepare: made => made.addInitScript(fakeExtension, { shown, answers }),
    });
    return new PanelPage(page);
  }

  /** What the page called, in order. */
  calls(): Promise<{ name: string; argument: unknown }[]> {
    return this.page.evaluate('window.calls');
  }

  /**
   * The argument of the first call of this name, which may be yet to come. The test asks again and again: the browser's own waiting
   * evaluates texts in the page, which the page's policy forbids.
   */
  async called(name: string): Promise<unknown> {
    for (;;) {
      const found = (await this.calls()).find(call => call.name === name);
      if (found) return found.argument;
      await this.page.waitForTimeout(20);
    }
  }

  close(): Promise<void> {
    return this.page.context().close();
  }
}

/** Shows a page in another theme, as VS Code does when the user chooses one. */
export async function follow(page: Page, theme: Theme): Promise<void> {
  await page.evaluate(
    `document.body.className = ${JSON.stringify(theme)};
    for (const name of [...document.documentElement.style]) document.documentElement.style.removeProperty(name);
    for (const [name, value] of Object.entries(${JSON.stringify(themeVariables(theme))}))
      document.documentElement.style.setProperty(name, value);`,
  );
}
