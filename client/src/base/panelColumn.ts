import * as vscode from 'vscode';

/**
 * Where a panel opens: with the panels that are open; else in the column beside the editor, of which a new one is made
 * only where there is one alone, so that panels never divide the window further.
 */
export function panelColumn(): vscode.ViewColumn {
  const isPanel = ({ input }: vscode.Tab) =>
    input instanceof vscode.TabInputWebview && input.viewType.includes('flow2vec.');
  const { all, activeTabGroup: active } = vscode.window.tabGroups;
  const withPanels = all.find(({ tabs }) => tabs.some(isPanel));
  if (withPanels) return withPanels.viewColumn;
  const others = all.filter(group => group !== active);
  const beside = others.find(({ viewColumn }) => viewColumn > active.viewColumn) ?? others.at(-1);
  return beside?.viewColumn ?? vscode.ViewColumn.Beside;
}
