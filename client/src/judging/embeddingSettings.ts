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
  const entries = Object.entries(params).map(([param, value]) => {
    // Where a parameter shapes the sentences, it belongs to the corpus.
    const name = ['embedding', 'corpus']
      .map(area => `${area}.${param}`)
      .find(setting => settings.inspect(setting)?.defaultValue !== undefined);
    if (name === undefined)
      throw new Error(vscode.l10n.t('There is no setting of the parameter {0} to write to.', param));
    return [name, value] as const;
  });
  const target = vscode.workspace.workspaceFolders
    ? vscode.ConfigurationTarget.Workspace
    : vscode.ConfigurationTarget.Global;
  for (const [name, value] of entries) await settings.update(name, value, target);
  return entries.map(([name]) => `flow2vec.${name}`);
}
