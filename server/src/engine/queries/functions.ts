import * as l10n from '@vscode/l10n';
import {
  BIGINT,
  DOUBLE,
  DuckDBScalarFunction,
  DuckDBTableFunction,
  INTEGER,
  VARCHAR,
  type DuckDBDataChunk,
  type DuckDBType,
  type DuckDBValue,
  type DuckDBVector,
} from '@duckdb/node-api';
import type { QueryFunction } from '../../../../shared/text/queryFunctions';
import type { Capture } from '../captures/store';

/** A row of `neighbours`. */
export interface QueriedNeighbour {
  token: string;
  similarity: number;
  flows: number;
  vote: string | null;
}

/** What answers the functions of one query. All answers are at hand: the database waits for none. */
export interface Answering {
  /** A statement was bound that calls it. */
  called(name: QueryFunction['name']): void;
  neighbours(of: string, top: number): readonly QueriedNeighbour[];
  similarity(a: string, b: string): number | null;
  clusterOf(token: string): number | null;
  anomaly(line: number, file: number): number | null;
  labelVote(token: string): string | null;
}

type Cell = Exclude<DuckDBValue, null>;

/** Rows of `neighbours` at most. */
const mostNeighbours = 1000;

/** Who answers on which connection, for each database that has the functions. */
const answering = new WeakMap<Capture['files'], Map<number, Answering>>();

/** Has `answers` answer the functions that are called on the capture's connection, while `work` lasts. */
export async function withFunctions<T>(
  { connection, files }: Capture,
  answers: Answering,
  work: () => Promise<T>,
): Promise<T> {
  const known = answering.get(files) ?? register(connection);
  answering.set(files, known);
  const { connectionId } = connection.clientContext;
  known.set(connectionId, answers);
  try {
    return await work();
  } finally {
    known.delete(connectionId);
  }
}

/** Makes the functions known to a database: there they stay, for all of its connections. */
function register(connection: Capture['connection']): Map<number, Answering> {
  const known = new Map<number, Answering>();
  const value = (
    name: QueryFunction['name'],
    parameterTypes: readonly DuckDBType[],
    returnType: DuckDBType,
    answer: (answers: Answering, values: readonly Cell[]) => DuckDBValue,
  ) =>
    connection.registerScalarFunction(
      DuckDBScalarFunction.create({
        name,
        parameterTypes,
        returnType,
        specialHandling: true,
        bindFunction: info => {
          const answers = known.get(info.clientContext.connectionId);
          if (!answers) return info.setError(l10n.t('{0}: is not answered here.', name));
          answers.called(name);
          info.setBindData(answers);
        },
        mainFunction: (info, input, output) =>
          fill(input, output, values => answer(info.bindData as Answering, values)),
      }),
    );
  value('similarity', [VARCHAR, VARCHAR], DOUBLE, (answers, [a, b]) =>
    answers.similarity(String(a), String(b)),
  );
  value('cluster_of', [VARCHAR], INTEGER, (answers, [token]) => answers.clusterOf(String(token)));
  value('anomaly', [BIGINT], DOUBLE, (answers, [line]) => answers.anomaly(Number(line), 0));
  value('anomaly', [BIGINT, BIGINT], DOUBLE, (answers, [line, file]) =>
    answers.anomaly(Number(line), Number(file)),
  );
  value('label_vote', [VARCHAR], VARCHAR, (answers, [token]) => answers.labelVote(String(token)));
  connection.registerTableFunction(neighboursFunction(known));
  return known;
}

/** A value for each row; NULL where an argument is. */
function fill(
  input: DuckDBDataChunk,
  output: DuckDBVector,
  answer: (values: readonly Cell[]) => DuckDBValue,
): void {
  const columns = Array.from({ length: input.columnCount }, (_, i) => input.getColumnVector(i));
  for (let row = 0; row < input.rowCount; row++) {
    const values = columns.map(column => column.getItem(row));
    output.setItem(row, values.includes(null) ? null : answer(values as Cell[]));
  }
  output.flush();
}

/** What `neighbours` was asked, and how many of its rows were given. */
interface AskedNeighbours {
  answers: Answering;
  of: string | null;
  top: number;
}

function neighboursFunction(known: ReadonlyMap<number, Answering>): DuckDBTableFunction {
  return DuckDBTableFunction.create({
    name: 'neighbours',
    parameterTypes: [VARCHAR, BIGINT],
    bindFunction: info => {
      const answers = known.get(info.clientContext.connectionId);
      if (!answers) return info.setError(l10n.t('{0}: is not answered here.', 'neighbours'));
      answers.called('neighbours');
      const asked = info.getParameter(1);
      const top = asked === null ? NaN : Number(asked);
      if (!(top >= 1 && top <= mostNeighbours))
        return info.setError(l10n.t('neighbours: gives 1 to {0} rows.', mostNeighbours));
      info.addResultColumn('token', VARCHAR);
      info.addResultColumn('similarity', DOUBLE);
      info.addResultColumn('flows', BIGINT);
      info.addResultColumn('label_vote', VARCHAR);
      const of = info.getParameter(0);
      info.setBindData({ answers, of: of === null ? null : String(of), top } satisfies AskedNeighbours);
    },
    initFunction: info => {
      const { answers, of, top } = info.bindData as AskedNeighbours;
      info.setMaxThreads(1);
      info.setInitData({ rows: of === null ? [] : answers.neighbours(of, top), given: false });
    },
    mainFunction: (info, output) => {
      // A vector of the database holds more rows than are given at most.
      const state = info.initData as { rows: readonly QueriedNeighbour[]; given: boolean };
      const rows = state.given ? [] : state.rows;
      state.given = true;
      output.rowCount = rows.length;
      if (rows.length === 0) return;
      const columns = [
        rows.map(row => row.token),
        rows.map(row => row.similarity),
        rows.map(row => BigInt(row.flows)),
        rows.map(row => row.vote),
      ];
      for (const [i, column] of columns.entries()) {
        const vector = output.getColumnVector(i);
        column.forEach((each, row) => vector.setItem(row, each));
        vector.flush();
      }
    },
  });
}
