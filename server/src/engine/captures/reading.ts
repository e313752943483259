import { createHash } from 'node:crypto';
import type { FlowFilter } from '../../../../shared/text/flowFilter';
import type { LabelSet } from './labelling/rule';
import type { Mapping } from './mapping';

/** How a file is read where its beginning does not say it, or says it wrongly. */
export interface AskedFormat {
  /** Name of its format, in the place of what is guessed. */
  format?: string | undefined;
  /** What its columns are, in the place of what is proposed. */
  mapping?: Mapping | undefined;
}

/** How a file is read, and what of it is asked. What is absent is as the file says, and all of it. */
export interface Reading extends AskedFormat {
  /** Labels from elsewhere; the file's own stand where no rule catches a flow. */
  labels?: LabelSet | undefined;
  /** Only flows of which it holds are part of the capture. */
  where?: FlowFilter | undefined;
}

/** How files are read, by their absolute paths; those that nobody spoke of are read as they are. */
export class Readings {
  private readonly said = new Map<string, Reading>();

  /** From now on; what a reading does not name stays as it was, and without one all is as the file says. */
  set(path: string, reading: Reading | undefined): void {
    if (reading === undefined) this.said.delete(path);
    else this.said.set(path, { ...this.said.get(path), ...reading });
  }

  of(path: string): Reading {
    return this.said.get(path) ?? {};
  }
}

/** Identity of what is stored of a content: its own digest, unless it is read in another way than it says. */
export function storedAs(content: string, { format, mapping }: AskedFormat): string {
  return format === undefined && mapping === undefined
    ? content
    : digestOf([content, format ?? null, mapping ?? null]);
}

/** Identity of the flows that are seen of what is stored. */
export function seenAs(stored: string, { where, labels }: Reading): string {
  return where === undefined && labels === undefined
    ? stored
    : digestOf([
        stored,
        where ?? null,
        labels?.rules.map(({ label, detail, any }) => [label, detail, any]) ?? null,
      ]);
}

const digestOf = (parts: readonly unknown[]) =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex');
