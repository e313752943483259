import * as l10n from '@vscode/l10n';
import { cellsOf } from '../../cells';
import type { Target, Use } from '../../mapping';
import { headerNames, plainWords, tableFormat } from '../table/tableFormat';

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

/** SiLK's rwcut: names in a first line, bars between padded cells. */
export const silk = tableFormat({
  name: 'silk',
  get title() {
    return l10n.t('SiLK listings (rwcut)');
  },
  words: {
    ...plainWords('SiLK'),
    state: (_proto, state) =>
      /^[FSRPAUEC ]*$/.test(state) && state.trim()
        ? l10n.t('flags of TCP seen: {0}', state.trim())
        : undefined,
  },
  find(head) {
    const line = (head.lines[0] ?? '').replace(/\r$/, '');
    const { names: given, delimiter } = headerNames(line);
    const key = (name: string) => name.toLowerCase().replace(/\+msec$/, '');
    if (!given.some(name => key(name) === 'sip') || !given.some(name => key(name) === 'stime'))
      return undefined;
    const names = given.at(-1) === '' ? given.slice(0, -1) : given;
    const mapping = Object.fromEntries(
      names.flatMap(name => {
        const found = fields[key(name)];
        if (!found) return [];
        const [target] = found;
        const sample = sampleOf(head.lines.slice(1), given, delimiter, name);
        // rwcut --epoch-time writes seconds since 1970.
        const epoch = /Time$/.test(target) && /^\d+(?:\.\d+)?$/.test(sample);
        return [[target, { column: name, ...(epoch ? { as: 'seconds' as const } : {}) }]];
      }),
    );
    return { delimiter, names, mapping, unset: [], firstRow: head.firstLine + 1 };
  },
});

function sampleOf(
  lines: readonly string[],
  names: readonly string[],
  delimiter: string,
  name: string,
): string {
  const row = lines.find(line => line.trim() !== '');
  return row === undefined ? '' : (cellsOf(row, { delimiter, columns: [] })[names.indexOf(name)]?.text ?? '');
}
