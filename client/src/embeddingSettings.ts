import * as vscode from 'vscode';

/**
 * Writes parameters of an embedding to the settings of the workspace, or to the user's where no folder is open.
 * Answers with the names written; throws when a parameter has no setting, before anything is written.
 */
export async function writeEmbeddingSettings(
  resource: vscode.Uri,
  params: Readonly<Record<string, number | string>>,
): Promise<string[]> {
  const settings = vscode.workspace.getConfiguration('flow2vec', resource);
  const entries = Object.entries(params).map(([name, value]) => [settingOf(name), value] as const);
  for (const [name] of entries)
    if (settings.inspect(name)?.defaultValue === undefined)
      throw new Error(vscode.l10n.t('There is no setting flow2vec.{0} to write to.', name));
  const target = vscode.workspace.workspaceFolders
    ? vscode.ConfigurationTarget.Workspace
    : vscode.ConfigurationTarget.Global;
  for (const [name, value] of entries) await settings.update(name, value, target);
  return entries.map(([name]) => `flow2vec.${name}`);
}

/** The setting of a parameter; how flows are cut into sentences belongs to the corpus. */
function settingOf(param: string): string {
  return param === 'sentence' ? 'corpus.sentence' : `embedding.${param}`;
}
