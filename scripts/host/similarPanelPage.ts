import type { FrameLocator, Locator } from 'playwright-core';
import { textColours } from './inPage.mjs';
import type { Workbench } from './workbench';

/** The panel of similar flows, read and worked as the page that it is. */
export class SimilarPanelPage {
  private constructor(readonly frame: FrameLocator) {}

  /** The panel of the workbench, once it shows a table. */
  static async of(workbench: Workbench): Promise<SimilarPanelPage> {
    return new SimilarPanelPage(await workbench.webview('similar-table'));
  }

  get table(): Locator {
    return this.frame.getByTestId('similar-table');
  }

  get row(): Locator {
    return this.frame.getByTestId('similar-row');
  }

  get filter(): Locator {
    return this.frame.getByTestId('similar-filter');
  }

  /** The heading: what was asked. */
  async asked(): Promise<string> {
    return oneLine(await this.frame.getByTestId('similar-asked').innerText());
  }

  /** The rows as text, top to bottom. */
  async rows(): Promise<string[]> {
    return (await this.row.allInnerTexts()).map(oneLine);
  }

  /** The values of a row's token, without the words that say whether they are shared. */
  async fields(row: number): Promise<string[]> {
    const texts = await this.row.nth(row).locator('[data-testid^=similar-field]').allInnerTexts();
    return texts.map(text => oneLine(text).replace(/^[=≠] *\w+: */, ''));
  }

  /** The cosines, top to bottom. */
  async similarities(): Promise<number[]> {
    return (await this.frame.getByTestId('similar-similarity').allInnerTexts()).map(text =>
      Number(text.trim()),
    );
  }

  /** The first lines, top to bottom. */
  async firstLines(): Promise<number[]> {
    return (await this.frame.getByTestId('similar-reveal').allInnerTexts()).map(lineNumber);
  }

  colours(): Promise<{ text: string; background: string }> {
    return this.row.first().evaluate(textColours);
  }

  /** Clicks a row's first line; returns the line it names. */
  async reveal(row: number): Promise<number> {
    const button = this.row.nth(row).getByTestId('similar-reveal');
    const line = lineNumber(await button.innerText());
    await button.click();
    return line;
  }

  sortBy(key: string): Promise<void> {
    return this.frame.getByTestId(`similar-sort-${key}`).click();
  }
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** Lines are grouped by thousands. */
function lineNumber(text: string): number {
  return Number(text.replace(/\D/g, ''));
}
