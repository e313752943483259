import * as l10n from '@vscode/l10n';
import { language } from '../../../shared/text/language';
import type { SimilarReport } from '../../../shared/protocol/similar';
import { captureText, el } from '../base/dom';
import { labelBar } from '../base/labelBar';
import { isLabelled, majorityCounts } from '../../../shared/palette/classes';
import { formatCount } from '../base/numbers';
import { voteWords } from '../../../shared/text/voteText';
import { shortText } from '../../../shared/text/visibleText';
import type { Question } from './contract';

const nearest = 10;
/** As in the hover: less than this is not usual. */
const leastShare = 0.05;

/** What was asked, before there is an answer: the typed token, or the row. */
export function questionHeader(question: Question, capture: string): HTMLElement {
  const typed = typedText(question);
  const asked = typed === undefined ? place(question, capture) : captureText(typed);
  return el(
    'header',
    { 'data-testid': 'similar-asked' },
    el('h1', {}, l10n.t('Flows similar to')),
    el('p', {}, asked),
  );
}

/** What was asked and what is known of it: fields, flows, labels, the labels of its neighbours, the model. */
export function askedHeader(report: SimilarReport, question: Question, capture: string): HTMLElement {
  const header = el(
    'header',
    { 'data-testid': 'similar-asked' },
    el('h1', {}, l10n.t('Flows similar to')),
    el(
      'ul',
      { class: 'chips', 'data-testid': 'similar-token', 'aria-label': l10n.t('Asked token') },
      ...chips(report),
    ),
    el('p', { class: 'facts' }, ...facts(report, question, capture)),
  );
  if (report.note !== undefined || !report.known) header.append(note(report));
  if (report.known && report.neighbours.some(({ labels }) => isLabelled(labels)))
    header.append(...vote(report), neighbourLabels(report));
  header.append(...followers(report), modelLine(report));
  return header;
}

function chips({ columns, token }: SimilarReport): HTMLElement[] {
  const parts = token.split(' ');
  // A token of another number of parts than the scheme has cannot be told apart by column.
  if (parts.length !== columns.length) return [el('li', { class: 'chip' }, captureText(token))];
  return parts.map((part, i) => {
    const name = el('span', { class: 'chip-name' }, captureText(columns[i] ?? ''), ' ');
    return el('li', { class: 'chip' }, name, captureText(part));
  });
}

function facts(report: SimilarReport, question: Question, capture: string): (Node | string)[] {
  const count = el('span', { 'data-testid': 'similar-asked-count' }, flows(report.count));
  const parts: (Node | string)[] = [place(question, capture), ' · ', count];
  if (report.count > 0 && isLabelled(report.labels))
    parts.push(' · ', labelBar(report.labels, 'similar-asked-labels'));
  return parts;
}

function flows(count: number): string {
  if (count === 0) return l10n.t('no flow with this token');
  return count === 1
    ? l10n.t('1 flow with this token')
    : l10n.t('{0} flows with this token', formatCount(count));
}

function note(report: SimilarReport): HTMLElement {
  const fallback = l10n.t(
    'The model does not know this token. Below are the known ones that share most of its fields.',
  );
  const sign = el('strong', {}, report.known ? l10n.t('Note:') : l10n.t('Not in the model:'));
  const text = shortText(report.note ?? fallback, 600);
  return el('p', { class: 'note', role: 'note', 'data-testid': 'similar-note' }, sign, ' ', text);
}

/** The same vote as in the hover. */
function vote({ vote: cast }: SimilarReport): HTMLElement[] {
  const words = cast ? voteWords(cast, name => shortText(name, 60)) : '';
  return words === '' ? [] : [el('p', { class: 'sentence', 'data-testid': 'similar-vote' }, words)];
}

function neighbourLabels({ neighbours }: SimilarReport): HTMLElement {
  const near = neighbours.slice(0, nearest);
  const lead = l10n.t('Labels of the {0} nearest, by majority: ', near.length);
  return el('p', { class: 'facts' }, lead, labelBar(majorityCounts(near), 'similar-nearest-labels'));
}

/** What usually comes next in a sentence; nothing where nothing does. */
function followers({ followedBy = [] }: SimilarReport): HTMLElement[] {
  const usual = followedBy.filter(({ probability }) => probability >= leastShare);
  if (usual.length === 0) return [];
  const named = usual.flatMap(({ token, probability }, i) => [
    i === 0 ? ' ' : ', ',
    captureText(token),
    ` (${Math.round(100 * probability)} %)`,
  ]);
  return [
    el('p', { class: 'facts', 'data-testid': 'similar-followers' }, l10n.t('Usually followed by'), ...named),
  ];
}

function modelLine({ model }: SimilarReport): HTMLElement {
  const trained = new Date(model.trainedAt);
  const when = Number.isNaN(trained.getTime())
    ? shortText(model.trainedAt)
    : trained.toLocaleString(language());
  const [flowCount, tokens] = [formatCount(model.flows), formatCount(model.vocabulary)];
  const text = l10n.t('Model of {0} flows and {1} tokens, trained {2}', flowCount, tokens, when);
  return el('p', { class: 'model', 'data-testid': 'similar-model', title: shortText(model.id) }, text);
}

/** What was typed: a token, or a sum of tokens. */
function typedText({ token, positive, negative = [] }: Question): string | undefined {
  if (!positive) return token;
  return [...positive.map(text => `+${text}`), ...negative.map(text => `-${text}`)].join('  ');
}

function place({ line }: Question, capture: string): HTMLElement {
  if (line === undefined) return captureText(capture);
  return el('span', {}, captureText(capture), l10n.t(', line {0}', formatCount(line + 1)));
}
