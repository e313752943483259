import { score } from '../tables';

export const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

/** `0.950 (0.937)`: in brackets the least. */
export const meanAndLeast = (values: readonly number[]) =>
  values.length === 0 ? '–' : `${score(mean(values))} (${score(Math.min(...values))})`;

/** Seeds of as many trainings, from 1 on. */
export const seedsOf = (rounds: number) => Array.from({ length: rounds }, (_, i) => i + 1);
