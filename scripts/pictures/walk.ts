import { launchChromium } from '../host/browser';
import { walk } from '../host/walk';
import type { Workbench } from '../host/workbench';

/** Captures of everyday work say of no flow what it is. */
export const unlabelled = (capture: string): string =>
  capture.replace(/,[^,\n]*$/gm, (cell, at: number) => (at < capture.indexOf('\n') ? cell : ','));

/** The guide's way from a capture to a report, a picture a step; who stands out on the planted capture is known. */
export async function showWalk(
  workbench: Workbench,
  report: string,
  keep: (name: string, png: Buffer) => void,
): Promise<void> {
  const picture = async (step: string) => {
    // What was added stands in the side bar, which the way itself needs not open.
    if (step === '4-investigation') await workbench.runCommand('View: Show Flow2Vec');
    keep(`walk-${step}`, await workbench.page.screenshot());
  };
  await walk({ workbench, report, host: '10.0.0.3', why: /tcp port 22/, picture });
  const browser = await launchChromium();
  try {
    const page = await browser.newPage({ viewport: { width: 1600, height: 1000 } });
    await page.goto(`file://${report}`);
    keep('walk-6-report', await page.screenshot());
  } finally {
    await browser.close();
  }
}
