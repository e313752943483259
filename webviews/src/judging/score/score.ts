import * as l10n from '@vscode/l10n';
import { el } from '../../base/dom';
import { JobPage } from '../../base/jobPage';
import type { ScoreCalls, ScoreResult } from './contract';
import { newsOf, scoreHead, sentence, type ScoreHead } from './scoreHead';
import { scoreLists, type ScoreLists } from './scoreLists';

/** What is on screen, and of what capture. */
let shown: { unseen: string; by: string; head: ScoreHead; lists: ScoreLists } | undefined;

const page = new JobPage<ScoreResult, ScoreCalls>({
  name: 'score',
  title: question => (isAnother(question) ? l10n.t('Anomalies, judged by') : l10n.t('Anomalies in')),
  render: (result, question) => {
    const head = scoreHead(page);
    head.take(result, isFollowed(question));
    if (result.anomalies.length === 0) {
      shown = undefined;
      return { parts: [head.element, none()], summary: sentence(result) };
    }
    const lists = scoreLists(page, result);
    shown = { ...asked(result), head, lists };
    return { parts: [head.element, ...lists.parts], summary: sentence(result) };
  },
  renew: (result, question) => {
    const { unseen, by } = asked(result);
    if (shown?.unseen !== unseen || shown.by !== by || result.anomalies.length === 0) return undefined;
    shown.head.take(result, isFollowed(question));
    shown.lists.take(result);
    // Read out when there is something new to hear, not at each flow.
    return isFollowed(question) && result.unheard.length > 0 ? newsOf(result) : sentence(result);
  },
});

const asked = ({ uri, unseen, judgedBy }: ScoreResult) => ({ unseen, by: `${judgedBy.by} ${uri}` });

/** Whether another capture judges. */
function isAnother(question: unknown): boolean {
  return (question as { unseen?: unknown } | undefined)?.unseen !== undefined;
}

function isFollowed(question: unknown): boolean {
  return (question as { follow?: unknown } | undefined)?.follow === true;
}

function none(): HTMLElement {
  return el('p', { class: 'state', 'data-testid': 'score-empty' }, l10n.t('No flow stands out.'));
}
