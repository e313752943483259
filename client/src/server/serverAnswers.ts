import { noModelCode } from '../../../shared/protocol/errors';

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

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
