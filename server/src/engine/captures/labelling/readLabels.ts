import * as l10n from '@vscode/l10n';
import type { HandLabel } from '../../../../../shared/protocol/reading';
import { messageOf } from '../../../base/errors';
import { readLines } from '../../../base/files/textLines';
import { eveEvents, eveWriting } from '../formats/formats';
import { CaptureSource } from '../source';
import { isFastAlert, readAlerts, readFastAlerts } from './alerts';
import { isLabelTable, readLabelJson, readLabelTable } from './entries';
import { isIndicator, readIndicators } from './indicators';
import type { LabelRule, LabelSet } from './rule';
import { isLabelsConfig, readLabelsConfig } from './stratosphere';
import { language } from '../../../../../shared/text/language';

/** More lines are no list that somebody wrote; alerts, which tools write, are read line by line. */
const mostLines = 2_000_000;

const kinds = () =>
  l10n.t(
    'Labels are read from: CSV with a header (host, src, dst, port, proto, start, end, label), JSON of the same, labels.config of the Stratosphere Laboratory, alerts of Suricata (eve.json, fast.log), lists of addresses, networks and ports.',
  );

/** The rules of several files, in their order, told by content. Rejects, naming the file, for what is none of them. */
export async function readLabels(
  files: readonly string[],
  hand: readonly HandLabel[] = [],
): Promise<LabelSet> {
  const rules: LabelRule[] = [];
  const notes: string[] = [];
  for (const file of files) {
    const found = await readOne(file);
    rules.push(...found.rules);
    notes.push(...found.notes);
  }
  const own = readLabelJson('', hand);
  return { rules: [...rules, ...own.rules], notes: [...notes, ...own.notes] };
}

async function readOne(file: string): Promise<{ rules: LabelRule[]; notes: string[] }> {
  const source = await CaptureSource.open(file, '');
  const writing = eveWriting(source.head);
  if (writing) return readAlerts(file, eveEvents(source, writing));
  if (isFastAlert(source.head.lines[0] ?? '')) return readFastAlerts(file, source.lines());
  const lines: string[] = [];
  for await (const line of readLines(file)) {
    if (lines.length === 0 && line.trim() === '') continue;
    lines.push(line);
    if (lines.length > mostLines)
      throw new Error(
        l10n.t('{0}: has more than {1} lines. {2}', file, mostLines.toLocaleString(language()), kinds()),
      );
  }
  const [first = ''] = lines;
  if (first === '') throw new Error(l10n.t('{0}: is empty. {1}', file, kinds()));
  if (/^\s*[[{]/.test(first)) return readLabelJson(file, parsed(file, lines));
  if (isLabelsConfig(lines)) return readLabelsConfig(file, lines);
  if (isLabelTable(first)) return readLabelTable(file, lines);
  const said = lines.filter(line => !/^\s*(?:[#;].*)?$/.test(line));
  // Domains and hashes stand in such lists too, and are told as what flows do not name.
  if (said.some(isIndicator)) return readIndicators(file, lines);
  throw new Error(l10n.t('{0}: holds no labels that can be read. {1}', file, kinds()));
}

/** JSON, or an object on each line. */
function parsed(file: string, lines: readonly string[]): unknown {
  try {
    return JSON.parse(lines.join('\n'));
  } catch (whole) {
    try {
      return lines.filter(line => line.trim() !== '').map(line => JSON.parse(line) as unknown);
    } catch {
      throw new Error(l10n.t('{0}: is no JSON ({1}).', file, messageOf(whole)), { cause: whole });
    }
  }
}
