import * as l10n from '@vscode/l10n';
import type { TableMarks } from '../../../../shared/protocol/flowTables';
import { scoreText } from '../../../../shared/text/scoreText';
import { visibleText } from '../../../../shared/text/visibleText';
import { voteWords } from '../../../../shared/text/voteText';
import { tokenOfFields } from '../../engine/training/corpus/tokens';
import { clustersOfFlows } from '../clusters/clustersOfFlows';
import type { Session } from '../session';
import { embeddingConfig } from '../settings';
import { hintedVotes } from '../similar/labelHints';
import type { ShownTable } from './flowTables';

/** Characters of what is said of a mark. */
const longest = 400;

/**
 * What marks rows of a table, as it marks lines of the text editor: their clusters, what neighbours vote where the settings ask
 * for that, and the incidents of the last judgement. Rows wait for their marks, which wait for nothing: votes that are not
 * known yet are found out meanwhile.
 */
export async function marksOf(
  session: Session,
  { uri, table }: ShownTable,
  records: readonly number[],
  clustering: string | undefined,
): Promise<TableMarks> {
  const incidents = records.map(record => {
    const found = session.scores.of(uri, record);
    if (!found || found.incident === null) return null;
    const said = `${l10n.t('Score {0}', scoreText(found.score))}: ${found.reasons.join('; ')}`;
    return visibleText(said, longest);
  });
  const marks: TableMarks = incidents.some(said => said !== null) ? { incidents } : {};
  if (session.models.state(uri).kind !== 'ready') return marks;
  const settings = await session.settings(uri);
  const { tokenColumns: columns } = embeddingConfig(settings);
  const rows = new Map((await table.records(records)).map(({ record, row }) => [record, row]));
  const tokens = records.map(record => {
    const row = rows.get(record);
    return row?.flow && tokenOfFields(row.fields, { columns }, row.flow);
  });
  const clusters = await clustersOfFlows(session, uri, tokens, clustering);
  if (clusters) marks.clusters = clusters;
  if (!settings.labels.inlayHints) return marks;
  const { votes, missing } = hintedVotes(tokens, token => session.votes.known(uri, token));
  if (missing.length > 0) session.votes.want(uri, missing);
  const plain = (name: string) => visibleText(name, 60);
  marks.votes = votes.map(found => found && { text: found.text, said: voteWords(found.vote, plain) });
  marks.votesComing = missing.length > 0;
  return marks;
}
