import * as l10n from '@vscode/l10n';
import { absentTexts } from '../../cells';
import type { Format, Loading } from '../format';
import { loadJson, readJson, type JsonLayout } from '../json/jsonTable';
import { headerNames, readRow, tableLayout, type TableLayout } from '../table/tableFormat';
import { zeekJsonLayout } from './jsonLog';
import { zeekMapping, zeekNeeds } from './mapping';
import { headerLine, readTsv, tsvLayout, type ZeekTsvLayout } from './tsv';
import { words } from './words';

/** A log whose columns stand in a first line, as data frames write it again: `ts,uid,id.orig_h,…`. */
interface ZeekCsvLayout extends TableLayout {
  kind: 'csv';
}

export type ZeekLayout = ZeekTsvLayout | JsonLayout | ZeekCsvLayout;

/** Zeek's conn.log: as it writes it, as JSON lines, and as comma-separated values with a header. */
export const zeek: Format<ZeekLayout> = {
  name: 'zeek',
  get title() {
    return l10n.t("Zeek's conn.log (tab-separated, JSON, or with a header of its columns)");
  },
  recognise(head) {
    const tsv = tsvLayout(head);
    if (typeof tsv === 'string') return { almost: tsv };
    if (tsv) return { layout: tsv };
    const json = zeekJsonLayout(head);
    if (typeof json === 'string') return { almost: json };
    if (json) return { layout: json };
    const { names, delimiter } = headerNames(head.lines[0] ?? '');
    if (zeekNeeds.some(name => !names.includes(name))) return undefined;
    const found = { delimiter, names, mapping: zeekMapping(names), unset: ['-', '(empty)', ...absentTexts] };
    return { layout: { ...tableLayout({ ...found, firstRow: head.firstLine + 1 }), kind: 'csv' } };
  },
  lines: {
    header: headerLine,
    read(text, line, layout) {
      if (layout.kind === 'tsv') return readTsv(text, line, layout);
      if (layout.kind === 'json') return readJson(text, line, layout);
      return readRow(text, line, layout) as ReturnType<typeof readTsv>;
    },
  },
  load: async loading =>
    loading.layout.kind === 'json' ? loadJson(loading as Loading<JsonLayout>) : undefined,
  words,
};
