import type { seededRandom } from '../../server/src/base/seededRandom';

/** What a section is given: how much to try, and where. */
export interface Campaign {
  random: ReturnType<typeof seededRandom>;
  /** 1 is the whole campaign; a test takes a small share of it. */
  share: number;
  /** A folder of its own, made and removed by whoever runs the section. */
  folder: string;
  /** Says where a long section is. */
  say(line: string): void;
}

/** One row of the table: what was tried how often, and each way in which it may go wrong. */
export interface Row {
  what: string;
  tried: number;
  /** Of what must not happen, how often it did: a name and a count. */
  faults: Readonly<Record<string, number>>;
  /** The first few, each with what is needed to see it again. */
  examples: readonly string[];
  /** Why it was not tried here. */
  skipped?: string;
}

export interface Section {
  name: string;
  run(campaign: Campaign): Promise<Row[]>;
}

/** Gathers the faults of a row. */
export class Tally {
  tried = 0;
  private readonly faults = new Map<string, number>();
  private readonly examples: string[] = [];

  constructor(
    private readonly what: string,
    faults: readonly string[],
  ) {
    for (const name of faults) this.faults.set(name, 0);
  }

  fault(name: string, example: string): void {
    this.faults.set(name, (this.faults.get(name) ?? 0) + 1);
    if (this.examples.length < 5) this.examples.push(`${name}: ${example}`);
  }

  row(): Row {
    return {
      what: this.what,
      tried: this.tried,
      faults: Object.fromEntries(this.faults),
      examples: this.examples,
    };
  }
}

/** Milliseconds after which one attempt counts as hanging. */
export const hangMs = 2000;

/** How often of the whole campaign's number. */
export const times = ({ share }: Campaign, whole: number) => Math.max(3, Math.round(whole * share));
