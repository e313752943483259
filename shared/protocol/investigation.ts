import type { CaseCellBlock, CaseSource, KeptFlows, PinnedFlows, Unknown } from '../investigation/case';
import type { CaptureRef } from './captures';
import type { JobParams } from './jobs';

export interface AskCellParams extends JobParams {
  cell: Pick<CaseCellBlock, 'kind' | 'text'>;
  /** A `file:` URI: captures that a question names are beside it. */
  folder: string;
  /** What the case says of its models, over the settings. */
  embedding: Unknown;
  /** Of flow2vec. */
  version: string;
}

export interface GatherFlowsParams extends JobParams {
  /** Of tokens, the columns are those of the settings. */
  about: { where: string } | { tokens: readonly string[] };
  /** By which the flows were found: where a model answered it, its settings belong to the evidence. */
  question?: string;
  /** Of the content that they were found in: another one is refused. */
  digest?: string;
}

export interface GatheredFlows {
  about: PinnedFlows;
  flows: KeptFlows;
  captures: readonly CaseSource[];
  /** Of the model that answered the question, or that says what a token is. */
  settings?: Unknown;
  /** One-based lines of all of them, `5,7-9`, however many are told. */
  lines: string;
}

export interface ExportCaseParams extends CaptureRef {
  /** A case as text. */
  text: string;
  /** A `file:` URI, whose ending says the form. */
  out: string;
  version: string;
}
