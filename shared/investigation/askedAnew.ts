import type { Case } from './case';

/** The heading with which a case of that title begins, as Markdown in which a file's name is text. */
export const headingOf = (title: string) => `# ${title.replace(/[\\`*_{}[\]<>()#!|]/g, '\\$&')}`;

/** Whether there is something in a case that is of one capture alone: an answer, or evidence. */
export const isOfOneCapture = ({ cells, evidence }: Case) =>
  evidence.length > 0 || cells.some(({ answer }) => answer !== undefined);

/**
 * The same questions for another capture, under another title: without the answers, the evidence and what else the case
 * holds, which are of the capture that was asked. A heading that the case was begun with says the new title.
 */
export function askedAnew({ title, embedding, cells }: Case, named: string): Case {
  const heading = headingOf(title);
  return {
    title: named,
    embedding,
    cells: cells.map(({ kind, text, more }) => ({
      kind,
      text: kind === 'markdown' && text === heading ? headingOf(named) : text,
      ...(more ? { more } : {}),
    })),
    evidence: [],
  };
}
