import assert from 'node:assert/strict';
import { SimilarPanelPage } from '../../scripts/host/similarPanelPage';
import { setTheme } from '../../scripts/host/server';
import type { Workbench } from '../../scripts/host/workbench';
import { Session } from './session';

const themes = [
  ['Default Light Modern', 'vscode-light'],
  ['Default Dark Modern', 'vscode-dark'],
  ['Default High Contrast', 'vscode-high-contrast'],
  ['Default High Contrast Light', 'vscode-high-contrast-light'],
] as const;

describe('themes', function () {
  this.timeout(180_000);

  let session: Session;
  let workbench: Workbench;

  before(async () => {
    session = await Session.start('ui-themes');
    workbench = await session.open('campus.binetflow');
    await workbench.train();
    await workbench.goToLine(10);
    await workbench.runCommand('Flow2Vec: Show Similar Flows');
    // A page that has not answered yet has nothing to come back with after a reload.
    await SimilarPanelPage.of(workbench);
  });
  after(() => session?.stop());

  for (const [theme, bodyClass] of themes) {
    it(`the panel follows ${theme}`, async () => {
      setTheme(session.server, theme);
      await workbench.reload();
      const panel = await SimilarPanelPage.of(workbench);
      await panel.frame.locator(`body.${bodyClass}`).waitFor();
      const { text, background } = await panel.colours();
      assert.ok(contrast(text, background) >= 4.5, `${text} on ${background}`);
      await workbench.screenshot(`theme-${bodyClass}`);
    });
  }
});

/** The contrast ratio of two colours, as the accessibility guidelines define it. */
function contrast(a: string, b: string): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [r, g, b] = (colour.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number).map(linear) as [
    number,
    number,
    number,
  ];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function linear(channel: number): number {
  const c = channel / 255;
  return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
}
