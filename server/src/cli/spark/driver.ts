import type { Operation } from '../../engine/spark/conversation';
import { parse } from '../program';
import { sparkCommands } from './spark';
import { sparkActions, sparkSettings } from './sparkSettings';

/** The settings that words ask for, for the driver: it is Python, and knows no words. */
export const settingsOfWords: Operation = async function* (_input, { words }) {
  const asked = parse(['spark', ...(words as string[])], sparkCommands);
  if ('page' in asked) return { page: asked.page };
  const action = sparkActions.find(name => asked.command.name === `spark ${name}`);
  if (!action) throw new Error('there is no such command.');
  return { ...sparkSettings(action, asked.call) };
};
