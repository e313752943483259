import { open, stat } from 'node:fs/promises';
import * as vscode from 'vscode';
import { settingsText } from '../../../shared/investigation/questions';
import { runMap, similarFlows } from '../../../shared/protocol/messages';
import type { MapReport } from '../../../shared/protocol/map';
import type { MapCalls, MapResult } from '../../../webviews/src/map/contract';
import type { ServerClient } from '../server/serverClient';
import type { JobKind } from '../base/jobPanel';
import { MapMarks } from './mapMarks';
import { sameMap, savedMap, type MapQuestion } from './mapQuestion';

/** Lines drawn from a point to its neighbours. */
const neighbours = 10;
const askLimitMs = 60_000;
/** A page asks for a few MiB at a time; no call makes the extension hold more. */
const mostBytes = 16 << 20;

/** The panel that lays the flows of a capture out as a map. */
export function mapKind(server: ServerClient): JobKind<MapQuestion, MapResult, MapCalls> {
  const marks = new MapMarks(server);
  /** Of the panel: there is one at a time. */
  let report: MapReport | undefined;
  return {
    name: 'map',
    title: () => vscode.l10n.t('Map of flows'),
    fileWord: 'map',
    run: async ({ uri, settings }, job, token) => {
      report = undefined;
      report = await server.request(runMap, { uri, job, settings }, undefined, token);
      return { ...report, bytes: (await stat(report.path)).size };
    },
    saved: savedMap,
    sameJob: sameMap,
    asked: ({ settings }) => ({ kind: 'question', text: settingsText('map', settings) }),
    attach: panel => marks.follow(panel),
    handlers: (question, ask, _keep, reveal) => ({
      drawAll: () => ask({ ...question(), settings: { ...question().settings, points: 0 } }),
      read: async ({ from, bytes }) => {
        if (!report) throw new Error(vscode.l10n.t('The map is no longer there: ask again.'));
        return readPart(report.path, from, Math.min(bytes, mostBytes));
      },
      marked: () => (report ? marks.of(question(), report.map) : null),
      neighbours: async ({ token }) => {
        const params = { uri: question().uri, token, top: neighbours };
        const found = await server.request(similarFlows, params, askLimitMs);
        return found.neighbours.map(({ token: name, similarity }) => ({ token: name, similarity }));
      },
      reveal: place => reveal(vscode.Uri.parse(question().uri), place),
      // They are marked and none is selected, for what is selected a stray key would overwrite.
      showLines: async ({ lines }) => {
        const [first] = lines;
        if (first !== undefined)
          await reveal(vscode.Uri.parse(question().uri), { line: first, file: 0 }, lines);
      },
      similar: async ({ token }) => {
        await vscode.commands.executeCommand('flow2vec.similarToToken', { uri: question().uri, token });
      },
      askAgain: async () => {
        await vscode.commands.executeCommand('flow2vec.map', { uri: question().uri });
      },
    }),
  };
}

/** A part of a file; shorter at its end. */
async function readPart(path: string, from: number, bytes: number): Promise<ArrayBuffer> {
  const file = await open(path, 'r');
  try {
    const buffer = new Uint8Array(bytes);
    const { bytesRead } = await file.read(buffer, 0, bytes, from);
    return buffer.buffer.slice(0, bytesRead);
  } finally {
    await file.close();
  }
}
