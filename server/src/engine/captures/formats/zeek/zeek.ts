import * as l10n from '@vscode/l10n';
import type { Format } from '../format';
import { headerNames, readRow, tableLayout, type TableLayout } from '../table/tableFormat';
import { jsonLayout, readJson, type ZeekJsonLayout } from './jsonLog';
import { zeekMapping, zeekNeeds } from './mapping';
import { readTsv, tsvLayout, type ZeekTsvLayout } from './tsv';
import { words } from './words';

/** A log whose columns stand in a first line, as data frames write it again: `ts,uid,id.orig_h,…`. */
interface ZeekCsvLayout extends TableLayout {
  kind: 'csv';
}

export type ZeekLayout = ZeekTsvLayout | ZeekJsonLayout | ZeekCsvLayout;

/** Zeek's conn.log: as it writes it, as JSON lines, and as comma-separated values with a header. */
export const zeek: Format<ZeekLayout> = {
  name: 'zeek',
  get title() {
    return l10n.t("Zeek's conn.log (tab-separated, JSON lines, or with a header of its columns)");
  },
  recognise(head) {
    const tsv = tsvLayout(head);
    if (typeof tsv === 'string') return { almost: tsv };
    if (tsv) return { layout: tsv };
    const json = jsonLayout(head);
    if (json) return { layout: json };
    const { names, delimiter } = headerNames(head.lines[0] ?? '');
    if (zeekNeeds.some(name => !names.includes(name))) return undefined;
    const found = { delimiter, names, mapping: zeekMapping(names), unset: ['-', '(empty)'] };
    return { layout: { ...tableLayout({ ...found, firstRow: head.firstLine + 1 }), kind: 'csv' } };
  },
  lines: {
    header: /^#fields/,
    read(text, line, layout) {
      if (layout.kind === 'tsv') return readTsv(text, line, layout);
      if (layout.kind === 'json') return readJson(text, line, layout);
      return readRow(text, line, layout) as ReturnType<typeof readTsv>;
    },
  },
  words,
};
