import * as l10n from '@vscode/l10n';
import type { FlowTable } from '../../engine/captures/rows/flowTable';
import type { TableRow } from '../../engine/captures/rows/rowReader';
import { tokenOfFields } from '../../engine/training/corpus/tokens';
import { pathOf, type CaptureModels } from '../captureModels';
import type { EngineSlot } from '../engineSlot';
import type { Settings } from '../../../../shared/protocol/settings';

/** Lines whose tokens are told at one time. */
const mostLines = 10_000;

/** A capture that an editor shows as a table. */
export interface ShownTable {
  uri: string;
  table: FlowTable;
}

interface Deps {
  engine: EngineSlot;
  models: CaptureModels;
  settings(uri: string): Promise<Settings>;
}

/** Captures that editors show as tables, by the names that the client gave them. */
export class FlowTables {
  private readonly shown = new Map<string, ShownTable>();

  constructor(private readonly deps: Deps) {}

  async open(name: string, uri: string): Promise<ShownTable> {
    const engine = this.deps.engine.for(await this.deps.settings(uri));
    const table = await engine.openTable(pathOf(uri));
    const isAgain = this.shown.has(name);
    this.close(name);
    const shown = { uri, table };
    this.shown.set(name, shown);
    // Which model there is depends on the whole file, whose first rows are wanted first. A file that changed is opened
    // again, and is not trained on for that.
    const { models } = this.deps;
    const look = () => (isAgain ? models.check(uri) : models.prepare(uri));
    void table.whenReady().then(look, look);
    return shown;
  }

  /** Throws when there is none: the server was started anew since. */
  get(name: string): ShownTable {
    const shown = this.shown.get(name);
    if (!shown) throw new Error(l10n.t('This table is no longer open: close its editor and open it again.'));
    return shown;
  }

  close(name: string): void {
    this.shown.get(name)?.table.close();
    this.shown.delete(name);
  }

  /** Other settings mean another model. */
  async settingsChanged(): Promise<void> {
    await Promise.all(this.uris().map(uri => this.deps.models.check(uri)));
  }

  uris(): string[] {
    return [...new Set([...this.shown.values()].map(({ uri }) => uri))];
  }

  /** The row on a zero-based line of a capture that is shown as a table; undefined when it is not. */
  async rowAt(uri: string, line: number): Promise<TableRow | undefined> {
    const shown = [...this.shown.values()].find(table => table.uri === uri);
    const [row] = shown ? await shown.table.records([line + 1]) : [];
    return row;
  }

  /** Tokens of zero-based lines, `lastLine` inclusive; undefined where a line is no flow or lacks a column. */
  async tokensOf(
    uri: string,
    { firstLine, lastLine }: { firstLine: number; lastLine: number },
    tokenColumns: readonly string[],
  ): Promise<(string | undefined)[]> {
    const shown = [...this.shown.values()].find(table => table.uri === uri);
    if (!shown) throw new Error(l10n.t('Open the capture in an editor to colour its flows.'));
    const lines = Array.from(
      { length: Math.min(mostLines, lastLine - firstLine + 1) },
      (_, i) => firstLine + i,
    );
    const rows = await shown.table.records(lines.map(line => line + 1));
    const byRecord = new Map(rows.map(({ record, row }) => [record, row]));
    return lines.map(line => {
      const row = byRecord.get(line + 1);
      return row?.flow && tokenOfFields(row.fields, { columns: tokenColumns }, row.flow);
    });
  }

  dispose(): void {
    for (const name of this.shown.keys()) this.close(name);
  }
}
