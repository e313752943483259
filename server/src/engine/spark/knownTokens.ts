import { Numbered } from '../judging/behaviour';
import { PairTable } from '../../base/pairTable';
import { partsOfToken } from '../training/corpus/tokens';
import type { Texts } from './rows';
import { partOf } from './units';

/** Which tokens a model knows, by the numbers of their parts: no text is put together to look a flow's up. */
export class KnownTokens {
  private readonly parts: readonly Numbered[];
  /** From the number of what stands before a part, and the part's, to that of both; one table for each part but the first. */
  private readonly pairs: readonly PairTable[];

  constructor(tokens: Iterable<string>, columns: readonly string[]) {
    this.parts = columns.map(() => new Numbered());
    this.pairs = columns.slice(1).map(() => new PairTable());
    for (const token of tokens) {
      // A phrase has more parts, and is no flow's token.
      const parts = partsOfToken(token, { columns });
      parts?.reduce((before, part, place) => {
        const number = (this.parts[place] as Numbered).number(part);
        return place === 0 ? number : (this.pairs[place - 1] as PairTable).add(before, number);
      }, 0);
    }
  }

  /** Tells of each row whether its token is known; `cells` are the columns that it has its parts of, in their order. */
  among(cells: readonly Texts[]): (row: number) => boolean {
    const numbers = cells.map(({ values }, place) => {
      const of = this.parts[place] as Numbered;
      return Int32Array.from(['', ...values], value => of.find(partOf(value)) ?? -1);
    });
    return row => {
      let known = 0;
      for (let place = 0; place < cells.length; place++) {
        const cell = (cells[place] as Texts).numbers[row] as number;
        const number = (numbers[place] as Int32Array)[cell + 1] as number;
        if (number < 0) return false;
        known = place === 0 ? number : (this.pairs[place - 1] as PairTable).find(known, number);
        if (known < 0) return false;
      }
      return true;
    };
  }
}
