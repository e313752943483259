import { NotificationType, RequestType } from 'vscode-languageserver-protocol';
import type {
  ClusterDetail,
  ClusterLinesParams,
  ClusterParams,
  ClustersParams,
  ClustersReport,
  ClusterSuggestion,
  ExportClustersParams,
  FindClustersParams,
  SuggestClustersParams,
} from './clusters';
import type {
  OpenTableParams,
  TableCellParams,
  TableChange,
  TableExportParams,
  TableGroups,
  TableGroupsParams,
  TableMarks,
  TableMarksParams,
  TableNearest,
  TableNearestParams,
  TableOpened,
  TableRef,
  TableRows,
  TableRowsParams,
  TableSpread,
  TableSpreadParams,
  TableTextParams,
} from './flowTables';
import type { MapMark, MapMarkParams, MapParams, MapReport } from './map';
import type { RouteDiff, RouteDiffParams, RouteList, RouteListParams } from './routeDocuments';
import type { RouteClassifyParams, RouteClassifyReport, RouteReport, RouteTrainParams } from './routes';
import type { CaptureRef, CaptureSummary, FlowPosition, NextFlowParams } from './captures';
import type { HostPage, HostParams, AsShownParams } from './hosts';
import type { Answer, CaseSource } from '../investigation/case';
import type { AskCellParams, ExportCaseParams, GatheredFlows, GatherFlowsParams } from './investigation';
import type { JobProgress } from './jobProgress';
import type {
  CarriedLabels,
  CarryParams,
  EvaluateParams,
  EvaluationReport,
  ExpectParams,
  GridParams,
  GridReport,
  ScoreParams,
  ScoreReport,
} from './judging';
import type { ColumnStatistics, Freshness, FreshnessParams, Overview, OverviewParams } from './overview';
import type { QueryParams, QueryResult, WriteQueryParams, WrittenQuery } from './queries';
import type { CompleteParams, SimilarParams, SimilarReport } from './similar';
import type {
  CaptureFormat,
  MapColumnsParams,
  MappedColumns,
  ReadCaptureParams,
  ImportedCapture,
  ImportParams,
  ImportPlan,
  LabelCaptureParams,
  LabelReport,
} from './reading';
import type { ServerStatus } from './status';
import type {
  CacheCleared,
  ExportParams,
  ExportedVectors,
  OpenModelParams,
  TrainParams,
  TrainedModel,
} from './training';

/** Client → server. Trains on the capture, or joins a run already going; answers once the model is on disk. */
export const trainEmbedding = new RequestType<TrainParams, TrainedModel, void>('flow2vec/embedding/train');

/** Client → server. Takes a model file that was trained elsewhere as the capture's; fails for one of other tokens than the settings'. */
export const openModel = new RequestType<OpenModelParams, TrainedModel, void>('flow2vec/embedding/open');

/** Client → server. Stops the run of the capture within 200 ms; the model before it stays. True if one was going. */
export const cancelTraining = new RequestType<CaptureRef, boolean, void>('flow2vec/embedding/cancel');

/** Client → server. Neighbours of a flow's token, by line or typed; unknown tokens are answered too. */
export const similarFlows = new RequestType<SimilarParams, SimilarReport, void>('flow2vec/embedding/similar');

/** Client → server. Label agreement of neighbours beside two baselines; trains first when there is no model. Cancellable. */
export const evaluateModel = new RequestType<EvaluateParams, EvaluationReport, void>(
  'flow2vec/embedding/evaluate',
);

/**
 * Client → server. Carries labels to a capture of another network by what flows do, addresses left out, with the vote; trains
 * first when there is no model of behaviours. Fails where the capture lacks labels of either class. Cancellable.
 */
export const carryLabels = new RequestType<CarryParams, CarriedLabels, void>('flow2vec/embedding/carry');

/** Client → server. Trains and evaluates every combination; what was done before is read. Cancellable, and resumed by asking again. */
export const gridSearch = new RequestType<GridParams, GridReport, void>('flow2vec/embedding/grid');

/**
 * Client → server. Ranks hosts, incidents and flows of another capture, or of this one's later half, by how unexpected they
 * are. Hovers tell what was said of a flow until the capture changes. Cancellable.
 */
export const scoreCapture = new RequestType<ScoreParams, ScoreReport, void>('flow2vec/embedding/score');

/** Client → server. Calls behaviours expected, or takes that back, in a file beside the capture; the next score heeds it. */
export const expectBehaviours = new RequestType<ExpectParams, void, void>('flow2vec/embedding/expect');

/** Client → server. Tokens of the model that begin with, or contain, what is typed, commonest first; none without a model. */
export const completeToken = new RequestType<CompleteParams, readonly string[], void>(
  'flow2vec/embedding/complete',
);

/** Client → server. Writes the vectors of the model to a file. */
export const exportVectors = new RequestType<ExportParams, ExportedVectors, void>(
  'flow2vec/embedding/export',
);

/** Client → server. Clusters the token vectors, or reads the clustering from the cache; trains first when there is no model. Cancellable. */
export const clusterFlows = new RequestType<ClustersParams, ClustersReport, void>('flow2vec/clusters/run');

/** Client → server. Tries numbers of clusters on a sample and tells which keeps tokens together best; trains first when there is no model. Cancellable. */
export const suggestClusters = new RequestType<SuggestClustersParams, ClusterSuggestion, void>(
  'flow2vec/clusters/suggest',
);

/** Client → server. One cluster with a page of its members; fails when the clustering is no longer cached. */
export const clusterDetail = new RequestType<ClusterParams, ClusterDetail, void>('flow2vec/clusters/detail');

/** Client → server. Numbers of the clusters whose members have such a class, host, port or part of a token, those with most of it first. */
export const findClusters = new RequestType<FindClustersParams, readonly number[], void>(
  'flow2vec/clusters/find',
);

/** Client → server. For each line of an open capture the number of its flow's cluster, null where there is none; nothing without a clustering. */
export const clusterLines = new RequestType<ClusterLinesParams, readonly (number | null)[], void>(
  'flow2vec/clusters/lines',
);

/** Client → server. Writes every token with its cluster to a file of comma-separated values. */
export const exportClusters = new RequestType<ExportClustersParams, ExportedVectors, void>(
  'flow2vec/clusters/export',
);

/** Client → server. Lays token vectors out in two or three dimensions; trains first when there is no model. Cancellable. */
export const runMap = new RequestType<MapParams, MapReport, void>('flow2vec/map/run');

/** Client → server. The point of a map that a flow is, or the nearest one; null when the map is no longer cached. */
export const markOnMap = new RequestType<MapMarkParams, MapMark | null, void>('flow2vec/map/mark');

/** Client → server. Trains a network on a file of routes and reports it on routes held back, or answers from the cache. Cancellable. */
export const trainRoutes = new RequestType<RouteTrainParams, RouteReport, void>('flow2vec/routes/train');

/** Client → server. Probability of each route by the network of another file, which is trained first when it is not cached. Cancellable. */
export const classifyRoutes = new RequestType<RouteClassifyParams, RouteClassifyReport, void>(
  'flow2vec/routes/classify',
);

/** Client → server. The routes of an open document. */
export const listRoutes = new RequestType<RouteListParams, RouteList, void>('flow2vec/routes/list');

/** Client → server. Two routes of open documents as texts for a diff, their hops aligned. */
export const diffRoutes = new RequestType<RouteDiffParams, RouteDiff, void>('flow2vec/routes/diff');

/** Server → client. Progress of a job the client asked for, at most four a second and its last. */
export const jobProgress = new NotificationType<JobProgress>('flow2vec/job/progress');

/** Client → server. Counts of a whole capture file, from the store (loads it when it is not there yet). */
export const captureSummary = new RequestType<CaptureRef, CaptureSummary, void>('flow2vec/capture/summary');

/** Client → server. Labels the flows of a capture by files and by hand, beside it, until others are said; null when its own stand again. */
export const labelCapture = new RequestType<LabelCaptureParams, LabelReport | null, void>(
  'flow2vec/capture/label',
);

/** Client → server. From now on a capture is read as this format, by this mapping; as it says itself where neither is named. */
export const readCapture = new RequestType<ReadCaptureParams, CaptureFormat, void>('flow2vec/capture/read');

/** Client → server. As what a capture is read. */
export const captureFormat = new RequestType<CaptureRef, CaptureFormat, void>('flow2vec/capture/format');

/** Client → server. What the columns of a table are, and what its first rows become by a mapping. */
export const mapColumns = new RequestType<MapColumnsParams, MappedColumns, void>(
  'flow2vec/capture/mapColumns',
);

/** Client → server. Which tools make flows of a binary capture, and by which command lines. Nothing is run. */
export const planImport = new RequestType<CaptureRef, ImportPlan, void>('flow2vec/capture/planImport');

/** Client → server. Runs one of them, which the user has agreed to. Cancellable. */
export const importCapture = new RequestType<ImportParams, ImportedCapture, void>('flow2vec/capture/import');
/** Client → server. What a capture holds, all or the flows of a filter: groups, a time line, columns, rows not read. Cancellable. */
export const captureOverview = new RequestType<OverviewParams, Overview, void>('flow2vec/overview/run');

/** Client → server. Statistics of the columns, which take as long as the rest of an overview. Cancellable. */
export const captureColumns = new RequestType<OverviewParams, readonly ColumnStatistics[], void>(
  'flow2vec/overview/columns',
);

/** Client → server. Hosts, services and conversations of a capture that a baseline lacks. Cancellable. */
export const captureFreshness = new RequestType<FreshnessParams, Freshness, void>('flow2vec/overview/fresh');

/** Client → server. A value whose texts name hosts as they are named on screen: by addresses, or by pseudonyms. */
export const asShown = new RequestType<AsShownParams, unknown, void>('flow2vec/hosts/shown');

/** Client → server. What one host of a capture does; fails for an address that no flow has. Cancellable. */
export const hostPage = new RequestType<HostParams, HostPage, void>('flow2vec/hosts/page');

/** Client → server. Answers one cell of an investigation; what is wrong with the cell is the answer's error, and null is the answer of words. Cancellable. */
export const askCell = new RequestType<AskCellParams, Answer | null, void>('flow2vec/investigation/ask');

/** Client → server. All flows of a filter or of tokens, in order of time, of which the first 50,000 are told, with the digests of the files. Cancellable. */
export const gatherFlows = new RequestType<GatherFlowsParams, GatheredFlows, void>(
  'flow2vec/investigation/gather',
);

/** Client → server. Names and digests of a capture as it is on disk now. */
export const captureSources = new RequestType<CaptureRef, readonly CaseSource[], void>(
  'flow2vec/investigation/sources',
);

/** Client → server. Writes a case in the form that the file's ending says; answers the folder. */
export const exportCase = new RequestType<ExportCaseParams, string, void>('flow2vec/investigation/export');
/**
 * Client → server. One SELECT over the flows of a capture, read only; fails in the database's words. Trains where a function
 * asks a model that there is not. Cancellable.
 */
export const queryCapture = new RequestType<QueryParams, QueryResult, void>('flow2vec/queries/run');

/** Client → server. Writes all rows of such a SELECT to a file. Cancellable. */
export const writeQuery = new RequestType<WriteQueryParams, WrittenQuery, void>('flow2vec/queries/write');

/** Client → server. The next or previous flow of the same host; null when there is none. */
export const nextFlow = new RequestType<NextFlowParams, FlowPosition | null, void>(
  'flow2vec/capture/nextFlow',
);

/** Client → server. Opens a capture of any size as a table; its first rows can be asked for at once. */
export const openTable = new RequestType<OpenTableParams, TableOpened, void>('flow2vec/table/open');

/** Client → server. Lets go of a table and of what it keeps. */
export const closeTable = new RequestType<TableRef, void, void>('flow2vec/table/close');

/** Client → server. A page of rows by filter and order, also the one with a line, a time or a share of the rows; fails in the filter's own words. Only these wait until the capture is in the store. */
export const tableRows = new RequestType<TableRowsParams, TableRows, void>('flow2vec/table/rows');

/** Client → server. What a hover says of a cell, in Markdown; null where there is no flow. */
export const tableHover = new RequestType<TableCellParams, string | null, void>('flow2vec/table/hover');

/** Client → server. Place of the nearest flow of the view that passes a filter, as far as a piece of the search tells. */
export const tableNearest = new RequestType<TableNearestParams, TableNearest, void>('flow2vec/table/nearest');

/** Client → server. How many flows of each of so many stretches of the view pass a filter, of those that a piece of the search looks at. */
export const tableSpread = new RequestType<TableSpreadParams, TableSpread, void>('flow2vec/table/spread');

/** Client → server. The flows of a filter by host, conversation, service, state or label, the largest groups first. */
export const tableGroups = new RequestType<TableGroupsParams, TableGroups, void>('flow2vec/table/groups');

/** Client → server. Writes the flows of a filter, in file order and canonical columns; answers how many. */
export const tableExport = new RequestType<TableExportParams, number, void>('flow2vec/table/export');

/** Client → server. What marks the flows in the table as it marks lines of text: clusters, votes, incidents. */
export const tableMarks = new RequestType<TableMarksParams, TableMarks, void>('flow2vec/table/marks');

/** Client → server. Rows as they stand in the file, where it is text; else their cells, between tabs. */
export const tableText = new RequestType<TableTextParams, readonly string[], void>('flow2vec/table/text');

/** Client → server. Looks whether the file is another now; rows are asked for anew then. */
export const refreshTable = new RequestType<TableRef, TableChange, void>('flow2vec/table/refresh');

/** Client → server. Deletes every cached model and capture store; open models are forgotten too. */
export const clearCache = new RequestType<void, CacheCleared, void>('flow2vec/cache/clear');

/** Server → client. Sent on change, at most four a second; drives the language status item. */
export const serverStatus = new NotificationType<ServerStatus>('flow2vec/status');

export const messages = [
  trainEmbedding,
  openModel,
  cancelTraining,
  similarFlows,
  evaluateModel,
  carryLabels,
  gridSearch,
  scoreCapture,
  expectBehaviours,
  completeToken,
  exportVectors,
  clusterFlows,
  suggestClusters,
  clusterDetail,
  findClusters,
  clusterLines,
  exportClusters,
  runMap,
  markOnMap,
  trainRoutes,
  classifyRoutes,
  listRoutes,
  diffRoutes,
  jobProgress,
  captureSummary,
  labelCapture,
  readCapture,
  captureFormat,
  mapColumns,
  planImport,
  importCapture,
  captureOverview,
  captureColumns,
  captureFreshness,
  asShown,
  hostPage,
  askCell,
  gatherFlows,
  captureSources,
  exportCase,
  queryCapture,
  writeQuery,
  nextFlow,
  openTable,
  closeTable,
  tableRows,
  tableHover,
  tableNearest,
  tableSpread,
  tableGroups,
  tableExport,
  tableMarks,
  tableText,
  refreshTable,
  clearCache,
  serverStatus,
] as const;
