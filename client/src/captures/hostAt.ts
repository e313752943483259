import { looksLikeAddress } from '../../../shared/text/address';

/** The network address in the cell of a row that the cursor stands in, if that cell is one. */
export function hostAt(line: string, character: number): string | undefined {
  const delimiter = line.includes('\t') ? '\t' : ',';
  const start = line.lastIndexOf(delimiter, character - 1) + 1;
  const next = line.indexOf(delimiter, character);
  const cell = line.slice(start, next < 0 ? undefined : next).trim();
  return looksLikeAddress(cell) ? cell : undefined;
}
