import * as vscode from 'vscode';
import { markOnMap } from '../../../shared/protocol/messages';
import type { MapMark, MapMarkParams } from '../../../shared/protocol/map';
import type { MapResult, MapTold } from '../../../webviews/src/map/contract';
import type { ServerClient } from '../server/serverClient';
import type { JobPanelLine } from '../base/jobPanel';
import { onDidMoveInTable, tableEditorOf } from '../base/tableEditors';
import type { MapQuestion } from './mapQuestion';

const limitMs = 20_000;
/** The cursor rests for so long before it is followed: someone who scrolls by keys is not asked for each line. */
const restMs = 120;

/** Finds flows of the editor on the map, and follows the editor's cursor there, or the row of the keyboard in a table. */
export class MapMarks {
  constructor(private readonly server: ServerClient) {}

  /** The flow that the question names, or the one the cursor is on; null for neither. */
  async of({ uri, mark }: MapQuestion, map: string): Promise<MapMark | null> {
    const place = mark ?? cursorIn(uri);
    return place ? this.server.request(markOnMap, paramsOf(uri, map, place), limitMs) : null;
  }

  /** Tells the page of a panel whenever the cursor goes to another line of its capture. */
  follow(panel: JobPanelLine<MapQuestion, MapResult>): vscode.Disposable {
    let timer: NodeJS.Timeout | undefined;
    let line: number | undefined;
    let asked = 0;
    const ask = async (uri: string, place: Place): Promise<void> => {
      const result = panel.result();
      if (!result) return;
      const mine = ++asked;
      try {
        const mark = await this.server.request(markOnMap, paramsOf(uri, result.map, place), limitMs);
        const told: MapTold | null = mark && { mark };
        if (told && mine === asked) panel.tell(told);
      } catch (error) {
        // The mark stays where it was; the line may be a comment, or no flow yet.
        this.server.log.debug(`No mark on the map: ${String(error)}`);
      }
    };
    const went = (capture: vscode.Uri, active: number | undefined, text?: string): void => {
      const { uri } = panel.question();
      if (capture.toString() !== uri || active === undefined || active === line) return;
      line = active;
      clearTimeout(timer);
      const place = { line: active, ...(text === undefined ? {} : { text }) };
      timer = setTimeout(() => void ask(uri, place), restMs);
    };
    return vscode.Disposable.from(
      vscode.window.onDidChangeTextEditorSelection(({ textEditor: { document }, selections }) => {
        const active = selections[0]?.active.line;
        went(document.uri, active, active === undefined ? undefined : document.lineAt(active).text);
      }),
      onDidMoveInTable(({ uri, record }) => went(uri, record === undefined ? undefined : record - 1)),
      new vscode.Disposable(() => clearTimeout(timer)),
    );
  }
}

type Place = NonNullable<MapQuestion['mark']>;

function paramsOf(uri: string, map: string, { line, text, token }: Place): MapMarkParams {
  return {
    uri,
    map,
    ...(line === undefined ? {} : { line }),
    ...(text === undefined ? {} : { text }),
    ...(token === undefined ? {} : { token }),
  };
}

function cursorIn(uri: string): Place | undefined {
  const editor = vscode.window.visibleTextEditors.find(({ document }) => document.uri.toString() === uri);
  const record = tableEditorOf(vscode.Uri.parse(uri))?.record;
  if (!editor) return record === undefined ? undefined : { line: record - 1 };
  const { line } = editor.selection.active;
  return { line, text: editor.document.lineAt(line).text };
}
