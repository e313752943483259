import { mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Browser, FrameLocator, Locator, Page } from 'playwright-core';
import { inRoot } from '../build/paths.mjs';
import { workbenchAddress } from './address';
import type { WorkbenchAddress } from './address';
import { launchChromium } from './browser';
import { firstPlaceOf } from './inPage.mjs';

/** Two VS Code processes and a browser share two cores with a training: conditions get this long. */
const patience = 90_000;

export const screenshots = inRoot('.screenshots');

/** A VS Code window, driven as a person drives it: mouse, keyboard, command palette. */
export class Workbench {
  private constructor(
    readonly page: Page,
    private readonly browser: Browser,
    private readonly address: string,
  ) {}

  static async open(origin: string, where: WorkbenchAddress): Promise<Workbench> {
    const browser = await launchChromium();
    const context = await browser.newContext({ viewport: { width: 1600, height: 1000 } });
    const page = await context.newPage();
    page.setDefaultTimeout(patience);
    const workbench = new Workbench(page, browser, workbenchAddress(origin, where));
    await workbench.load();
    if (where.file) await workbench.waitForEditor(basename(where.file));
    return workbench;
  }

  /** Opens the address again, as the browser's reload does; the window's state is kept. */
  async load(): Promise<void> {
    await this.page.goto(this.address);
    await this.page.locator('.monaco-workbench .part.editor').waitFor();
  }

  async waitForEditor(file: string): Promise<void> {
    await this.page.locator(`.tab.active[data-resource-name="${file}"]`).waitFor();
    await this.lines.first().waitFor();
  }

  get lines(): Locator {
    return this.page.locator('.part.editor .view-line');
  }

  /** Runs a command by the name people see in the palette. */
  async runCommand(title: string): Promise<void> {
    const input = this.page.locator('.quick-input-widget input[type=text]');
    await this.page.keyboard.press('F1');
    await input.fill(`>${title}`);
    const first = this.page.locator('.quick-input-list .monaco-list-row').first();
    // Until the extension has contributed its commands, the palette offers others.
    await first.filter({ hasText: title }).waitFor();
    await input.press('Enter');
    await input.waitFor({ state: 'hidden' });
  }

  /** Puts the cursor on a line of the active editor; one-based, as the editor shows it. */
  async goToLine(line: number, column = 1): Promise<void> {
    const input = this.page.locator('.quick-input-widget input[type=text]');
    await this.page.keyboard.press('Control+g');
    await input.fill(`:${line}:${column}`);
    await input.press('Enter');
    await input.waitFor({ state: 'hidden' });
    await this.cursorAt(line);
  }

  async cursorAt(line: number): Promise<void> {
    await this.page
      .locator('#status\\.editor\\.selection')
      .filter({ hasText: new RegExp(`Ln ${line}\\b`) })
      .waitFor();
  }

  /** The line of the active editor the cursor is on. */
  async cursorLine(): Promise<number> {
    const text = await this.page.locator('#status\\.editor\\.selection').innerText();
    return Number(/Ln (\d+)/.exec(text)?.[1]);
  }

  /** Rests the mouse on a visible text of the editor until the hover says something that matches. */
  async hover(text: string, expected: RegExp): Promise<string> {
    const content = this.page
      .locator('.monaco-hover:not(.hidden) .monaco-hover-content')
      .filter({ hasText: expected });
    const deadline = Date.now() + patience;
    for (;;) {
      // An edit, a training that ends or a passing notification closes a hover: the mouse comes again.
      await this.page.mouse.move(5, 5);
      const place = await this.placeOf(text);
      await this.page.mouse.move(place.x, place.y, { steps: 3 });
      try {
        await content.first().waitFor({ timeout: 4000 });
        return await content.first().innerText();
      } catch (error) {
        if (Date.now() > deadline) throw await this.explain(error, `No hover that matches ${expected}`);
      }
    }
  }

  /** Where a text stands on the screen. The editor cuts lines into spans at its own places. */
  async placeOf(text: string): Promise<{ x: number; y: number }> {
    await this.lines.filter({ hasText: text }).first().waitFor();
    const place = await this.lines.evaluateAll(firstPlaceOf, text);
    if (!place) throw new Error(`${text} is not on screen`);
    return place;
  }

  /** What the language status of the active editor says, as the person reads it who points at it. */
  async languageStatus(expected: RegExp): Promise<string> {
    const content = this.page.locator('.monaco-hover:not(.hidden)').filter({ hasText: expected });
    const deadline = Date.now() + patience;
    for (;;) {
      // The list is made when the mouse arrives and does not follow later changes.
      await this.page.mouse.move(5, 5);
      await this.page.locator('#status\\.languageStatus').hover();
      try {
        await content.first().waitFor({ timeout: 3000 });
        const text = await content.first().innerText();
        await this.page.mouse.move(5, 5);
        return text;
      } catch (error) {
        if (Date.now() > deadline)
          throw await this.explain(error, `No language status that matches ${expected}`);
      }
    }
  }

  /** The page inside the webview whose body holds the element. Webviews are frames in frames. */
  async webview(testId: string): Promise<FrameLocator> {
    const frame = this.page.frameLocator('iframe.webview.ready').last().frameLocator('#active-frame');
    await frame.getByTestId(testId).first().waitFor();
    return frame;
  }

  async screenshot(name: string): Promise<string> {
    mkdirSync(screenshots, { recursive: true });
    const path = join(screenshots, `${name}.png`);
    await this.page.screenshot({ path });
    return path;
  }

  close(): Promise<void> {
    return this.browser.close();
  }

  private async explain(error: unknown, what: string): Promise<Error> {
    const seen = await this.page.locator('.monaco-hover:not(.hidden)').allInnerTexts();
    return new Error(`${what}; the hovers shown: ${JSON.stringify(seen)}`, { cause: error });
  }
}
