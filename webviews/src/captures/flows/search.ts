import type {
  SearchPiece,
  TableNearest,
  TableNearestParams,
  TableSpread,
  TableSpreadParams,
} from '../../../../shared/protocol/flowTables';

/** Records that the first piece looks at: what is near is found at once. */
const firstCount = 100_000;
const mostCount = 10_000_000;
/** Milliseconds within which a piece shall be answered, so that whoever wants no more waits no longer. */
const [quickMs, slowMs] = [200, 600];

type Asked<Params> = Omit<Params, 'table'>;

/** Zero-based place of the nearest hit; undefined where there is none, or nobody wants it any more. */
export async function nearestHit(
  ask: (asked: Asked<TableNearestParams>) => Promise<TableNearest>,
  asked: Omit<TableNearestParams, 'table' | 'piece'>,
  isWanted: () => boolean,
): Promise<number | undefined> {
  const nearer = asked.direction === 'next' ? Math.min : Math.max;
  let found: number | undefined;
  for await (const { place } of pieces(piece => ask({ ...asked, piece }))) {
    if (!isWanted()) return undefined;
    if (place !== null) found = nearer(place, found ?? place);
  }
  return found;
}

/** Hits in each stretch of the rows, part by part: from a record to the end, then what stands before it. */
export async function* hitsFrom(
  record: number | undefined,
  ask: (asked: Asked<TableSpreadParams>) => Promise<TableSpread>,
  asked: Omit<TableSpreadParams, 'table' | 'piece'>,
): AsyncGenerator<readonly number[]> {
  for await (const { counts } of pieces(piece => ask({ ...asked, piece }), record)) yield counts;
  if (record === undefined) return;
  for await (const { counts } of pieces(piece => ask({ ...asked, piece: { ...piece, beyond: record } })))
    yield counts;
}

/** Asks for the pieces of a search, larger ones while they are answered quickly; whoever stops taking them stops the search. */
async function* pieces<Answer extends { next?: number | undefined }>(
  ask: (piece: SearchPiece) => Promise<Answer>,
  start?: number,
): AsyncGenerator<Answer> {
  let [from, count] = [start, firstCount];
  for (;;) {
    const began = performance.now();
    const answer = await ask(from === undefined ? { count } : { from, count });
    yield answer;
    from = answer.next;
    if (from === undefined) return;
    const took = performance.now() - began;
    if (took < quickMs) count = Math.min(mostCount, count * 2);
    else if (took > slowMs) count = Math.max(firstCount, count >> 1);
  }
}
