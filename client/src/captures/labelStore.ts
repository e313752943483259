import type { Memento } from 'vscode';
import { CaptureMemory } from '../base/captureMemory';
import type { HandLabel } from '../../../shared/protocol/reading';

/** Labels beside a capture: files that name them, and rows that the user labelled. */
export interface Labels {
  /** As `file:` URIs. */
  files: readonly string[];
  hand: readonly HandLabel[];
  /** Verdicts of an investigation on its evidence. */
  verdicts?: readonly HandLabel[];
}

const key = 'flow2vec.labels';
const none: Labels = { files: [], hand: [] };

/** Labels of captures, by their URIs, kept in the workspace and never in a capture. */
export class LabelStore {
  private readonly memory: CaptureMemory<Labels>;

  constructor(state: Pick<Memento, 'get' | 'update'>) {
    this.memory = new CaptureMemory(state, key);
  }

  of(uri: string): Labels {
    return this.memory.of(uri) ?? none;
  }

  /** Captures that have some. */
  captures(): string[] {
    return Object.keys(this.memory.all());
  }

  async set(uri: string, { files, hand, verdicts = [] }: Labels): Promise<void> {
    const some = files.length + hand.length + verdicts.length > 0;
    await this.memory.set(
      uri,
      some ? { files, hand, ...(verdicts.length > 0 ? { verdicts } : {}) } : undefined,
    );
  }
}

/** Labels by hand as a file that the command line takes (`--labels`), and so does the editor. */
export const exportedLabels = (hand: readonly HandLabel[]) => `${JSON.stringify(hand, null, 2)}\n`;
