import * as l10n from '@vscode/l10n';
import type { EvaluationReport } from '../../../../shared/protocol/judging';
import { csvText, markdownText } from '../../../../shared/text/tableText';
import { bar, captureText, el } from '../../base/dom';
import { JobPage } from '../../base/jobPage';
import { classLabel } from '../../base/labelBar';
import { formatCosine, formatCount, formatShare } from '../../base/numbers';
import { term, termWords, type Term } from '../../base/terms';
import { counted } from '../../../../shared/text/counted';
import { percent } from '../../../../shared/text/voteText';
import { answerParameters } from '../../../../shared/parameters/answers';
import { shortText } from '../../../../shared/text/visibleText';
import type { Column } from '../../base/table/columns';
import { DataTable } from '../../base/table/dataTable';
import type { ReportCalls, ReportResult } from './contract';
import { classRows, longTable, reportTables, rivalsOf, type ClassRow, type Rival } from './scores';

const page = new JobPage<ReportResult, ReportCalls>({
  name: 'report',
  title: () => l10n.t('Agreement of neighbours’ labels in'),
  render: report => ({
    parts: [
      el('p', { class: 'sentence', 'data-testid': 'report-sentence' }, sentence(report)),
      ...(report.testName === undefined ? [] : [asked(report.testName)]),
      headline(report),
      section(l10n.t('Beside what one field alone would score'), rivals(report)),
      section(l10n.t('For each class'), classes(report)),
      notes(report),
    ],
    summary: l10n.t('Macro-F1 {0}', formatCosine(report.macroF1)),
    texts: {
      markdown: () => reportTables(report).map(markdownText).join('\n'),
      csv: () => csvText(longTable(report)),
    },
  }),
});

function asked(testName: string): HTMLElement {
  const attributes = { class: 'asked', 'data-testid': 'report-test' };
  return el('p', attributes, l10n.t('Asked about the tokens of '), captureText(testName));
}

/** What the figures mean for whoever would rely on the votes. */
function sentence(report: EvaluationReport): string {
  const { accuracy, tokens } = report;
  const right = l10n.t(
    'Neighbours vote for the right class of {0} of {1}.',
    formatShare(accuracy),
    counted(tokens, 'token'),
  );
  const [worst] = classRows(report).sort((a, b) => a.recall - b.recall);
  const least = worst
    ? l10n.t('Least of {0}: {1} are found.', shortText(worst.name), formatShare(worst.recall))
    : '';
  return [right, least].filter(Boolean).join(' ');
}

function headline(report: EvaluationReport): HTMLElement {
  const figure = (name: Term, value: number, testId: string) =>
    el(
      'div',
      { class: 'figure' },
      el('dt', {}, term(name)),
      el('dd', { 'data-testid': testId }, formatCosine(value)),
    );
  return el(
    'div',
    { class: 'headline' },
    el(
      'dl',
      {},
      figure('macroF1', report.macroF1, 'report-macro'),
      figure('weightedF1', report.weightedF1, 'report-weighted'),
      figure('accuracy', report.accuracy, 'report-accuracy'),
    ),
    el('p', { class: 'verdict', 'data-testid': 'report-verdict' }, shortText(report.besideCounting, 600)),
    el('p', { class: 'verdict', 'data-testid': 'report-address' }, shortText(report.addressAlone, 600)),
  );
}

function rivals(report: EvaluationReport): HTMLElement {
  const names: Record<Rival['key'], string> = {
    model: l10n.t('Neighbours ({0} votes)', report.neighbours),
    portShare: l10n.t('Destination port alone'),
    sourceMajority: l10n.t('Source address alone'),
    protoState: l10n.t('Protocol and state'),
    protoDport: l10n.t('Protocol and destination port'),
    counts: l10n.t('Counts of all fields'),
  };
  const score = (key: 'macroF1' | 'weightedF1' | 'accuracy'): Column<Rival> => ({
    key,
    ...termWords(key),
    kind: 'share',
    value: rival => rival.report?.[key],
  });
  return new DataTable<Rival>({
    name: 'report-rivals',
    caption: l10n.t('Model and baselines'),
    columns: [
      {
        key: 'name',
        title: l10n.t('Predicted by'),
        value: ({ key }) => names[key],
        cell: ({ key, report: found }) =>
          found
            ? names[key]
            : el('span', {}, names[key], el('span', { class: 'hint' }, l10n.t(' (not known)'))),
      },
      score('macroF1'),
      score('weightedF1'),
      score('accuracy'),
    ],
    rows: rivalsOf(report),
    hand: (text, to) => page.hand(text, to),
  }).element;
}

function classes(report: EvaluationReport): HTMLElement {
  const number = (key: 'precision' | 'recall' | 'f1'): Column<ClassRow> => ({
    key,
    ...termWords(key),
    kind: 'share',
    value: row => row[key],
  });
  return new DataTable<ClassRow>({
    name: 'report-classes',
    caption: l10n.t('Scores of each class'),
    columns: [
      {
        key: 'name',
        title: l10n.t('Class'),
        value: ({ name }) => name,
        cell: ({ name }) => classLabel(name),
      },
      number('f1'),
      number('precision'),
      number('recall'),
      {
        key: 'precisionAt10',
        ...termWords('precisionAt10'),
        kind: 'share',
        value: ({ precisionAt10 }) => precisionAt10,
        cell: ({ precisionAt10: p }) => (p === undefined ? '–' : bar(p, formatCosine(p))),
      },
      {
        key: 'support',
        ...termWords('support'),
        kind: 'number',
        value: ({ support }) => support,
        largestFirst: true,
      },
    ],
    rows: classRows(report),
    hand: (text, to) => page.hand(text, to),
  }).element;
}

function notes({ tokens, sampledOut, withoutVector, unsure, neighbours }: EvaluationReport): HTMLElement {
  const lines = [
    l10n.t(
      '{0} labelled tokens were asked, each for the vote of its {1} nearest: each counts as much as it is similar.',
      formatCount(tokens),
      neighbours,
    ),
    sampledOut > 0
      ? l10n.t(
          '{0} background tokens were left out of the questions; they voted all the same.',
          formatCount(sampledOut),
        )
      : l10n.t('No token was left out.'),
    ...(withoutVector > 0
      ? [l10n.t('{0} tokens have no vector in the model and were left out.', formatCount(withoutVector))]
      : []),
    l10n.t(
      'Of {0} votes no label has {1}: hovers, panels and queries call them unknown.',
      formatCount(unsure),
      percent(answerParameters.confidence.default),
    ),
  ];
  return el(
    'ul',
    { class: 'notes', 'data-testid': 'report-notes' },
    ...lines.map(line => el('li', {}, line)),
  );
}

function section(title: string, content: HTMLElement): HTMLElement {
  return el('section', {}, el('h2', {}, title), content);
}
