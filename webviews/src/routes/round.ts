/** Four places: what tables and files of a report tell. */
export function round(value: number): number {
  return Number(value.toFixed(4));
}
