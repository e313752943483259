import * as l10n from '@vscode/l10n';
import type { Neighbour, SimilarReport } from '../../../../shared/protocol/similar';
import { bold, escapeMarkdown } from '../markdown';
import { isLabelled } from '../../../../shared/palette/classes';
import { counted } from '../../../../shared/text/counted';
import { formatShares } from '../units';

/** The nearest tokens as a Markdown table: what differs from the flow's own token is bold and named. */
export function neighbourTable({ known, composed, note, neighbours }: Omit<SimilarReport, 'uri'>): string {
  const compared = known || composed === true;
  const said = note === undefined ? '' : escapeMarkdown(note, 500);
  if (neighbours.length === 0) return said || l10n.t('The model has no other token.');
  const title = compared ? l10n.t('Nearest tokens') : l10n.t('Tokens the model knows that share most fields');
  const head = [compared ? l10n.t('cosine') : '', title, l10n.t('differs in'), l10n.t('flows')];
  const rows = neighbours.map(neighbour => rowOf(neighbour, compared));
  const table = [`| ${head.join(' | ')} |`, '| ---: | --- | --- | --- |', ...rows].join('\n');
  return said === '' ? table : `${said}\n\n${table}`;
}

/** Less than this is not usual. */
const leastShare = 0.05;

/** `Usually followed by **udp …** (83 %).` Empty where nothing usually follows. */
export function followedText(followedBy: SimilarReport['followedBy'] = []): string {
  const usual = followedBy.filter(({ probability }) => probability >= leastShare);
  const named = usual.map(
    ({ token, probability }) => `**${escapeMarkdown(token, 200)}** (${Math.round(100 * probability)} %)`,
  );
  return named.length === 0 ? '' : l10n.t('Usually followed by {0}.', named.join(', '));
}

function rowOf(neighbour: Neighbour, compared: boolean): string {
  const { fields, similarity, count, labels } = neighbour;
  const token = fields.map(f => (f.shared ? escapeMarkdown(f.value, 60) : boldCell(f.value))).join(' ');
  const different = fields.filter(f => !f.shared).map(f => escapeMarkdown(f.column, 40));
  const differs = different.length === 0 ? l10n.t('nothing') : different.join(', ');
  const shares = isLabelled(labels) ? `, ${escapeMarkdown(formatShares(labels))}` : '';
  const flows = `${counted(count, 'flow')}${shares}`;
  return `| ${compared ? similarity.toFixed(3) : ''} | ${token} | ${differs} | ${flows} |`;
}

function boldCell(value: string): string {
  return value.length > 60 ? `**${escapeMarkdown(value, 60)}**` : bold(value);
}
