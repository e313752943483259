import { parseQuestion, type Question, type QuestionName } from '../../../../shared/investigation/questions';
import type { Asking } from './answers';
import { host, overview } from './counted';
import { evaluate, grid, score } from './judged';
import { clusters, map, routes, similar } from './learned';
import { namedFiles, type Told, type Words } from './told';

type Ask = (question: Question, words: Words, asking: Asking) => Promise<Told>;

const asks: Readonly<Record<QuestionName, Ask>> = {
  overview,
  host,
  similar,
  clusters,
  map,
  score,
  evaluate,
  grid,
  routes,
};

/** Questions that the model of the capture answers. */
const ofModels: readonly QuestionName[] = ['similar', 'clusters', 'map', 'score', 'evaluate', 'grid'];

/** Answers a question of the product. Rejects, in words of a user, where it cannot. */
export async function askQuestion(text: string, words: Words, asking: Asking): Promise<Told> {
  const question = parseQuestion(text);
  return asks[question.name](question, words, asking);
}

/** Whether the settings of the model belong to the answer. */
export const asksModel = (text: string): boolean => ofModels.includes(parsed(text)?.name as QuestionName);

/** Files that a question names beside the capture, absolute. */
export function alsoAsked(text: string, folder: string): string[] {
  const question = parsed(text);
  return question ? namedFiles(question.values, folder) : [];
}

function parsed(text: string): Question | undefined {
  try {
    return parseQuestion(text);
  } catch {
    return undefined; // What is wrong with the question is its answer.
  }
}
