import * as l10n from '@vscode/l10n';
import { addressKind } from '../../addresses';
import { absentTexts, cellsOf } from '../../cells';
import type { Field } from '../../flow';
import type { Head } from '../../source';
import type { Mapping, Target, Use } from '../../mapping';
import type { Format } from '../format';
import { flowOfCells, headerNames, plainWords, tableLayout, type TableLayout } from '../table/tableFormat';

/** Fields of rwcut(1) in canonical columns; `sTime+msec` and its like are the same with another name. */
const fields: Readonly<Record<string, [Target, Use['as']?]>> = {
  sip: ['SrcAddr'],
  dip: ['DstAddr'],
  sport: ['Sport'],
  dport: ['Dport'],
  protocol: ['Proto'],
  pro: ['Proto'],
  packets: ['TotPkts'],
  pkts: ['TotPkts'],
  bytes: ['TotBytes'],
  flags: ['State'],
  stime: ['StartTime'],
  etime: ['EndTime'],
  duration: ['Dur'],
  dur: ['Dur'],
};

/** What rwcut prints when nobody says which fields. */
const usual = 'sIP dIP sPort dPort pro packets bytes flags sTime duration eTime sen'.split(' ');

interface SilkLayout extends TableLayout {
  /** Addresses are numbers (`--ip-format=decimal`, `hexadecimal`). */
  addresses?: 10 | 16;
}

/** SiLK's rwcut: names in a first line, bars between padded cells. */
export const silk: Format<SilkLayout> = {
  name: 'silk',
  get title() {
    return l10n.t('SiLK listings (rwcut)');
  },
  words: {
    ...plainWords('SiLK'),
    state: (_proto, state) => {
      const letters = /^\d+$/.test(state) ? flagLetters(Number(state)) : state.trim();
      return /^[FSRPAUEC ]+$/.test(letters) ? l10n.t('flags of TCP seen: {0}', letters) : undefined;
    },
  },
  recognise(head) {
    const layout = layoutOf(head);
    return layout && { layout };
  },
  lines: {
    read(text, line, layout) {
      const row = text.replace(/^\uFEFF/, '').replace(/\r$/, '');
      if (row.trim() === '') return { fields: [], problems: [] };
      const cells = cellsOf(row, layout).map(cell => plainCell(cell, layout));
      return flowOfCells(cells, line, layout, row.length);
    },
  },
};

function layoutOf(head: Head): SilkLayout | undefined {
  const line = (head.lines[0] ?? '').replace(/\r$/, '');
  const bySpace = /^sIP dIP |^\S+ \S+.* sIP | sIP dIP /.test(line) && !line.includes('|');
  const found = bySpace ? { names: line.trim().split(/ +/), delimiter: ' ' } : headerNames(line);
  const key = (name: string) => name.toLowerCase().replace(/\+msec$/, '');
  const keys = found.names.map(key);
  const isHeader =
    ['sip', 'dip'].every(name => keys.includes(name)) &&
    ['pro', 'protocol', 'stime', 'sport'].some(name => keys.includes(name));
  // Without titles (`--no-titles`), rows tell themselves by what stands where.
  const given = isHeader ? found.names : isUsualRow(line, found.delimiter) ? usual : undefined;
  if (!given) return undefined;
  const { delimiter } = found;
  const names = given.at(-1) === '' ? given.slice(0, -1) : given;
  const rows = isHeader ? head.lines.slice(1) : head.lines;
  const row = cellsOf((rows.find(text => text.trim() !== '') ?? '').replace(/\r$/, ''), {
    delimiter,
    columns: [],
  });
  const sampleOf = (name: string) => row[names.indexOf(name)]?.text ?? '';
  const mapping: Mapping = Object.fromEntries(
    names.flatMap(name => {
      const [target] = fields[key(name)] ?? [];
      if (target === undefined) return [];
      // rwcut --timestamp-format=epoch writes seconds since 1970.
      const epoch = /Time$/.test(target) && /^\d+(?:\.\d+)?$/.test(sampleOf(name));
      return [[target, { column: name, ...(epoch ? { as: 'seconds' as const } : {}) }]];
    }),
  );
  const source = sampleOf(mapping.SrcAddr?.column ?? '');
  const base =
    addressKind(source) !== undefined
      ? undefined
      : /^\d{9,10}$/.test(source)
        ? 10
        : /^[0-9a-f]{8}$/i.test(source)
          ? 16
          : undefined;
  const layout = tableLayout({
    delimiter,
    names,
    mapping,
    unset: absentTexts,
    firstRow: head.firstLine + (isHeader ? 1 : 0),
  });
  return { ...layout, ...(base ? { addresses: base } : {}) };
}

function isUsualRow(line: string, delimiter: string): boolean {
  const cells = line.split(delimiter).map(cell => cell.trim());
  if (cells.length < 12 || cells.length > 13) return false;
  const numbers = cells.slice(2, 7).every(cell => /^\d+$/.test(cell));
  return (
    addressKind(cells[0] ?? '') !== undefined &&
    addressKind(cells[1] ?? '') !== undefined &&
    numbers &&
    /\d[:T.]\d/.test(cells[8] ?? '') &&
    /^\d+\.\d+$/.test(cells[9] ?? '')
  );
}

/** A cell as other tools would write it; its place stays. */
function plainCell(cell: Field, { addresses, columns }: SilkLayout): Field {
  const { column, text } = cell;
  // Of its formats, only m/d/y begins with two digits; days never come first.
  if (/Time/i.test(column) && /^\d\d\/\d\d\/\d{4}/.test(text))
    return { ...cell, text: text.replace(/^(\d\d)\/(\d\d)\/(\d{4})/, '$3/$1/$2') };
  const isAddress = columns.includes(column) && (column === 'SrcAddr' || column === 'DstAddr');
  return addresses !== undefined && isAddress ? { ...cell, text: dotted(text, addresses) } : cell;
}

function dotted(text: string, base: 10 | 16): string {
  const number = (base === 10 ? /^\d{1,10}$/ : /^[0-9a-f]{8}$/i).test(text) ? parseInt(text, base) : NaN;
  if (!(number >= 0 && number < 2 ** 32)) return text;
  return [24, 16, 8, 0].map(bits => Math.floor(number / 2 ** bits) % 256).join('.');
}

const flagLetters = (bits: number) => [...'FSRPAUEC'].filter((_, i) => (bits & (1 << i)) !== 0).join('');
