import * as l10n from '@vscode/l10n';
import type { Probe, Route } from '../route';
import { mtrSummary } from './mtrColumns';
import { hostOf, isNobody, isWrongLoss, summarisedHop } from './summarisedHop';
import { addHosts, emptyRoute, meetDestination, noteGap, type TextTool } from './textTool';

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
        l10n.t('Not read: a line of mtr --csv has version, time, status, host, hop, address and numbers.'),
      );
      return true;
    }
    const host = hostOf(cell('Ip'));
    const summary = mtrSummary(titles, cells);
    if (!host && !isNobody(cell('Ip')))
      note(number, l10n.t('Not read on this line: the host "{0}".', cell('Ip').slice(0, 60)));
    if (isWrongLoss(summary))
      note(number, l10n.t('Not read on this line: the loss "{0}".', cell('Loss%').slice(0, 60)));
    const time = Number(cell('Start_Time')) * 1000;
    const last = route.hops.at(-1);
    if (last) {
      if (cell('Host') !== route.destination || (time > 0 && route.time !== time)) return false;
      // Another host of the same hop has a line of its own; the same host again is the next run.
      if (last.hop === hop && host && !last.probes.some(each => sameProbe(each, host))) {
        addHosts(last, [host]);
        return true;
      }
      if (hop <= last.hop) return false;
    } else {
      route.destination = cell('Host').trim();
      if (time > 0) route.time = time;
    }
    noteGap(route, hop, number, note);
    const made = summarisedHop({ hop, line: number }, host ? [host] : [], summary);
    const network = cell('Asn');
    if (/^AS\d/.test(network)) {
      made.networks = [network];
      for (const probe of made.probes) if (probe.address ?? probe.name) probe.network = network;
    }
    route.hops.push(made);
    return true;
  },

  end: meetDestination,
};

const sameProbe = (a: Probe, b: Probe) => a.address === b.address && a.name === b.name;

function cellsOf(line: string): string[] {
  return line.split(line.includes(';') && !line.includes(',') ? ';' : ',').map(cell => cell.trim() || ' ');
}
