import * as vscode from 'vscode';

/** Where a panel opens: with the panels that are open, so that they do not divide the window further; else beside. */
export function panelColumn(): vscode.ViewColumn {
  const isPanel = ({ input }: vscode.Tab) =>
    input instanceof vscode.TabInputWebview && input.viewType.includes('flow2vec.');
  const group = vscode.window.tabGroups.all.find(({ tabs }) => tabs.some(isPanel));
  return group?.viewColumn ?? vscode.ViewColumn.Beside;
}
