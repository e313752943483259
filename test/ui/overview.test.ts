import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FrameLocator } from 'playwright-core';
import type { Workbench } from '../../scripts/host/workbench';
import { Session } from './session';

const digest = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex');

const themes = [
  ['dark', 'Dark Modern'],
  ['light', 'Light Modern'],
  ['high-contrast', 'Dark High Contrast'],
] as const;

describe('the overview and the page of a host', function () {
  this.timeout(240_000);

  let session: Session;
  let workbench: Workbench;
  let untouched: string;
  const bot = '147.32.84.165';

  before(async () => {
    session = await Session.start('ui-overview');
    workbench = await session.open('campus.binetflow');
    untouched = digest(join(session.folder, 'campus.binetflow'));
  });
  after(() => session?.stop());

  for (const [name, theme] of themes)
    describe(name, () => {
      let frame: FrameLocator;

      before(async () => {
        await workbench.chooseTheme(theme);
        // Pages are made anew.
        await workbench.runCommand('View: Close All Editors');
        await workbench.openFromExplorer('campus.binetflow');
        await workbench.waitForEditor('campus.binetflow');
      });

      const chips = () => frame.getByTestId('overview-chip');
      const sentence = (wanted: RegExp) =>
        frame.getByTestId('overview-sentence').filter({ hasText: wanted }).waitFor();

      it('says in a sentence what the capture holds, and lists it', async () => {
        await workbench.runCommand('Flow2Vec: Show Overview');
        frame = await workbench.webview('overview-sentence');
        await sentence(/^2,000 flows of \d+ hosts, \d+ % botnet, /);
        await frame.locator(`body.vscode-${name}`).waitFor();
        for (const list of ['hosts', 'conversations', 'services', 'states'])
          assert.ok((await frame.getByTestId(`overview-${list}-row`).count()) > 0, list);
        await workbench.screenshot(`overview-${name}`);
      });

      it('narrows to a row, by the keyboard too, and widens again', async () => {
        await frame.getByTestId('overview-hosts-row').filter({ hasText: bot }).focus();
        await workbench.page.keyboard.press('Enter');
        await chips()
          .filter({ hasText: `Host = '${bot}'` })
          .waitFor();
        await frame.getByTestId('overview-services-not').first().click();
        await frame.getByTestId('overview-chip').nth(1).waitFor();
        assert.match((await chips().nth(1).textContent()) ?? '', /^not \(Proto = '\w+' and Dport = \d+\)/);
        await frame.getByTestId('overview-chip-remove').nth(1).click();
        await chips().nth(1).waitFor({ state: 'detached' });
        await frame.getByTestId('overview-clear').click();
        await sentence(/^2,000 flows/);
      });

      it('narrows to a part of the time that is dragged', async () => {
        const picture = frame.getByTestId('overview-timeline-picture');
        const box = await picture.boundingBox();
        assert.ok(box);
        await workbench.page.mouse.move(box.x + box.width * 0.3, box.y + 100);
        await workbench.page.mouse.down();
        await workbench.page.mouse.move(box.x + box.width * 0.6, box.y + 100, { steps: 5 });
        await workbench.page.mouse.up();
        await chips().filter({ hasText: 'StartTime >= ' }).waitFor();
        assert.equal(await chips().count(), 2);
        await workbench.screenshot(`overview-narrowed-${name}`);
      });

      it('takes conditions as text, and says what is wrong with one', async () => {
        await frame.getByTestId('overview-filter').fill('Dport = ');
        await frame.getByTestId('overview-filter').press('Enter');
        await frame
          .getByTestId('overview-filter-error')
          .filter({ hasText: 'its end where a value' })
          .waitFor();
        await frame.getByTestId('overview-filter').fill('Dport = 25');
        await frame.getByTestId('overview-filter').press('Enter');
        await chips().filter({ hasText: 'Dport = 25' }).waitFor();
      });

      it('opens the page of a host, which says what it does and leads on', async () => {
        await frame
          .getByTestId('overview-hosts-row')
          .filter({ hasText: bot })
          .getByTestId('overview-hosts-open')
          .click();
        const host = await workbench.webview('hosts-sentence');
        await host
          .getByTestId('hosts-sentence')
          .filter({ hasText: `${bot} is a client only` })
          .waitFor();
        assert.match(
          (await host.getByTestId('hosts-title').textContent()) ?? '',
          new RegExp(`^Host ${bot} in`),
        );
        await workbench.screenshot(`host-${name}`);
        await host.getByTestId('hosts-peers-open').first().click();
        await host
          .getByTestId('hosts-sentence')
          .filter({ hasText: /server/ })
          .waitFor();
      });

      it('leaves the capture as it is', () =>
        assert.equal(digest(join(session.folder, 'campus.binetflow')), untouched));
    });
});
