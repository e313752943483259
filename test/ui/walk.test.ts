import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { walk } from '../../scripts/host/walk';
import type { Workbench } from '../../scripts/host/workbench';
import { intrudedOffice } from '../support/plantedCapture';
import { launchChromium } from '../../scripts/host/browser';
import { Session } from './session';

const shared = '../shared';
const tool = join(shared, 'tools/transplant.mjs');
const ctu = join(shared, 'data/flows/ctu13-20110816-first90min.binetflow.gz');

/** What a browser without a network shows of the report, and what it asked for. */
async function opened(
  report: string,
): Promise<{ text: string; asked: string[]; scripts: number; rows: number }> {
  const browser = await launchChromium();
  try {
    const context = await browser.newContext({ offline: true });
    const page = await context.newPage();
    const asked: string[] = [];
    page.on('request', request => asked.push(request.url()));
    await page.goto(`file://${report}`);
    await page.screenshot({ path: '.screenshots/walk-6-report.png' });
    const scripts = await page.locator('script, iframe, img[src^="http"], link').count();
    const flows = page.locator('table', { has: page.locator('caption', { hasText: /^Flows/ }) });
    const rows = await flows.locator('tbody tr').count();
    return { rows, text: await page.locator('body').innerText(), asked, scripts };
  } finally {
    await browser.close();
  }
}

const digestOf = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex');

describe('from a capture that nobody looked at to a report', function () {
  this.timeout(400_000);

  let session: Session;
  beforeEach(async () => {
    session = await Session.start('ui-walk');
  });
  afterEach(() => session?.stop());

  const check = async (workbench: Workbench, file: string, host: string, why: RegExp) => {
    const path = join(session.folder, file);
    const before = digestOf(path);
    const report = path.replace('.binetflow', '.html');
    const picture = (step: string) => workbench.screenshot(`walk-${step}`);
    const { actions, seconds } = await walk({ workbench, report, host, why, picture });
    const html = readFileSync(report, 'utf8');
    console.log(`      ${actions} actions, ${seconds.toFixed(0)} s`);
    assert.ok(actions <= 12, `${actions} actions`);
    const lines = readFileSync(path, 'utf8').split('\n');
    const flows = lines.filter(line => [line.split(',')[3], line.split(',')[6]].includes(host)).length;
    const { text, asked, scripts, rows } = await opened(report);
    assert.match(text, new RegExp(host.replaceAll('.', '\\.')));
    assert.ok(text.includes(before), 'the digest');
    assert.equal(rows, flows, 'all its flows');
    assert.ok(html.includes('<svg'), 'a time line');
    assert.deepEqual([asked.length, scripts], [1, 0], 'nothing but the file itself is asked for');
    assert.equal(digestOf(path), before);
  };

  it('is at most twelve actions, on a planted capture', async () => {
    const workbench = await session.open('office.binetflow', intrudedOffice());
    await check(workbench, 'office.binetflow', '10.0.0.3', /10\.0\.0\.3/);
  });

  it('is so on unlabelled flows of CTU-13 too, with the bot at another host', async function () {
    if (!existsSync(tool) || !existsSync(ctu)) this.skip();
    const cut = (name: string, ...options: string[]) => {
      const out = join(session.folder, name);
      execFileSync(process.execPath, [tool, ctu, ...options, '--out', out], { stdio: 'ignore' });
      const text = readFileSync(out, 'utf8');
      rmSync(out);
      return text;
    };
    mkdirSync(session.folder, { recursive: true });
    const [bot, carrier] = ['147.32.84.165', '147.32.84.134'];
    const [from, middle, to] = ['2011/08/16 10:20:00', '2011/08/16 10:30:00', '2011/08/16 10:40:00'];
    const past = cut('past', '--without', bot, '--after', from, '--before', middle);
    const infected = cut('infected', '--from', bot, '--to', carrier, '--after', middle, '--before', to);
    const rows = `${past}${infected.slice(infected.indexOf('\n') + 1)}`.split('\n');
    const unlabelled = rows.map((row, i) => (i === 0 ? row : row.slice(0, row.lastIndexOf(',') + 1)));
    const workbench = await session.open('campus.binetflow', unlabelled.join('\n'));
    await check(workbench, 'campus.binetflow', carrier, /tcp port 25/);
  });
});
