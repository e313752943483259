import type { Question } from '../../../webviews/src/similar/contract';

/** The question in a page's saved state, or undefined when it holds none that can be asked again. */
export function savedQuestion(state: unknown): Question | undefined {
  if (typeof state !== 'object' || state === null || !('question' in state)) return undefined;
  const saved = state.question;
  if (typeof saved !== 'object' || saved === null) return undefined;
  const { uri, line, text, token, positive, negative } = saved as Record<string, unknown>;
  if (typeof uri !== 'string' || !uri.startsWith('file:')) return undefined;
  const question: Question = { uri };
  if (Number.isInteger(line) && (line as number) >= 0) question.line = line as number;
  if (typeof text === 'string') question.text = text;
  if (typeof token === 'string' && token !== '') question.token = token;
  if (isTokens(positive) && positive.length > 0) question.positive = positive;
  if (isTokens(negative)) question.negative = negative;
  const asks = question.token ?? question.line ?? question.positive;
  return asks === undefined ? undefined : question;
}

function isTokens(value: unknown): value is string[] {
  return Array.isArray(value) && value.every(token => typeof token === 'string' && token !== '');
}
