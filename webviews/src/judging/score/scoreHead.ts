import * as l10n from '@vscode/l10n';
import type { ExpectedBehaviour } from '../../../../shared/protocol/judging';
import { counted } from '../../../../shared/text/counted';
import { shortText } from '../../../../shared/text/visibleText';
import { button, captureText, el } from '../../base/dom';
import type { JobPage } from '../../base/jobPage';
import { formatCount, formatShare } from '../../base/numbers';
import type { ScoreCalls, ScoreResult } from './contract';

type Page = JobPage<ScoreResult, ScoreCalls>;

/** What is said of all that was found, and what can be done with it. */
export interface ScoreHead {
  element: HTMLElement;
  take(result: ScoreResult, follow: boolean): void;
}

export function scoreHead(page: Page): ScoreHead {
  const said = el('div', {});
  const box = el('input', { type: 'checkbox', 'data-testid': 'score-follow' });
  box.addEventListener('change', () => page.call('follow', { on: box.checked }));
  const title = l10n.t('Score the capture again whenever it has grown, and mark incidents that are new');
  const news = el('span', { 'data-testid': 'score-followed' });
  const line = el('p', { class: 'facts' }, el('label', { title }, box, l10n.t('Follow')), ' ', news);
  return {
    element: el('div', {}, said, line),
    take(result, follow) {
      said.replaceChildren(
        el('p', { class: 'sentence', 'data-testid': 'score-sentence' }, sentence(result)),
        ...facts(page, result),
      );
      box.checked = follow;
      news.textContent = follow
        ? `· ${l10n.t('as of {0} UTC', result.asOf.slice(11, 19))} · ${newsOf(result)}`
        : '';
    },
  };
}

/** What came while the capture was followed. */
export const newsOf = ({ unheard }: ScoreResult) =>
  l10n.t('{0} new, or twice the size, since you follow it', counted(unheard.length, 'incident'));

/** What an analyst would look at first, and by what it was judged. */
export function sentence({ hosts, incidentsInAll, judgedBy }: ScoreResult): string {
  const [worst] = hosts;
  const found = worst
    ? l10n.t(
        'Look at {0} first: {1}. {2} of {3} found in all.',
        shortText(worst.address),
        shortText(worst.reasons[0] ?? '', 300).replace(/[.;,]$/, ''),
        counted(incidentsInAll, 'incident'),
        counted(hosts.length, 'host'),
      )
    : l10n.t('Nothing stands out.');
  return [found, baselineWords[judgedBy.by]()].filter(Boolean).join(' ');
}

/** What counts as usual, where that is not another capture. */
const baselineWords = {
  capture: () => '',
  past: () =>
    l10n.t('The capture was judged by its own past: what went on from its beginning counts as usual here.'),
  hosts: () =>
    l10n.t(
      'Hosts were judged by each other: what many of them do counts as usual, and who is alone in what it does may do so rightly, as a server does. A quiet intruder is found better by the past of the network.',
    ),
};

function facts(
  page: Page,
  { unseenName, flows, unknown, judgedBy, expected, ...rest }: ScoreResult,
): HTMLElement[] {
  const { incidentsInAll, incidents, anomalies } = rest;
  const part = judgedBy.by === 'past' ? l10n.t('the later half of ') : '';
  const by =
    judgedBy.by === 'hosts'
      ? l10n.t('each host by the others: what is usual')
      : l10n.t(
          '{0} from {1} to {2}: what is usual',
          counted(judgedBy.flows, 'flow'),
          judgedBy.from.slice(0, 19).replace('T', ' '),
          judgedBy.to.slice(0, 19).replace('T', ' '),
        );
  const share = formatShare(flows > 0 ? unknown / flows : 0);
  const line = el(
    'p',
    { class: 'facts', 'data-testid': 'score-facts' },
    l10n.t('Judged: '),
    part,
    captureText(unseenName),
    `, ${counted(flows, 'flow')}`,
    ' · ',
    by,
    ...(judgedBy.by !== 'capture'
      ? []
      : [' · ', l10n.t('{0} ({1}) with tokens the model does not know', formatCount(unknown), share)]),
    ' · ',
    l10n.t(
      'listed: {0} of {1}, and {2}, the least expected first',
      formatCount(incidents.length),
      counted(incidentsInAll, 'incident'),
      counted(anomalies.length, 'flow'),
    ),
  );
  return expected.length > 0 ? [line, expectedBox(page, expected)] : [line];
}

/** What is left out, one by one and with the way back. */
function expectedBox(page: Page, expected: readonly ExpectedBehaviour[]): HTMLElement {
  const takeBack = (behaviours: readonly ExpectedBehaviour[]) => page.call('unexpect', { behaviours });
  const small = { class: 'secondary small' };
  const last = expected.slice(-1);
  return el(
    'details',
    { class: 'expected', 'data-testid': 'score-expected' },
    el(
      'summary',
      {},
      expected.length === 1
        ? l10n.t('1 behaviour was called expected and is left out')
        : l10n.t('{0} behaviours were called expected and are left out', formatCount(expected.length)),
      ' ',
      button('score-undo', l10n.t('Undo the last'), () => takeBack(last), small),
    ),
    el(
      'ul',
      {},
      ...expected.map(behaviour =>
        el(
          'li',
          {},
          captureText(`${behaviour.address} ${behaviour.service} "${behaviour.outcome}"`),
          ' ',
          button('score-unexpect', l10n.t('Judge again'), () => takeBack([behaviour]), small),
        ),
      ),
    ),
  );
}
