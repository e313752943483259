import { randomUUID } from 'node:crypto';
import { userInfo } from 'node:os';
import * as vscode from 'vscode';
import { verdicts, type Pin, type Verdict } from '../../../shared/investigation/case';
import type { GatherFlowsParams } from '../../../shared/protocol/investigation';
import { gatherFlows } from '../../../shared/protocol/messages';
import { fileName } from '../base/captures';
import type { ServerClient } from '../server/serverClient';
import { useCapture } from './caseCapture';
import { changeMetadata, metadataOf, notebookOf, notebookType } from './caseNotebook';

export interface Pinning {
  capture: vscode.Uri;
  about: GatherFlowsParams['about'];
  title: string;
  /** The case; chosen, or begun, where it is not said. */
  notebook?: vscode.NotebookDocument | undefined;
}

/** Asks for verdict and note, gathers the flows, and adds them to a case; the pin, or undefined when it was let go. */
export async function pin(server: ServerClient, asked: Pinning): Promise<Pin | undefined> {
  const { capture, about, title } = asked;
  const verdict = await askVerdict(title);
  if (!verdict) return undefined;
  const note = await vscode.window.showInputBox({
    title,
    prompt: vscode.l10n.t('A note for whoever reads the evidence; may stay empty'),
  });
  if (note === undefined) return undefined;
  const gathered = await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t('Gathering flows'),
      cancellable: true,
    },
    (_, token) => {
      const params = { uri: capture.toString(), job: randomUUID(), about };
      return server.request(gatherFlows, params, undefined, token);
    },
  );
  if (gathered.flows.count === 0)
    throw new Error(vscode.l10n.t('No flow of {0} matches: nothing was added.', fileName(capture)));
  const notebook = asked.notebook ?? (await chooseCase(capture));
  if (!notebook) return undefined;
  const made: Pin = {
    id: randomUUID(),
    title,
    question: '',
    about: gathered.about,
    verdict,
    note,
    tags: [],
    analyst: userInfo().username,
    time: new Date().toISOString(),
    captures: gathered.captures,
    flows: gathered.flows,
  };
  await changeMetadata(notebook, it => ({ ...it, evidence: [...it.evidence, made] }));
  const { count } = gathered.flows;
  vscode.window.setStatusBarMessage(
    vscode.l10n.t('{0} flows added to {1}.', count.toLocaleString(), fileName(notebook.uri)),
    5000,
  );
  return made;
}

async function askVerdict(title: string): Promise<Verdict | undefined> {
  const words: Readonly<Record<Verdict, string>> = {
    malicious: vscode.l10n.t('Malicious'),
    suspicious: vscode.l10n.t('Suspicious'),
    benign: vscode.l10n.t('Benign'),
    unknown: vscode.l10n.t('Not judged yet'),
  };
  const items = verdicts.map(verdict => ({ label: words[verdict], verdict }));
  return (await vscode.window.showQuickPick(items, { title, placeHolder: vscode.l10n.t('Verdict') }))
    ?.verdict;
}

/** The open case, one of several, or a new one for the capture. */
async function chooseCase(capture: vscode.Uri): Promise<vscode.NotebookDocument | undefined> {
  const open = vscode.workspace.notebookDocuments.filter(
    each => each.notebookType === notebookType && !each.isClosed,
  );
  if (open.length <= 1) return open[0] ?? newCase(capture);
  const items = open.map(notebook => ({ label: fileName(notebook.uri), notebook }));
  return (await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Add to which investigation?') }))
    ?.notebook;
}

/** Begins a case of a capture, beside it on the screen, with questions that analysts begin with. */
export async function newCase(capture: vscode.Uri | undefined): Promise<vscode.NotebookDocument> {
  const title = capture
    ? vscode.l10n.t('Investigation of {0}', fileName(capture))
    : vscode.l10n.t('Investigation');
  const data = notebookOf({
    title,
    embedding: {},
    evidence: [],
    cells: [
      { kind: 'markdown', text: `# ${title.replace(/[\\`*_{}[\]<>()#!|]/g, '\\$&')}` },
      { kind: 'question', text: 'overview' },
      {
        kind: 'sql',
        text: 'SELECT SrcAddr, count(*) AS flows, sum(TotBytes) AS bytes\nFROM flows GROUP BY 1 ORDER BY 2 DESC LIMIT 10',
      },
    ],
  });
  const notebook = await vscode.workspace.openNotebookDocument(notebookType, data);
  await vscode.window.showNotebookDocument(notebook, {
    viewColumn: vscode.ViewColumn.Beside,
    preserveFocus: true,
  });
  if (capture) await useCapture(notebook, capture);
  return notebook;
}

/** Pins of a case, for whoever lists them. */
export const pinsOf = (notebook: vscode.NotebookDocument): readonly Pin[] => metadataOf(notebook).evidence;
