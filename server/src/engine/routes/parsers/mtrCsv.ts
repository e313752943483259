import type { Route } from '../route';
import { mtrSummary } from './mtrColumns';
import { hostOf, summarisedHop } from './summarisedHop';
import { emptyRoute, type TextTool } from './textTool';

const usual = [
  'Mtr_Version',
  'Start_Time',
  'Status',
  'Host',
  'Hop',
  'Ip',
  'Loss%',
  'Snt',
  ' ',
  'Last',
  'Avg',
  'Best',
  'Wrst',
  'StDev',
];
const titlesOf = new WeakMap<Route, readonly string[]>();

/** `mtr --csv`: a line for each hop, with a header before each route, or none in older versions; comma or semicolon. */
export const mtrCsv: TextTool = {
  begin(line, number) {
    const route = emptyRoute('mtr-csv', number);
    if (/^Mtr_Version[,;]/i.test(line)) {
      titlesOf.set(route, cellsOf(line));
      return { route };
    }
    if (!line.startsWith('MTR.')) return undefined;
    let problem: string | undefined;
    this.take(route, line, number, (_, message) => (problem = message));
    return problem === undefined ? { route } : { route, problem };
  },

  take(route, line, number, note) {
    if (!line.startsWith('MTR.')) return false;
    const titles = titlesOf.get(route) ?? usual;
    const cells = cellsOf(line);
    const cell = (title: string) => cells[titles.indexOf(title)] ?? '';
    const hop = Number(cell('Hop'));
    if (!Number.isInteger(hop) || hop < 1 || hop > 255 || cells.length < 7) {
      note(
        number,
        'Not read: a line of mtr --csv has version, time, status, host, hop, address and numbers.',
      );
      return true;
    }
    const last = route.hops.at(-1);
    if (last && (hop <= last.hop || cell('Host') !== (route.name ?? route.destination))) return false;
    if (!last) {
      route.destination = cell('Host');
      const time = Number(cell('Start_Time')) * 1000;
      if (time > 0) route.time = time;
    }
    const host = hostOf(cell('Ip'));
    const made = summarisedHop({ hop, line: number }, host ? [host] : [], mtrSummary(titles, cells));
    const network = cell('Asn');
    if (/^AS\d/.test(network)) made.networks = [network];
    route.hops.push(made);
    return true;
  },
};

function cellsOf(line: string): string[] {
  return line.split(line.includes(';') && !line.includes(',') ? ';' : ',').map(cell => cell.trim() || ' ');
}
