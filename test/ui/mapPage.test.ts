import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { inRoot } from '../../scripts/build/paths.mjs';
import { drawnFrames } from '../../scripts/host/inPage.mjs';
import { writeMap } from '../../server/src/engine/map/mapFile';
import { makeMap } from '../support/makeMap';
import { MapPageHost } from '../support/mapPageHost';
import { temporaryFolder } from '../support/temporaryFolder';

describe('the page of a map', function () {
  this.timeout(180_000);

  const folder = temporaryFolder();
  let host: MapPageHost;

  before(async () => {
    const map = makeMap({ points: 400, of: 900 });
    const [dports] = map.header.columns.slice(3);
    assert.ok(dports);
    map.header.columns = [
      ...map.header.columns.slice(0, 3),
      { ...dports, values: dports.values.map(() => '<img src=x onerror=alert(1)>\u202e') },
    ];
    const path = `${folder.path}/made.map`;
    await writeMap(path, map);
    host = await MapPageHost.open(readFileSync(path), { header: map.header });
    await host.rested(400);
  });
  after(() => host?.close());

  it('says what was sampled', async () => {
    const facts = await host.page.getByTestId('map-facts').innerText();
    assert.match(facts, /400 of 900 tokens · trustworthiness 0\.953 · 41 % of nearest neighbours kept/);
    assert.match(await host.page.getByTestId('map-notes').innerText(), /stratified by label/);
  });

  it('shows text of a capture as text, whatever it says', async () => {
    await host.page.getByTestId('map-table-toggle').click();
    const row = await host.page.getByTestId('map-row').first().innerText();
    assert.match(row, /<img src=x onerror=alert\(1\)>⟨U\+202E⟩/);
    await host.page.getByTestId('map-colour').selectOption('field:3');
    assert.match(await host.page.getByTestId('map-legend').innerText(), /<img src=x/);
    assert.equal(await host.page.locator('img').count(), 0);
  });

  it('keeps its tooltip out of the way of a lasso', async () => {
    const { page } = host;
    const tooltip = page.getByTestId('map-tooltip');
    await page.getByTestId('map-mode-lasso').click();
    const box = await page.getByTestId('map-picture').boundingBox();
    assert.ok(box);
    const at = (x: number, y: number) => [box.x + x * box.width, box.y + y * box.height] as const;
    const shares = Array.from({ length: 40 }, (_, i) => (i + 1) / 42);
    const spots = shares.flatMap(y => shares.map(x => [x, y] as const));
    let point: readonly [number, number] | undefined;
    for (const [x, y] of spots) {
      await page.mouse.move(...at(x, y));
      if (await tooltip.isVisible()) point = [x, y];
      if (point) break;
    }
    assert.ok(point, 'no point was met');
    await page.mouse.down();
    for (const corner of [
      [0.02, 0.02],
      [0.98, 0.02],
      [0.98, 0.98],
      [0.02, 0.98],
    ] as const) {
      const [x, y] = at(corner[0], corner[1]);
      await page.mouse.move(x, y, { steps: 12 });
      assert.equal(await tooltip.isVisible(), false);
    }
    await page.mouse.up();
    await page.getByTestId('map-selection').waitFor();
  });

  it('draws a layout while it is being made', async () => {
    const snapshot = Buffer.from(Uint16Array.from({ length: 600 }, (_, i) => (i * 7919) % 65536).buffer);
    const progress = {
      ...{ job: 'j', fraction: 0.4 },
      map: { stage: 'layout', iteration: 300, of: 750, snapshot: snapshot.toString('base64') },
    };
    const shown = {
      ...{
        question: { uri: 'file:///made.binetflow', settings: { dimensions: 3 } },
        capture: 'made',
        texts: {},
      },
      view: { kind: 'running', progress },
    };
    await host.page.evaluate(`window.postMessage(${JSON.stringify({ type: 'show', shown })})`);
    await host.page.getByTestId('map-preview').waitFor();
    assert.match(await host.page.locator('.preview-frame').innerText(), /^200 tokens/);
    assert.match(await host.page.getByTestId('map-stage').innerText(), /iteration 300 of 750/);
  });
});

describe('a map of 100,000 points', function () {
  this.timeout(180_000);

  const folder = temporaryFolder();
  const points = 100_000;
  let host: MapPageHost;
  after(() => host?.close());

  it('is drawn whole at rest, and says how long a pan takes', async () => {
    const map = makeMap({ points });
    const path = `${folder.path}/large.map`;
    await writeMap(path, map);
    host = await MapPageHost.open(readFileSync(path), { header: map.header });
    await host.rested(points);
    const frames = await host.page.getByTestId('map-picture').evaluate(drawnFrames, 30);
    const sorted = frames.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b);
    const median = sorted[sorted.length >> 1] as number;
    const drawn = frames.map(({ text }) =>
      Number(/: ([\d,]+)/.exec(text)?.[1]?.replaceAll(',', '') ?? points),
    );
    const least = Math.min(...drawn);
    assert.ok(least > 0 && least <= points, String(least));
    console.log(
      `      a pan of ${points.toLocaleString('en')} points: ${median.toFixed(0)} ms in the median of ${frames.length},` +
        ` ${sorted.at(-1)?.toFixed(0)} ms at most; at least ${least.toLocaleString('en')} points drawn while it moved`,
    );
    await host.page.screenshot({ path: inRoot('.screenshots', 'map-large.png') });
  });
});
