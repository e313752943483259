import * as vscode from 'vscode';
import { askedAnew, isOfOneCapture } from '../../../shared/investigation/askedAnew';
import type { CaseCellBlock } from '../../../shared/investigation/case';
import { caseText } from '../../../shared/investigation/writeCase';
import { exportCase } from '../../../shared/protocol/messages';
import { contentOf } from '../base/answerSource';
import { askedResource, fileName, NoCapture, requireCapture } from '../base/captures';
import { readArgument } from '../base/commandArgument';
import { register } from '../base/register';
import { revealFlow } from '../base/revealFlow';
import { hostAt } from '../captures/hostAt';
import type { Labelling } from '../captures/labelling';
import { chosenLines, linesText } from '../captures/lineRanges';
import { named, onOtherNames, pseudonymsWanted } from '../hosts/named';
import type { ServerClient } from '../server/serverClient';
import { captureInFront, captureOf, chooseCapture, folderOf, useCapture } from './caseCapture';
import { CaseController } from './caseController';
import { notebookOf, notebookType, openCase } from './caseNotebook';
import { CaseSerializer } from './caseSerializer';
import { caseStatus } from './caseStatus';
import { EvidenceTree } from './evidenceTree';
import { EvidenceView } from './evidenceView';
import { chooseCase, newCase, pin, showCase, titleOf, type Pinning } from './pinning';
import { verdictCommands } from './verdictCommands';

/** What the page of answers asks for; all of it is checked, for outputs may come from anybody. */
interface Asked {
  show?: unknown;
  pin?: unknown;
  digest?: unknown;
  /** An answer that is to name hosts as they are shown, and what it is called. */
  name?: unknown;
  id?: unknown;
  /** The page has begun to draw. */
  begun?: unknown;
}

/** Notebooks of investigations: they open, run, take evidence, and are exported. */
export function investigationCommands(
  extensionUri: vscode.Uri,
  server: ServerClient,
  version: string,
  labelling: Labelling,
): vscode.Disposable {
  const tree = new EvidenceTree(server);
  const controller = new CaseController(server, version);
  const answers = vscode.notebooks.createRendererMessaging('flow2vec.answer');
  return vscode.Disposable.from(
    vscode.workspace.registerNotebookSerializer(notebookType, new CaseSerializer()),
    controller,
    caseStatus(),
    tree,
    new EvidenceView(extensionUri, server, tree),
    verdictCommands(server, tree, labelling),
    answers.onDidReceiveMessage(({ editor, message }) => {
      const tell = (told: unknown) => answers.postMessage(told, editor);
      void asked(server, editor.notebook, message as Asked, tell).catch((error: unknown) => {
        void vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
      });
    }),
    onOtherNames(() => void answers.postMessage({ pseudonyms: pseudonymsWanted() })),
    register(server, 'flow2vec.showEvidenceTimes', async () => {
      await vscode.commands.executeCommand('flow2vec.evidenceTimes.focus');
    }),
    register(server, 'flow2vec.newInvestigation', async value => {
      const resource = askedResource(value);
      await newCase(resource ? requireCapture(resource) : undefined);
    }),
    register(server, 'flow2vec.addToInvestigation', async value => {
      const { uri, cell } = readArgument(value);
      if (cell && uri !== undefined) return addCell(controller, vscode.Uri.parse(uri), cell);
      const chosen = await chosenFlows(value);
      if (chosen) await pin(server, chosen);
    }),
    register(server, 'flow2vec.runOnAnotherCapture', () => runOnAnother(controller)),
    register(server, 'flow2vec.exportInvestigation', async () => {
      const notebook = activeCase();
      const base = notebook.uri.scheme === 'file' ? notebook.uri : captureOf(notebook);
      const name = base ? fileName(base).replace(/\.[^.]+$/, '') : 'investigation';
      const out = await vscode.window.showSaveDialog({
        defaultUri: vscode.Uri.joinPath(
          base ? vscode.Uri.joinPath(base, '..') : folderOf(notebook),
          `${name}.html`,
        ),
        title: vscode.l10n.t('Export Investigation'),
        filters: {
          [vscode.l10n.t('Report that stands alone')]: ['html'],
          Markdown: ['md'],
          [vscode.l10n.t('Evidence as a table')]: ['csv'],
          [vscode.l10n.t('Evidence as JSON')]: ['evidence.json'],
          [vscode.l10n.t('Indicators (STIX 2.1)')]: ['stix.json'],
          Jupyter: ['ipynb'],
        },
      });
      if (!out) return;
      const text = caseText(openCase(notebook));
      await server.request(exportCase, { uri: out.toString(), text, out: out.toString(), version });
      const open = vscode.l10n.t('Open');
      const said = vscode.l10n.t('The investigation is in {0}.', fileName(out));
      void vscode.window.showInformationMessage(said, open).then(choice => {
        if (choice === open) void vscode.commands.executeCommand('vscode.open', out);
      });
    }),
  );
}

/** Asks another capture the same: in a case of its own, or here, where the answers of the first one then go. */
async function runOnAnother(controller: CaseController): Promise<void> {
  const notebook = activeCase();
  const capture = await chooseCapture(notebook);
  if (!capture) return;
  const asked = openCase(notebook);
  const before = captureOf(notebook);
  const copy = vscode.l10n.t('Ask in a New Investigation');
  const replace = vscode.l10n.t('Replace the Answers');
  const said = vscode.l10n.t(
    'The answers and the evidence here are of {0}. Ask {1} in a new investigation, or have its answers in their place? Evidence stays as it is.',
    before ? fileName(before) : vscode.l10n.t('another capture'),
    fileName(capture),
  );
  const choice = isOfOneCapture(asked)
    ? await vscode.window.showWarningMessage(said, { modal: true }, copy, replace)
    : replace;
  if (choice === undefined) return;
  const asking = choice === copy ? await showCase(askedAnew(asked, titleOf(capture))) : notebook;
  await useCapture(asking, capture);
  const cells = asking.getCells().filter(({ kind }) => kind === vscode.NotebookCellKind.Code);
  await controller.run(cells, asking);
}

function activeCase(): vscode.NotebookDocument {
  const open = vscode.workspace.notebookDocuments.filter(each => each.notebookType === notebookType);
  // Of a notebook that is shown again when a window was reloaded, the tab is there before the editor.
  const { input } = vscode.window.tabGroups.activeTabGroup.activeTab ?? {};
  const inFront = input instanceof vscode.TabInputNotebook ? input.uri.toString() : undefined;
  const active = vscode.window.activeNotebookEditor?.notebook.uri.toString() ?? inFront;
  const notebook =
    open.find(({ uri }) => uri.toString() === active) ?? (open.length === 1 ? open[0] : undefined);
  if (!notebook) throw new NoCapture(vscode.l10n.t('Open an investigation (.flowcase) first.'));
  return notebook;
}

/** What is pinned: what the caller names, or the flows on the chosen lines, or all of the host at the cursor. */
async function chosenFlows(value: unknown): Promise<Pinning | undefined> {
  const { uri, line, token, tokens, address, where, title, question, digest } = readArgument(value);
  const inFront = uri === undefined ? captureInFront() : undefined;
  const capture = requireCapture(inFront ?? askedResource(value));
  const found = { capture, question, digest };
  if (tokens !== undefined)
    return { ...found, about: { tokens }, title: title ?? tokens.slice(0, 3).join(', ') };
  if (token !== undefined)
    return { ...found, about: { tokens: [token] }, title: vscode.l10n.t('Flows of {0}', token) };
  if (where !== undefined) return { ...found, about: { where }, title: title ?? where };
  if (address !== undefined) return { capture, ...hostFlows(address) };
  if (line !== undefined) return { capture, ...lineFlows([{ first: line + 1, last: line + 1 }]) };
  const editor = vscode.window.visibleTextEditors.find(
    each => each.document.uri.toString() === capture.toString(),
  );
  if (!editor) throw new NoCapture(vscode.l10n.t('Choose the flows in the editor of the capture first.'));
  const { active } = editor.selection;
  const lines = lineFlows(chosenLines(editor.selections));
  const host = hostAt(editor.document.lineAt(active.line).text, active.character);
  if (host === undefined) return { capture, ...lines };
  const items = [lines, hostFlows(host)].map(flows => ({ label: flows.title, flows }));
  const picked = await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Add to Investigation') });
  return picked && { capture, ...picked.flows };
}

function hostFlows(address: string): Pick<Pinning, 'about' | 'title'> {
  const title = vscode.l10n.t('All flows of {0}', address);
  return { about: { where: `Host = '${address.replaceAll("'", "''")}'` }, title };
}

function lineFlows(ranges: readonly { first: number; last: number }[]): Pick<Pinning, 'about' | 'title'> {
  const where = ranges.map(({ first, last }) =>
    first === last ? `Line = ${first}` : `(Line >= ${first} and Line <= ${last})`,
  );
  const [{ first, last } = { first: 1, last: 1 }] = ranges;
  const title =
    ranges.length > 1
      ? vscode.l10n.t('The flows on lines {0}', linesText(ranges).slice(0, 100))
      : first === last
        ? vscode.l10n.t('The flow on line {0}', first)
        : vscode.l10n.t('The flows on lines {0} to {1}', first, last);
  return { about: { where: where.join(' or ') }, title };
}

/** Adds a question, or SQL, and has it answered. */
async function addCell(
  controller: CaseController,
  capture: vscode.Uri,
  cell: Pick<CaseCellBlock, 'kind' | 'text'>,
): Promise<void> {
  const notebook = await chooseCase(capture);
  if (!notebook) return;
  if (!captureOf(notebook)) await useCapture(notebook, capture);
  else if (captureOf(notebook)?.toString() !== capture.toString())
    throw new Error(
      vscode.l10n.t(
        '{0} asks another capture, {1}: add the question to an investigation of {2}.',
        fileName(notebook.uri),
        fileName(captureOf(notebook) as vscode.Uri),
        fileName(capture),
      ),
    );
  const at = notebook.cellCount;
  const [data] = notebookOf({ title: '', embedding: {}, evidence: [], cells: [cell] }).cells;
  const edit = new vscode.WorkspaceEdit();
  edit.set(notebook.uri, [vscode.NotebookEdit.insertCells(at, data ? [data] : [])]);
  await vscode.workspace.applyEdit(edit);
  await controller.run([notebook.cellAt(at)], notebook);
}

async function asked(
  server: ServerClient,
  notebook: vscode.NotebookDocument,
  message: Asked,
  tell: (told: unknown) => Thenable<unknown>,
): Promise<void> {
  if (message.begun !== undefined) return void (await tell({ pseudonyms: pseudonymsWanted() }));
  if (message.name !== undefined)
    return void (await tell({ id: message.id, answer: await named(server, message.name) }));
  const capture = captureOf(notebook);
  if (!capture) throw new Error(vscode.l10n.t('Run the cell first: the investigation names no capture yet.'));
  if (typeof message.show === 'number' && Number.isInteger(message.show)) {
    // A line of another content would be another flow.
    if ((await contentOf(server, capture.toString())) !== message.digest)
      throw new Error(
        vscode.l10n.t(
          '{0} is not what was asked any more, so its lines may be other flows: run the cell again.',
          fileName(capture),
        ),
      );
    return revealFlow(capture, { line: message.show, file: 0 });
  }
  const { token, where } = (message.pin ?? {}) as Record<string, unknown>;
  if (typeof token === 'string')
    await pin(server, {
      capture,
      notebook,
      about: { tokens: [token] },
      title: vscode.l10n.t('Flows of {0}', token),
    });
  else if (typeof where === 'string')
    await pin(server, { capture, notebook, about: { where }, title: where });
}
