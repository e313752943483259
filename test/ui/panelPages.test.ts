import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { inRoot } from '../../scripts/build/paths.mjs';
import { launchChromium } from '../../scripts/host/browser';
import { numberStops, paleTexts, silentHeads, stopNow, unreached } from '../support/inspectPage.mjs';
import { makeCapture } from '../support/makeCapture';
import { PanelAnswers, type PanelCase } from '../support/panelAnswers';
import { follow, PanelPage } from '../support/panelPage';
import { themes } from '../support/pageDocument';
import { PartsPage } from '../support/partsPage';
import { plantedText } from '../support/plantedRoutes';
import { temporaryFolder } from '../support/temporaryFolder';

const bot = '147.32.84.165';
/** Where a screen reader's tree says that something has no name. */
const unnamed =
  /^\s*- (button|combobox|searchbox|textbox|spinbutton|slider|checkbox|link|menuitem|dialog|menu|grid|table|img|region|application|toolbar)(:| \[|$)/m;
/** Two kinds of table, so that a page's own is known by one. */
const table = [
  'when;from;to;bytes;proto;class',
  ...Array.from({ length: 30 }, (_, i) => `2011-08-16 10:00:${10 + i};10.0.0.1;192.0.2.${i};${i};tcp;0`),
].join('\n');

/** What is on screen once a page has its answer. */
const shownBy: Readonly<Record<string, string>> = {
  overview: 'overview-columns-row',
  hosts: 'hosts-sentence',
  report: 'report-classes-table',
  map: 'map-picture',
  mapping: 'mapping-columns',
  routes: 'routes-scores',
  evidence: 'evidence-lane',
};

describe('the pages of panels', function () {
  this.timeout(240_000);

  const folder = temporaryFolder();
  let browser: Browser;
  let answers: PanelAnswers;
  const cases = new Map<string, PanelCase>();
  const unlabelled = new Map<string, PanelCase>();
  let capture: string;

  before(async function () {
    if (!existsSync(inRoot('server/dist/worker.cjs'))) this.skip(); // Pages and kernels are made by the build.
    browser = await launchChromium();
    const text = makeCapture({ flows: 2000, seed: 11 });
    const lines = text.split('\n');
    const line = lines.findIndex(each => each.includes('Botnet') && each.includes(',25,'));
    capture = folder.file('campus.binetflow', text);
    const bare = lines.map((each, i) => (i === 0 ? each : each.replace(/,[^,]*$/, ',')));
    answers = await PanelAnswers.start(folder.path);
    const asked = { line, address: bot };
    for (const each of await answers.ofCapture(capture, asked)) cases.set(each.name, each);
    for (const each of await answers.ofLabels(capture)) cases.set(each.name, each);
    cases.set('evidence', await answers.ofEvidence(capture, [bot, '147.32.80.9']));
    const routes = folder.file('lab.traceroute', plantedText(300, 3));
    cases.set('routes', await answers.ofRoutes(routes));
    cases.set('mapping', await answers.ofTable(folder.file('export.csv', `${table}\n`)));
    for (const each of await answers.ofCapture(folder.file('bare.binetflow', bare.join('\n')), asked))
      unlabelled.set(each.name, each);
  });
  after(async () => {
    await browser?.close();
    await answers?.stop();
  });

  /** Opens a page, has `look` look at it, and closes it. */
  async function on(
    from: ReadonlyMap<string, PanelCase>,
    name: string,
    look: (page: Page, panel: PanelPage) => Promise<void>,
    width = 1200,
  ): Promise<void> {
    const found = from.get(name);
    assert.ok(found, name);
    const { shown, answers: told, bytes } = found;
    const panel = await PanelPage.open(browser, name, {
      ...{ shown, answers: told, width },
      ...(bytes ? { bytes } : {}),
    });
    try {
      await panel.page
        .getByTestId(shownBy[name] ?? `${name}-table`)
        .first()
        .waitFor();
      await look(panel.page, panel);
    } catch (error) {
      await picture(panel.page, name);
      throw error;
    } finally {
      await panel.close();
    }
  }

  const names = [
    ...['overview', 'hosts', 'similar', 'clusters', 'map', 'score', 'queries'],
    ...['report', 'grid', 'routes', 'mapping', 'carried'],
  ];

  for (const name of [...names, 'evidence'])
    it(`${name}: has the same bar as the others, then a sentence; names, hovers of columns, text that is read in four themes, and ways for the keyboard`, () =>
      on(cases, name, async page => {
        // A view of the panel below the editors has its title there, and nothing to be copied or asked anew.
        if (name !== 'evidence') await hasUsualBar(page);
        const tree = await page.locator('body').ariaSnapshot();
        assert.doesNotMatch(tree, unnamed);
        if (['overview', 'hosts'].includes(name)) golden(name, tree);
        assert.deepEqual(await page.evaluate(silentHeads), []);
        assert.equal(await page.locator('h1').count(), 1);
        for (const theme of themes) {
          await follow(page, theme);
          assert.deepEqual(await page.evaluate(paleTexts), [], theme);
        }
        await throughByKeys(page);
      }));

  for (const name of ['overview', 'hosts', 'similar', 'clusters', 'map', 'score', 'queries'])
    it(`${name}: says nothing of labels where there are none`, () =>
      on(unlabelled, name, async page => {
        const text = await page.locator('body').innerText();
        assert.doesNotMatch(text, /\blabel|unlabelled|botnet|purity|neighbours vote/i);
        for (const input of await page.locator('input[placeholder]').all())
          assert.doesNotMatch((await input.getAttribute('placeholder')) ?? '', /label/i);
        assert.equal(await page.locator('.label-bar, .class-sign').count(), 0);
      }));

  for (const name of ['similar', 'clusters', 'score', 'queries', 'grid'])
    it(`${name}: says so when a filter has no hits`, () =>
      on(cases, name, async page => {
        await page.getByTestId(name === 'clusters' ? 'clusters-find' : `${name}-filter`).fill('zzzz');
        await page
          .getByTestId(`${name}-shown`)
          .filter({ hasText: /^No row of \d+ (has "zzzz"|passes the filters)/ })
          .waitFor();
      }));

  it('routes: the figures of the head follow the threshold', () =>
    on(cases, 'routes', async page => {
      const figures = async () => [
        await page.getByTestId('routes-sentence').innerText(),
        await page.getByTestId('routes-accuracy').innerText(),
        await page.getByTestId('routes-macro').innerText(),
      ];
      const before = await figures();
      await page.getByTestId('routes-threshold').focus();
      await page.keyboard.press('End');
      const after = await figures();
      assert.match(after[0] ?? '', /^Called malicious from 1\.00 on, 0 of \d+ malicious routes are found/);
      assert.ok(after.every((figure, i) => figure !== before[i]));
      const [macro] = after.slice(2);
      const row = await page.getByTestId('routes-row-macro').innerText();
      assert.ok(row.includes(macro ?? '?'), 'the head says what the report says');
    }));

  it('clusters: all flows of those that are selected become evidence', () =>
    on(cases, 'clusters', async (page, panel) => {
      await page.getByTestId('clusters-row').first().focus();
      await page.keyboard.press('Space');
      await page.getByTestId('clusters-pin').click();
      const pinned = (await panel.called('pin')) as { about: { tokens: string[] }; title: string };
      const size = Number(await page.getByTestId('clusters-size').first().innerText());
      assert.equal(pinned.about.tokens.length, size);
      assert.match(pinned.title, /^Clusters: #0 /);
    }));

  it('answers in a notebook have names, are read in four themes, and come through by keys', async () => {
    const asked = [
      ['question', 'overview'],
      ['question', `similar --token "tcp ${bot} 205.188.186.137 25"`],
      ['sql', 'SELECT Proto, count(*) AS flows, min(Line) AS Line FROM flows GROUP BY 1 ORDER BY 2 DESC'],
    ] as const;
    const given = await Promise.all(asked.map(([kind, text]) => answers.ofCell(capture, kind, text)));
    const told = given.map(answer => ({ ...answer, time: '2011-08-16T12:00:00.000Z' }));
    for (const { error } of told) assert.equal(error, undefined);
    const host = await PartsPage.open('answer', 'vscode-dark', 'inline');
    try {
      const { page } = host;
      await page.evaluate(`show(${JSON.stringify(told)})`);
      const tree = await page.locator('body').ariaSnapshot();
      assert.doesNotMatch(tree, unnamed);
      for (const theme of themes) {
        await follow(page, theme);
        assert.deepEqual(await page.evaluate(paleTexts), [], theme);
      }
      await throughByKeys(page);
      golden('notebook', tree);
    } catch (error) {
      await picture(host.page, 'notebook');
      throw error;
    } finally {
      await host.close();
    }
  });
});

async function hasUsualBar(page: Page): Promise<void> {
  const bar = page.getByRole('group', { name: 'The answer as a whole' });
  const said = await bar.getByRole('button').allInnerTexts();
  const usual = ['Add Question to Investigation', 'Copy', 'Markdown…', 'CSV…', 'JSON…', 'Refresh'];
  assert.deepEqual(
    said,
    usual.filter(each => said.includes(each)),
  );
  assert.ok(said.includes('Refresh'));
  const first = await page.locator('.sentence').first().innerText();
  assert.match(first, /^\S.*[.!]$/s);
}

/** What was on screen when something failed; a picture of each page and theme takes longer than all that is looked at. */
async function picture(page: Page, name: string): Promise<void> {
  mkdirSync(inRoot('.screenshots'), { recursive: true });
  await page.screenshot({ path: inRoot('.screenshots', `panel-${name}.png`), fullPage: true });
}

/** Presses Tab until the keyboard has been everywhere. */
async function throughByKeys(page: Page): Promise<void> {
  assert.deepEqual(await page.evaluate(unreached), []);
  const stops = await page.evaluate(numberStops);
  const seen = new Set<string>();
  const hidden: string[] = [];
  for (let i = 0; i < 2 * stops + 10 && seen.size < stops; i++) {
    await page.keyboard.press('Tab');
    const now = await page.evaluate(stopNow);
    if (!now) continue;
    if (!now.isShown) hidden.push(now.what);
    if (now.stop !== '') seen.add(now.stop);
  }
  const missed = await page.evaluate(
    `[...document.querySelectorAll('[data-stop]')].filter(each => !${JSON.stringify([...seen])}.includes(each.dataset.stop)).map(each => each.outerHTML.slice(0, 120))`,
  );
  assert.deepEqual(missed, [], 'not come to by Tab');
  assert.deepEqual(hidden, [], 'where the keyboard is not seen');
  for (const grid of await page.getByRole('grid').all()) {
    const rows = grid.locator('tbody tr[tabindex]');
    if (!(await grid.isVisible()) || (await rows.count()) < 2) continue;
    await grid.locator('tbody tr[tabindex="0"]').first().focus();
    const before = await page.evaluate('document.activeElement.getAttribute("aria-rowindex")');
    await page.keyboard.press('ArrowDown');
    const after = await page.evaluate('document.activeElement.getAttribute("aria-rowindex")');
    assert.equal(Number(after), Number(before) + 1);
  }
}

/** What a screen reader comes to, of tables their heads only; UPDATE_TREES writes it anew. */
function golden(name: string, tree: string): void {
  const kept: string[] = [];
  /** Depth of the table that one is in, and whether its head was met. */
  let table: { depth: number; headed: boolean } | undefined;
  for (const line of tree.split('\n')) {
    const depth = line.search(/\S/);
    if (table && depth <= table.depth) table = undefined;
    const isHead = table?.headed === false && /^\s*- row "/.test(line);
    // What is in a picture or a row is for who goes there.
    if (!table || isHead) kept.push(line.replace(/^(\s*- (?:img|row) "[^"]*"):.*$/, '$1'));
    if (table && isHead) table.headed = true;
    if (/^\s*- (grid|table) "/.test(line)) table = { depth, headed: false };
  }
  const path = inRoot('test/golden/tree', `${name}.yaml`);
  const text = `${kept.join('\n')}\n`;
  if (process.env.UPDATE_TREES) {
    mkdirSync(inRoot('test/golden/tree'), { recursive: true });
    writeFileSync(path, text);
  }
  assert.equal(text, readFileSync(path, 'utf8'));
}
