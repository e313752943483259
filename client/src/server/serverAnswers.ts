/** LSP's `RequestCancelled`. */
const cancelledCode = -32800;
/** LSP's `RequestFailed`. */
const failedCode = -32803;

/** Whether a request was ended by a cancel, from whichever side. */
export function isCancelled(error: unknown): boolean {
  return codeOf(error) === cancelledCode;
}

/**
 * Whether the server has no model to answer from, which the user mends by training. It has no error code of
 * its own; the sentence is the server's.
 */
export function isNoModel(error: unknown): boolean {
  return (
    codeOf(error) === failedCode && /^There is no model of this capture\b/.test((error as Error).message)
  );
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
