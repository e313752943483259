import * as l10n from '@vscode/l10n';
import { hostOf, isNobody, isWrongLoss, summarisedHop } from './summarisedHop';
import { destinationFromLastHop, emptyRoute, type TextTool } from './textTool';

/** The text that WinMTR copies: a table with a row for each hop, without their numbers. */
export const winmtr: TextTool = {
  begin(line, number) {
    return /WinMTR statistics/i.test(line) ? { route: emptyRoute('winmtr', number) } : undefined;
  },

  take(route, line, number, note) {
    if (/WinMTR statistics/i.test(line)) return false;
    if (!/^\s*[|_]/.test(line)) return /^\s*WinMTR v/i.test(line);
    const [host, ...cells] = line
      .trim()
      .replace(/^\||\|$/g, '')
      .split('|');
    const match = /^(.*?)\s+-\s+(\d+)\s*$/.exec(host as string);
    if (!match) {
      if (!/%|^[\s_|-]*$/.test(host as string))
        note(number, l10n.t('Not read: a row has a host, its loss and six numbers.'));
      return true;
    }
    const [sent, received, best, average, worst, last] = cells.map(Number);
    const who = hostOf(match[1] as string);
    if (!who && !isNobody(match[1] as string)) note(number, l10n.t('Not read: a row begins with a host.'));
    const summary = {
      loss: Number(match[2]) / 100,
      ...{ sent, received, best, average, worst, last },
    } as Record<string, number>;
    if (isWrongLoss(summary)) note(number, l10n.t('Not read: the loss is more than all.'));
    route.hops.push(
      summarisedHop({ hop: Math.min(255, route.hops.length + 1), line: number }, who ? [who] : [], summary),
    );
    return true;
  },

  end: destinationFromLastHop,
};
