import type { Memento } from 'vscode';
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
  constructor(private readonly state: Pick<Memento, 'get' | 'update'>) {}

  of(uri: string): Labels {
    return this.all()[uri] ?? none;
  }

  /** Captures that have some. */
  captures(): string[] {
    return Object.keys(this.all());
  }

  async set(uri: string, { files, hand, verdicts = [] }: Labels): Promise<void> {
    const others = Object.entries(this.all()).filter(([other]) => other !== uri);
    const own: [string, Labels][] =
      files.length + hand.length + verdicts.length > 0
        ? [[uri, { files, hand, ...(verdicts.length > 0 ? { verdicts } : {}) }]]
        : [];
    await this.state.update(key, Object.fromEntries([...others, ...own]));
  }

  private all(): Readonly<Record<string, Labels>> {
    return this.state.get<Record<string, Labels>>(key) ?? {};
  }
}

/** Labels by hand as a file that the command line takes (`--labels`), and so does the editor. */
export const exportedLabels = (hand: readonly HandLabel[]) => `${JSON.stringify(hand, null, 2)}\n`;
