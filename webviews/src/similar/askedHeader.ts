import * as l10n from '@vscode/l10n';
import { language } from '../../../shared/text/language';
import type { SimilarReport } from '../../../shared/protocol/similar';
import { captureText, el } from '../base/dom';
import { labelBar } from '../base/labelBar';
import { isLabelled } from '../../../shared/palette/classes';
import { formatCosine, formatCount } from '../base/numbers';
import { voteWords } from '../../../shared/text/voteText';
import { shortText } from '../../../shared/text/visibleText';
import type { Question } from './contract';

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
  header.append(...sentence(report), ...followers(report), modelLine(report));
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

/** Which flows are most like it, what they have in common with it, and the vote of their labels as the hover tells it. */
function sentence(report: SimilarReport): HTMLElement[] {
  const { known, composed, neighbours, vote } = report;
  const [nearest] = neighbours;
  const like =
    nearest && (known || composed)
      ? [
          l10n.t('Most like it is {0} ({1}).', shortText(nearest.token), formatCosine(nearest.similarity)),
          ...common(report),
        ]
      : [];
  const labelled = known && neighbours.some(({ labels }) => isLabelled(labels));
  const cast = labelled && vote ? voteWords(vote, name => shortText(name, 60)) : '';
  if (like.length === 0 && cast === '') return [];
  const parts = [
    like.join(' '),
    ...(cast === '' ? [] : [' ', el('span', { 'data-testid': 'similar-vote' }, cast)]),
  ];
  return [el('p', { class: 'sentence', 'data-testid': 'similar-sentence' }, ...parts)];
}

/** In how many fields neighbours are like what was asked; a sum of tokens has no fields to share. */
function common({ columns, neighbours }: SimilarReport): string[] {
  const counts = columns.flatMap((column, i) => {
    const count = neighbours.filter(({ fields }) => fields[i]?.shared).length;
    return count > 0 ? [`${shortText(column)} ${formatCount(count)}`] : [];
  });
  return counts.length === 0
    ? []
    : [
        l10n.t(
          'Of the {0} nearest, so many have the same: {1}.',
          formatCount(neighbours.length),
          counts.join(', '),
        ),
      ];
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
