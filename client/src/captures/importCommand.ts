import * as vscode from 'vscode';
import { languageOfFormat } from '../../../shared/protocol/captureLanguages';
import { captureFormat, importCapture, planImport } from '../../../shared/protocol/messages';
import type { ImportPlan } from '../../../shared/protocol/reading';
import { activeResource, fileName } from '../base/captures';
import { readArgument } from '../base/commandArgument';
import { syncLimit } from '../base/editorLimits';
import { register } from '../base/register';
import { openTableEditor } from '../base/tableEditors';
import type { ServerClient } from '../server/serverClient';

const planLimitMs = 60_000;
/** Tools read packets at some hundred megabytes a second. */
const importLimitMs = 24 * 3600_000;

type Choice = ImportPlan['tools'][number];

/** Makes flows of packets or binary records by a tool of the user's, whose command lines are shown before they run. */
export function importCommand(server: ServerClient): vscode.Disposable {
  return register(server, 'flow2vec.importBinary', async value => {
    if (!vscode.workspace.isTrusted)
      throw new Error(
        vscode.l10n.t('Tools run on the files of trusted workspaces only: trust this one to import packets.'),
      );
    const { uri } = readArgument(value);
    const file = uri === undefined ? (activeResource() ?? (await picked())) : vscode.Uri.parse(uri);
    if (!file) return;
    const plan = await server.request(planImport, { uri: file.toString() }, planLimitMs);
    const tool = await chosen(plan);
    if (!tool || !(await agreed(file, plan, tool))) return;
    const made = await vscode.window.withProgress(
      {
        location: vscode.ProgressLocation.Notification,
        title: vscode.l10n.t('{0} reads {1}', tool.name, fileName(file)),
        cancellable: true,
      },
      (_, token) =>
        server.request(importCapture, { uri: file.toString(), tool: tool.name }, importLimitMs, token),
    );
    await show(server, vscode.Uri.parse(made.uri));
  });
}

/** Shows flows that were made as text of their format, as a table where VS Code withholds the text from extensions. */
async function show(server: ServerClient, flows: vscode.Uri): Promise<void> {
  const { size } = await vscode.workspace.fs.stat(flows);
  if (size > syncLimit) return openTableEditor(flows);
  const { format } = await server.request(captureFormat, { uri: flows.toString() });
  const document = await vscode.workspace.openTextDocument(flows);
  const language = languageOfFormat[format] ?? 'binetflow';
  await vscode.window.showTextDocument(await vscode.languages.setTextDocumentLanguage(document, language));
}

async function picked(): Promise<vscode.Uri | undefined> {
  const files = await vscode.window.showOpenDialog({ title: vscode.l10n.t('Packets or binary records') });
  return files?.[0];
}

/** The tool that the user takes; where none is installed, an error that says which packages have one. */
async function chosen({ tools }: ImportPlan): Promise<Choice | undefined> {
  const installed = tools.filter(({ commands }) => commands.length > 0);
  if (installed.length === 0) throw new Error(tools.map(({ missing }) => missing ?? '').join(' '));
  if (installed.length === 1) return installed[0];
  const items = installed.map(tool => ({ label: tool.name, detail: tool.commands.join('  ·  '), tool }));
  const title = vscode.l10n.t('Which tool makes the flows?');
  return (await vscode.window.showQuickPick(items, { title }))?.tool;
}

async function agreed(file: vscode.Uri, { title }: ImportPlan, tool: Choice): Promise<boolean> {
  const run = vscode.l10n.t('Run');
  const message = vscode.l10n.t('{0} holds {1}. Run {2} on it?', fileName(file), title, tool.name);
  const where = vscode.l10n.t('In a folder of the cache, where "input" is the file, without a shell:');
  const detail = [where, ...tool.commands].join('\n\n');
  return (await vscode.window.showInformationMessage(message, { modal: true, detail }, run)) === run;
}
