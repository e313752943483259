import type { Case } from '../../../../../shared/investigation/case';
import { caseText } from '../../../../../shared/investigation/writeCase';
import { csvText } from '../../../../../shared/text/tableText';
import { evidenceJson, evidenceTable } from './evidence';
import type { Made } from './facts';
import { htmlReport } from './htmlReport';
import { jupyterNotebook } from './jupyterNotebook';
import { markdownReport } from './markdownReport';
import { stixBundle } from './stixBundle';

/** Endings of the files that a case is exported to, and what each is. */
export const exportForms = {
  '.html': 'a report that stands alone',
  '.md': 'the same in Markdown',
  '.json': 'the case with its answers',
  '.flowcase': 'the same',
  '.csv': 'the flows of the evidence as a table',
  '.evidence.json': 'the evidence alone',
  '.stix.json': 'indicators of STIX 2.1',
  '.ipynb': 'a notebook of Jupyter',
} as const;
export type ExportForm = keyof typeof exportForms;

/** The form that a path's ending names; the longest ending wins. Undefined for another ending. */
export function exportFormOf(path: string): ExportForm | undefined {
  const found = (Object.keys(exportForms) as ExportForm[]).filter(ending =>
    path.toLowerCase().endsWith(ending),
  );
  return found.sort((a, b) => b.length - a.length)[0];
}

/** The text of a case in a form. The same case gives the same text. */
export function exportCase(value: Case, form: ExportForm, made: Made): string {
  switch (form) {
    case '.html':
      return htmlReport(value, made);
    case '.md':
      return markdownReport(value, made);
    case '.csv':
      return csvText(evidenceTable(value, made));
    case '.evidence.json':
      return evidenceJson(value, made);
    case '.stix.json':
      return stixBundle(value, made);
    case '.ipynb':
      return jupyterNotebook(value, made);
    default:
      return caseText(value);
  }
}
