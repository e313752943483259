import type { Vocabulary } from '../training/corpus/corpus';
import { lastFields } from '../training/corpus/phraseTokens';
import { commonestClasses } from '../training/corpus/tokenLabels';
import { none32, none8, type MapArrays, type MapHeader } from '../../../../shared/protocol/mapColumns';

/** The class that most flows of each token have, an index into `names`; `none8` without a label. */
export interface PointLabels {
  names: string[];
  classes: Uint8Array;
}

/** Majority classes of all tokens; of tied ones the class listed first. */
export function pointLabels(vocabulary: Vocabulary): PointLabels {
  const { labelClasses } = vocabulary;
  const names: string[] = labelClasses.filter(name => name !== 'unlabelled');
  const places = labelClasses.map(name => names.indexOf(name));
  const classes = Uint8Array.from(commonestClasses(vocabulary), c => places[c] ?? none8);
  return { names, classes };
}

type Known = Pick<MapArrays, 'row' | 'count' | 'line' | 'file' | 'label' | 'text' | 'textStart'>;

/** What the vocabulary knows of the points' tokens; `rows` are theirs. */
export function pointColumns(
  vocabulary: Vocabulary,
  labels: PointLabels,
  rows: Uint32Array,
  columns: readonly string[],
): { arrays: Known & Pick<MapArrays, `column${number}`>; columns: MapHeader['columns'] } {
  const texts = Array.from(rows, row => Buffer.from(vocabulary.tokens[row] as string, 'utf8'));
  const textStart = new Uint32Array(rows.length + 1);
  for (const [i, text] of texts.entries()) textStart[i + 1] = (textStart[i] as number) + text.length;
  const dictionaries = dictionariesOf(vocabulary.tokens, rows, columns.length);
  return {
    arrays: {
      row: rows,
      count: rows.map(row => vocabulary.counts[row] as number),
      line: rows.map(row => vocabulary.firstLines[row] as number),
      file: Uint16Array.from(rows, row => vocabulary.firstFiles[row] as number),
      label: Uint8Array.from(rows, row => labels.classes[row] as number),
      text: new Uint8Array(Buffer.concat(texts)),
      textStart,
      ...Object.fromEntries(dictionaries.map(({ places }, c) => [`column${c}`, places])),
    },
    columns: columns.map((name, c) => ({ name, values: dictionaries[c]?.values ?? [] })),
  };
}

/** Each column's distinct values, in the order in which points have them, and each point's place among them. */
function dictionariesOf(
  tokens: readonly string[],
  rows: Uint32Array,
  columns: number,
): { values: string[]; places: Uint32Array }[] {
  const dictionaries = Array.from({ length: columns }, () => ({
    seen: new Map<string, number>(),
    places: new Uint32Array(rows.length).fill(none32),
  }));
  for (const [i, row] of rows.entries())
    // A phrase has the fields of its last token.
    for (const [c, value] of lastFields(tokens[row] as string, columns).entries()) {
      const { seen, places } = dictionaries[c] as (typeof dictionaries)[number];
      const place = seen.get(value) ?? seen.size;
      seen.set(value, place);
      places[i] = place;
    }
  return dictionaries.map(({ seen, places }) => ({ values: [...seen.keys()], places }));
}

/** The points that each token (of a phrase, its last one) stands for: keys for what is counted by token. */
export function pointKeys(tokens: readonly string[], rows: Uint32Array, columns: number) {
  const places = new Map<string, number>();
  const placeOf = Uint32Array.from(rows, row => {
    const key = lastFields(tokens[row] as string, columns).join(' ');
    const place = places.get(key) ?? places.size;
    places.set(key, place);
    return place;
  });
  return { places, placeOf };
}
