import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { RequestType } from 'vscode-languageserver/node';
import { evidenceShown } from '../../client/src/investigation/evidenceShown';
import { createEngine } from '../../server/src/engine/flowEngine';
import { verdicts, type Answer, type Pin } from '../../shared/investigation/case';
import * as messages from '../../shared/protocol/messages';
import { EditorClient } from './editorClient';
import type { FakeExtension } from './fakeExtension.mjs';

/** A panel with what it is shown: the server's own answers. */
export interface PanelCase extends FakeExtension {
  name: string;
  /** The file of a map. */
  bytes?: Buffer;
}

/** Asks a whole server what panels show of files in a folder; small models, so that it is soon done. */
export class PanelAnswers {
  private constructor(private readonly editor: EditorClient) {}

  static async start(folder: string): Promise<PanelAnswers> {
    const cacheDirectory = join(folder, 'cache');
    const editor = await EditorClient.start(
      { createEngine: options => createEngine({ ...options, cacheDirectory }) },
      {
        embedding: { size: 16, epochs: 3, workers: 1, deterministic: true },
        clusters: { k: 6 },
        cache: { directory: cacheDirectory },
      },
    );
    return new PanelAnswers(editor);
  }

  stop(): Promise<void> {
    return this.editor.stop();
  }

  /** The panels about a capture that need no labels; `line` of it is asked about, zero-based. */
  async ofCapture(path: string, { line, address }: { line: number; address: string }): Promise<PanelCase[]> {
    const uri = pathToFileURL(path).href;
    const { ask } = this;
    await ask(messages.trainEmbedding, { uri });
    const text = readFileSync(path, 'utf8').split('\n')[line] ?? '';
    const similar = await ask(messages.similarFlows, { uri, line, text, top: 30 });
    const clusters = await ask(messages.clusterFlows, { ...this.job(uri) });
    const { clustering } = clusters;
    const detail = await ask(messages.clusterDetail, { uri, clustering, id: 0, from: 0, count: 200 });
    const map = await ask(messages.runMap, { ...this.job(uri), settings: { method: 'pca' } });
    const bytes = readFileSync(map.path);
    const score = await ask(messages.scoreCapture, { ...this.job(uri), by: 'past', top: 50 });
    const overview = await ask(messages.captureOverview, { ...this.job(uri), top: 20 });
    const columns = await ask(messages.captureColumns, { ...this.job(uri), top: 20 });
    const host = await ask(messages.hostPage, { ...this.job(uri), address, top: 20 });
    const sql = 'SELECT DstAddr, count(*) AS flows, min(Line) AS Line FROM flows GROUP BY 1 ORDER BY 2 DESC';
    const rows = await ask(messages.queryCapture, { ...this.job(uri), sql, rows: 1000, seconds: 60 });
    const capture = path.split('/').at(-1) ?? '';
    const panel = (name: string, result: unknown, more: object = {}, answers: object = {}): PanelCase => ({
      name,
      shown: {
        question: { uri, ...more },
        ...{ capture, view: { kind: 'result', result }, texts: {}, askable: true },
      },
      answers: { ...answers },
    });
    const scored = { ...score, unseenName: capture, asOf: new Date(0).toISOString(), heard: [], unheard: [] };
    const near = similar.neighbours.map(({ token, similarity }) => ({ token, similarity }));
    return [
      panel('overview', overview, {}, { columns }),
      panel('hosts', host, { address }),
      {
        name: 'similar',
        shown: {
          question: { uri, line },
          ...{ capture, view: { kind: 'report', report: similar }, canGoBack: true, texts: {} },
        },
        answers: {},
      },
      panel('clusters', clusters, { settings: {} }, { detail }),
      { ...panel('map', { ...map, bytes: bytes.length }, { settings: {} }, { neighbours: near }), bytes },
      panel('score', scored, { by: 'past' }),
      panel('queries', rows, { sql }),
    ];
  }

  /** The panels that are about labels. */
  async ofLabels(path: string): Promise<PanelCase[]> {
    const uri = pathToFileURL(path).href;
    const capture = path.split('/').at(-1) ?? '';
    const report = await this.ask(messages.evaluateModel, { ...this.job(uri), neighbours: 7 });
    const axes = { window: [2, 5], size: [8, 16] };
    const grid = await this.ask(messages.gridSearch, { ...this.job(uri), axes, neighbours: 7 });
    const shown = (result: unknown, more = {}) => ({
      question: { uri, ...more },
      ...{ capture, view: { kind: 'result', result }, texts: {}, askable: true },
    });
    const carried = await this.ask(messages.carryLabels, { ...this.job(uri), test: uri });
    return [
      { name: 'report', shown: shown(report), answers: {} },
      { name: 'grid', shown: shown(grid, { axes }), answers: {} },
      { name: 'carried', shown: shown({ ...carried, testName: capture }, { test: uri }), answers: {} },
    ];
  }

  /** The view of evidence: all flows of a host each, with each verdict in turn. */
  async ofEvidence(path: string, hosts: readonly string[]): Promise<PanelCase> {
    const uri = pathToFileURL(path).href;
    const pins = await Promise.all(
      hosts.map(async (host, i): Promise<Pin> => {
        const about = { where: `Host = '${host}'` };
        const { flows, captures } = await this.ask(messages.gatherFlows, { ...this.job(uri), about });
        const verdict = verdicts[i % verdicts.length] ?? 'unknown';
        const said = {
          question: '',
          verdict,
          note: 'Seen #before',
          tags: ['before'],
          analyst: 'Ada',
          time: '',
        };
        return { id: host, title: `All flows of ${host}`, about, flows, captures, ...said };
      }),
    );
    return {
      name: 'evidence',
      shown: {
        ...evidenceShown(pins, { title: 'Spam' }),
        uri,
        texts: {},
      } as unknown as FakeExtension['shown'],
      answers: {},
    };
  }

  /** The panel of a network that learned from a file of routes. */
  async ofRoutes(path: string): Promise<PanelCase> {
    const uri = pathToFileURL(path).href;
    const settings = { network: 'dense', epochs: 3 } as const;
    const result = await this.ask(messages.trainRoutes, { ...this.job(uri), settings });
    const view = { kind: 'result', result };
    const shown = { question: { uri, settings }, capture: 'lab.traceroute', view, texts: {}, askable: true };
    return { name: 'routes', shown, answers: {} };
  }

  /** The panel that says what the columns of a table are. */
  async ofTable(path: string): Promise<PanelCase> {
    const uri = pathToFileURL(path).href;
    const result = await this.ask(messages.mapColumns, { uri });
    const view = { kind: 'result', result };
    const shown = { question: { uri }, capture: 'export.csv', view, texts: {}, askable: false };
    return { name: 'mapping', shown, answers: {} };
  }

  /** What a cell of an investigation answers of a capture. */
  async ofCell(path: string, kind: 'question' | 'sql', text: string): Promise<Answer> {
    const uri = pathToFileURL(path).href;
    const params = { ...this.job(uri), cell: { kind, text }, embedding: {}, version: '1' };
    const answer = await this.ask(messages.askCell, {
      ...params,
      folder: pathToFileURL(join(path, '..')).href,
    });
    if (!answer) throw new Error(`${text}: no answer`);
    return answer;
  }

  private readonly ask = <P, R>(type: RequestType<P, R, void>, params: P): Promise<R> =>
    this.editor.ask(type, params);

  private job(uri: string): { uri: string; job: string } {
    return { uri, job: randomUUID() };
  }
}
