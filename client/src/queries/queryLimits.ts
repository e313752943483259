import * as vscode from 'vscode';
import { taken } from '../../../shared/parameters/parameter';
import { clientSettings } from '../../../shared/parameters/settings';

/** How many rows of a query are shown, and how long it may take, as the settings of the capture have it. */
export function queryLimits(uri: string): { rows: number; seconds: number } {
  const { rows, seconds } = clientSettings.query;
  const own = vscode.workspace.getConfiguration('flow2vec.query', vscode.Uri.parse(uri));
  const asked = { rows: own.get<unknown>('rows'), seconds: own.get<unknown>('seconds') };
  const found = taken({ rows, seconds }, asked);
  return { rows: found.rows ?? rows.default, seconds: found.seconds ?? seconds.default };
}
