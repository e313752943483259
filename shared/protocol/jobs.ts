import type { CaptureRef } from './captures';

/** A long job, named by who asks for it, so that its progress finds back. */
export interface JobParams extends CaptureRef {
  /** Chosen by the client, different for each request. */
  job: string;
}
