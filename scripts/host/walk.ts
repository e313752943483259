import type { Workbench } from './workbench';

export interface Walked {
  /** Inputs that a person makes: a command, a click, a choice, a text with Enter. */
  actions: number;
  seconds: number;
}

interface Walk {
  workbench: Workbench;
  /** Where the report goes. */
  report: string;
  /** Who is suspected, and what must be said of them. */
  host: string;
  why: RegExp;
  /** What is shown is worth a picture. */
  picture(step: string): Promise<unknown>;
}

/** From an open capture to a report, as a person does it who has never seen the capture; the host is what they suspect. */
export async function walk({ workbench, report, host, why, picture }: Walk): Promise<Walked> {
  const { page } = workbench;
  const began = performance.now();
  let actions = 0;
  const act = async (what: Promise<unknown>) => {
    await what;
    actions++;
  };
  const asked = (title: RegExp) => page.locator('.quick-input-title', { hasText: title }).waitFor();
  const enter = () => page.locator('.quick-input-widget input[type=text]').press('Enter');
  await picture('1-capture');
  await act(workbench.runCommand('Flow2Vec: Find Anomalies…', 'asks'));
  await asked(/^Find Anomalies in/);
  await act(enter());
  const panel = await workbench.webview('score-hosts-table');
  const row = panel.getByTestId('score-hosts-row').filter({ hasText: host }).first();
  await row.waitFor();
  await row.filter({ hasText: why }).waitFor();
  await picture('2-anomalies');
  await act(row.getByTestId('score-hosts-flows').click());
  await act(panel.getByTestId('score-hosts-pin').click());
  await asked(new RegExp(host));
  await picture('3-verdict');
  await act(enter());
  const note = page.locator('.quick-input-widget input[type=text]');
  await page.locator('.quick-input-message', { hasText: /tags/ }).waitFor();
  await note.fill('Does what it never did #intrusion');
  await act(enter());
  // They are gathered first, and the case is opened.
  await page.locator('.statusbar-item', { hasText: /flows added to/ }).waitFor();
  const tab = page.locator('.tab', { hasText: /flowcase|Untitled|Investigation/ }).last();
  await page.locator('.notebookOverlay .cell-list-container').first().waitFor();
  await act(tab.click());
  await picture('4-investigation');
  const told = page.locator('.notification-list-item', { hasText: 'The investigation is in' });
  const ask = async () => {
    await workbench.runCommand('Flow2Vec: Export Investigation', 'asks');
    await asked(/Export Investigation/);
  };
  await act(ask());
  await act(
    // The dialog is ready once it has looked at the folder; before, it takes what is typed for the name of one, and asked for the
    // same again it says the same: a new one is opened.
    (async () => {
      for (let tried = 0; tried < 5 && !(await told.isVisible()); tried++) {
        if (tried > 0) {
          await page.keyboard.press('Escape');
          await ask();
        }
        await page.locator('.quick-input-widget input[type=text]').fill(report);
        await enter();
        await told.waitFor({ timeout: 10_000 }).catch(() => undefined);
      }
    })(),
  );
  await told.waitFor();
  await picture('5-exported');
  return { actions, seconds: (performance.now() - began) / 1000 };
}
