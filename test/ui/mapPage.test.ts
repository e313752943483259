import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
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
