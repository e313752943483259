import { randomUUID } from 'node:crypto';
import { userInfo } from 'node:os';
import * as vscode from 'vscode';
import { headingOf } from '../../../shared/investigation/askedAnew';
import { tagsOf, verdicts, type Case, type Pin, type Verdict } from '../../../shared/investigation/case';
import type { GatherFlowsParams } from '../../../shared/protocol/investigation';
import { gatherFlows } from '../../../shared/protocol/messages';
import { fileName } from '../base/captures';
import { panelColumn } from '../base/panelColumn';
import { named } from '../hosts/named';
import type { ServerClient } from '../server/serverClient';
import { captureOf, useCapture } from './caseCapture';
import { changeMetadata, metadataOf, notebookOf, notebookType } from './caseNotebook';

export interface Pinning {
  capture: vscode.Uri;
  about: GatherFlowsParams['about'];
  title: string;
  /** By which the flows were found, and in which content. */
  question?: string | undefined;
  digest?: string | undefined;
  /** The case; chosen, or begun, where it is not said. */
  notebook?: vscode.NotebookDocument | undefined;
}

/** Asks for verdict and note, gathers the flows, and adds them to a case; the pin, or undefined when it was let go. */
export async function pin(server: ServerClient, asked: Pinning): Promise<Pin | undefined> {
  const { capture, about, question, digest } = asked;
  // The text of a capture's editor has addresses; what is kept names hosts as they are shown.
  const title = await named(server, asked.title);
  const verdict = await askVerdict(title);
  if (!verdict) return undefined;
  const note = await askNote(title, '');
  if (note === undefined) return undefined;
  const gathered = await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t('Gathering flows'),
      cancellable: true,
    },
    (_, token) => {
      const params = {
        uri: capture.toString(),
        job: randomUUID(),
        about,
        ...(question === undefined ? {} : { question }),
        ...(digest === undefined ? {} : { digest }),
      };
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
    question: question ?? '',
    about: gathered.about,
    verdict,
    note,
    tags: tagsOf(note),
    analyst: userInfo().username,
    time: new Date().toISOString(),
    captures: gathered.captures,
    ...(gathered.settings ? { settings: gathered.settings } : {}),
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

export function askNote(title: string, value: string): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title,
    value,
    // Whoever writes a note looks things up meanwhile: what is typed must not go with the focus.
    ignoreFocusOut: true,
    prompt: vscode.l10n.t(
      'A note for whoever reads the evidence; may stay empty. Words that begin with # are tags.',
    ),
  });
}

export async function askVerdict(title: string): Promise<Verdict | undefined> {
  const words: Readonly<Record<Verdict, string>> = {
    malicious: vscode.l10n.t('Malicious'),
    suspicious: vscode.l10n.t('Suspicious'),
    benign: vscode.l10n.t('Benign'),
    unknown: vscode.l10n.t('Not judged yet'),
  };
  const items = verdicts.map(verdict => ({ label: words[verdict], verdict }));
  const placeHolder = vscode.l10n.t('Verdict');
  return (await vscode.window.showQuickPick(items, { title, placeHolder, ignoreFocusOut: true }))?.verdict;
}

/** The open case of the capture, one of several, or a new one; a case of another capture only where that is chosen. */
export async function chooseCase(capture: vscode.Uri): Promise<vscode.NotebookDocument | undefined> {
  const open = vscode.workspace.notebookDocuments.filter(
    each => each.notebookType === notebookType && !each.isClosed,
  );
  const isOfIt = (each: vscode.NotebookDocument) => {
    const asked = captureOf(each);
    return asked === undefined || asked.toString() === capture.toString();
  };
  const ofIt = open.filter(isOfIt);
  if (open.length === 0) return newCase(capture);
  if (ofIt.length === 1) return shown(ofIt[0] as vscode.NotebookDocument);
  const begin = { label: vscode.l10n.t('Begin a new investigation'), notebook: undefined };
  const items = (ofIt.length > 0 ? ofIt : open).map(notebook => ({
    label: fileName(notebook.uri),
    notebook,
  }));
  const title = vscode.l10n.t('Add to which investigation?');
  const picked = await vscode.window.showQuickPick([...items, begin], { title });
  return picked && (picked.notebook ? shown(picked.notebook) : newCase(capture));
}

/** Brings a case into view, so that what is added to it is seen. */
async function shown(notebook: vscode.NotebookDocument): Promise<vscode.NotebookDocument> {
  const isSeen = vscode.window.visibleNotebookEditors.some(each => each.notebook === notebook);
  if (!isSeen)
    await vscode.window.showNotebookDocument(notebook, { viewColumn: panelColumn(), preserveFocus: true });
  return notebook;
}

export const titleOf = (capture: vscode.Uri) => vscode.l10n.t('Investigation of {0}', fileName(capture));

/** Begins a case of a capture, beside it on the screen, with questions that analysts begin with. */
export async function newCase(capture: vscode.Uri | undefined): Promise<vscode.NotebookDocument> {
  const title = capture ? titleOf(capture) : vscode.l10n.t('Investigation');
  const notebook = await showCase({
    title,
    embedding: {},
    evidence: [],
    cells: [
      { kind: 'markdown', text: headingOf(title) },
      { kind: 'question', text: 'overview' },
      {
        kind: 'sql',
        text: 'SELECT SrcAddr, count(*) AS flows, sum(TotBytes) AS bytes\nFROM flows GROUP BY 1 ORDER BY 2 DESC LIMIT 10',
      },
    ],
  });
  if (capture) await useCapture(notebook, capture);
  return notebook;
}

/** Shows a case that is not on disk yet. */
export async function showCase(begun: Case): Promise<vscode.NotebookDocument> {
  const notebook = await vscode.workspace.openNotebookDocument(notebookType, notebookOf(begun));
  await vscode.window.showNotebookDocument(notebook, { viewColumn: panelColumn(), preserveFocus: true });
  return notebook;
}

/** Pins of a case, for whoever lists them. */
export const pinsOf = (notebook: vscode.NotebookDocument): readonly Pin[] => metadataOf(notebook).evidence;
