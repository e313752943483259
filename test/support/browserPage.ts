import type { Browser, Page } from 'playwright-core';
import { pageDocument, type Theme } from './pageDocument';

const origin = 'http://page.test';

export interface PageFiles {
  /** Ends the names of its script and its style sheet. */
  name: string;
  theme: Theme;
  width: number;
  styles?: 'inline' | undefined;
  /** What lies at a path. */
  file(path: string): string | Buffer;
  /** Called before the page's scripts are loaded. */
  prepare?(page: Page): Promise<unknown>;
}

/** A page in one of VS Code's themes, whose files come from the test; what goes wrong on it is printed. */
export async function browserPage(
  browser: Browser,
  { name, theme, width, styles, file, prepare }: PageFiles,
): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height: 900 } });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  page.on('pageerror', error => console.log(`      page: ${error.message}`));
  page.on('console', message => message.type() === 'error' && console.log(`      page: ${message.text()}`));
  await page.route(`${origin}/**`, route => {
    const path = new URL(route.request().url()).pathname;
    if (path === '/')
      return route.fulfill({ body: pageDocument(theme, { origin, name, styles }), contentType: 'text/html' });
    const kind = { css: 'text/css', js: 'text/javascript' }[path.split('.').at(-1) ?? ''];
    return route.fulfill({ body: file(path), contentType: kind ?? 'application/octet-stream' });
  });
  // The loader of the tests names functions by a function that the page does not have.
  await page.addInitScript('globalThis.__name = named => named');
  await prepare?.(page);
  await page.goto(`${origin}/`);
  return page;
}
