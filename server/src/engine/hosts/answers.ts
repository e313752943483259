import type { HostPage } from '../../../../shared/protocol/hosts';

export interface AskedHost {
  /** Rows of each list at most. */
  top: number;
  signal?: AbortSignal | undefined;
}

/** What is known of single hosts. */
export interface HostAnswers {
  /** Undefined for an address that no flow of the capture has. */
  host(files: readonly string[], address: string, options: AskedHost): Promise<HostPage | undefined>;
}
