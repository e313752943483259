import type { Browser, Page } from 'playwright-core';
import { launchChromium } from '../../scripts/host/browser';
import { windowOf } from '../../scripts/host/workbench';

/**
 * One page for all windows of this process, one after the other, at one address: what its renderer compiled of VS Code is there
 * for the next, which takes half of what a window takes in a new browser.
 */
class SharedWindow {
  #browser: Browser | undefined;
  #page: Page | undefined;
  #port: number | undefined;

  get atPort(): { port?: number } {
    return this.#port === undefined ? {} : { port: this.#port };
  }

  get page(): Page {
    if (!this.#page) throw new Error('No session has begun.');
    return this.#page;
  }

  /** Launches the browser where there is none; what windows kept of a server at this address is gone. */
  async forgetAll(origin: string): Promise<void> {
    this.#port = Number(new URL(origin).port);
    this.#browser ??= await launchChromium();
    if (!this.#page || this.#page.isClosed()) {
      this.#page = await windowOf(this.#browser);
      // A window that goes asks whether what is not saved may go too.
      this.#page.on('dialog', dialog => void dialog.accept());
    }
    const session = await this.#page.context().newCDPSession(this.#page);
    const storageTypes = 'cookies,indexeddb,local_storage,service_workers';
    await session.send('Storage.clearDataForOrigin', { origin, storageTypes });
    await session.detach();
  }

  async leave(): Promise<void> {
    await this.#page?.goto('about:blank');
  }

  async close(): Promise<void> {
    await this.#browser?.close();
    this.#browser = this.#page = undefined;
  }
}

export const sharedWindow = new SharedWindow();

// Where files run side by side, root hooks run after each; there the browser ends with its process.
after(async () => {
  if (process.env['MOCHA_WORKER_ID'] === undefined) await sharedWindow.close();
});
