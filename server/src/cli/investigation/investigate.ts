import { readFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import manifest from '../../../../package.json';
import { readCase } from '../../../../shared/investigation/readCase';
import type { Case } from '../../../../shared/investigation/case';
import { messageOf, unreadable } from '../../base/errors';
import { writeOut } from '../../base/files/writeDraft';
import type { ExportForm } from '../../engine/investigation/exports/exportCase';
import type { EmbeddingConfig } from '../../engine/training/embedding/config';
import { readingOptions } from '../captures/reading';
import { pathOf, UsageError, type Call, type Command } from '../command';
import { count } from '../console';
import { configOf, trainOptions } from '../training/config';

export const investigateRun: Command = {
  name: 'investigate run',
  takes: 'CASE.flowcase FILE… --out REPORT',
  about: 'Asks all questions of an investigation of a capture, and writes the answers with the evidence.',
  first: 'CASE.flowcase',
  options: [
    {
      name: 'out',
      value: 'FILE',
      path: 'written',
      words:
        'The report: .html (stands alone), .md, .json or .flowcase (the case with its answers), .csv or .evidence.json (the evidence), .stix.json (indicators of STIX 2.1), .ipynb (Jupyter).',
    },
    ...trainOptions,
    ...readingOptions,
  ],
  examples: [
    'investigate run spam.flowcase today.binetflow --out report.html',
    'investigate run spam.flowcase today.binetflow --out spam.stix.json',
  ],
  async run(call, console, open) {
    const path = pathOf(call.last);
    const out = call.text('out');
    if (out === undefined) throw new UsageError('--out names the report to write, such as report.html.');
    const { exportCase, exportFormOf, exportForms } =
      await import('../../engine/investigation/exports/exportCase');
    const form = exportFormOf(out);
    if (form === undefined)
      throw new UsageError(
        `--out ends with ${Object.keys(exportForms).join(', ')}, not as "${basename(out)}" does.`,
      );
    const asked = await caseAt(path);
    const config = await configFor(call, asked, path);
    const engine = await open();
    const { version } = manifest;
    const answered = await engine.runCase(asked, {
      files: call.files,
      config,
      folder: dirname(path),
      version,
      now: () => new Date(),
      onProgress: ({ cell, of }) => console.progress(`cell ${count(cell + 1)} of ${count(of)}`, cell / of),
    });
    console.clear();
    const text = exportCase(answered, form, { version, time: new Date().toISOString() });
    await writeOut(out, put => put(text));
    report(answered, out, form, call, console);
    const failed = answered.cells.filter(({ answer }) => answer?.error !== undefined).length;
    if (failed > 0)
      throw new Error(
        `${count(failed)} of ${count(answered.cells.length)} cells could not be answered; ${out} says why.`,
      );
  },
};

async function caseAt(path: string): Promise<Case> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw unreadable(path, cause);
  });
  try {
    return readCase(text);
  } catch (error) {
    throw new Error(`${path}: ${messageOf(error)}`, { cause: error });
  }
}

/** What the call says of training goes before what the case says, and that before the defaults. */
async function configFor(call: Call, { embedding }: Case, path: string): Promise<EmbeddingConfig> {
  const { caseConfig } = await import('../../engine/investigation/caseConfig');
  const given = configOf(call);
  try {
    return caseConfig(embedding, given);
  } catch (error) {
    throw new Error(`${path}: embedding: ${messageOf(error)}`, { cause: error });
  }
}

function report(
  { cells, evidence }: Case,
  out: string,
  form: ExportForm,
  call: Call,
  console: { json(value: object): void; lines(...lines: string[]): void },
): void {
  const asked = cells.filter(({ kind }) => kind !== 'markdown');
  const failed = asked.filter(({ answer }) => answer?.error !== undefined);
  const flows = evidence.reduce((sum, pin) => sum + (pin.flows?.count ?? 0), 0);
  if (call.has('json'))
    return console.json({
      path: out,
      form,
      cells: cells.length,
      answered: asked.length - failed.length,
      failed: failed.map(({ text, answer }) => ({ text, error: answer?.error })),
      evidence: evidence.length,
      flows,
    });
  console.lines(
    `${count(asked.length - failed.length)} of ${count(asked.length)} questions answered, ${count(evidence.length)} pieces of evidence with ${count(flows)} flows, in ${out}`,
    ...failed.map(({ text, answer }) => `not answered: ${text.split('\n')[0]}: ${answer?.error}`),
  );
}
