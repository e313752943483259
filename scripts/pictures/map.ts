import type { FrameLocator } from 'playwright-core';
import type { Workbench } from '../host/workbench';

/** The bot and a mail server that it spams: its tokens are selected, and the neighbours of the first are drawn. */
const bot = '147.32.84.165';
const mailPort = '25';

/** Draws the map of the sample with the bot's neighbours, ready for a picture. */
export async function showMap(workbench: Workbench): Promise<FrameLocator> {
  // The map is wide enough for its legend beside it without the side bar.
  await workbench.runCommand('View: Toggle Primary Side Bar Visibility');
  await workbench.runCommand('Flow2Vec: Map Flows…', 'asks');
  const input = workbench.page.locator('.quick-input-widget input[type=text]');
  await workbench.page.locator('.quick-input-title', { hasText: 'Map the Flows of' }).waitFor();
  await input.press('Enter');
  const frame = await workbench.webview('map-picture');
  await frame.getByTestId('map-search').fill(`${bot} ${mailPort}`);
  const said = frame.getByTestId('map-status');
  await said.filter({ hasText: /tokens selected/ }).waitFor({ state: 'attached' });
  await frame.getByTestId('map-picture').focus();
  await workbench.page.keyboard.press('Tab');
  await workbench.page.keyboard.press('Enter');
  await said.filter({ hasText: /neighbours/ }).waitFor({ state: 'attached' });
  await frame.getByTestId('map-point-fit').click();
  // Somewhat of the surroundings belongs to the picture.
  for (let i = 0; i < 3; i++) await frame.getByTestId('map-zoom-out').click();
  // With nothing selected every point has its colour; the lines stay.
  await frame.getByTestId('map-selection-clear').click();
  await frame.getByTestId('map-title').scrollIntoViewIfNeeded();
  await frame
    .getByTestId('map-drawn')
    .filter({ hasText: /^[\d,]+ points drawn/ })
    .waitFor();
  return frame;
}
