/** Rows whose text is asked for at one time. */
const mostTexts = 10_000;

/** The text of rows, a line each, asked for in pieces. */
export async function textOfRows(
  records: readonly number[],
  ask: (records: readonly number[]) => Promise<readonly string[]>,
): Promise<string> {
  const lines: string[] = [];
  for (let from = 0; from < records.length; from += mostTexts)
    lines.push(...(await ask(records.slice(from, from + mostTexts))));
  return lines.join('\n');
}
