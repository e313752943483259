import { labelClasses, type LabelClass, type LabelCounts } from '../../engine/captures/labels';

const classes = labelClasses.length;

/** Flows counted under names, by label class. Ids count from zero in order of appearance. */
export class Groups {
  readonly names: string[] = [];
  /** Zero-based line of each group's first flow. */
  readonly firstLines: number[] = [];
  private readonly ids = new Map<string, number>();
  private readonly counts: number[] = [];

  get size(): number {
    return this.names.length;
  }

  add(name: string, label: number, line: number): number {
    let id = this.ids.get(name);
    if (id === undefined) {
      id = this.names.length;
      this.ids.set(name, id);
      this.names.push(name);
      this.firstLines.push(line);
      for (let i = 0; i < classes; i++) this.counts.push(0);
    }
    const at = id * classes + label;
    this.counts[at] = (this.counts[at] ?? 0) + 1;
    return id;
  }

  idOf(name: string): number | undefined {
    return this.ids.get(name);
  }

  flows(id: number): number {
    let sum = 0;
    for (let i = id * classes; i < (id + 1) * classes; i++) sum += this.counts[i] ?? 0;
    return sum;
  }

  labels(id: number): LabelCounts {
    const counts: LabelCounts = {};
    labelClasses.forEach((name, i) => {
      const n = this.counts[id * classes + i] ?? 0;
      if (n > 0) counts[name] = n;
    });
    return counts;
  }
}

/**
 * The `limit` ids with most flows, most first, in order of appearance where equal. Sorting only what can be
 * shown keeps this to a few milliseconds for 100,000 ids.
 */
export function busiest(ids: readonly number[], flows: (id: number) => number, limit: number): number[] {
  const counts = Int32Array.from(ids, flows);
  const least = counts.slice().sort().at(-Math.min(limit, ids.length)) ?? 0;
  const candidates = ids.filter((_, i) => (counts[i] ?? 0) >= least);
  return candidates.sort((a, b) => flows(b) - flows(a)).slice(0, limit);
}

const numbers = new Map<string, number>(labelClasses.map((name, i) => [name, i]));

/** Place of a class among the label classes. */
export function labelNumber(label: LabelClass): number {
  return numbers.get(label) ?? 0;
}
