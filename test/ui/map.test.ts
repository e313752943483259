import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FrameLocator } from 'playwright-core';
import type { Workbench } from '../../scripts/host/workbench';
import { Session } from './session';

describe('the map of flows', function () {
  this.timeout(300_000);

  let session: Session;
  let workbench: Workbench;
  let frame: FrameLocator;

  before(async () => {
    const settings = {
      'flow2vec.embedding.epochs': 2,
      'flow2vec.embedding.size': 16,
      'flow2vec.map.iterations': 500,
    };
    session = await Session.start('ui-map', { settings });
    workbench = await session.open('campus.binetflow');
    await workbench.train();
  });
  after(() => session?.stop());

  const input = () => workbench.page.locator('.quick-input-widget input[type=text]');
  const picture = () => frame.getByTestId('map-picture');
  const status = (text: RegExp) =>
    frame.getByTestId('map-status').filter({ hasText: text }).waitFor({ state: 'attached' });
  const drawn = async () => {
    await frame
      .getByTestId('map-drawn')
      .filter({ hasText: /^[\d,]+ points drawn/ })
      .waitFor();
    return number(await frame.getByTestId('map-drawn').innerText());
  };
  const marked = (token: RegExp) => frame.getByTestId('map-marked').filter({ hasText: token }).waitFor();

  it('asks for parameters, draws, and marks the flow of the cursor', async () => {
    await workbench.goToLine(10);
    await workbench.runCommand('Flow2Vec: Map Flows…', 'asks');
    await workbench.page.locator('.quick-input-title', { hasText: 'Map the Flows of' }).waitFor();
    await input().press('Enter');
    frame = await workbench.webview('map-picture');
    assert.ok((await drawn()) > 300);
    const facts = await frame.getByTestId('map-facts').innerText();
    assert.match(facts, /t-SNE · 2 dimensions · all \d+ tokens · trustworthiness [01]\.\d+/);
    await marked(/Marked: \w+ 147\./);
    await workbench.screenshot('map');
  });

  it('follows the cursor of the editor', async () => {
    const before = await frame.getByTestId('map-marked').innerText();
    await workbench.page.locator('.tab[data-resource-name="campus.binetflow"]').click();
    await workbench.goToLine(13);
    await marked(/218\.1\.9\.3/);
    assert.notEqual(await frame.getByTestId('map-marked').innerText(), before);
  });

  it('selects what is searched for, says what it shares, and lists it', async () => {
    await frame.getByTestId('map-search').fill('147.32.84.165 25');
    await status(/tokens selected/);
    const selection = frame.getByTestId('map-selection');
    await selection.waitFor();
    assert.match(await frame.getByTestId('map-selection-values').innerText(), /147\.32\.84\.165\s+100 %/);
    assert.match(await selection.innerText(), /botnet/);
    await frame.getByTestId('map-selection-list').click();
    const rows = await frame.getByTestId('map-row').allInnerTexts();
    assert.equal(rows.length, number(await selection.locator('h2').innerText()));
    for (const row of rows) assert.match(row, /147\.32\.84\.165/);
  });

  it('shows the line of a listed token in the editor', async () => {
    const link = frame.getByTestId('map-table-reveal').first();
    const line = number(await link.innerText());
    await link.click();
    await workbench.showsLine(line);
  });

  it('goes through the selection by Tab, and draws neighbours of the original space', async () => {
    await picture().focus();
    await workbench.page.keyboard.press('Tab');
    await status(/147\.32\.84\.165/);
    await workbench.page.keyboard.press('Enter');
    await status(/10 neighbours, 10 of them on the map/);
    assert.equal(await frame.getByTestId('map-neighbour').count(), 10);
    const cosines = (await frame.getByTestId('map-neighbour').locator('.number').allInnerTexts()).map(Number);
    assert.deepEqual(
      cosines,
      [...cosines].sort((a, b) => b - a),
    );
    await workbench.screenshot('map-neighbours');
  });

  it('hides and shows classes by the legend', async () => {
    const all = await drawn();
    const entry = frame.getByTestId('map-legend-entry').filter({ hasText: 'background' });
    const background = number(await entry.locator('.number').innerText());
    await entry.getByTestId('map-legend-toggle').click();
    await frame
      .getByTestId('map-drawn')
      .filter({ hasText: new RegExp(`^${(all - background).toLocaleString('en')} points`) })
      .waitFor();
    await entry.getByTestId('map-legend-toggle').click();
    await frame
      .getByTestId('map-drawn')
      .filter({ hasText: new RegExp(`^${all.toLocaleString('en')} points`) })
      .waitFor();
  });

  it('selects by a box and by a lasso', async () => {
    const drag = async (mode: string, way: [number, number][]) => {
      await frame.getByTestId('map-selection-clear').click();
      await frame.getByTestId(`map-mode-${mode}`).click();
      await picture().scrollIntoViewIfNeeded();
      const box = await picture().boundingBox();
      assert.ok(box);
      const at = ([x, y]: [number, number]) => [box.x + x * box.width, box.y + y * box.height] as const;
      const [first, ...others] = way;
      await workbench.page.mouse.move(...at(first as [number, number]));
      await workbench.page.mouse.down();
      for (const spot of others) await workbench.page.mouse.move(...at(spot), { steps: 5 });
      await workbench.page.mouse.up();
      await frame.getByTestId('map-selection').waitFor();
      return number(await frame.getByTestId('map-selection').locator('h2').innerText());
    };
    const [low, high] = [0.02, 0.98];
    const boxed = await drag('box', [
      [low, low],
      [high, high],
    ]);
    // The triangle is a half of the box.
    const lassoed = await drag('lasso', [
      [low, low],
      [high, low],
      [low, high],
      [low, low],
    ]);
    assert.ok(boxed > lassoed && lassoed > 0, `${boxed} ${lassoed}`);
    await frame.getByTestId('map-mode-move').click();
  });

  it('colours by field and number', async () => {
    for (const [value, entry] of [
      ['field:0', /udp/],
      ['number:bytes', /B/],
    ] as const) {
      await frame.getByTestId('map-colour').selectOption(value);
      await frame.getByTestId('map-legend-entry').filter({ hasText: entry }).first().waitFor();
    }
    await frame.getByTestId('map-colour').selectOption('field:3');
    await frame.getByTestId('map-legend-entry').filter({ hasText: /^123/ }).waitFor();
    await workbench.screenshot('map-ports');
  });

  it('exports the selection and the picture', async () => {
    const dialog = workbench.page.locator('.quick-input-widget');
    for (const [button, name, check] of [
      ['map-selection-csv', 'picked.csv', /^token,Proto,SrcAddr,DstAddr,Dport,x,y,flows,label/],
      ['map-selection-json', 'picked.json', /^\[\n\{"token":/],
      ['map-svg', 'map.svg', /^<svg .*<path /s],
      ['map-png', 'map.png', /^.PNG/],
    ] as const) {
      await frame.getByTestId(button).click();
      await dialog.waitFor();
      // The dialog writes its folder into the box until it has listed it.
      await dialog.locator('.monaco-list-row', { hasText: '..' }).waitFor();
      const path = join(session.folder, name);
      await input().fill(path);
      await input().press('Enter');
      await status(new RegExp(`Saved as ${name}`));
      assert.match(readFileSync(path, 'latin1'), check);
    }
  });

  it('comes back as it was after the window is reloaded', async () => {
    const selected = await frame.getByTestId('map-selection').locator('h2').innerText();
    await workbench.reload();
    frame = await workbench.webview('map-picture');
    await frame.getByTestId('map-selection').waitFor();
    assert.equal(await frame.getByTestId('map-selection').locator('h2').innerText(), selected);
    assert.equal(await frame.getByTestId('map-colour').inputValue(), 'field:3');
    // The server is asked for them anew, which may take longer than to draw.
    await frame.getByTestId('map-neighbour').nth(9).waitFor();
    assert.equal(await frame.getByTestId('map-neighbour').count(), 10);
  });

  it('follows the theme of the window', async () => {
    await frame.getByTestId('map-colour').selectOption('label');
    const shot = () => picture().screenshot();
    let before = await shot();
    for (const [theme, bodyClass] of [
      ['Dark Modern', 'vscode-dark'],
      ['Dark High Contrast', 'vscode-high-contrast'],
      ['Light High Contrast', 'vscode-high-contrast-light'],
    ] as const) {
      await workbench.chooseTheme(theme);
      await frame.locator(`body.${bodyClass}`).waitFor();
      await drawn();
      const after = await shot();
      assert.notDeepEqual(after, before, theme);
      before = after;
      await workbench.screenshot(`map-${bodyClass}`);
    }
  });

  it('lays out in three dimensions, which turn by keys', async () => {
    await frame.getByTestId('map-parameters').click();
    await workbench.page.locator('.quick-input-title', { hasText: 'Map the Flows of' }).waitFor();
    const choose = async (text: RegExp) => {
      const row = workbench.page.locator('.quick-input-list .monaco-list-row', { hasText: text }).first();
      await row.click();
    };
    await choose(/^Dimensions/);
    await workbench.page
      .locator('.quick-input-list .monaco-list-row')
      .first()
      .filter({ hasText: /^2/ })
      .waitFor();
    await choose(/^3/);
    await choose(/Draw the Map/);
    await frame.getByTestId('map-mode-turn').waitFor();
    await drawn();
    const shot = () => frame.getByTestId('map-picture').screenshot();
    const before = await shot();
    await picture().focus();
    for (let i = 0; i < 4; i++) await workbench.page.keyboard.press('Shift+ArrowRight');
    await drawn();
    assert.notDeepEqual(await shot(), before);
    await workbench.screenshot('map-solid');
  });
});

function number(text: string): number {
  return Number(/[\d,]+/.exec(text)?.[0].replaceAll(',', ''));
}
