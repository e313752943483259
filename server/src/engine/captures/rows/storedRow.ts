import { flowColumns, storeColumns } from '../columns';
import type { Flow } from '../flow';
import type { FlowRow } from '../selection';
import { parseFlowTime } from '../time';
import type { TableRow } from './rowReader';

const numbers = new Set(['Dur', 'TotPkts', 'TotBytes', 'SrcBytes', 'SrcPkts']);
const core = new Set<string>(flowColumns);

/** A row of the store as its format's reader would give it; the places of its cells are those in their list. */
export function storedRow({ record, cells }: FlowRow, columns: readonly string[]): TableRow {
  const text = new Map<string, string>(storeColumns.map(({ name }, i) => [name, cells[i] ?? '']));
  const of = (name: string) => text.get(name) ?? '';
  const number = (name: string) => {
    const found = of(name);
    return numbers.has(name) && found !== '' ? Number(found) : undefined;
  };
  const flow: Flow = {
    line: record,
    startTime: parseFlowTime(of('StartTime')) ?? NaN,
    duration: number('Dur'),
    proto: of('Proto'),
    srcAddr: of('SrcAddr'),
    sport: of('Sport'),
    dir: of('Dir'),
    dstAddr: of('DstAddr'),
    dport: of('Dport'),
    state: of('State'),
    sTos: of('sTos'),
    dTos: of('dTos'),
    packets: number('TotPkts'),
    bytes: number('TotBytes'),
    srcBytes: number('SrcBytes'),
    srcPackets: number('SrcPkts'),
    label: of('Label'),
    further: Object.fromEntries([...text].filter(([name, cell]) => !core.has(name) && cell !== '')),
  };
  let end = -1;
  const fields = columns.map(column => {
    const start = end + 1;
    end = start + of(column).length;
    return { column, text: of(column), start, end };
  });
  return { record, row: { flow, fields, problems: [] } };
}
