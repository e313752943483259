import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { tagsOf, type Pin } from '../../../shared/investigation/case';
import { gatherFlows } from '../../../shared/protocol/messages';
import type { HandLabel } from '../../../shared/protocol/reading';
import { contentOf } from '../base/answerSource';
import { fileName } from '../base/captures';
import { register } from '../base/register';
import { revealFlow } from '../base/revealFlow';
import type { Labelling } from '../captures/labelling';
import type { ServerClient } from '../server/serverClient';
import { named } from '../hosts/named';
import { captureOf } from './caseCapture';
import { changeMetadata } from './caseNotebook';
import type { EvidenceTree, PinNode } from './evidenceTree';
import { askNote, askVerdict, pinsOf } from './pinning';

/** What an analyst does with evidence that is there: judge it anew, note, take it out, and label the flows by it. */
export function verdictCommands(
  server: ServerClient,
  tree: EvidenceTree,
  labelling: Labelling,
): vscode.Disposable {
  return vscode.Disposable.from(
    register(server, 'flow2vec.showEvidence', value => show(server, nodeOf(value))),
    register(server, 'flow2vec.changeVerdict', async value => {
      const node = await chosen(server, tree, value);
      const verdict = node && (await askVerdict(await named(server, node.pin.title)));
      if (!node || !verdict) return;
      await change(node, pin => ({ ...pin, verdict }));
      offerLabels(labelling, node.notebook);
    }),
    register(server, 'flow2vec.editNote', async value => {
      const node = await chosen(server, tree, value);
      const note = node && (await askNote(await named(server, node.pin.title), node.pin.note));
      if (!node || note === undefined) return;
      // Tags that the note gave go with its words; others stay.
      const given = tagsOf(node.pin.note);
      const others = node.pin.tags.filter(tag => !given.includes(tag));
      await change(node, pin => ({ ...pin, note, tags: [...new Set([...others, ...tagsOf(note)])] }));
    }),
    register(server, 'flow2vec.removeEvidence', async value => {
      const node = await chosen(server, tree, value);
      if (!node) return;
      const remove = vscode.l10n.t('Remove');
      const title = await named(server, node.pin.title);
      const said = vscode.l10n.t('Remove "{0}" from the evidence?', title);
      if ((await vscode.window.showWarningMessage(said, { modal: true }, remove)) !== remove) return;
      await changeMetadata(node.notebook, it => ({
        ...it,
        evidence: it.evidence.filter(({ id }) => id !== node.pin.id),
      }));
      offerLabels(labelling, node.notebook);
    }),
    register(server, 'flow2vec.labelByVerdicts', async () => {
      const notebook = tree.current();
      if (!notebook) throw new Error(vscode.l10n.t('Open an investigation (.flowcase) first.'));
      await labelByVerdicts(server, labelling, notebook);
    }),
  );
}

function nodeOf(value: unknown): PinNode {
  const { pin, notebook } = (value ?? {}) as Partial<PinNode>;
  if (!pin || !notebook) throw new Error(vscode.l10n.t('Choose a piece of evidence first.'));
  return { pin, notebook };
}

/** The evidence that was clicked, or one of a list. */
async function chosen(
  server: ServerClient,
  tree: EvidenceTree,
  value: unknown,
): Promise<PinNode | undefined> {
  if (value !== undefined) return nodeOf(value);
  const notebook = tree.current();
  const pins = notebook ? pinsOf(notebook) : [];
  if (!notebook || pins.length === 0)
    throw new Error(vscode.l10n.t('The investigation has no evidence yet: add flows to it first.'));
  const titles = await named(
    server,
    pins.map(({ title }) => title),
  );
  const items = pins.map((pin, i) => ({ label: titles[i] ?? '', description: pin.verdict, pin }));
  const picked = await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Which evidence?') });
  return picked && { pin: picked.pin, notebook };
}

async function change({ pin, notebook }: PinNode, how: (pin: Pin) => Pin): Promise<void> {
  await changeMetadata(notebook, it => ({
    ...it,
    evidence: it.evidence.map(each => (each.id === pin.id ? how(each) : each)),
  }));
}

/** Flows that were labelled by verdicts keep those labels until they are labelled anew, which is not waited for. */
function offerLabels(labelling: Labelling, notebook: vscode.NotebookDocument): void {
  const capture = captureOf(notebook);
  if (!capture || (labelling.store.of(capture.toString()).verdicts ?? []).length === 0) return;
  const label = vscode.l10n.t('Label Flows by Verdicts');
  const said = vscode.l10n.t('Flows of {0} are still labelled by the verdicts before.', fileName(capture));
  void vscode.window.showInformationMessage(said, label).then(async choice => {
    if (choice === label) await vscode.commands.executeCommand('flow2vec.labelByVerdicts');
  });
}

/** The first flow of the evidence, unless the file is another one now. */
async function show(server: ServerClient, { pin, notebook }: PinNode): Promise<void> {
  const capture = captureOf(notebook);
  const line = pin.flows?.rows[0]?.[pin.flows.columns.indexOf('Line')];
  if (!capture || typeof line !== 'number')
    throw new Error(
      vscode.l10n.t('The flows of "{0}" are not gathered yet.', await named(server, pin.title)),
    );
  if (!(await isOf(server, pin, capture)))
    throw new Error(
      vscode.l10n.t(
        '"{0}" is evidence of another content than {1} has now.',
        await named(server, pin.title),
        fileName(capture),
      ),
    );
  await revealFlow(capture, { line, file: 0 });
}

async function isOf(server: ServerClient, { captures }: Pin, capture: vscode.Uri): Promise<boolean> {
  const now = await contentOf(server, capture.toString());
  return now !== undefined && captures[0]?.digest === now;
}

/** Labels every flow of the evidence by its verdict, beside the capture; what is not judged gets no label. */
async function labelByVerdicts(
  server: ServerClient,
  labelling: Labelling,
  notebook: vscode.NotebookDocument,
): Promise<void> {
  const capture = captureOf(notebook);
  if (!capture) throw new Error(vscode.l10n.t('Run the cell first: the investigation names no capture yet.'));
  const judged = pinsOf(notebook).filter(({ verdict }) => verdict !== 'unknown');
  const ofIt: Pin[] = [];
  for (const pin of judged) if (await isOf(server, pin, capture)) ofIt.push(pin);
  const labels = labelling.store.of(capture.toString());
  // Labels of verdicts that are gone go with them.
  if (judged.length === 0 && (labels.verdicts ?? []).length > 0)
    return labelling.set(capture, { ...labels, verdicts: [] });
  if (ofIt.length === 0)
    throw new Error(
      vscode.l10n.t(
        'No evidence of {0} as it is now has a verdict: nothing was labelled.',
        fileName(capture),
      ),
    );
  const verdicts: HandLabel[] = [];
  for (const { verdict, about } of ofIt) {
    // Asked anew, for the case keeps the first flows only.
    const params = { uri: capture.toString(), job: randomUUID(), about };
    const { lines } = await server.request(gatherFlows, params);
    if (lines !== '') verdicts.push({ label: verdict, lines });
  }
  await labelling.set(capture, { ...labels, verdicts });
  const left = judged.length - ofIt.length;
  if (left > 0)
    void vscode.window.showWarningMessage(
      vscode.l10n.t('{0} pieces of evidence are of another content and label nothing.', left),
    );
}
