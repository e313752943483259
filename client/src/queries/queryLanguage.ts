import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { counted } from '../../../shared/text/counted';
import { queryCapture } from '../../../shared/protocol/messages';
import type { QueryResult } from '../../../shared/protocol/queries';
import { queryColumnNamed } from '../../../shared/text/queryColumns';
import type { ServerClient } from '../server/serverClient';
import { columnHover, columnItem } from './columnHelp';
import { functionHover, functionItems, functionSignature, typedToken } from './functionHelp';
import { captureOf, placeOf } from './queryText';

export const queryLanguage = 'flow2vec-sql';

const words = [
  ...['SELECT', 'FROM flows', 'WHERE', 'GROUP BY', 'ORDER BY', 'HAVING', 'LIMIT', 'DISTINCT', 'WITH', 'AS'],
  ...['AND', 'OR', 'NOT', 'IN', 'LIKE', 'BETWEEN', 'CASE WHEN', 'DESC', 'GROUP BY ALL', 'IS NULL'],
];
const functions = [
  ...['count', 'sum', 'avg', 'min', 'max', 'median', 'quantile_cont', 'stddev_pop', 'histogram', 'arg_max'],
  ...[
    'approx_count_distinct',
    'string_agg',
    'list',
    'round',
    'lag',
    'lead',
    'row_number',
    'epoch',
    'epoch_ms',
  ],
  ...[
    'time_bucket',
    'date_trunc',
    'strftime',
    'lower',
    'contains',
    'starts_with',
    'split_part',
    'regexp_matches',
  ],
  ...['try_cast', 'coalesce', 'greatest', 'least', 'ln'],
];
/** What is typed before a value: a column and a comparison. */
const beforeValue = /"?(\w+)"?\s*(?:=|<>|!=|\bin\s*\((?:[^()]*,)?)\s*'?([^'()]*)$/i;
/** How long checks and completions wait, and values that are offered. */
const [settleMs, seconds, values, longestTyped] = [400, 5, 50, 200];

/** Completion and problems of queries, both by asking the capture's own database. */
export class QueryLanguage implements vscode.Disposable {
  readonly #problems = vscode.languages.createDiagnosticCollection(queryLanguage);
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #columns = new Map<string, Promise<QueryResult>>();
  readonly #subscription: vscode.Disposable;

  constructor(private readonly server: ServerClient) {
    this.#subscription = vscode.Disposable.from(
      this.#problems,
      vscode.workspace.onDidOpenTextDocument(document => this.#changed(document)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.#changed(document)),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#closed(uri)),
      vscode.languages.registerCompletionItemProvider(
        { language: queryLanguage },
        { provideCompletionItems: (document, position) => this.#complete(document, position) },
        ...["'", '.', '"'],
      ),
      vscode.languages.registerHoverProvider(
        { language: queryLanguage },
        {
          provideHover: (document, position) =>
            functionHover(document, position) ?? this.#columnHover(document, position),
        },
      ),
      vscode.languages.registerSignatureHelpProvider(
        { language: queryLanguage },
        { provideSignatureHelp: (document, position) => functionSignature(document, position) },
        '(',
        ',',
      ),
    );
    vscode.workspace.textDocuments.forEach(document => this.#changed(document));
  }

  dispose(): void {
    this.#timers.forEach(clearTimeout);
    this.#subscription.dispose();
  }

  #changed(document: vscode.TextDocument): void {
    if (document.languageId !== queryLanguage) return;
    const key = document.uri.toString();
    clearTimeout(this.#timers.get(key));
    this.#timers.set(
      key,
      setTimeout(() => void this.#check(document), settleMs),
    );
  }

  #closed(uri: vscode.Uri): void {
    clearTimeout(this.#timers.get(uri.toString()));
    this.#timers.delete(uri.toString());
    this.#problems.delete(uri);
  }

  /** Has the database explain the query, which reads no flow. */
  async #check(document: vscode.TextDocument): Promise<void> {
    const text = document.getText();
    const uri = captureOf(text, document.uri);
    if (uri === undefined) {
      const wanted = vscode.l10n.t('Name the capture in a line of its own: -- capture: file:///…');
      const problem = new vscode.Diagnostic(new vscode.Range(0, 0, 0, 1), wanted);
      return this.#problems.set(document.uri, [problem]);
    }
    const { version } = document;
    let problems: vscode.Diagnostic[] = [];
    try {
      // The word stands before the first line alone, so that lines are counted as they are seen.
      await this.#ask(uri, `EXPLAIN ${text}`, 1);
    } catch (error) {
      problems = [problemOf(document, (error as Error).message)];
    }
    if (document.version === version && !document.isClosed) this.#problems.set(document.uri, problems);
  }

  async #complete(
    document: vscode.TextDocument,
    position: vscode.Position,
  ): Promise<vscode.CompletionItem[]> {
    const uri = captureOf(document.getText(), document.uri);
    const before = document.lineAt(position.line).text.slice(0, position.character);
    if (before.trimStart().startsWith('--')) return [];
    const columns = uri === undefined ? [] : (await this.#columnsOf(uri)).columns;
    const compared = beforeValue.exec(before)?.[1]?.toLowerCase() ?? '';
    const wanted = queryColumnNamed(compared)?.name ?? compared;
    const column = columns.find(({ name }) => name.toLowerCase() === wanted.toLowerCase());
    const token = typedToken(document, position);
    if (uri !== undefined && token !== undefined)
      return this.#tokens(uri, token, typedRange(position, token));
    if (uri !== undefined && column)
      return this.#values(
        uri,
        column.name,
        before,
        typedRange(position, beforeValue.exec(before)?.[2] ?? ''),
      );
    const item = (label: string, kind: vscode.CompletionItemKind, detail?: string) =>
      Object.assign(new vscode.CompletionItem(label, kind), detail === undefined ? {} : { detail });
    return [
      ...[...columns, { name: 'token', type: 'VARCHAR' }].map(columnItem),
      item('flows', vscode.CompletionItemKind.Struct, vscode.l10n.t('the flows of the capture')),
      ...functionItems(),
      ...functions.map(name => {
        const made = item(name, vscode.CompletionItemKind.Function);
        made.insertText = new vscode.SnippetString(`${name}($0)`);
        return made;
      }),
      ...words.map(word => item(word, vscode.CompletionItemKind.Keyword)),
    ];
  }

  async #columnHover(
    document: vscode.TextDocument,
    position: vscode.Position,
  ): Promise<vscode.Hover | undefined> {
    const uri = captureOf(document.getText(), document.uri);
    // What a column means can be told of a capture that cannot be read, too.
    const found = uri === undefined ? undefined : await this.#columnsOf(uri).catch(() => undefined);
    return columnHover(document, position, found?.columns ?? []);
  }

  /** The commonest values of a column. */
  async #values(
    uri: string,
    column: string,
    before: string,
    range: vscode.Range,
  ): Promise<vscode.CompletionItem[]> {
    const sql = `SELECT "${column}", count(*) AS n FROM flows GROUP BY 1 ORDER BY n DESC, 1 LIMIT ${values}`;
    const { rows } = await this.#ask(uri, sql, values);
    const isQuoted = /'[^']*$/.test(before);
    return rows.map(([value, flows], i) => {
      const text = String(value ?? '').replaceAll("'", "''");
      const made = new vscode.CompletionItem(String(value ?? ''), vscode.CompletionItemKind.Value);
      made.insertText = isQuoted || typeof value === 'number' ? text : `'${text}'`;
      made.range = range;
      made.detail = counted(Number(flows), 'flow');
      made.sortText = String(i).padStart(4, '0');
      return made;
    });
  }

  /** The commonest tokens with what is typed in them. */
  async #tokens(uri: string, typed: string, range: vscode.Range): Promise<vscode.CompletionItem[]> {
    const wanted = `'${typed.slice(0, longestTyped).replaceAll("'", "''")}'`;
    const sql = `SELECT token, count(*) AS n FROM flows WHERE contains(token, ${wanted}) GROUP BY 1 ORDER BY n DESC, 1 LIMIT ${values}`;
    const { rows } = await this.#ask(uri, sql, values);
    return rows.map(([token, flows], i) => {
      const made = new vscode.CompletionItem(String(token), vscode.CompletionItemKind.Value);
      made.insertText = String(token).replaceAll("'", "''");
      made.range = range;
      made.detail = counted(Number(flows), 'flow');
      made.sortText = String(i).padStart(4, '0');
      return made;
    });
  }

  #columnsOf(uri: string): Promise<QueryResult> {
    const known = this.#columns.get(uri) ?? this.#ask(uri, 'SELECT * FROM flows LIMIT 0', 1);
    this.#columns.set(uri, known);
    known.catch(() => this.#columns.delete(uri));
    return known;
  }

  #ask(uri: string, sql: string, rows: number): Promise<QueryResult> {
    return this.server.request(queryCapture, { uri, sql, rows, seconds, job: randomUUID() }, undefined);
  }
}

/** What an item takes the place of: addresses and tokens are more than one word of the editor. */
const typedRange = (position: vscode.Position, typed: string) =>
  new vscode.Range(position.translate(0, -Math.min(position.character, typed.length)), position);

function problemOf(document: vscode.TextDocument, message: string): vscode.Diagnostic {
  const text = document.getText();
  const place = placeOf(message, `EXPLAIN ${text}`);
  // Where the database names no place, the query as a whole is meant.
  const line =
    place?.line ??
    Math.max(
      0,
      text.split('\n').findIndex(each => /^\s*[^-\s]/.test(each)),
    );
  const column = place ? Math.max(0, place.column - (line === 0 ? 'EXPLAIN '.length : 0)) : 0;
  const at = new vscode.Position(Math.min(line, document.lineCount - 1), column);
  const range = document.getWordRangeAtPosition(at) ?? document.lineAt(at.line).range;
  const words = message.split('\n\nLINE ')[0] ?? message;
  const problem = new vscode.Diagnostic(range, words);
  problem.source = 'Flow2Vec';
  return problem;
}
