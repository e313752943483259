import { noFormatCode, noModelCode, type NoFormatData } from '../../../shared/protocol/errors';

/** LSP's `RequestCancelled`. */
const cancelledCode = -32800;
/** Whether a request was ended by a cancel, from whichever side. */
export function isCancelled(error: unknown): boolean {
  return codeOf(error) === cancelledCode;
}

/** Whether the server has no model to answer from, which the user mends by training. */
export function isNoModel(error: unknown): boolean {
  return codeOf(error) === noModelCode;
}

/** What is known of a file that is read as no format, which the user mends by saying which, or what its columns are. */
export function noFormatOf(error: unknown): NoFormatData | undefined {
  return codeOf(error) === noFormatCode ? (error as unknown as { data: NoFormatData }).data : undefined;
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
