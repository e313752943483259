import * as l10n from '@vscode/l10n';
import { labelOf, routeLabels } from './labelLine';
import type { RouteLabel, RouteProblem } from './route';
import { canonicalHost, detached } from './subnets';

/** Labels by destination, from a CSV of two columns. */
export interface DestinationLabels {
  of(destination: string): RouteLabel | undefined;
  size: number;
  problems: RouteProblem[];
}

/**
 * Reads lines "destination,label", with a header line or without, separated by comma, semicolon or tab. Columns
 * named destination (or dest, dst, address, host, ip) and label are taken; without such names the first two.
 */
export function readDestinationLabels(text: string): DestinationLabels {
  const labels = new Map<string, RouteLabel>();
  const problems: RouteProblem[] = [];
  let columns: { destination: number; label: number } | undefined;
  for (const [i, line] of text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .entries()) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const cells = line.split(/[,;\t]/).map(cell => cell.trim().replace(/^"(.*)"$/, '$1'));
    if (!columns) {
      columns = columnsOf(cells);
      if (cells.every(cell => labelOf(cell) === undefined) && /^[a-z_ ]+$/i.test(cells.join(''))) continue;
    }
    const destination = cells[columns.destination] ?? '';
    const label = labelOf(cells[columns.label] ?? '');
    if (label !== undefined && destination !== '') {
      const key = detached(canonicalHost(destination));
      const before = labels.get(key);
      if (before !== undefined && before !== label)
        problems.push({
          line: i + 1,
          message: l10n.t(
            '{0} is {1} on an earlier line: that label is kept.',
            destination.slice(0, 60),
            before,
          ),
        });
      else labels.set(key, label);
    } else
      problems.push({
        line: i + 1,
        message: l10n.t('Expected "destination,label" with the label {0}.', routeLabels.join(l10n.t(' or '))),
      });
  }
  return { of: destination => labels.get(canonicalHost(destination)), size: labels.size, problems };
}

function columnsOf(cells: readonly string[]): { destination: number; label: number } {
  const find = (form: RegExp) => cells.findIndex(cell => form.test(cell));
  const destination = find(/^(?:dest(?:ination)?|dst|address|host|ip|target)$/i);
  const label = find(/^(?:label|class)$/i);
  return destination >= 0 && label >= 0 ? { destination, label } : { destination: 0, label: 1 };
}

/** The label that the name of a folder above the file gives, the nearest one. */
export function labelOfFolder(path: string): RouteLabel | undefined {
  const folders = path.split(/[\\/]/).slice(0, -1);
  for (let i = folders.length - 1; i >= 0; i--) {
    const label = labelOf(folders[i] as string);
    if (label) return label;
  }
  return undefined;
}
