import * as l10n from '@vscode/l10n';
import { fileURLToPath } from 'node:url';
import { visibleText } from '../../../../shared/text/visibleText';
import { parseFlowFilter } from '../../../../shared/text/flowFilter';
import type {
  PlaceAsked,
  SearchPiece,
  TableColumn,
  TableRows,
  TableRowShown,
  TableRowsParams,
  TableView,
} from '../../../../shared/protocol/flowTables';
import * as messages from '../../../../shared/protocol/messages';
import { columnNamed } from '../../engine/captures/columns';
import { isRejected } from '../../engine/captures/flow';
import { labelClass } from '../../engine/captures/labels';
import { reasonsOf } from '../../engine/captures/loadLines';
import type { FlowTable, TableView as EngineView } from '../../engine/captures/rows/flowTable';
import type { TableRow } from '../../engine/captures/rows/rowReader';
import { parseFlowTime } from '../../engine/captures/time';
import { tokenOfFields } from '../../engine/training/corpus/tokens';
import { pathOf } from '../captureModels';
import type { On, Session } from '../session';
import { embeddingConfig } from '../settings';
import { askModel } from './askModel';
import { hoverOf } from './hover';
import { marksOf } from './tableMarks';

/** Rows told at one time at most. */
const longestPage = 10_000;
/** What is shown of a row that is no flow. */
const shownText = 1000;

/** Answers the requests about captures that are shown as tables. */
export function registerTableRequests(session: Session, on: On): void {
  const { tables } = session;

  on(messages.openTable, async ({ uri, table: name, rows }) => {
    const { table } = await tables.open(name, uri);
    const columns = table.columns.map((column): TableColumn => {
      const stored = columnNamed(column);
      const kind = { TIMESTAMP: 'time', DOUBLE: 'number', BIGINT: 'number', VARCHAR: 'text' } as const;
      return { name: column, kind: kind[stored?.type ?? 'VARCHAR'], stored: stored !== undefined };
    });
    const opened = { columns, format: table.format.title, lines: table.format.lines !== undefined };
    if (rows === undefined || !table.startsAtOnce) return opened;
    return { ...opened, first: await rowsOf(table, { view: {}, from: 0, count: rows }) };
  });

  on(messages.closeTable, ({ table }) => Promise.resolve(tables.close(table)));

  on(messages.tableRows, asked => rowsOf(tables.get(asked.table).table, asked));

  on(messages.tableHover, async ({ table: name, record, column }) => {
    const { uri, table } = tables.get(name);
    const [found] = await table.records([record]);
    const flow = found?.row.flow;
    const field = found?.row.fields.find(cell => cell.column === column) ?? found?.row.fields[0];
    if (!found || !flow || !field) return null;
    const settings = await session.settings(uri);
    const { tokenColumns } = embeddingConfig(settings);
    const { fields } = found.row;
    const token = tokenOfFields(fields, { columns: tokenColumns }, flow);
    const query = found.text === undefined ? token && { token } : { text: found.text };
    const asked = query ? await askModel(session, { uri, query, token, settings }) : {};
    const pseudonyms = await session.shown.pseudonyms();
    return hoverOf(
      { flow, fields, field, words: table.format.words },
      { uri, line: record - 1 },
      {
        tokenColumns,
        index: 'none',
        model: session.models.state(uri),
        ...asked,
        score: session.scores.of(uri, record),
        known: await session.known.lookup(settings),
        called: pseudonyms && (address => pseudonyms.hide(address)),
      },
    );
  });

  on(messages.tableNearest, async ({ table: name, view, where, place, direction, piece }) => {
    const filter = parseFlowFilter(where);
    const hits = await tables.get(name).table.hits(viewOf(view));
    const { found: at, next } = await hits.nearest(filter, place, direction, pieceOf(piece));
    return { place: found(at), next };
  });

  on(messages.tableSpread, async ({ table: name, view, where, parts, piece }) => {
    const filter = parseFlowFilter(where);
    const hits = await tables.get(name).table.hits(viewOf(view));
    const { found: counts, next } = await hits.spread(filter, parts, {
      ...pieceOf(piece),
      beyond: piece.beyond,
    });
    return { counts, next };
  });

  on(messages.tableGroups, async ({ table: name, where, by, count }) => {
    const { uri } = tables.get(name);
    const engine = session.engine.for(await session.settings(uri));
    return engine.groups([pathOf(uri)], by, { top: Math.min(count, longestPage), where: filterOf(where) });
  });

  on(messages.tableExport, async ({ table: name, where, out, as }) => {
    const { uri } = tables.get(name);
    if (!out.startsWith('file:')) throw new Error(l10n.t('{0} is not on disk: choose a local folder.', out));
    const path = fileURLToPath(out);
    if (path === pathOf(uri))
      throw new Error(l10n.t('{0} is the capture itself: choose another name.', path));
    const engine = session.engine.for(await session.settings(uri));
    const filter = filterOf(where);
    const written = await engine.convert(
      [pathOf(uri)],
      { path, format: as },
      filter ? { where: filter } : {},
    );
    return written.rows;
  });

  on(messages.tableMarks, ({ table: name, records, clustering }) =>
    marksOf(session, tables.get(name), records.slice(0, longestPage), clustering),
  );

  on(messages.tableText, async ({ table: name, records, pseudonyms }) => {
    const { table } = tables.get(name);
    const rows = await table.records(records.slice(0, longestPage));
    const texts = rows.map(({ text, row }) => text ?? row.fields.map(field => field.text).join('\t'));
    if (!pseudonyms) return texts;
    const names = await session.shown.names();
    return texts.map(text => names.hide(text));
  });

  on(messages.refreshTable, async ({ table: name }) => {
    const { uri, table } = tables.get(name);
    const change = await table.refresh();
    // What was said of its flows, and its model, were of what it held before.
    if (change === 'rewritten') session.scores.forget(uri);
    if (change === 'rewritten' || change === 'grown') void session.models.check(uri);
    return change;
  });
}

async function rowsOf(
  table: FlowTable,
  { view, from, count, to }: Omit<TableRowsParams, 'table'>,
): Promise<TableRows> {
  const shown = viewOf(view);
  const most = Math.min(count, longestPage);
  const place = to && found(await placeOf(table, shown, to));
  const first =
    place === undefined || place === null ? Math.max(0, from) : place - (place % Math.max(1, most));
  const page = await table.page(shown, first, most);
  const rows = page.rows.map(row => shownRow(row, table.columns));
  return { ...page, rows, from: first, ready: table.ready, ...(place === undefined ? {} : { place }) };
}

async function placeOf(table: FlowTable, view: EngineView, to: PlaceAsked): Promise<number> {
  if ('record' in to) return table.placeOf(view, to.record);
  if ('time' in to) {
    const time = parseFlowTime(to.time);
    if (time === undefined)
      throw new Error(
        l10n.t('"{0}" is no time like 2011/08/16 10:01:46: write date and time.', visibleText(to.time, 60)),
      );
    return table.placeOfTime(view, time);
  }
  return table.placeOfShare(view, to.share);
}

const pieceOf = ({ from, count }: SearchPiece) => ({ from, count: Math.max(1, count) });

const found = (place: number) => (place < 0 ? null : place);

const filterOf = (where: string | undefined) =>
  where === undefined || where.trim() === '' ? undefined : parseFlowFilter(where);

const viewOf = ({ where, order }: TableView): EngineView => ({
  filter: filterOf(where),
  order: order ? [order] : undefined,
});

function shownRow({ record, text, row }: TableRow, columns: readonly string[]): TableRowShown {
  if (!row.flow)
    return {
      record,
      cells: [],
      text: (text ?? '').slice(0, shownText),
      ...(isRejected(row) ? { problem: reasonsOf(row).join(' ') } : {}),
    };
  const cells = columns.map(column => row.fields.find(field => field.column === column)?.text ?? '');
  const doubt = row.problems.find(({ severity }) => severity === 'warning');
  return {
    record,
    cells,
    class: labelClass(row.flow.label),
    ...(doubt ? { problem: doubt.message } : {}),
  };
}
