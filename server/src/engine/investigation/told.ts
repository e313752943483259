import { resolve } from 'node:path';
import type { Answer } from '../../../../shared/investigation/case';
import type { Question } from '../../../../shared/investigation/questions';
import { labelShares } from '../../../../shared/palette/classes';
import type { LabelCounts } from '../../../../shared/protocol/captures';
import type { ClassScores } from '../../../../shared/protocol/judging';
import { secondText } from '../../../../shared/text/secondText';
import type { ClusterAnswers } from '../clusters/answers';
import type { HostAnswers } from '../hosts/answers';
import type { JudgingAnswers } from '../judging/answers';
import type { MapAnswers } from '../map/answers';
import type { OverviewAnswers } from '../overview/answers';
import type { RouteEngine } from '../routes/routeEngine';
import type { SimilarAnswers } from '../similar/answers';
import type { TrainingAnswers } from '../training/answers';
import { count } from './exports/facts';

/** What the words of the engine answer. */
export interface Words
  extends
    OverviewAnswers,
    HostAnswers,
    TrainingAnswers,
    SimilarAnswers,
    ClusterAnswers,
    MapAnswers,
    JudgingAnswers {
  readonly routes: RouteEngine;
}

/** What a question is answered with; who asked what and when is added by the runner. */
export type Told = Pick<Answer, 'says' | 'tables' | 'pictures' | 'settings'>;

/** Without minus zero, which JSON does not know. */
export const rounded = (n: number, digits = 4) => Number(n.toFixed(digits)) + 0;
/** "from 2011-08-16 10:19:26 to 2011-08-16 10:24:37 (UTC)". */
export const timesText = (from: string, to: string) => `from ${secondText(from)} to ${secondText(to)} (UTC)`;
export const hostsOf = (n: number) => `${count(n)} ${n === 1 ? 'host' : 'hosts'}`;
export const flowsOf = (n: number) => `${count(n)} ${n === 1 ? 'flow' : 'flows'}`;

/** "botnet 98 %, background 2 %"; empty without labels. */
export function labelsText(labels: LabelCounts): string {
  return labelShares(labels)
    .filter(({ name }) => name !== 'unlabelled')
    .map(({ name, share }) => `${name} ${Math.round(100 * share)} %`)
    .join(', ');
}

/** How well each class is told: precision, recall, F1, and of how many. */
export const classRows = (perClass: Readonly<Record<string, ClassScores>>): (string | number)[][] =>
  Object.entries(perClass).map(([name, { precision, recall, f1, support }]) => [
    name,
    rounded(precision, 3),
    rounded(recall, 3),
    rounded(f1, 3),
    support,
  ]);

export const several = (files: readonly string[]) => files.length > 1;

/** Files that a question names beside the capture, absolute. */
export const namedFiles = (values: Question['values'], folder: string): string[] =>
  [values['trained-on'], values['labels']].flatMap(named =>
    typeof named === 'string' && named !== '' ? [resolve(folder, named)] : [],
  );
