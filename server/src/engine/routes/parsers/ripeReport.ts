import { destinationFromLastHop, emptyRoute, type TextTool } from './textTool';
import { unix } from './unix';

/** The report of ripe-atlas-tools: "Probe #…", and hops with an address, its autonomous system and times. */
export const ripeReport: TextTool = {
  begin(line, number) {
    const match = /^Probe #(\d+)\s*$/.exec(line);
    return match
      ? { route: { ...emptyRoute('ripe-report', number), source: `probe ${match[1]}` } }
      : undefined;
  },

  take: (route, line, number, note) => unix.take(route, line, number, note),

  end: destinationFromLastHop,
};
