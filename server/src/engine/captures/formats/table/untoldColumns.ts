import * as l10n from '@vscode/l10n';
import { visibleText } from '../../../../../../shared/text/visibleText';
import { addressKind } from '../../addresses';
import { cellsOf } from '../../cells';
import { columnNames, nameKey } from '../../columnNames';
import { neededTargets, type Target } from '../../mapping';
import type { Head } from '../../source';
import { draftMapping } from './propose';
import { headerNames, maybeTable } from './tableFormat';

/** What tells that a row is of a flow; two of these and no more may be anything. */
const telling: readonly Target[] = [
  ...(['Dur', 'Proto', 'Sport', 'Dport', 'State', 'TotPkts', 'SrcPkts', 'DstPkts'] as const),
  ...(['TotBytes', 'SrcBytes', 'DstBytes', 'Service', 'DetailedLabel', 'Label'] as const),
];
const needed = 3;

const isNamed = (names: readonly string[], target: Target) => {
  const wanted = new Set(columnNames[target].split('|'));
  return names.some(name => wanted.has(nameKey(name)));
};

/** Why a table of flows is no capture as it stands, and what can be done, as a clause; undefined for any other text. */
export function untoldColumns({ lines }: Pick<Head, 'lines'>): string | undefined {
  const [first = '', ...rest] = lines;
  if (!maybeTable(first)) return undefined;
  const { names, delimiter } = headerNames(first);
  if (names.length < 3 || neededTargets.every(target => isNamed(names, target))) return undefined;
  const rows = rest
    .slice(0, 50)
    .filter(line => line.trim() !== '')
    .map(line => cellsOf(line, { delimiter, columns: [] }).map(({ text }) => text));
  const isHeader = names.every(name => addressKind(name) === undefined);
  const draft = draftMapping(names, rows);
  if (isHeader && neededTargets.every(target => draft[target]))
    return l10n.t(
      'a table whose columns do not tell by their names which are the ends of a flow ({0}): say it by "Map Columns…", which proposes them by their values, or by --mapping',
      names
        .slice(0, 12)
        .map(name => visibleText(name, 30))
        .join(', '),
    );
  return withoutAddresses(names, rows);
}

/** Data sets for classifiers are published without the addresses of their flows. */
function withoutAddresses(
  names: readonly string[],
  rows: readonly (readonly string[])[],
): string | undefined {
  if (neededTargets.some(target => isNamed(names, target))) return undefined;
  const told = telling.filter(target => isNamed(names, target));
  if (told.length < needed) return undefined;
  if (rows.some(row => row.some(text => addressKind(text) !== undefined))) return undefined;
  return l10n.t(
    'a table of flows that has no addresses (it tells {0}): take the files of the data set that have them (of UNSW-NB15 UNSW-NB15_1.csv to _4.csv, of CIC-IDS2017 GeneratedLabelledFlows), or say by "Map Columns…" or --mapping which two other columns stand for the ends of a flow, such as proto and state; everything then works by these',
    told.join(', '),
  );
}
