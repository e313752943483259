import { parseQuestion, type Question, type QuestionName } from '../../../../shared/investigation/questions';
import type { Asking } from './answers';
import { host, overview } from './counted';
import { clusters, evaluate, map, routes, score, similar } from './learned';
import type { Told, Words } from './told';

type Ask = (question: Question, words: Words, asking: Asking) => Promise<Told>;

const asks: Readonly<Record<QuestionName, Ask>> = {
  overview,
  host,
  similar,
  clusters,
  map,
  score,
  evaluate,
  routes,
};

/** Questions that the model of the capture answers. */
const ofModels: readonly QuestionName[] = ['similar', 'clusters', 'map', 'score', 'evaluate'];

/** Answers a question of the product. Rejects, in words of a user, where it cannot. */
export async function askQuestion(text: string, words: Words, asking: Asking): Promise<Told> {
  const question = parseQuestion(text);
  return asks[question.name](question, words, asking);
}

/** Whether the settings of the model belong to the answer. */
export function asksModel(text: string): boolean {
  try {
    return ofModels.includes(parseQuestion(text).name);
  } catch {
    return false; // What is wrong with the question is its answer.
  }
}
