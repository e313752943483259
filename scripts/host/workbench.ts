import { mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Browser, FrameLocator, Locator, Page } from 'playwright-core';
import { inRoot } from '../build/paths.mjs';
import { workbenchAddress } from './address';
import type { WorkbenchAddress } from './address';
import { launchChromium } from './browser';
import { firstPlaceOf, markedLines, spanColours } from './inPage.mjs';

/** Two VS Code processes and a browser share two cores with a training: conditions get this long. */
const patience = 60_000;

/** A page as large as a workbench needs. */
export async function windowOf(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1600, height: 1000 } });
  return context.newPage();
}

export const screenshots = inRoot('.screenshots');

/** A VS Code window, driven as a person drives it: mouse, keyboard, command palette. */
export class Workbench {
  private constructor(
    readonly page: Page,
    private readonly end: () => Promise<void>,
  ) {}

  /** In a browser of its own. */
  static async open(origin: string, where: WorkbenchAddress): Promise<Workbench> {
    const browser = await launchChromium();
    return Workbench.openIn(await windowOf(browser), origin, where, () => browser.close());
  }

  /** In a page that is there already; `end` does what ends it. */
  static async openIn(
    page: Page,
    origin: string,
    where: WorkbenchAddress,
    end: () => Promise<void>,
  ): Promise<Workbench> {
    page.setDefaultTimeout(patience);
    const workbench = new Workbench(page, end);
    await page.goto(workbenchAddress(origin, where));
    await workbench.untilLoaded();
    if (where.file) await workbench.waitForEditor(basename(where.file));
    return workbench;
  }

  /** By the command, which writes the window's state before it goes; the browser's own reload may be faster. */
  async reload(): Promise<void> {
    await Promise.all([this.page.waitForEvent('load'), this.runCommand('Developer: Reload Window')]);
    await this.untilLoaded();
  }

  private async untilLoaded(): Promise<void> {
    await this.page.locator('.monaco-workbench .part.editor').waitFor();
  }

  async waitForEditor(file: string): Promise<void> {
    await this.page.locator(`.tab.active[data-resource-name="${file}"]`).waitFor();
    await this.lines.first().waitFor();
  }

  get lines(): Locator {
    return this.page.locator('.part.editor .view-line');
  }

  get hovers(): Locator {
    return this.page.locator('.monaco-hover:not(.hidden)');
  }

  /** Runs a command by the name people see in the palette. */
  async runCommand(title: string, then: 'is done' | 'asks' = 'is done'): Promise<void> {
    const input = this.page.locator('.quick-input-widget input[type=text]');
    const first = this.page.locator('.quick-input-list .monaco-list-row').first().filter({ hasText: title });
    await this.until(`the command "${title}" in the palette`, async milliseconds => {
      // The palette does not follow a language that is detected, or an extension that arrives, while it is open.
      await this.page.keyboard.press('Escape');
      await this.page.keyboard.press('F1');
      // What takes the keyboard late closes the palette again.
      await input.fill(`>${title}`, { timeout: milliseconds });
      await first.waitFor({ timeout: milliseconds });
    });
    await input.press('Enter');
    // A command that asks shows its own question in place of the palette.
    if (then === 'is done') await input.waitFor({ state: 'hidden' });
  }

  /** Trains on the capture of the active editor and waits for the model. */
  async train(): Promise<void> {
    await this.runCommand('Flow2Vec: Train Model');
    await this.languageStatus(/Flow2Vec: ready/);
  }

  /** Opens a file of the folder by the Explorer, where it may just have been written. */
  async openFromExplorer(file: string): Promise<void> {
    await this.runCommand('Refresh Explorer');
    await this.page.locator('.explorer-folders-view .monaco-list-row', { hasText: file }).dblclick();
  }

  /** Has the window follow another theme at once, by the name that its list has. */
  async chooseTheme(name: string): Promise<void> {
    const input = this.page.locator('.quick-input-widget input[type=text]');
    const row = this.page.locator('.quick-input-list .monaco-list-row');
    await this.until(`the theme ${name} in the list`, async timeout => {
      await this.page.keyboard.press('Escape');
      for (const key of ['Control+k', 'Control+t']) await this.page.keyboard.press(key);
      await input.fill(name, { timeout });
      await row.filter({ has: this.page.getByText(name, { exact: true }) }).click({ timeout });
    });
    await input.waitFor({ state: 'hidden' });
  }

  /** Puts the cursor on a line of the active editor; one-based, as the editor shows it. */
  async goToLine(line: number, column = 1): Promise<void> {
    const input = this.page.locator('.quick-input-widget input[type=text]');
    await this.until(`the cursor on line ${line}`, async milliseconds => {
      await this.page.keyboard.press('Escape');
      await this.page.keyboard.press('Control+g');
      // What takes the keyboard late closes the question again.
      await input.fill(`:${line}:${column}`, { timeout: milliseconds });
      await input.press('Enter', { timeout: milliseconds });
      await input.waitFor({ state: 'hidden', timeout: milliseconds });
      await this.cursorAt(line, milliseconds);
    });
  }

  async cursorAt(line: number, timeout?: number): Promise<void> {
    await this.page
      .locator('#status\\.editor\\.selection')
      .filter({ hasText: new RegExp(`Ln ${line}\\b`) })
      .waitFor(timeout === undefined ? {} : { timeout });
  }

  /** Waits until that line is in view and marked as the one that a panel shows; the focus stays where it is. */
  async showsLine(line: number): Promise<void> {
    await this.until(`line ${line} marked in the editor`, async () => {
      const found = await this.page.locator('.part.editor .monaco-editor').evaluateAll(markedLines);
      if (!found.includes(line)) throw new Error(`Marked are ${JSON.stringify(found)}.`);
    });
  }

  /** The line of the active editor the cursor is on. */
  async cursorLine(): Promise<number> {
    const text = await this.page.locator('#status\\.editor\\.selection').innerText();
    return Number(/Ln (\d+)/.exec(text)?.[1]);
  }

  /** Rests the mouse on a visible text of the editor until the hover of that text says something that matches. */
  hover(text: string, expected: RegExp): Promise<string> {
    const content = this.hovers.locator('.monaco-hover-content').filter({ hasText: expected }).first();
    return this.until(`a hover of ${text} that matches ${expected}`, async milliseconds => {
      // An edit, a training that ends or a passing notification closes a hover: the mouse comes again.
      await this.page.mouse.move(5, 5);
      // One that is still there was another text's.
      await content.waitFor({ state: 'hidden', timeout: milliseconds });
      const { x, y } = await this.placeOf(text);
      await this.page.mouse.move(x, y, { steps: 3 });
      await content.waitFor({ timeout: milliseconds });
      const said = await content.innerText();
      // A code lens that arrives moves the lines, and puts another one under the mouse.
      const after = await this.placeOf(text);
      if (after.x !== x || after.y !== y) throw new Error(`${text} moved while the mouse came.`);
      return said;
    });
  }

  /**
   * Drags by drag and drop until `done` is there. The mouse lets go only when `taken` are, by which the page says what
   * is dragged and where it would go: under load, a drag may begin on what has moved meanwhile, or not at all.
   */
  drag(
    from: Locator,
    to: Locator,
    { taken, done }: { taken: readonly Locator[]; done: Locator },
  ): Promise<void> {
    const { mouse } = this.page;
    const moveTo = async (what: Locator, timeout: number) => {
      await what.scrollIntoViewIfNeeded({ timeout });
      const box = await what.boundingBox({ timeout });
      if (!box) throw new Error('What is to be dragged is not on screen.');
      const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
      await mouse.move(x, y, { steps: 5 });
      // What is dragged enters with one move, and is over there with the next.
      await mouse.move(x + 1, y);
    };
    return this.until('what a drag brings about', async timeout => {
      await moveTo(from, timeout);
      await mouse.down();
      try {
        await moveTo(to, timeout);
        for (const sign of taken) await sign.waitFor({ timeout });
      } catch (error) {
        // There, nothing takes it.
        await mouse.move(5, 5);
        throw error;
      } finally {
        await mouse.up();
      }
      await done.waitFor({ timeout });
    });
  }

  /** The same over a cell of a table, whose page shows a card of its own. */
  hoverCell(cell: Locator, card: Locator, expected: RegExp): Promise<string> {
    const content = card.filter({ hasText: expected });
    return this.until(`a card that matches ${expected}`, async milliseconds => {
      await this.page.mouse.move(5, 5);
      await cell.hover({ timeout: milliseconds });
      await content.waitFor({ timeout: milliseconds });
      return content.innerText();
    });
  }

  /** Where a text stands on the screen. The editor cuts lines into spans at its own places. */
  async placeOf(text: string): Promise<{ x: number; y: number }> {
    const place = await this.lines.evaluateAll(firstPlaceOf, text);
    if (!place) throw new Error(`${text} is not on screen`);
    return place;
  }

  /** The colours of the spans of the first line that holds a text. */
  async coloursOf(text: string): Promise<Map<string, string>> {
    const line = this.lines.filter({ hasText: text }).first();
    // A line without colours is cut into a few long spans; one with colours has a span for each column.
    await line.locator('span > span:nth-child(8)').waitFor();
    return new Map(await line.evaluate(spanColours));
  }

  /** What the language status of the active editor says, as the person reads it who points at it. */
  languageStatus(expected: RegExp): Promise<string> {
    const content = this.hovers.filter({ hasText: expected }).first();
    return this.until(`a language status that matches ${expected}`, async milliseconds => {
      // The list is made when the mouse arrives and does not follow later changes.
      await this.page.mouse.move(5, 5);
      await this.page.locator('#status\\.languageStatus').hover();
      await content.waitFor({ timeout: milliseconds });
      const text = await content.innerText();
      await this.page.mouse.move(5, 5);
      return text;
    });
  }

  /** The page inside the webview whose body holds the element. Webviews are frames in frames. */
  async webview(testId: string, which: 'first' | 'last' = 'last'): Promise<FrameLocator> {
    const frame = this.page.frameLocator('iframe.webview.ready')[which]().frameLocator('#active-frame');
    await frame.getByTestId(testId).first().waitFor();
    return frame;
  }

  async screenshot(name: string): Promise<string> {
    mkdirSync(screenshots, { recursive: true });
    const path = join(screenshots, `${name}.png`);
    // A hover that fades in is taken as it is in the end.
    await this.page.screenshot({ path, animations: 'disabled' });
    return path;
  }

  close(): Promise<void> {
    return this.end();
  }

  /** Tries again until an attempt succeeds; says what the hovers showed when none did. */
  private async until<T>(what: string, attempt: (milliseconds: number) => Promise<T>): Promise<T> {
    const deadline = Date.now() + patience;
    for (;;) {
      try {
        return await attempt(4000);
      } catch (error) {
        if (Date.now() < deadline) {
          await this.page.waitForTimeout(100);
          continue;
        }
        const seen = JSON.stringify(await this.hovers.allInnerTexts());
        throw new Error(`Waited ${patience / 1000} s for ${what}; the hovers shown: ${seen}`, {
          cause: error,
        });
      }
    }
  }
}
